"""Components and points, in integers.

Every component is 0..10,000 and saturates at a value documented in `spec`; -1 means not known.
A score is `Σ w·s / Σ w` over the components that are known, rounded down to whole points where it is
shown and to 256ths of a point where it is compared. Only must- and should-skills, whose
absence is itself a statement, are known for everybody as soon as the need asks for them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import text
from .columns import Experts, Need, WantedSkills, Windows
from .csr import gather, take
from .spec import (
    COMBINED_MODE,
    FINE_BITS,
    NOT_KNOWN,
    OVERLAP_FULL_TENTHS,
    POINTS_MAX,
    RANK_WEIGHTS,
    SENIORITY_STEP,
    THEMES_FULL,
    Component,
    Mode,
)

Points = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the nine components, whole numbers from 0 to 1,000, under a version that is stored.

    >>> Weights("x", (0,) * 9)
    Traceback (most recent call last):
    ValueError: at least one weight must be above zero
    """

    version: str
    values: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(Component):
            raise ValueError(f"{len(Component)} weights are needed, got {len(self.values)}")
        for component, weight in zip(Component, self.values, strict=True):
            if not 0 <= weight <= 1_000:
                raise ValueError(f"weight of {component.name.lower()} must be from 0 to 1000, got {weight}")
        if not any(self.values):
            raise ValueError("at least one weight must be above zero")

    def as_array(self) -> NDArray[np.int64]:
        """The weights, (9,) int64."""
        return np.array(self.values, dtype=np.int64)


def rank_weight(rank: int) -> int:
    """Weight of a should-skill by its rank, counted from 1.

    >>> rank_weight(1), rank_weight(3), rank_weight(40)
    (60, 20, 10)
    """
    return RANK_WEIGHTS[min(max(rank, 1), len(RANK_WEIGHTS)) - 1]


def held_levels(experts: Experts, wanted: WantedSkills, rows: NDArray) -> NDArray[np.int8]:
    """Level at which each row holds each wanted skill, (r, m) int8: -1 not held, 0 level not stated."""
    levels = np.full((len(rows), len(wanted)), -1, dtype=np.int8)
    if not len(wanted):
        return levels
    positions, owner = gather(experts.skills.ptr, rows)
    order = np.argsort(wanted.skill, kind="stable")
    held = experts.skills.skill[positions]
    slot = np.minimum(np.searchsorted(wanted.skill[order], held), len(order) - 1)
    hit = wanted.skill[order][slot] == held
    levels[owner[hit], order[slot[hit]]] = experts.skills.level[positions[hit]]
    return levels


