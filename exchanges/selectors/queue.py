"""The ministry's queue: what waits, for whom, and how much each reviewer has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Post, Unit, User
from exchanges.enums import JUDGING, REVIEWING, SECRET, PlacementState, QueueFilter
from exchanges.labels import PLACEMENT_STATES, PLACEMENT_TONES
from exchanges.models import Placement, PlacementEvent, ReviewAssignment
from exchanges.selectors.due import age_of, due_of, is_overdue, target_of
from exchanges.selectors.facts import n_places
from programmes.enums import Tier
from programmes.selectors.policy import Policies, policies_of
from taxonomy.selectors import WorkingDays, working_days

_S = PlacementState
MEDIAN_OVER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case in the queue; `came_back` cases stand on top, then the oldest."""

    public_id: str
    title: str
    organisation: str
    state: str
    state_label: str
    tone: str
    tier: str
    since: datetime
    due_on: date
    is_late: bool
    came_back: bool
    reviewers: str
    is_mine: bool
    n_places: int
    n_reviews: int
    is_flagged: bool
    age: int  # working days since the submission
    target: int
    share: int  # of the target, in percent, at most 100


@dataclass(frozen=True, slots=True)
class QueueChoice:
    """What somebody asked to see; empty is everything."""

    show: str = ""
    tier: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    reviewer: User
    unit: Unit
    n_open: int
    oldest: int | None  # working days
    median_days: float | None


def _current(**also: object) -> QuerySet[ReviewAssignment]:
    return ReviewAssignment.objects.current().filter(placement=OuterRef("pk"), **also)


def _counted(rows: QuerySet) -> Coalesce:
    counts = rows.order_by().values("placement").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts), 0, output_field=IntegerField())


