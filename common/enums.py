"""Words of the kernel."""

from enum import StrEnum


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    DONE_ERRORS = "done_errors"
    CANCELLED = "cancelled"


class ShardState(StrEnum):
    PENDING = "pending"
    CLAIMED = "claimed"
    DONE = "done"
    DEAD = "dead"


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
