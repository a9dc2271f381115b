"""Who goes where: the best assignment under hard rules, what is proven about it, and what is missing.

Order of aims: hard rules, then seats filled, then points. `solve` is the door for programmes, `assign`
the same for parallel arrays with scores that are not integers. Both verify what they return.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .assign_check import check_assignment
from .assign_fair import Fair, fairest
from .assign_flow import best_flow
from .assign_lp import Limits
from .assign_problem import AtLeast, AtMost, Composition, Fairness, Options, Problem
from .assign_teams import best_teams
from .assign_tidy import Tidy, tidy

Ints = NDArray[np.int64]

SCALE = 10**7
"""Integer points of the highest score in `assign`: rounding moves the total by less than a millionth."""


class Proof(StrEnum):
    """Why nothing better exists; wording follows the value."""

    FLOW = "integer minimum-cost flow"
    BOUND = "equals the bound of the linear program"
    SEARCH = "search closed against the bound of the linear program"
    NONE = "not proven, see the gap"


@dataclass(frozen=True, slots=True)
class Optimality:
    """What is proven.

    Attributes
    ----------
    proof : why the points are the most possible for these seats and rules, or `Proof.NONE`
    bound : points that no assignment of as many seats exceeds
    coverage_proven : in no assignment is less missing, seats or, 64 times as grave, members
    worst, worst_bound : mean points of the worst need, here and at most possible; None unless fairness
        to it was asked for. The gap is then the price of fairness, against the best total.
    """

    proof: Proof
    bound: int
    coverage_proven: bool
    worst: float | None = None
    worst_bound: float | None = None

    @property
    def proven(self) -> bool:
        return self.proof is not Proof.NONE


class Reason(StrEnum):
    """Why a seat stays empty."""

    NO_CANDIDATES = "fewer candidates than seats"
    TAKEN = "its candidates are needed elsewhere"
    RULE = "a rule of composition keeps it for somebody who is missing"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """`missing` experts on a need, and why; `rule` names the rule that lacks members, else empty.

    `candidates` counts those who were eligible and had room before the round.
    """

    need: int
    missing: int
    reason: Reason
    candidates: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Solution:
    """k assigned pairs, sorted by need and expert.

    Attributes
    ----------
    need, expert, points : (k,) int64
    pinned : (k,) bool, fixed by a person
    seats_filled : (n,) int64 per need
    shortfalls : empty seats and missing members, by need
    total : points in all
    optimality : what is proven
    """

    need: Ints
    expert: Ints
    points: Ints
    pinned: NDArray[np.bool_]
    seats_filled: Ints
    shortfalls: tuple[Shortfall, ...]
    total: int
    optimality: Optimality

    def __len__(self) -> int:
        return len(self.need)

    @property
    def gap(self) -> float:
        """Share of the bound that is not reached, 0 when proven optimal."""
        return 0.0 if self.optimality.proven else 1 - self.total / max(self.optimality.bound, 1)


def _members_missing(rule: AtLeast, problem: Problem, need: Ints, expert: Ints) -> Ints:
    member = np.asarray(rule.member, dtype=bool)[expert]
    members = np.bincount(need[member], minlength=problem.n_needs)
    return np.clip(np.minimum(rule.wanted, problem.demand) - members, 0, None)


def _shortfalls(
    problem: Problem, tidied: Tidy, need: Ints, expert: Ints, filled: Ints
) -> tuple[Shortfall, ...]:
    candidates = np.bincount(tidied.need, minlength=problem.n_needs)
    lacking = [
        (rule.name, _members_missing(rule, problem, need, expert)) for rule in problem.composition.at_least
    ]
    kept = (
        np.max([missing for _, missing in lacking], axis=0, initial=0) if lacking else np.zeros_like(filled)
    )
    empty = np.asarray(problem.demand, dtype=np.int64) - filled
    found = [
        Shortfall(row, int(missing[row]), Reason.RULE, int(candidates[row]), name)
        for name, missing in lacking
        for row in np.flatnonzero(missing).tolist()
    ]
    for row in np.flatnonzero(empty > kept).tolist():
        few = candidates[row] < tidied.demand[row]
        reason = Reason.NO_CANDIDATES if few else Reason.TAKEN
        found.append(Shortfall(row, int(empty[row] - kept[row]), reason, int(candidates[row])))
    return tuple(sorted(found, key=lambda gap: (gap.need, gap.rule)))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Positions of pairs and what is proven about their points: at most `slack` more are possible."""

    pairs: NDArray[np.intp]
    slack: int
    proof: Proof
    coverage_proven: bool = True
    fair: Fair | None = None


