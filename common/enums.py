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


class Pace(StrEnum):
    """How soon somebody wants one kind of mail; all but the first wait for a morning's digest."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class OutboxState(StrEnum):
    WAITING = "waiting"
    STAGED = "staged"  # until somebody releases its batch (common.batches)
    HELD = "held"  # for the digest of its recipient's next morning
    BUNDLED = "bundled"  # part of a digest, which is a message of its own
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
