"""The promises that the database must keep, each as one question whose answer should be "none"."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q
from django.utils import timezone

from common.dead_work import dead_shards, failed_mails
from common.enums import OutboxState, RunState, ShardState
from common.events import broken_links
from common.models import Outbox, Run, Shard, StatefulModel
from exchanges.enums import (
    AWAITED,
    ENDED,
    FINISHED,
    REVIEWING,
    SECRET,
    STANDING,
    WAS_APPROVED,
    Confirmer,
    Direction,
    InvitationState,
    OutcomeAction,
    OutcomeState,
    PlacementState,
    ReportKind,
    ReportState,
)
from exchanges.models import Invitation, Outcome, Placement, Referral, Report
from exchanges.services.invitations import MOST_OPEN_PER_SEAT
from exchanges.workflow import CONFIRMATION_MAILS
from experts.models import Credential, DuplicatePair, Expert
from incubators.models import Need, Organisation
from matching.models import AssignmentRound, MatchList, MatchRun

LIVES: tuple[type[StatefulModel], ...] = (
    Expert,
    Credential,
    DuplicatePair,
    Organisation,
    Need,
    AssignmentRound,
    Invitation,
    Placement,
    Report,
    Outcome,
    Referral,
)
MOST_SHOWN = 5
OLDEST_MAIL = timedelta(minutes=15)

_OVERBOOKED = """
SELECT DISTINCT e.public_id FROM experts_commitment c JOIN experts_expert e ON e.id = c.expert_id
WHERE (SELECT count(*) FROM experts_commitment o WHERE o.expert_id = c.expert_id
       AND o.starts_on <= c.starts_on AND o.ends_on >= c.starts_on) > e.capacity
"""


@dataclass(frozen=True, slots=True)
class Invariant:
    code: str
    promise: str
    broken: Callable[[], list[str]]


def _lives(check: Callable[[StatefulModel, list[Any]], bool]) -> list[str]:
    """Public ids of all nouns with a life cycle whose events fail a check."""
    found = []
    for model in LIVES:
        for subject in model.objects.prefetch_related("events").iterator(chunk_size=500):
            if check(subject, list(subject.events.all())):
                found.append(f"{model.__name__} {subject.public_id}")
    return found


def _state_is_not_the_fold(subject: StatefulModel, events: list[Any]) -> bool:
    """The first event begins the life, each starts where the last ended by a row of the table."""
    rows = {(row.source, row.action, row.target, row.part.value) for row in subject.workflow.rows}
    state = ""
    for event in events:
        legal = event.source == state
        if event.source not in ("", event.target):
            legal &= (event.source, event.action, event.target, event.part) in rows
        if not legal:
            return True
        state = event.target
    return state != subject.state


def _overbooked() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_OVERBOOKED)
        return [row[0] for row in cursor.fetchall()]


def _ids(rows: Any) -> list[str]:
    return [str(value) for value in rows]


def _open_shards_of_ended_runs() -> list[str]:
    ended = Shard.objects.exclude(run__state=RunState.RUNNING)
    return _ids(ended.filter(state__in=[ShardState.PENDING, ShardState.CLAIMED]).values_list("pk", flat=True))


def _runs_done_with_dead_shards() -> list[str]:
    return _ids(
        Run.objects.filter(state=RunState.DONE, shards__state=ShardState.DEAD).values_list("pk", flat=True)
    )


def _acceptances_without_placement() -> list[str]:
    accepted = Invitation.objects.filter(state=InvitationState.ACCEPTED, placement__isnull=True)
    other = Placement.objects.exclude(invitation__state=InvitationState.ACCEPTED)
    return _ids(accepted.values_list("public_id", flat=True)) + _ids(
        other.values_list("public_id", flat=True)
    )


def _seats_overrun() -> list[str]:
    taken = Count("placements", filter=~Q(placements__state__in=ENDED))
    return _ids(Need.objects.annotate(n=taken).filter(n__gt=F("seats")).values_list("public_id", flat=True))


def _too_many_invitations() -> list[str]:
    open_now = Count(
        "invitations", filter=Q(invitations__state__in=AWAITED, invitations__direction=Direction.TO_EXPERT)
    )
    crowded = Need.objects.annotate(n=open_now).filter(n__gt=F("seats") * MOST_OPEN_PER_SEAT)
    return _ids(crowded.values_list("public_id", flat=True))


def _decided_by_one() -> list[str]:
    """Released decisions without two different people, or by a party; T0 is decided by the rule."""
    decided = Placement.objects.filter(state__in=[*WAS_APPROVED, PlacementState.REJECTED]).exclude(tier="T0")
    alone = Q(recommended_by__isnull=True) | Q(decided_by__isnull=True) | Q(decided_by=F("recommended_by"))
    alone |= Q(events__by=F("decided_by"), events__action__in=REVIEWING)
    own = Q(decided_by=F("expert__user")) | Q(recommended_by=F("expert__user"))
    return _ids(decided.filter(alone | own).values_list("public_id", flat=True).distinct())


def _pending_without_recommendation() -> list[str]:
    return _ids(
        Placement.objects.filter(state__in=SECRET, recommended_by__isnull=True).values_list(
            "public_id", flat=True
        )
    )


def _approved_without_letter() -> list[str]:
    return _ids(
        Placement.objects.filter(state__in=[*STANDING, *FINISHED], letters__isnull=True).values_list(
            "public_id", flat=True
        )
    )


def _completed_without_reports() -> list[str]:
    """One that was returned has been in; what was read afterwards undoes no completion."""
    unwritten = (ReportState.DUE, ReportState.DRAFT)
    been_in = Count(
        "reports", filter=Q(reports__kind=ReportKind.FINAL) & ~Q(reports__state__in=unwritten), distinct=True
    )
    ended = Placement.objects.filter(state__in=[PlacementState.COMPLETED, PlacementState.CLOSED])
    return _ids(ended.annotate(n=been_in).exclude(n=2).values_list("public_id", flat=True))


def _asked_too_often() -> list[str]:
    """By what is counted, and by what the history says."""
    most = len(CONFIRMATION_MAILS)
    mails = Count("events", filter=Q(events__action__in=[OutcomeAction.SEND, OutcomeAction.REMIND]))
    asked = Outcome.objects.annotate(n=mails).filter(Q(n__gt=most) | Q(n_mails__gt=most))
    return _ids(asked.values_list("public_id", flat=True))


def _confirmed_by_its_claimant() -> list[str]:
    """A confirmed outcome was answered by whoever held the link, or settled by somebody else; and nobody of
    the claimant's side was asked."""
    confirmed = Outcome.objects.filter(state=OutcomeState.CONFIRMED)
    proofs = Count(
        "events",
        filter=Q(events__action=OutcomeAction.CONFIRM, events__part="confirmer", events__by__isnull=True)
        | Q(events__action=OutcomeAction.UPHOLD) & ~Q(events__by=F("claimed_by")),
    )
    alone = confirmed.annotate(n=proofs).filter(n=0)
    own = Q(confirmer_email=F("claimed_by__email"))
    own |= Q(
        confirmer_is=Confirmer.THIRD_PERSON,
        claimed_side="host",
        confirmer_email=F("placement__organisation__memberships__user__email"),
    )
    asked = confirmed.exclude(confirmer_email="").filter(own)
    return _ids({*alone.values_list("public_id", flat=True), *asked.values_list("public_id", flat=True)})


