"""How unevenly invitations fall on experts: the same few names help nobody (Gini index and Lorenz curve)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection
from django.db.models import Count, QuerySet

from exchanges.enums import Direction
from exchanges.models import Invitation
from experts.enums import State as ExpertState
from experts.models import Expert
from insights.enums import Figure
from insights.selectors.figures.counting import Cell, Scope, Series, as_series, step_of
from matching.enums import MatchState
from matching.models import Match

Point = tuple[float, float]
Histograms = dict[bool, dict[int, dict[int, int]]]
_PERIOD = 3  # the bucket of the whole period


@dataclass(frozen=True, slots=True)
class Exposure:
    """The two indices, and the Lorenz curve of invitations in the period, by tenths of the experts."""

    series: dict[Figure, Series]
    curve: Sequence[Point]


def gini(n_experts_by_times: Mapping[int, int]) -> float | None:
    """0 when all are asked equally often, nearly 1 when one expert is asked alone; None when nobody is.

    >>> gini({1: 10}), gini({0: 3, 1: 1}), gini({0: 5})
    (0.0, 0.75, None)
    """
    points = lorenz(n_experts_by_times)
    if not points:
        return None
    below = sum((x - x0) * (y + y0) / 2 for (x0, y0), (x, y) in pairwise(points))
    return max(0.0, 1 - 2 * below)


def lorenz(n_experts_by_times: Mapping[int, int]) -> list[Point]:
    """Share of experts, the least asked first -> share of all invitations that they got.

    >>> lorenz({0: 3, 1: 1})
    [(0.0, 0.0), (0.75, 0.0), (1.0, 1.0)]
    """
    n_experts = sum(n_experts_by_times.values())
    n_times = sum(times * n for times, n in n_experts_by_times.items())
    if not n_times:
        return []
    points, experts, times = [(0.0, 0.0)], 0, 0
    for each, n in sorted((each, n) for each, n in n_experts_by_times.items() if n):
        experts += n
        times += each * n
        points.append((experts / n_experts, times / n_times))
    return points


def tenths(curve: Sequence[Point]) -> list[Point]:
    """The curve at each tenth of the experts: no point of it tells what one person got.

    >>> tenths([(0.0, 0.0), (1.0, 1.0)])[:3]
    [(0.0, 0.0), (0.1, 0.1), (0.2, 0.2)]
    """
    return [(n / 10, round(_height(curve, n / 10), 3)) for n in range(11)] if curve else []


def _height(curve: Sequence[Point], x: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return 1.0


def exposure(scope: Scope) -> Exposure:
    """Invitations, and pairs that people or rounds took up, by verified expert; those never asked count."""
    verified = {"expert__state": ExpertState.VERIFIED}
    invited = Invitation.objects.filter(direction=Direction.TO_EXPERT, **verified)
    surfaced = Match.objects.filter(**verified).exclude(state=MatchState.SUGGESTED)
    n_experts = Expert.objects.filter(state=ExpertState.VERIFIED).count()
    invitations = _histograms(invited, "sent_at", scope, n_experts)
    pairs = _histograms(surfaced, "changed_at", scope, n_experts)
    series = {
        Figure.INVITED_GINI: _series(invitations, scope),
        Figure.SURFACED_GINI: _series(pairs, scope),
    }
    return Exposure(series, tenths(lorenz(invitations[True].get(_PERIOD, {}))))


def _histograms(rows: QuerySet, at: str, scope: Scope, n_experts: int) -> Histograms:
    """Whole period or steps -> bucket -> times -> number of experts."""
    rows = rows.filter(scope.during(at), scope.within("need__programme"))
    return {
        whole: _histogram(rows.annotate(step=step_of(at, scope.window, whole=whole)), n_experts)
        for whole in (False, True)
    }


def _histogram(rows: QuerySet, n_experts: int) -> dict[int, dict[int, int]]:
    """Counted twice: how often each expert was asked, and how many were asked that often."""
    each = rows.values("step", "expert").annotate(n=Count("pk")).order_by().values("step", "n")
    statement, values = each.query.sql_with_params()
    buckets: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        # Both parts are written here; what readers chose stands in `values`.
        counted = f"SELECT step, n, count(*) FROM ({statement}) AS each GROUP BY step, n"  # noqa: S608
        cursor.execute(counted, values)
        for step, times, n in cursor.fetchall():
            buckets.setdefault(step, {})[times] = n
    for histogram in buckets.values():
        histogram[0] = max(0, n_experts - sum(histogram.values()))
    return buckets


def _series(histograms: Histograms, scope: Scope) -> Series:
    steps, whole = (
        {bucket: _cell(histogram) for bucket, histogram in histograms[is_whole].items()}
        for is_whole in (False, True)
    )
    return as_series(steps, whole, scope.window)


def _cell(histogram: Mapping[int, int]) -> Cell:
    """`n` is how many experts were asked at all: few of them are not told."""
    n_asked = sum(n for times, n in histogram.items() if times)
    return Cell(n_asked, gini(histogram))
