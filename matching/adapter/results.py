"""From the engine's rows and codes to ids and words, once."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from matching.adapter.codes import COMPONENTS, constraint_code, line_code, question_code
from matching.adapter.needs import CompiledNeed
from matching.adapter.snapshot import Snapshot
from matching.engine.constraints import Exclusions
from matching.engine.explain import Asked, Explanation, Line, Pair, explain, explain_pair
from matching.engine.rank import MatchResult, Verdict
from matching.engine.score import Weights, asked_for
from matching.engine.spec import Component, Constraint
from matching.models import MatchList
from matching.selectors.results import NeedResult, PairResult


def need_result(compiled: CompiledNeed, snapshot: Snapshot, result: MatchResult) -> NeedResult:
    """Translate rows into ids and codes into words, once."""
    n_must = len(compiled.need.must)
    best, near, excluded = result.best, result.near, result.excluded
    return NeedResult(
        need_id=compiled.need_id,
        weights_number=compiled.weights_number,
        weights=np.array(compiled.weights.values, dtype=np.int64),
        skill_ids=np.array(compiled.skill_ids, dtype=np.int64),
        n_must=n_must,
        expert_ids=snapshot.ids[best.rows],
        points=best.points,
        components=best.components.ravel(),
        skill_bits=(best.must_bits | best.should_bits << np.uint64(n_must)).astype(np.int64),
        low_bits=best.low_bits.astype(np.int64),
        unknown=best.unknown,
        asked=sum(1 << component for component in asked_for(compiled.need)),
        near_expert_ids=snapshot.ids[near.rows],
        near_points=near.points,
        near_codes=[constraint_code(constraint) for constraint in result.near_constraint.tolist()],
        near_counts=_counts(excluded, "near"),
        n_considered=result.n_considered,
        n_eligible=result.n_eligible,
        excluded=_counts(excluded, "first"),
    )


def pair_result(compiled: CompiledNeed, verdict: Verdict) -> PairResult:
    """Translate one verdict."""
    why = explain(verdict.scored, 0, compiled.weights, compiled.need)
    return PairResult(
        need_id=compiled.need_id,
        failed=[constraint_code(constraint) for constraint in verdict.failed],
        points=int(verdict.scored.points[0]),
        components=verdict.scored.components[0].tolist(),
        weights=list(compiled.weights.values),
        weights_number=compiled.weights_number,
        skill_ids=list(compiled.skill_ids),
        n_must=len(compiled.need.must),
        explanation=_in_words(why, compiled.skill_ids, len(compiled.need.must)),
    )


def explanation_of(row: MatchList, at: int) -> dict[str, Any]:
    """Why the expert at position `at` of a stored list was suggested, as the engine said when it was made."""
    size, n_must = len(row.weights), row.n_must
    pair = Pair(
        components=row.components[at * size : (at + 1) * size],
        must_bits=row.skill_bits[at] & (1 << n_must) - 1,
        low_bits=row.low_bits[at],
        should_bits=row.skill_bits[at] >> n_must,
        unknown=row.unknown[at],
    )
    asked = Asked(
        n_must=n_must,
        n_should=len(row.skill_ids) - n_must,
        components=frozenset(component for component in Component if row.asked >> component & 1),
    )
    why = explain_pair(pair, Weights(str(row.weights_number), tuple(row.weights)), asked)
    return _in_words(why, row.skill_ids, n_must)


def _in_words(why: Explanation, skill_ids: Sequence[int], n_must: int) -> dict[str, Any]:
    """Reasons and gaps as [code, points, skill ids], one question as [code, skill ids], what is not known."""

    def skills(code: object, items: tuple[int, ...]) -> list[int]:
        offset = n_must if "should" in str(code) else 0
        return [skill_ids[offset + item] for item in items]

    def line(of: Line) -> list[Any]:
        code = line_code(of.code)
        return [code, of.points, skills(code, of.items)]

    question = None
    if why.question is not None:
        code = question_code(why.question.code)
        question = [code, skills(code, why.question.items)]
    return {
        "reasons": [line(reason) for reason in why.reasons],
        "gaps": [line(gap) for gap in why.gaps],
        "question": question,
        "not_known": [COMPONENTS[Component(component)].value for component in why.not_known],
    }


def _counts(excluded: Exclusions, what: str) -> dict[str, int]:
    """Counts by constraint word; constraints that nobody failed are left out."""
    counts = getattr(excluded, what).tolist()
    return {
        constraint_code(constraint): counts[constraint] for constraint in Constraint if counts[constraint]
    }
