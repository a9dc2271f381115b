"""From the integers of one pair to codes: why, what is missing, what to ask. Wording happens elsewhere.

Only a result's rows and what the need asks for are read here, never the experts' columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from .columns import Need
from .rank import Ranking
from .score import Weights, asked_for
from .spec import POINTS_MAX, Component, Unknown

TOP_REASONS = 3
TOP_GAPS = 2
_REASON_FROM = 5_000
"""A component below half is no reason to suggest anybody; of skills, each one held is."""
_TEXT_REASON_FROM = 2_500
"""The same for texts: nine of ten pairs of a need and an expert stay below it."""
_GAP_FROM = 100
"""A gap that costs less than one hundredth of the score is not worth a line."""


class GapCode(IntEnum):
    """What the score lost most by."""

    MUST_MISSING = 0
    MUST_LOW = 1
    SHOULD_MISSING = 2
    TEXT_WEAK = 3
    THEME_OTHER = 4
    SENIORITY_BELOW = 5
    OVERLAP_SHORT = 6
    PLACE_MODE = 7
    MOTIVATION_OTHER = 8
    TRACK_RECORD = 9


class QuestionCode(IntEnum):
    """The one question worth asking before an invitation, most useful first."""

    MUST_MISSING = 0
    WINDOWS = 1
    LANGUAGES = 2
    MODES = 3
    MUST_LOW = 4
    MUST_LEVEL = 5
    MUST_RECENCY = 6
    OVERLAP = 7
    CAPACITY = 8
    SHOULD_MISSING = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a need its explanations read: how many skills, and the components it gives something for."""

    n_must: int
    n_should: int
    components: frozenset[Component]


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a ranking as plain integers; `Ranking` says what they mean."""

    components: Sequence[int]
    must_bits: int
    low_bits: int
    should_bits: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Line:
    """One reason or gap: its code, the points it gave or cost, positions of the need's skills meant."""

    code: Component | GapCode
    points: int
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """The question, and the positions of the need's skills that it is about."""

    code: QuestionCode
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Top reasons, top gaps, one question, and what the need asks about but the expert has not said."""

    reasons: tuple[Line, ...]
    gaps: tuple[Line, ...]
    question: Question | None
    not_known: tuple[Component, ...]


_GAP_OF = {
    Component.TEXT: GapCode.TEXT_WEAK,
    Component.THEME: GapCode.THEME_OTHER,
    Component.SENIORITY: GapCode.SENIORITY_BELOW,
    Component.OVERLAP: GapCode.OVERLAP_SHORT,
    Component.PLACE_MODE: GapCode.PLACE_MODE,
    Component.MOTIVATION: GapCode.MOTIVATION_OTHER,
    Component.TRACK_RECORD: GapCode.TRACK_RECORD,
}


def bit_positions(bits: int, size: int, *, unset: bool = False) -> tuple[int, ...]:
    """Positions of the set (or unset) ones of the lowest `size` bits.

    >>> bit_positions(0b101, 4), bit_positions(0b101, 4, unset=True)
    ((0, 2), (1, 3))
    """
    return tuple(at for at in range(size) if bool(bits >> at & 1) is not unset)


def _is_reason(component: Component, part: int) -> bool:
    return part >= (_TEXT_REASON_FROM if component is Component.TEXT else _REASON_FROM)


def _gap(component: Component, lost: int, missing: dict[str, tuple[int, ...]]) -> Line:
    if component is Component.MUST:
        code = GapCode.MUST_MISSING if missing["must"] else GapCode.MUST_LOW
        return Line(code, lost, missing["must"] or missing["low"])
    if component is Component.SHOULD:
        return Line(GapCode.SHOULD_MISSING, lost, missing["should"])
    return Line(_GAP_OF[component], lost)


def _question(unknown: int, overlap: int, missing: dict[str, tuple[int, ...]]) -> Question | None:
    asked = {
        QuestionCode.MUST_MISSING: bool(missing["must"]),
        QuestionCode.WINDOWS: bool(unknown & Unknown.WINDOWS),
        QuestionCode.LANGUAGES: bool(unknown & Unknown.LANGUAGES),
        QuestionCode.MODES: bool(unknown & Unknown.MODES),
        QuestionCode.MUST_LOW: bool(missing["low"]),
        QuestionCode.MUST_LEVEL: bool(unknown & Unknown.MUST_LEVEL),
        QuestionCode.MUST_RECENCY: bool(unknown & Unknown.MUST_RECENCY),
        QuestionCode.OVERLAP: 0 <= overlap < _REASON_FROM,
        QuestionCode.CAPACITY: bool(unknown & Unknown.CAPACITY),
        QuestionCode.SHOULD_MISSING: bool(missing["should"]),
    }
    items = {
        QuestionCode.MUST_MISSING: missing["must"][:1],
        QuestionCode.MUST_LOW: missing["low"][:1],
        QuestionCode.SHOULD_MISSING: missing["should"][:1],
    }
    return next((Question(code, items.get(code, ())) for code, worth in asked.items() if worth), None)


def explain(scored: Ranking, at: int, weights: Weights, need: Need) -> Explanation:
    """Explain the row at position `at` of a ranking of this need under these weights."""
    pair = Pair(
        components=scored.components[at].tolist(),
        must_bits=int(scored.must_bits[at]),
        low_bits=int(scored.low_bits[at]),
        should_bits=int(scored.should_bits[at]),
        unknown=int(scored.unknown[at]),
    )
    return explain_pair(pair, weights, Asked(len(need.must), len(need.should), asked_for(need)))


def explain_pair(pair: Pair, weights: Weights, asked: Asked) -> Explanation:
    """Explain one pair under these weights.

    Contributions and losses are whole points of the score: `w·s // Σ w` and `w·(10,000 - s) // Σ w`.
    A component is a reason or a gap, never both, except for skills: some held, some missing.
    """
    parts = dict(zip(Component, pair.components, strict=True))
    total = sum(weights.values[component] for component, part in parts.items() if part >= 0) or 1
    missing = {
        "must": bit_positions(pair.must_bits, asked.n_must, unset=True),
        "low": bit_positions(pair.low_bits, asked.n_must),
        "should": bit_positions(pair.should_bits, asked.n_should, unset=True),
    }
    items = {
        Component.MUST: bit_positions(pair.must_bits, asked.n_must),
        Component.SHOULD: bit_positions(pair.should_bits, asked.n_should),
    }
    reasons = [
        Line(component, weights.values[component] * part // total, items.get(component, ()))
        for component, part in parts.items()
        if (part > 0 if component in items else _is_reason(component, part)) and weights.values[component]
    ]
    gaps = [
        _gap(component, lost, missing)
        for component, part in parts.items()
        if 0 <= part < POINTS_MAX
        and (component in items or not _is_reason(component, part))
        and (lost := weights.values[component] * (POINTS_MAX - part) // total) >= _GAP_FROM
    ]
    return Explanation(
        reasons=tuple(sorted(reasons, key=lambda line: (-line.points, line.code))[:TOP_REASONS]),
        gaps=tuple(sorted(gaps, key=lambda line: (-line.points, line.code))[:TOP_GAPS]),
        question=_question(pair.unknown, parts[Component.OVERLAP], missing),
        not_known=tuple(
            component for component, part in parts.items() if part < 0 and component in asked.components
        ),
    )
