"""From the engine's rows and codes to ids and words, once."""

from typing import Any

from matching.adapter.codes import COMPONENTS, constraint_code, line_code, question_code
from matching.adapter.needs import CompiledNeed
from matching.adapter.snapshot import Snapshot
from matching.engine.constraints import Exclusions
from matching.engine.explain import Line, explain
from matching.engine.rank import MatchResult, Ranking, Verdict
from matching.engine.spec import Component, Constraint
from matching.selectors.results import NeedResult, PairResult


def need_result(compiled: CompiledNeed, snapshot: Snapshot, result: MatchResult) -> NeedResult:
    """Translate rows into ids and codes into words, once."""
    n_must = len(compiled.need.must)
    best, near, excluded = result.best, result.near, result.excluded
    return NeedResult(
        need_id=compiled.need_id,
        weights_number=compiled.weights_number,
        weights=list(compiled.weights.values),
        skill_ids=list(compiled.skill_ids),
        n_must=n_must,
        expert_ids=snapshot.ids[best.rows].tolist(),
        points=best.points.tolist(),
        components=best.components.ravel().tolist(),
        skill_bits=_joined_bits(best, n_must),
        explanations=[explanation_codes(best, at, compiled) for at in range(len(best))],
        near_expert_ids=snapshot.ids[near.rows].tolist(),
        near_points=near.points.tolist(),
        near_codes=[constraint_code(constraint) for constraint in result.near_constraint.tolist()],
        near_counts=_counts(excluded, "near"),
        n_considered=result.n_considered,
        n_eligible=result.n_eligible,
        excluded=_counts(excluded, "first"),
    )


def pair_result(compiled: CompiledNeed, verdict: Verdict) -> PairResult:
    """Translate one verdict."""
    return PairResult(
        need_id=compiled.need_id,
        failed=[constraint_code(constraint) for constraint in verdict.failed],
        points=int(verdict.scored.points[0]),
        components=verdict.scored.components[0].tolist(),
        weights=list(compiled.weights.values),
        weights_number=compiled.weights_number,
        skill_ids=list(compiled.skill_ids),
        n_must=len(compiled.need.must),
        explanation=explanation_codes(verdict.scored, 0, compiled),
    )


def explanation_codes(scored: Ranking, at: int, compiled: CompiledNeed) -> dict[str, Any]:
    """Reasons and gaps as [code, points, skill ids], one question as [code, skill ids], what is not known."""
    n_must = len(compiled.need.must)
    why = explain(scored, at, compiled.weights, compiled.need)

    def skills(code: object, items: tuple[int, ...]) -> list[int]:
        offset = n_must if "should" in str(code) else 0
        return [compiled.skill_ids[offset + item] for item in items]

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


def _joined_bits(scored: Ranking, n_must: int) -> list[int]:
    pairs = zip(scored.must_bits.tolist(), scored.should_bits.tolist(), strict=True)
    return [must | should << n_must for must, should in pairs]


def _counts(excluded: Exclusions, what: str) -> dict[str, int]:
    """Counts by constraint word; constraints that nobody failed are left out."""
    counts = getattr(excluded, what).tolist()
    return {
        constraint_code(constraint): counts[constraint] for constraint in Constraint if counts[constraint]
    }
