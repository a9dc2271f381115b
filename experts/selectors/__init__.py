"""What pages show of experts."""

from experts.selectors.waiting import waiting_for

__all__ = ["waiting_for"]
