"""How far a run has come, read from the ledger that carries it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Count, Q

from common.enums import RunState as LedgerState
from common.enums import ShardState
from common.models import Shard
from incubators.models import Need
from matching.enums import RunState
from matching.labels import runs as labels
from matching.models import MatchRun

_UNFINISHED = (RunState.QUEUED, RunState.RUNNING)
MOST_TROUBLES = 20
_NEEDS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a run in words, and how many of the parts known so far are in which state."""

    state: str
    tone: str
    is_running: bool
    n_waiting: int
    n_working: int
    n_done: int
    n_failed: int
    n_parts: int
    message: str
    requested_at: datetime


def has_news(run: MatchRun) -> bool:
    """Whether a list's readers need to hear of the run: one that ended well is told by its list."""
    return bool(run.message) or state_of(run) != RunState.COMPLETE


def progress_of(run: MatchRun) -> Progress:
    """Progress of one run (with its ledger run loaded); one query."""
    counted = Shard.objects.filter(run_id=run.run_id).aggregate(
        n_parts=Count("pk"),
        n_waiting=Count("pk", filter=Q(state=ShardState.PENDING)),
        n_working=Count("pk", filter=Q(state=ShardState.CLAIMED)),
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


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part of a run that failed, in words; one that is not `given_up` is tried again by itself."""

    what: str
    needs: list[str]
    n_more: int
    why: str
    n_attempts: int
    given_up: bool


def troubles_of(run: MatchRun) -> list[Trouble]:
    """The parts of a run that failed, in their order; two queries."""
    failed = Shard.objects.filter(run_id=run.run_id).exclude(error="").exclude(state=ShardState.DONE)
    parts = list(failed.order_by("n")[:MOST_TROUBLES])
    first_ids = {part.pk: part.ids.get("need_ids", [])[:_NEEDS_NAMED] for part in parts}
    titles = dict(Need.objects.filter(pk__in=chain(*first_ids.values())).values_list("pk", "title"))
    return [
        Trouble(
            what=str(labels.RUN_PARTS.get(part.kind, labels.RUN_PART_OTHER)),
            needs=[titles[pk] for pk in first_ids[part.pk] if pk in titles],
            n_more=max(len(part.ids.get("need_ids", [])) - _NEEDS_NAMED, 0),
            why=_why(part.error),
            n_attempts=part.attempts,
            given_up=part.state == ShardState.DEAD,
        )
        for part in parts
    ]


def _why(error: str) -> str:
    """A kind of error in words; one that has none is named, for the operators."""
    known = next((words for kind, words in labels.PART_ERRORS.items() if error.startswith(kind)), None)
    return str(known) if known else str(labels.PART_ERROR_OTHER) % {"kind": error}


def state_of(run: MatchRun) -> RunState:
    """The state as people should read it: a run whose ledger was given up is not running any more."""
    if run.state in _UNFINISHED and (run.run is None or run.run.state != LedgerState.RUNNING):
        return RunState.FAILED
    return RunState(run.state)
