"""An assignment round: from its input to verified proposals, and whether they would still hold."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.adapter.round_input import Decided, RoundInput
from matching.adapter.round_rules import SENIOR_RULE, Held, room_left, rules_of
from matching.engine import ENGINE_VERSION
from matching.engine.assign import Reason, Solution, solve
from matching.engine.assign_by_hand import need_by_need
from matching.engine.assign_check import WrongAssignment
from matching.engine.assign_flow import SolverFailed
from matching.engine.assign_problem import (
    POINTS_LIMIT,
    Composition,
    Fairness,
    Infeasible,
    Options,
    Problem,
)
from matching.enums import TOUCHED, EmptyBecause, MatchState, PairChange, RoundBreak, RoundMessage
from matching.selectors.round_results import (
    Figures,
    NeedOutcome,
    Proposal,
    RoundImpossible,
    RoundOptions,
    RoundOutcome,
)

Ints = NDArray[np.int64]
MOST_POINTS = 10_000
MOST_NEEDS_UNDER_RULES = 2_000
"""Beyond, the linear programs of team rules outlast a worker; plain rounds do 10,000 needs in seconds."""
SEARCH_SECONDS = 8.0
"""One search of a team problem. A round takes four at most: with the reading, below a worker's hard limit."""


def solve_round(found: RoundInput, options: RoundOptions) -> RoundOutcome:
    """The best proposals under the options, verified before they leave.

    Raises RoundImpossible, saying why and at which needs.
    """
    if not found.needs:
        raise RoundImpossible(RoundMessage.NO_NEEDS)
    if all(row.list_id is None for row in found.needs):
        raise RoundImpossible(RoundMessage.NO_LISTS)
    if options.has_rules and len(found.needs) > MOST_NEEDS_UNDER_RULES:
        raise RoundImpossible(RoundMessage.TOO_LARGE)
    began = time.monotonic()
    rules, held = rules_of(found, options)
    problem, unit = _problem(found, held, rules)
    asked = Options(
        coverage_first=options.coverage_first,
        fairness=Fairness.WORST_NEED if options.fair else Fairness.TOTAL,
        max_seconds=SEARCH_SECONDS,
    )
    try:
        solution = solve(problem, asked)
    except Infeasible as contradiction:
        needs = tuple(found.needs[row].need_id for row in contradiction.needs)
        raise RoundImpossible(RoundMessage.PINS_CONTRADICT, needs) from contradiction
    except WrongAssignment as wrong:
        raise RoundImpossible(RoundMessage.NOT_VERIFIED) from wrong
    except SolverFailed as failed:
        raise RoundImpossible(RoundMessage.NO_SOLUTION) from failed
    by_hand = None if options.has_rules else need_by_need(problem)
    figures = _figures(found, held, solution, unit, time.monotonic() - began)
    if by_hand is not None:
        figures |= {"by_hand_seats": by_hand.seats, "by_hand_points": by_hand.points // unit}
    return RoundOutcome(
        needs=_outcomes(found, held, solution),
        proposals=_proposals(found, held, solution, unit),
        figures=Figures(**figures),
        engine_version=ENGINE_VERSION,
        input_digest=found.digest,
    )


def what_broke(
    found: RoundInput, options: RoundOptions, proposals: Sequence[Proposal]
) -> dict[RoundBreak, int]:
    """What of these proposals, made earlier, would not survive the present input; counts by kind."""
    _rules_now, held = rules_of(found, options)
    row_of = {row.need_id: at for at, row in enumerate(found.needs)}
    made = {(one.need_id, one.expert_id): one for one in proposals if one.change in _MADE}
    touched = {(row.need_id, row.expert_id) for row in found.decided if row.state in TOUCHED}
    candidates = set(zip(found.need.tolist(), found.expert_ids[found.expert].tolist(), strict=True))
    known = {(one.need_id, one.expert_id) for one in proposals if one.change in _STOOD}
    kept = {(one.need_id, one.expert_id) for one in proposals if one.change == PairChange.KEPT}
    standing = set(found.standing)
    open_pairs = {pair for pair in made if pair[0] in row_of and pair not in touched}
    seats = Counter(need_id for need_id, _expert_id in made)
    loads = Counter(expert_id for _need_id, expert_id in made)
    seats_held = Counter(pair.need_id for pair in held.seated)
    room = dict(zip(found.expert_ids.tolist(), room_left(found, held).tolist(), strict=True))
    broken = {
        RoundBreak.NEED_CLOSED: sum(need_id not in row_of for need_id in seats),
        RoundBreak.TOUCHED: len(set(made) & touched),
        RoundBreak.SEATS: sum(
            n > found.needs[row_of[need_id]].seats - seats_held[need_id]
            for need_id, n in seats.items()
            if need_id in row_of
        ),
        RoundBreak.NO_LONGER_FITS: sum(
            (row_of[need_id], expert_id) not in candidates for need_id, expert_id in open_pairs
        ),
        RoundBreak.NO_ROOM: sum(n > room.get(expert_id, 0) for expert_id, n in loads.items()),
        RoundBreak.OTHER_ROUND: len((standing - known) | (kept - standing - touched)),
    }
    return {code: n for code, n in broken.items() if n}


_MADE = (PairChange.NEW, PairChange.KEPT)
_STOOD = (PairChange.KEPT, PairChange.REMOVED)


def _problem(found: RoundInput, held: Held, rules: Composition) -> tuple[Problem, int]:
    """The problem in the engine's words, and the unit of its points.

    Where no rule of composition needs small numbers, a proposal that stands is worth a little more
    than its points, less than one point for all seats together: of equally good answers the one that
    moves fewest is taken.
    """
    n, m = len(found.needs), len(found.expert_ids)
    seats = np.array([row.seats for row in found.needs], dtype=np.int64)
    pinned = np.bincount(held.pins[:, 0], minlength=n)
    loads = np.bincount(held.pins[:, 1], minlength=m)
    unit = int(seats.sum()) + 1
    points = found.points
    if rules or not found.standing or (MOST_POINTS + 1) * unit > POINTS_LIMIT:
        unit = 1
    else:
        points = points * unit + _stands(found)
    problem = Problem(
        need=found.need,
        expert=found.expert,
        points=points,
        demand=np.maximum(seats, pinned),
        capacity=room_left(found, held) + loads,
        pins=held.pins,
        composition=rules,
    )
    return problem, unit


def _stands(found: RoundInput) -> Ints:
    standing = set(found.standing)
    pairs = zip(found.need.tolist(), found.expert_ids[found.expert].tolist(), strict=True)
    return np.array([(found.needs[row].need_id, pk) in standing for row, pk in pairs], dtype=np.int64)


def _figures(
    found: RoundInput, held: Held, solution: Solution, unit: int, seconds: float
) -> dict[str, object]:
    known = solution.optimality
    return {
        "n_needs": len(found.needs),
        "n_seats": sum(row.seats for row in found.needs),
        "n_held": len(held.seated),
        "n_proposed": int((~solution.pinned).sum()),
        "n_candidates": len(found.need),
        "n_experts": len(np.unique(found.expert)),
        "points": solution.total // unit,
        "bound": known.bound // unit,
        "is_proven": known.proven,
        "coverage_is_proven": known.coverage_proven,
        "seconds": round(seconds, 3),
        "worst": None if known.worst is None else known.worst / unit,
        "worst_bound": None if known.worst_bound is None else known.worst_bound / unit,
    }


def _outcomes(found: RoundInput, held: Held, solution: Solution) -> list[NeedOutcome]:
    n_held = Counter(row.need_id for row in held.seated)
    short: dict[int, dict[str, int]] = defaultdict(dict)
    for gap in solution.shortfalls:
        if gap.reason is Reason.RULE:
            code = EmptyBecause.SENIOR if gap.rule == SENIOR_RULE else EmptyBecause.THEME
            short[gap.need][code] = short[gap.need].get(code, 0) + gap.missing
        elif gap.reason is Reason.TAKEN:
            short[gap.need][EmptyBecause.TAKEN] = gap.candidates
    proposed = np.bincount(solution.need[~solution.pinned], minlength=len(found.needs))
    outcomes = []
    for at, row in enumerate(found.needs):
        n_proposed = int(proposed[at])
        is_short = n_held[row.need_id] + n_proposed < row.seats
        because = row.dropped | short[at] if is_short else {}
        outcomes.append(
            NeedOutcome(row.need_id, row.list_id, row.seats, n_held[row.need_id], n_proposed, because)
        )
    return outcomes


def _proposals(found: RoundInput, held: Held, solution: Solution, unit: int) -> list[Proposal]:
    standing = found.standing
    mine = ~solution.pinned
    rows = zip(
        solution.need[mine].tolist(),
        found.expert_ids[solution.expert[mine]].tolist(),
        (solution.points[mine] // unit).tolist(),
        strict=True,
    )
    made = []
    for row, expert_id, points in rows:
        need_id = found.needs[row].need_id
        stood = (need_id, expert_id) in standing
        change = PairChange.KEPT if stood else PairChange.NEW
        was = MatchState.ASSIGNED if stood else MatchState.SUGGESTED
        made.append(Proposal(need_id, expert_id, points, change, was))
    kept = {(one.need_id, one.expert_id) for one in made}
    gone = [row for pair, row in standing.items() if pair not in kept]
    return [
        *made,
        *_as_they_are(gone, PairChange.REMOVED),
        *_as_they_are(held.seated, PairChange.HELD),
        *_as_they_are(held.waiting, PairChange.WAITING),
    ]


def _as_they_are(rows: Iterable[Decided], change: PairChange) -> list[Proposal]:
    return [Proposal(row.need_id, row.expert_id, row.points, change, row.state, row.round_id) for row in rows]
