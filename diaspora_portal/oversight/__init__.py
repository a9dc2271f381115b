"""The auditor's room: every step of every life cycle, over all apps."""