def _crooked_lists() -> Iterator[str]:
    for one in MatchList.objects.only("pk", "expert_ids", "points", "skill_bits", "components").iterator():
        k = len(one.expert_ids)
        falling = all(a >= b for a, b in zip(one.points, one.points[1:], strict=False))
        if not (k == len(one.points) == len(one.skill_bits) == len(set(one.expert_ids))) or not falling:
            yield str(one.pk)


def _dead_work_unseen() -> list[str]:
    """Parts and mails given up for good, and runs that failed where their page does not say so."""
    silent = MatchRun.objects.unfinished().filter(run__state=RunState.DONE_ERRORS)
    return [
        *(f"part {pk}" for pk in dead_shards().values_list("pk", flat=True)),
        *(f"mail {pk}" for pk in failed_mails().values_list("pk", flat=True)),
        *(f"run {code}" for code in silent.values_list("public_id", flat=True)),
    ]


def _late_mail() -> list[str]:
    late = Outbox.objects.filter(state=OutboxState.WAITING, next_at__lt=timezone.now() - OLDEST_MAIL)
    return _ids(late.values_list("pk", flat=True))


INVARIANTS = (
    Invariant("I01", "every state equals the fold of its events", lambda: _lives(_state_is_not_the_fold)),
    Invariant(
        "I02",
        "every chain of events is intact",
        lambda: _lives(lambda _s, events: bool(broken_links(events))),
    ),
    Invariant("I03", "nobody has more engagements at a time than they offer", _overbooked),
    Invariant("I04", "no need has more placements than seats", _seats_overrun),
    Invariant("I05", "at most five invitations are open per seat", _too_many_invitations),
    Invariant(
        "I06",
        "every accepted invitation has its placement, and the other way round",
        _acceptances_without_placement,
    ),
    Invariant("I07", "every decision was made by two people, neither of them a party", _decided_by_one),
    Invariant("I08", "whatever is pending has a recommendation", _pending_without_recommendation),
    Invariant("I09", "every approved placement has its letter", _approved_without_letter),
    Invariant("I10", "no ended run has open shards", _open_shards_of_ended_runs),
    Invariant("I11", "no run that counts as done has a dead shard", _runs_done_with_dead_shards),
    Invariant("I12", "every list of matches is whole and in order", lambda: list(_crooked_lists())),
    Invariant("I13", "no message waits for over 15 minutes", _late_mail),
    Invariant("I14", "no dead work is left unseen", _dead_work_unseen),
    Invariant("I15", "every completed placement has had both final reports in", _completed_without_reports),
    Invariant("I16", "nobody is asked to confirm an outcome more than four times", _asked_too_often),
    Invariant(
        "I17", "no outcome was confirmed by the side that claimed it alone", _confirmed_by_its_claimant
    ),
)
