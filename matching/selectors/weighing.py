"""How programmes weigh matches: the versions, and what other weights would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.charts import Slope, percent, slopes
from incubators.models import Need
from matching.selectors.experts import shown_experts
from matching.selectors.results import Reordered
from programmes.enums import Component
from programmes.labels import COMPONENTS
from programmes.models import Programme, Weights
from programmes.selectors import current_weights_of, weights_in_full

HEAD = 10
MOST_ROWS = 25
_MOST_DRAWN = 3
_STEP = 16


@dataclass(frozen=True, slots=True)
class WeightLine:
    """One component's weight, and its share of all weights in percent."""

    component: str
    label: str
    weight: int
    share: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a programme's weights. `by` is empty for the one that the portal came with."""

    number: int
    since: datetime
    by: str
    lines: list[WeightLine]


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    programme: Programme
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """An expert of a list, and the places before and after."""

    code: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Shift:
    """What other weights would do to one need's list; `mean_move` is in tenths of a place.

    Means and the greatest move are taken over those who stay among the listed.
    """

    need: Need
    n_eligible: int
    n_head: int
    n_listed: int
    entered: list[str]
    left: list[str]
    n_list_changed: int
    mean_move: int
    biggest: Move | None
    share: int  # percent of the head that changes
    slopes: list[Slope]

    @property
    def places(self) -> float:
        return self.mean_move / 10

    @property
    def height(self) -> int:
        """Of the picture: a line for each place, the foot, and a margin."""
        return (self.n_head + 2) * _STEP


@dataclass(frozen=True, slots=True)
class Preview:
    """What other weights would do to a programme's open needs, most changed first.

    `n_compared` of `n_open` needs were computed. Without a snapshot to ask, `as_of` is None.
    """

    as_of: datetime | None
    n_open: int
    n_compared: int
    n_changed: int
    n_entered: int
    n_head: int
    shifts: list[Shift]
    drawn: list[Shift]
    expert_ids: list[int]


def programme_rows(programmes: Sequence[Programme]) -> list[ProgrammeRow]:
    """Programmes with the version in force, in one more query."""
    weights = current_weights_of(programme.pk for programme in programmes)
    return [
        ProgrammeRow(programme, weights[programme.pk].number, weights[programme.pk].since)
        for programme in programmes
        if programme.pk in weights
    ]


def versions_of(programme: Programme) -> list[Version]:
    """All versions, the one in force first; one query."""
    rows = Weights.objects.filter(programme=programme).select_related("by").order_by("-number")
    return [Version(row.number, row.since, str(row.by or ""), weight_lines(row.values)) for row in rows]


def weight_lines(values: Mapping[str, int]) -> list[WeightLine]:
    full = weights_in_full(values)
    total = sum(full.values())
    return [
        WeightLine(
            component.value, str(COMPONENTS[component]), full[component], percent(full[component], total)
        )
        for component in Component
    ]


def preview_of(
    needs: Mapping[int, Need], lists: Sequence[Reordered], *, n_open: int, as_of: datetime | None
) -> Preview:
    """Compare lists before and after; experts who may not be shown any more are left out of both."""
    ids = {pk for found in lists for pk in (*found.before, *found.after)}
    codes = dict(shown_experts(ids).values_list("pk", "public_id"))
    shifts = [_shift(needs[found.need_id], found, codes) for found in lists]
    shifts.sort(key=lambda shift: (-len(shift.entered), -shift.mean_move, shift.need.public_id))
    changed = [shift for shift in shifts if shift.entered or shift.mean_move]
    by_code = {code: pk for pk, code in codes.items()}
    shown = changed[:MOST_ROWS]
    return Preview(
        as_of=as_of,
        n_open=n_open,
        n_compared=len(lists),
        n_changed=len(changed),
        n_entered=sum(len(shift.entered) for shift in shifts),
        n_head=sum(shift.n_head for shift in shifts),
        shifts=shown,
        drawn=[shift for shift in shown if any(line.has_moved for line in shift.slopes)][:_MOST_DRAWN],
        expert_ids=sorted({by_code[code] for shift in shown for code in _codes_shown(shift)}),
    )


def _codes_shown(shift: Shift) -> list[str]:
    biggest = [shift.biggest.code] if shift.biggest else []
    return [*shift.entered, *shift.left, *biggest, *(line.label for line in shift.slopes)]


def _shift(need: Need, found: Reordered, codes: Mapping[int, str]) -> Shift:
    before = [codes[pk] for pk in found.before if pk in codes]
    after = [codes[pk] for pk in found.after if pk in codes]
    places = {code: place for place, code in enumerate(after, start=1)}
    moves = [Move(code, at, places[code]) for at, code in enumerate(before, start=1) if code in places]
    distances = [abs(move.before - move.after) for move in moves]
    moved = [move for move in moves if move.before != move.after]
    old, new = before[:HEAD], after[:HEAD]
    entered = [code for code in new if code not in old]
    return Shift(
        need=need,
        n_eligible=found.n_eligible,
        n_head=len(new),
        n_listed=len(after),
        entered=entered,
        left=[code for code in old if code not in new],
        n_list_changed=len(set(after) - set(before)),
        mean_move=round(10 * sum(distances) / len(distances)) if distances else 0,
        biggest=max(moved, key=lambda move: abs(move.before - move.after), default=None),
        share=percent(len(entered), len(new)),
        slopes=slopes(old, new, step=_STEP),
    )
