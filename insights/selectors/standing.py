"""How an organisation stands: its needs, invitations and placements now, and its year beside the portal's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from common.charts import Bar, bars
from exchanges.enums import AWAITED, EDITABLE, ENDED, Direction
from exchanges.models import Invitation, Placement
from incubators.labels import NEED_STATES
from incubators.models import Need, Organisation
from incubators.selectors.words import name_of
from insights.enums import Age, Measure
from insights.labels import AGES, DEFINITIONS, IN_PERCENT, MEASURES
from insights.selectors.measures import PERIOD, Values, portal_median, values_of

# A page of "Today" shows this many organisations; whoever works for more finds the others in the list.
MOST_AT_A_GLANCE = 3


@dataclass(frozen=True, slots=True)
class AgeRow:
    """Open invitations of one age: how many wait for the expert, how many for the host."""

    label: str
    n_for_expert: int
    n_for_us: int


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure: the organisation's and the portal's middle, in days or percent; None is not known."""

    label: str
    definition: str
    is_percentage: bool
    ours: float | None
    n_cases: int
    portal: float | None


@dataclass(frozen=True, slots=True)
class Glance:
    """What a member sees first: what is open and what waits for them."""

    public_id: str
    name: str
    n_open_needs: int
    n_awaited: int
    n_for_us: int
    n_plans_for_us: int


@dataclass(frozen=True, slots=True)
class StandingPage:
    organisation: Organisation
    name: str
    needs: list[Bar]
    n_needs: int
    invitations: list[AgeRow]
    n_placements_for_us: int
    n_placements: int
    measures: list[MeasureRow]
    since: date


def standing_page(organisation: Organisation, *, at: datetime) -> StandingPage:
    by_state = dict(organisation.needs.values_list("state").annotate(n=Count("pk")).order_by())
    placements = organisation.placements.exclude(state__in=ENDED)
    return StandingPage(
        organisation=organisation,
        name=name_of(organisation),
        needs=bars(
            (str(label), by_state[state]) for state, label in NEED_STATES.items() if state in by_state
        ),
        n_needs=sum(by_state.values()),
        invitations=_by_age(organisation, at),
        n_placements_for_us=_plans_for_the_host([organisation.pk]).count(),
        n_placements=placements.count(),
        measures=[_row(measure, values_of(measure, at=at), organisation.pk) for measure in Measure],
        since=timezone.localdate(at - PERIOD),
    )


def _by_age(organisation: Organisation, at: datetime) -> list[AgeRow]:
    age = Case(
        When(sent_at__gt=at - timedelta(days=5), then=Value(Age.NEW)),
        When(sent_at__gt=at - timedelta(days=11), then=Value(Age.REMINDED)),
        default=Value(Age.LAST_DAYS),
    )
    awaited = Invitation.objects.filter(need__organisation=organisation, state__in=AWAITED)
    counted = {
        (found, direction): n
        for found, direction, n in awaited.annotate(age=age)
        .values_list("age", "direction")
        .annotate(n=Count("pk"))
        .order_by()
    }
    return [
        AgeRow(
            str(label),
            counted.get((found, Direction.TO_EXPERT), 0),
            counted.get((found, Direction.FROM_EXPERT), 0),
        )
        for found, label in AGES.items()
    ]


def _plans_for_the_host(organisation_ids: Sequence[int]) -> QuerySet[Placement]:
    editable = Placement.objects.filter(organisation_id__in=organisation_ids, state__in=EDITABLE)
    return editable.for_the_host_to_go_on()


def _row(measure: Measure, values: Values, organisation_id: int) -> MeasureRow:
    own = values.get(organisation_id)
    return MeasureRow(
        label=str(MEASURES[measure]),
        definition=str(DEFINITIONS[measure]),
        is_percentage=measure in IN_PERCENT,
        ours=own.value if own else None,
        n_cases=own.n_cases if own else 0,
        portal=portal_median(values),
    )


def glances(user: User) -> list[Glance]:
    """One line for each organisation that this person belongs to: four queries, whatever their number."""
    found = list(Organisation.objects.of_member(user).order_by("name", "pk")[:MOST_AT_A_GLANCE])
    if not found:
        return []
    ids = [organisation.pk for organisation in found]
    needs = dict(
        Need.objects.open()
        .filter(organisation__in=ids)
        .values_list("organisation")
        .annotate(n=Count("pk"))
        .order_by()
    )
    awaited = Invitation.objects.filter(need__organisation__in=ids, state__in=AWAITED)
    to_expert, from_expert = (Count("pk", filter=Q(direction=way)) for way in Direction)
    waits = {
        key: (n_out, n_in)
        for key, n_out, n_in in awaited.values_list("need__organisation")
        .annotate(n_out=to_expert, n_in=from_expert)
        .order_by()
    }
    waiting = _plans_for_the_host(ids).values_list("organisation")
    plans = dict(waiting.annotate(n=Count("pk", distinct=True)).order_by())
    return [
        Glance(
            one.public_id,
            name_of(one),
            needs.get(one.pk, 0),
            *waits.get(one.pk, (0, 0)),
            plans.get(one.pk, 0),
        )
        for one in found
    ]
