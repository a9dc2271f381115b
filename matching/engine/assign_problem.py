"""What is asked of an assignment: eligible pairs, seats, room, rules, and what a person has fixed.

A need has seats, an expert has room, a pair is one expert on one need. Points are integers, as in
`score`, so that solvers that count in integers are exact.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

POINTS_LIMIT = 10**9
"""Largest points of one pair. Prices of empty seats are multiples of it and must fit 64 bits."""


class Infeasible(ValueError):
    """The hard rules contradict each other; no assignment keeps them all.

    Attributes
    ----------
    needs, experts : rows at which the contradiction shows
    """

    def __init__(self, problem: str, *, needs: ArrayLike = (), experts: ArrayLike = ()) -> None:
        super().__init__(problem)
        self.needs = tuple(np.unique(np.asarray(needs, dtype=np.int64)).tolist())
        self.experts = tuple(np.unique(np.asarray(experts, dtype=np.int64)).tolist())


class Fairness(StrEnum):
    """What comes first among assignments that fill equally many seats."""

    TOTAL = "total"
    WORST_NEED = "worst need"


@dataclass(frozen=True, slots=True)
class AtMost:
    """No need gets more than `limit` experts of one group: an employer, a country.

    `group` (n_experts,) int; -1 where it is not known, which limits nobody.
    """

    name: str
    group: NDArray[np.int64]
    limit: int = 1


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Need `i` gets at least `wanted[i]` experts among the members: seniors, people of a theme.

    While a member is missing, the seat that waits for one stays empty.
    `member` (n_experts,) bool; `wanted` (n_needs,) int, 0 where the rule does not apply.
    """

    name: str
    member: NDArray[np.bool_]
    wanted: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Composition:
    """Rules about who sits together on one need."""

    at_most: tuple[AtMost, ...] = ()
    at_least: tuple[AtLeast, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.at_most or self.at_least)


def theme_rules(themes: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> tuple[AtLeast, ...]:
    """One rule per theme that some need asks for: at least one expert of it.

    `themes` (n_experts,) and `wanted` (n_needs,) uint64, bit `t` is theme `t`.

    >>> [rule.name for rule in theme_rules(np.array([3, 1], np.uint64), np.array([2, 0], np.uint64))]
    ['theme 1']
    """
    asked = int(np.bitwise_or.reduce(wanted, initial=np.uint64(0)))
    bits = [bit for bit in range(64) if asked >> bit & 1]

    def holds(masks: NDArray[np.uint64], bit: int) -> NDArray[np.bool_]:
        return (masks >> np.uint64(bit)) & np.uint64(1) > 0

    return tuple(
        AtLeast(f"theme {bit}", holds(themes, bit), holds(wanted, bit).astype(np.int64)) for bit in bits
    )


def _no_pairs() -> NDArray[np.int64]:
    return np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Problem:
    """p eligible pairs between n needs and m experts.

    A pair that stands twice counts once, with the higher points. Pins are pairs that a person has
    fixed: they are part of every solution, take a seat and room, and need not be eligible. Forbidden
    pairs are never assigned.

    Attributes
    ----------
    need, expert : (p,) int, rows
    points : (p,) int, 0..`POINTS_LIMIT`
    demand, capacity : (n,) and (m,) int, seats and room, at least 0
    demand_min, capacity_min : (n,) and (m,) int or None; hard minimum loads, none unless given
    pins, forbidden : (k, 2) int, rows of need and expert
    composition : who may sit together
    """

    need: NDArray[np.int64]
    expert: NDArray[np.int64]
    points: NDArray[np.int64]
    demand: NDArray[np.int64]
    capacity: NDArray[np.int64]
    demand_min: NDArray[np.int64] | None = None
    capacity_min: NDArray[np.int64] | None = None
    pins: NDArray[np.int64] = field(default_factory=_no_pairs)
    forbidden: NDArray[np.int64] = field(default_factory=_no_pairs)
    composition: Composition = field(default_factory=Composition)

    @property
    def n_needs(self) -> int:
        return len(self.demand)

    @property
    def n_experts(self) -> int:
        return len(self.capacity)


@dataclass(frozen=True, slots=True)
class Options:
    """What a programme decides about a round.

    Attributes
    ----------
    coverage_first : as many needs as possible get one expert before any gets a second
    min_points : pairs below are not assigned
    exposure : times an expert's room that may be proposed at once: 1 to assign, 3 for shortlists of
        invitations, of which not all are accepted
    most_per_expert : needs that one expert may stand on in this round, whatever the room
    fairness : the total first, or the worst need first
    max_nodes : branches searched before a team problem is returned with its gap instead of a proof
    max_seconds : seconds that one such search may take, no limit unless given; a search that it ends
        may find something else on another machine, within the gap that is stated
    """

    coverage_first: bool = False
    min_points: int = 0
    exposure: int = 1
    most_per_expert: int | None = None
    fairness: Fairness = Fairness.TOTAL
    max_nodes: int = 20_000
    max_seconds: float | None = None


def pair_keys(pairs_need: ArrayLike, pairs_expert: ArrayLike, n_experts: int) -> NDArray[np.int64]:
    """One number per pair, ascending by need and then by expert. (p,) int64.

    >>> pair_keys([0, 1], [4, 2], 5).tolist()
    [4, 7]
    """
    need = np.asarray(pairs_need, dtype=np.int64)
    return need * max(n_experts, 1) + np.asarray(pairs_expert, dtype=np.int64)


def among(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which keys are wanted, (p,) bool; several times faster than `np.isin` for few wanted among many.

    >>> among(np.array([3, 9, 5]), np.array([5, 3])).tolist()
    [True, False, True]
    """
    if not len(wanted):
        return np.zeros(len(keys), dtype=bool)
    ordered = np.sort(wanted)
    at = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return ordered[at] == keys
