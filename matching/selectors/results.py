"""The engine's answers as plain values with public words: the adapter makes them, services store them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NeedResult:
    """One need's list, ready to store. Arrays run in parallel, best first."""

    need_id: int
    weights_number: int
    weights: list[int]
    skill_ids: list[int]
    n_must: int
    expert_ids: list[int]
    points: list[int]
    components: list[int]
    skill_bits: list[int]
    explanations: list[dict[str, Any]]
    near_expert_ids: list[int]
    near_points: list[int]
    near_codes: list[str]
    near_counts: dict[str, int]
    n_considered: int
    n_eligible: int
    excluded: dict[str, int]


@dataclass(frozen=True, slots=True)
class PairResult:
    """One expert and one need: what keeps them apart, and the score as if nothing did."""

    need_id: int
    failed: list[str]
    points: int
    components: list[int]
    weights: list[int]
    weights_number: int
    skill_ids: list[int]
    n_must: int
    explanation: dict[str, Any]
