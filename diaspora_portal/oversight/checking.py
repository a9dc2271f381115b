"""Checking every chain of events: background work in parts, and what it found in the record."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Count, Max, Q

from accounts.enums import AccountAction
from accounts.models import AccountEvent, User
from accounts.services.events import record_account_event
from common.enums import RunState, ShardState
from common.jobs import submit
from common.models import Run
from common.policies import require
from common.refusals import Refused
from diaspora_portal.oversight.audit import faults_of
from diaspora_portal.oversight.kinds import kinds

CHECK = "oversight.check_chains"
SUBJECTS_PER_PART = 500
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """A chain that does not hold: its noun, its reference, and where."""

    slug: str
    code: str
    where: str


@dataclass(frozen=True, slots=True)
class Check:
    """The last check of all chains, while it runs and after."""

    asked_at: datetime
    n_done: int
    n_parts: int
    n_failed: int
    is_running: bool
    faults: list[Fault]

    @property
    def holds(self) -> bool:
        return not (self.is_running or self.faults or self.n_failed)


def ask_for_check(*, by: User, at: datetime) -> Run:
    """Have the chains of all subjects checked in parts. Raises Refused `check_is_running`."""
    with transaction.atomic():
        require(by, "oversight.check_chains")
        if Run.objects.filter(kind=CHECK, state=RunState.RUNNING).exists():
            raise Refused("check_is_running")
        record_account_event(AccountAction.CHAINS_CHECKED, by=by, at=at)
        parts = []
        for slug, kind in kinds().items():
            last = kind.subject._default_manager.aggregate(last=Max("pk"))["last"] or 0
            parts += [
                (CHECK, {"slug": slug, "first": first}) for first in range(1, last + 1, SUBJECTS_PER_PART)
            ]
        return submit(CHECK, shards=parts)


def check_part(*, slug: str, first: int, at: datetime) -> int:
    """Check some subjects of one kind and record each whose chain does not hold; returns how many."""
    kind = kinds()[slug]
    span = (first, first + SUBJECTS_PER_PART - 1)
    # Locked in turn with whoever moves one of them: a step half taken is no fault.
    subjects = kind.subject._default_manager.select_for_update(of=("self",)).filter(pk__range=span)
    by_pk = subjects.order_by("pk").in_bulk()
    events = kind.event.objects.filter(subject_id__in=by_pk).order_by("subject_id", "seq")
    chains = {pk: list(chain) for pk, chain in groupby(events, key=lambda event: event.subject_id)}
    n_faults = 0
    for pk, subject in by_pk.items():
        broken, is_cut = faults_of(subject, chains.get(pk, []))
        if broken or is_cut:
            n_faults += 1
            where = str(broken[0]) if broken else "end"
            AccountEvent.objects.create(
                action=AccountAction.CHAIN_BROKEN, at=at, detail=f"{slug} {subject.public_id} {where}"
            )
    return n_faults


def last_check() -> Check | None:
    """What is known of the latest check; three queries."""
    parts = Count("shards")
    done = Count("shards", filter=Q(shards__state=ShardState.DONE))
    failed = Count("shards", filter=Q(shards__state=ShardState.DEAD))
    run = Run.objects.filter(kind=CHECK).annotate(n=parts, done=done, dead=failed).order_by("-pk").first()
    if run is None:
        return None
    found = AccountEvent.objects.filter(action=AccountAction.CHAIN_BROKEN, at__gte=run.created_at)
    details = found.order_by("pk").values_list("detail", flat=True)[:MOST_SHOWN]
    return Check(
        asked_at=run.created_at,
        n_done=run.done,
        n_parts=run.n,
        n_failed=run.dead,
        is_running=run.state == RunState.RUNNING,
        faults=[Fault(*detail.split(" ")) for detail in details],
    )