def _choose(tidied: Tidy, composition: Composition, options: Options) -> _Chosen:
    """Ask the solver that fits."""
    if composition:
        limits = Limits(options.max_nodes, options.max_seconds)
        team = best_teams(tidied, composition, coverage_first=options.coverage_first, limits=limits)
        proof = Proof.NONE if team.slack else Proof.SEARCH if team.searched else Proof.BOUND
        return _Chosen(team.chosen, team.slack, proof, team.coverage_proven)
    if options.fairness is Fairness.WORST_NEED:
        fair = fairest(tidied, coverage_first=options.coverage_first)
        slack = fair.best_total - int(tidied.points[fair.chosen].sum())
        return _Chosen(fair.chosen, slack, Proof.NONE if slack else Proof.FLOW, fair=fair)
    return _Chosen(best_flow(tidied, coverage_first=options.coverage_first), 0, Proof.FLOW)


def _assembled(problem: Problem, tidied: Tidy, chosen: _Chosen) -> Solution:
    need = np.concatenate([tidied.pins[:, 0], tidied.need[chosen.pairs]])
    expert = np.concatenate([tidied.pins[:, 1], tidied.expert[chosen.pairs]])
    points = np.concatenate([tidied.pin_points, tidied.points[chosen.pairs]])
    pinned = np.arange(len(need)) < len(tidied.pins)
    order = np.lexsort((expert, need))
    filled = np.bincount(need, minlength=problem.n_needs)
    total, fair = int(points.sum()), chosen.fair
    return Solution(
        need=need[order],
        expert=expert[order],
        points=points[order],
        pinned=pinned[order],
        seats_filled=filled,
        shortfalls=_shortfalls(problem, tidied, need, expert, filled),
        total=total,
        optimality=Optimality(
            proof=chosen.proof,
            bound=total + chosen.slack,
            coverage_proven=chosen.coverage_proven,
            worst=fair.worst if fair else None,
            worst_bound=fair.worst_bound if fair else None,
        ),
    )


def solve(problem: Problem, options: Options | None = None) -> Solution:
    """The best assignment, verified.

    Raises
    ------
    ValueError
        when values cannot be meant, or fairness is asked for together with rules of composition.
    Infeasible
        when hard rules contradict each other; it says which.
    WrongAssignment
        when the result fails its verification; nothing is returned then.

    >>> rows = np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([900, 800, 700])
    >>> solution = solve(Problem(*rows, demand=np.array([1, 1]), capacity=np.array([1, 1])))
    >>> solution.expert.tolist(), solution.total, solution.optimality.proof.name
    ([1, 0], 1500, 'FLOW')
    """
    options = options or Options()
    if options.fairness is Fairness.WORST_NEED and problem.composition:
        raise ValueError("fairness to the worst need is not offered together with rules of composition")
    tidied = tidy(problem, options)
    solution = _assembled(problem, tidied, _choose(tidied, problem.composition, options))
    check_assignment(problem, solution, options)
    return solution


def integer_points(scores: NDArray) -> Ints:
    """Scores of any range as points 0..`SCALE`; whole scores from 0 on that fit stay as they are.

    Only differences count once the number of seats is fixed, so the lowest score may become 0.

    >>> integer_points(np.array([0.5, -0.5, 0.25])).tolist()
    [10000000, 0, 7500000]

    Raises
    ------
    ValueError
        for a score that is not a finite number.
    """
    scores = np.asarray(scores, dtype=np.float64)
    if not np.isfinite(scores).all():
        raise ValueError(f"scores must be finite, got {scores[~np.isfinite(scores)][0]}")
    lowest, highest = scores.min(initial=0), scores.max(initial=0)
    if lowest >= 0 and highest <= SCALE and (scores == np.floor(scores)).all() and highest > 1:
        return scores.astype(np.int64)
    spread = highest - lowest
    return (
        np.zeros(len(scores), np.int64)
        if not spread
        else np.rint((scores - lowest) * (SCALE / spread)).astype(np.int64)
    )


def read_instance(inst: Mapping[str, Any]) -> Problem:
    """A problem from parallel arrays.

    Keys: need, expert, score, demand, capacity; optional capacity_min, which is kept as a hard rule;
    optional org and senior, with which no two experts of one organisation meet on a need and each
    need gets a senior. A `demand_min` is an aim that coverage serves, not a rule.
    """
    rules = Composition()
    if "org" in inst:
        senior = np.asarray(inst["senior"]) > 0
        each = np.minimum(np.asarray(inst["demand"], dtype=np.int64), 1)
        one_each = AtMost("organisation", np.asarray(inst["org"], dtype=np.int64))
        rules = Composition((one_each,), (AtLeast("senior", senior, each),))
    return Problem(
        need=np.asarray(inst["need"]),
        expert=np.asarray(inst["expert"]),
        points=integer_points(inst["score"]),
        demand=np.asarray(inst["demand"]),
        capacity=np.asarray(inst["capacity"]),
        capacity_min=inst.get("capacity_min"),
        composition=rules,
    )


def assign(inst: Mapping[str, Any]) -> tuple[Ints, Ints]:
    """Rows of needs and of experts, one pair each: the interface of common assignment benchmarks."""
    solution = solve(read_instance(inst))
    return solution.need, solution.expert
