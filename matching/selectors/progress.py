"""How far a run has come, read from the ledger that carries it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from common.enums import RunState as LedgerState
from common.enums import ShardState
from common.models import Shard
from matching import labels
from matching.enums import RunState
from matching.models import MatchRun

_UNFINISHED = (RunState.QUEUED, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a run in words, and parts done of those known so far."""

    state: str
    tone: str
    is_running: bool
    n_done: int
    n_parts: int
    n_failed: int
    message: str
    requested_at: datetime


def progress_of(run: MatchRun) -> Progress:
    """Progress of one run (with its ledger run loaded); one query."""
    counted = Shard.objects.filter(run_id=run.run_id).aggregate(
        n_parts=Count("pk"),
        n_done=Count("pk", filter=Q(state=ShardState.DONE)),
        n_failed=Count("pk", filter=Q(state=ShardState.DEAD)),
    )
    state = state_of(run)
    message = labels.RUN_MESSAGES.get(run.message, "")
    return Progress(
        state=str(labels.RUN_STATES[state]),
        tone=labels.RUN_TONES[state],
        is_running=state in _UNFINISHED,
        message=str(message),
        requested_at=run.requested_at,
        **counted,
    )


def state_of(run: MatchRun) -> RunState:
    """The state as people should read it: a run whose ledger was given up is not running any more."""
    carried = run.run is not None and run.run.state == LedgerState.RUNNING
    if run.state in _UNFINISHED and not carried:
        return RunState.FAILED
    return RunState(run.state)
