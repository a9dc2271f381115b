"""All figures of one choice of cases, computed with a fixed number of queries and kept for some minutes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from accounts.models import Unit
from insights.enums import Figure, Grain
from insights.selectors.figures.counting import Scope, Series
from insights.selectors.figures.exposure import Point, exposure
from insights.selectors.figures.invitations import expiry, filling, replies
from insights.selectors.figures.outcomes import outcomes, reports
from insights.selectors.figures.periods import Period, window_of
from insights.selectors.figures.placements import Tiers, arriving, reviewing
from insights.selectors.figures.places import Where, where
from programmes.models import Programme

MINUTES_FRESH = 10
# Who adds a figure names it in insights.enums and labels, and adds its source here.
SOURCES: Sequence[Callable[[Scope], Mapping[Figure, Series]]] = (
    replies,
    expiry,
    filling,
    arriving,
    reports,
    outcomes,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader asked for."""

    period: Period
    grain: Grain
    programme: Programme | None = None
    unit: Unit | None = None

    @property
    def key(self) -> str:
        return ".".join(
            str(part)
            for part in (
                self.period.key,
                self.period.starts_on,
                self.grain,
                self.programme.pk if self.programme else "",
                self.unit.pk if self.unit else "",
            )
        )


@dataclass(frozen=True, slots=True)
class Computed:
    """Exact numbers, as nobody is shown them: `telling` says what may be read."""

    at: datetime
    series: Mapping[Figure, Series]
    tiers: Tiers
    curve: Sequence[Point]
    where: Where


def computed(choice: Choice, *, at: datetime) -> Computed:
    """The figures of a choice; the same for every reader."""
    return cache.get_or_set(
        f"insights.figures.{choice.key}", lambda: compute(choice, at=at), MINUTES_FRESH * 60
    )


def compute(choice: Choice, *, at: datetime) -> Computed:
    scope = Scope(
        window_of(choice.period, choice.grain, at=at),
        programme_id=choice.programme.pk if choice.programme else None,
        unit_id=choice.unit.pk if choice.unit else None,
    )
    exposed, reviews = exposure(scope), reviewing(scope)
    series = dict(exposed.series | reviews.series)
    for source in SOURCES:
        series |= source(scope)
    return Computed(at, series, reviews.by_tier, exposed.curve, where(scope))