def level_credit(levels: NDArray[np.int8], least: NDArray[np.int8]) -> NDArray[np.int64]:
    """What a held level counts where `least` is asked, as the two broadcast: 0..10,000, -1 not held = 0.

    >>> level_credit(np.array([-1, 0, 2, 4]), np.array([3])).tolist()
    [0, 3333, 6666, 10000]
    """
    asked = np.maximum(least.astype(np.int64), 1)
    shown = np.where(levels == 0, 1, np.maximum(levels, 0)).astype(np.int64)
    return np.minimum(shown * POINTS_MAX // asked, POINTS_MAX)


def coverage(levels: NDArray[np.int8], wanted: WantedSkills) -> Points:
    """Weighted share of the wanted skills that are held, (r,) int16.

    A level below the one asked counts in proportion; a level not stated counts as the lowest.
    """
    if not len(wanted):
        return np.full(len(levels), NOT_KNOWN, dtype=np.int16)
    credit = level_credit(levels, wanted.min_level)
    weight = wanted.weight.astype(np.int64)
    return (credit @ weight // weight.sum()).astype(np.int16)


def _where_known(known: NDArray[np.bool_], points: NDArray) -> Points:
    return np.where(known, points, NOT_KNOWN).astype(np.int16)


def theme_points(themes: NDArray[np.uint64], wanted: int) -> Points:
    """Shared themes, full from two or from all that the need has, (r,) int16.

    >>> theme_points(np.array([0b1, 0b10, 0], dtype=np.uint64), 0b1).tolist()
    [10000, 0, -1]
    """
    full = max(min(wanted.bit_count(), THEMES_FULL), 1)
    shared = np.bitwise_count(themes & np.uint64(wanted)).astype(np.int64)
    return _where_known((themes > 0) & (wanted > 0), np.minimum(shared * POINTS_MAX // full, POINTS_MAX))


def seniority_points(seniority: NDArray[np.int8], wished: int) -> Points:
    """At the level wished for or above: full; each step below costs `SENIORITY_STEP`. (r,) int16.

    >>> seniority_points(np.array([4, 3, 1, -1], dtype=np.int8), 4).tolist()
    [10000, 6500, 0, -1]
    """
    below = np.maximum(wished - seniority.astype(np.int64), 0)
    return _where_known((seniority > 0) & (wished > 0), np.maximum(POINTS_MAX - below * SENIORITY_STEP, 0))


def overlap_points(zone: NDArray[np.int16], overlap_tenths: NDArray[np.int16]) -> Points:
    """Working hours that both share in a week, full at 15; not known where it does not matter. (r,) int16."""
    if not len(overlap_tenths):
        return np.full(len(zone), NOT_KNOWN, dtype=np.int16)
    hours = overlap_tenths[np.maximum(zone, 0)].astype(np.int64)
    points = np.minimum(hours * POINTS_MAX // OVERLAP_FULL_TENTHS, POINTS_MAX)
    return _where_known((zone >= 0) & (hours >= 0), points)


def _mean_of_known(*parts: Points) -> Points:
    stacked = np.stack(parts).astype(np.int64)
    known = stacked >= 0
    n_known = known.sum(axis=0)
    return _where_known(n_known > 0, np.where(known, stacked, 0).sum(axis=0) // np.maximum(n_known, 1))


def offered_modes(windows: Windows, rows: NDArray) -> NDArray[np.uint8]:
    """Modes that each row offers in any of its windows, (r,) uint8 bits, 0 not stated."""
    positions, owner = gather(windows.ptr, rows)
    offered = np.zeros(len(rows), dtype=np.uint8)
    np.bitwise_or.at(offered, owner, windows.modes[positions])
    return offered


def place_mode_points(offered: NDArray[np.uint8], country: NDArray[np.int16], need: Need) -> Points:
    """How well the way of working fits, and whether the expert lives in a partner country. (r,) int16."""
    direct = (offered & np.uint8(need.modes)) > 0
    combined = (offered & np.uint8(Mode.REMOTE | Mode.IN_PERSON)) == (Mode.REMOTE | Mode.IN_PERSON)
    by_both = np.where(combined & bool(need.modes & Mode.HYBRID), COMBINED_MODE, 0)
    by_mode = np.where(direct, POINTS_MAX, by_both)
    by_place = np.where(np.isin(country, need.partner_countries), POINTS_MAX, 0)
    return _mean_of_known(
        _where_known((offered > 0) & (need.modes > 0), by_mode),
        _where_known((country >= 0) & (len(need.partner_countries) > 0), by_place),
    )


def motivation_points(categories: NDArray[np.uint64], provinces: NDArray[np.uint64], need: Need) -> Points:
    """Whether the expert wishes for this kind of need, and for this province. (r,) int16."""
    return _mean_of_known(_wish_points(categories, need.category), _wish_points(provinces, need.province))


def _wish_points(wishes: NDArray[np.uint64], bit: int) -> Points:
    granted = (wishes >> np.uint64(max(bit, 0))) & np.uint64(1)
    return _where_known((wishes > 0) & (bit >= 0), granted.astype(np.int64) * POINTS_MAX)


def track_points(completed: NDArray[np.int16], ended_early: NDArray[np.int16]) -> Points:
    """Engagements brought to their end, smoothed by one; nothing is known of a newcomer. (r,) int16.

    >>> track_points(np.array([0, 3, 1], np.int16), np.array([0, 0, 1], np.int16)).tolist()
    [-1, 10000, 6666]
    """
    done, early = completed.astype(np.int64), ended_early.astype(np.int64)
    return _where_known(done + early > 0, POINTS_MAX * (done + 1) // (done + early + 1))


def components(
    experts: Experts,
    need: Need,
    rows: NDArray,
    held: tuple[NDArray[np.int8], NDArray[np.int8]] | None = None,
    texts: Points | None = None,
) -> Points:
    """All components of the given rows, (r, 9) int16 in the order of `Component`.

    The levels `held` of must- and should-skills, and the component of the text, may be given where they are
    known already.
    """
    must, should = held or [held_levels(experts, wanted, rows) for wanted in (need.must, need.should)]
    return np.stack(
        [
            coverage(must, need.must),
            coverage(should, need.should),
            text.score(need.text, take(experts.texts, rows)) if texts is None else texts,
            theme_points(experts.themes[rows], need.themes),
            seniority_points(experts.seniority[rows], need.seniority),
            overlap_points(experts.zone[rows], need.overlap_tenths),
            place_mode_points(offered_modes(experts.windows, rows), experts.country[rows], need),
            motivation_points(experts.categories[rows], experts.provinces[rows], need),
            track_points(experts.n_completed[rows], experts.n_ended_early[rows]),
        ],
        axis=1,
    )


def asked_for(need: Need) -> frozenset[Component]:
    """Components that the need gives something to compare with; the others are nobody's gap."""
    given = {
        Component.MUST: len(need.must) > 0,
        Component.SHOULD: len(need.should) > 0,
        Component.TEXT: len(need.text.term) > 0,
        Component.THEME: need.themes > 0,
        Component.SENIORITY: need.seniority > 0,
        Component.OVERLAP: len(need.overlap_tenths) > 0,
        Component.PLACE_MODE: need.modes > 0 or len(need.partner_countries) > 0,
        Component.MOTIVATION: need.category >= 0 or need.province >= 0,
        Component.TRACK_RECORD: True,
    }
    return frozenset(component for component, is_given in given.items() if is_given)


def fine_points(parts: Points, weights: Weights) -> NDArray[np.int32]:
    """Score of each row in 256ths of a point, (r,) int32: the weighted mean of the known components.

    A row none of whose weighted components is known scores 0.

    >>> parts = np.array([[10_000, -1, 5_000] + [-1] * 6], np.int16)
    >>> (fine_points(parts, Weights("w", (3, 1, 1) + (0,) * 6)) >> FINE_BITS).tolist()
    [8750]
    """
    weight = np.where(parts >= 0, weights.as_array(), 0)
    total = (weight * parts).sum(axis=1)
    return ((total << FINE_BITS) // np.maximum(weight.sum(axis=1), 1)).astype(np.int32)