def review_queue(user: User) -> QuerySet[Placement]:
    """Cases that wait for this person's unit: what came back to them first, then the oldest."""
    return (
        Placement.objects.visible_to(user)
        .in_queue_of(user)
        .with_people()
        .annotate(
            is_mine=Exists(_current(reviewer=user)),
            is_open=Exists(Placement.objects.open_to(user).filter(pk=OuterRef("pk"))),
            n_reviewers=_counted(_current()),
            n_reviews=_counted(_current(review__isnull=False)),
            rank=Case(
                When(is_mine=True, returned_at__isnull=False, state=_S.IN_REVIEW, then=Value(0)),
                When(is_mine=True, state=_S.IN_REVIEW, then=Value(1)),
                When(state=_S.SUBMITTED, then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            ),
        )
        .order_by("rank", "submitted_at", "pk")
    )


def chosen(rows: QuerySet[Placement], choice: QueueChoice, *, today: date) -> QuerySet[Placement]:
    if choice.tier:
        rows = rows.filter(tier=choice.tier)
    if choice.unit:
        rows = rows.filter(review_unit__slug=choice.unit)
    if not choice.show:
        return rows
    conditions = {
        QueueFilter.MINE: Q(is_mine=True, state=_S.IN_REVIEW),
        QueueFilter.UNCLAIMED: _place_is_free(),
        QueueFilter.CAME_BACK: Q(returned_at__isnull=False, state=_S.IN_REVIEW),
        QueueFilter.FLAGGED: Q(flagged_at__isnull=False),
    }
    if choice.show == QueueFilter.OVERDUE:
        return rows.filter(is_overdue(working_days(), today=today))
    return rows.filter(conditions[QueueFilter(choice.show)])


def _place_is_free() -> Q:
    one, two = Q(n_reviewers__lt=1), Q(tier=Tier.T2, n_reviewers__lt=2)
    return Q(state__in=[_S.SUBMITTED, _S.IN_REVIEW]) & (one | two)


def claimable(user: User, *, today: date) -> QuerySet[Placement]:
    """Cases with a free place that this reviewer may take: least reviewed, then overdue, then oldest."""
    units = [post.unit_id for post in user.posts_today if post.role == Role.REVIEWER]
    judged = PlacementEvent.objects.filter(
        subject=OuterRef("pk"), by=user, action__in=JUDGING, at__lt=OuterRef("appealed_at")
    )
    return (
        review_queue(user)
        .filter(_place_is_free(), review_unit_id__in=units, is_mine=False)
        .filter(~Exists(judged))
        .annotate(
            late=Case(
                When(is_overdue(working_days(), today=today), then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            )
        )
        .order_by("n_reviewers", "late", "submitted_at", "pk")
    )


def to_review(user: User) -> QuerySet[Placement]:
    """Cases that this reviewer has and whose review of theirs is not in."""
    mine = _current(reviewer=user, review__isnull=True)
    return review_queue(user).filter(Exists(mine), state=_S.IN_REVIEW)


def releasable(user: User) -> QuerySet[Placement]:
    """Pending decisions that somebody may release: they had no part in the review, in no round."""
    units = [post.unit_id for post in user.posts_today if post.role == Role.DECIDER]
    reviewed = PlacementEvent.objects.filter(subject=OuterRef("pk"), by=user, action__in=REVIEWING)
    judged = PlacementEvent.objects.filter(
        subject=OuterRef("pk"), by=user, action__in=JUDGING, at__lt=OuterRef("appealed_at")
    )
    return (
        review_queue(user)
        .filter(~Exists(reviewed), ~Exists(judged), review_unit_id__in=units, state__in=SECRET)
        .order_by("state_since", "pk")
    )


def queue_rows(placements: Iterable[Placement], user: User, *, today: date) -> list[QueueRow]:
    """Rows of `review_queue`; who has each is read at once for all."""
    placements = list(placements)
    days, policies = working_days(), policies_of(one.need.programme_id for one in placements)
    reviewers = _reviewers_of(placements)
    return [_row(one, reviewers.get(one.pk, []), days, policies, today) for one in placements]


def _reviewers_of(placements: Sequence[Placement]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    current = ReviewAssignment.objects.current().filter(placement__in=[one.pk for one in placements])
    for assignment in current.select_related("reviewer"):
        found.setdefault(assignment.placement_id, []).append(str(assignment.reviewer))
    return found


def _row(
    placement: Placement, reviewers: list[str], days: WorkingDays, policies: Policies, today: date
) -> QueueRow:
    due = due_of(placement, days, policies)
    # What is pending is part of the case, which may not be open to the reader yet.
    state = placement.state if placement.is_open or placement.state not in SECRET else _S.IN_REVIEW
    age, target = age_of(placement, days, today=today), target_of(placement, policies)
    return QueueRow(
        public_id=placement.public_id,
        title=placement.need.title,
        organisation=placement.organisation.name,
        state=state,
        state_label=str(PLACEMENT_STATES[state]),
        tone=PLACEMENT_TONES.get(state, "waiting"),
        tier=placement.tier,
        since=placement.state_since,
        due_on=due,
        is_late=due < today,
        came_back=placement.returned_at is not None and placement.state == _S.IN_REVIEW,
        reviewers=", ".join(reviewers),
        is_mine=placement.is_mine,
        n_places=n_places(placement),
        n_reviews=placement.n_reviews,
        is_flagged=placement.flagged_at is not None,
        age=age,
        target=target,
        share=min(100, round(100 * age / max(target, 1))),
    )


def units_of_queue(user: User) -> list[Unit]:
    """Units whose cases this person's queue holds."""
    roles = (Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.AUDITOR)
    return sorted({post.unit for post in user.posts_today if post.role in roles}, key=lambda unit: unit.slug)


def workload(user: User, *, at: datetime) -> list[WorkloadRow]:
    """How much each reviewer of the user's units has, without cases that do not exist for the user."""
    roles = (Role.OFFICER, Role.DECIDER)
    units = {post.unit_id for post in user.posts_today if post.role in roles}
    today, days = timezone.localdate(at), working_days()
    posts = (
        Post.objects.held_on(today)
        .filter(unit__in=units, role=Role.REVIEWER)
        .select_related("user", "unit")
        .order_by("unit__slug", "user__full_name", "pk")
    )
    mine = ReviewAssignment.objects.filter(placement__in=Placement.objects.visible_to(user))
    open_now = mine.current().filter(review__isnull=True, placement__state=_S.IN_REVIEW)
    ages: dict[tuple[int, int], list[int]] = {}
    spans: dict[tuple[int, int], list[int]] = {}
    for one in open_now.annotate(unit_id=F("placement__review_unit")):
        age = days.n_after(timezone.localdate(one.taken_at), today)
        ages.setdefault((one.reviewer_id, one.unit_id), []).append(age)
    given = mine.filter(review__at__gte=at - MEDIAN_OVER).annotate(unit_id=F("placement__review_unit"))
    for one in given.select_related("review"):
        span = days.n_after(timezone.localdate(one.taken_at), timezone.localdate(one.review.at))
        spans.setdefault((one.reviewer_id, one.unit_id), []).append(span)
    rows = []
    for post in posts:
        key = (post.user_id, post.unit_id)
        rows.append(
            WorkloadRow(
                reviewer=post.user,
                unit=post.unit,
                n_open=len(ages.get(key, ())),
                oldest=max(ages.get(key, ()), default=None),
                median_days=median(spans[key]) if key in spans else None,
            )
        )
    return sorted(rows, key=lambda row: (row.unit.slug, -row.n_open))
