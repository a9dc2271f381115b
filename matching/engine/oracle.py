"""The same definition once more, one expert at a time, in plain Python: slow, and easy to believe.

`check` compares sampled rows of every result with it, tests compare everything, and the benchmark
times it as the naive loop. It shares constants with the engine and no arithmetic.
"""

from collections.abc import Iterable
from math import inf, isqrt

import numpy as np

from .columns import Experts, Need, WantedSkills
from .epoch import TERM_BITS
from .score import Weights
from .spec import (
    COMBINED_MODE,
    FINE_BITS,
    NOT_KNOWN,
    OVERLAP_FULL_TENTHS,
    POINTS_MAX,
    SENIORITY_STEP,
    THEMES_FULL,
    Constraint,
    Mode,
    Standing,
)
from .text import SQUARE_BITS, WEIGHT_BITS, TextQuery

# As plain numbers: an enumeration's arithmetic is most of the time that a mode would take.
_REMOTE, _HYBRID, _IN_PERSON = (int(mode) for mode in (Mode.REMOTE, Mode.HYBRID, Mode.IN_PERSON))


def _slice(part: object, row: int, *names: str) -> list[tuple[int, ...]]:
    start, end = part.ptr[row : row + 2].tolist()
    return list(zip(*[getattr(part, name)[start:end].tolist() for name in names], strict=True))


def _mode_bits(offered: int) -> int:
    return offered | _HYBRID if offered & _REMOTE and offered & _IN_PERSON else offered


def _peak(promised: list[tuple[int, ...]], start_day: int, end_day: int) -> int:
    touching = [(max(start, start_day), end, hours) for start, end, hours in promised if start <= end_day]
    touching = [(start, end, hours) for start, end, hours in touching if end >= start_day]
    return max(
        (sum(h for start, end, h in touching if start <= day <= end) for day, _, _ in touching), default=0
    )


def _is_served(offered: int, accepted: int) -> bool:
    return not offered or not accepted or bool(_mode_bits(offered) & accepted)


def _time_fails(experts: Experts, need: Need, row: int) -> tuple[bool, bool, bool]:
    windows = _slice(experts.windows, row, "start", "end", "hours", "modes")
    if not windows:
        return False, False, False
    serving = [window for window in windows if _is_served(window[3], need.modes)]
    peak = _peak(_slice(experts.commitments, row, "start", "end", "hours"), need.start_day, need.end_day)
    shared = [
        (max(start, need.start_day), min(end, need.end_day), hours)
        for start, end, hours, _ in serving or windows
    ]
    days = _n_days((start, end) for start, end, _ in shared)
    free = [(start, end) for start, end, hours in shared if hours < 0 or hours - peak >= need.hours_per_week]
    least = need.min_overlap_days
    return not serving, days < least, _n_days(free) < min(least, days)


def _n_days(spans: Iterable[tuple[int, int]]) -> int:
    """Days within any of the spans, ends included; a span that ends before it starts has none.

    >>> _n_days([(1, 3), (3, 4), (9, 8), (20, 20)])
    5
    """
    days, counted_to = 0, -inf
    for start, end in sorted(spans):
        first = max(start, counted_to + 1)
        if end >= first:
            days, counted_to = days + end - first + 1, end
    return days


def _n_engaged(experts: Experts, need: Need, row: int) -> int:
    promised = _slice(experts.commitments, row, "start", "end")
    return sum(start <= need.end_day and end >= need.start_day for start, end in promised)


def _speaks(experts: Experts, need: Need, row: int) -> bool:
    spoken = dict(_slice(experts.languages, row, "code", "level"))
    asked = list(zip(need.language_codes.tolist(), need.language_levels.tolist(), strict=True))
    if not spoken or not asked:
        return True
    return any(code in spoken and (spoken[code] == 0 or spoken[code] >= level) for code, level in asked)


def failed_constraints(experts: Experts, need: Need, row: int) -> set[Constraint]:
    """Hard constraints that one expert fails."""
    skills = {skill for (skill,) in _slice(experts.skills, row, "skill")}
    must = set(need.must.skill.tolist())
    country = int(experts.country[row])
    modes, dates, hours = _time_fails(experts, need, row)
    tests = {
        Constraint.STANDING: experts.standing[row] != Standing.ACTIVE,
        Constraint.VERIFIED: need.requires_verified and not experts.verified[row],
        Constraint.EXCLUDED: row in need.excluded_rows.tolist(),
        Constraint.CONFLICT: row in need.conflict_rows.tolist(),
        Constraint.COUNTRY: country >= 0 and country in need.barred_countries.tolist(),
        Constraint.MUST_SKILL: bool(must) and not must & skills,
        Constraint.LANGUAGE: not _speaks(experts, need, row),
        Constraint.MODE: modes,
        Constraint.DATES: dates,
        Constraint.HOURS: hours,
        Constraint.CAPACITY: 0 <= int(experts.capacity[row]) <= _n_engaged(experts, need, row),
    }
    return {constraint for constraint, fails in tests.items() if fails}


def _coverage(experts: Experts, wanted: WantedSkills, row: int) -> int:
    held = dict(_slice(experts.skills, row, "skill", "level"))
    gained = total = 0
    asked = zip(wanted.skill.tolist(), wanted.min_level.tolist(), wanted.weight.tolist(), strict=True)
    for skill, level, weight in asked:
        total += weight
        if skill in held:
            gained += weight * min(max(held[skill], 1) * POINTS_MAX // max(level, 1), POINTS_MAX)
    return gained // total if total else NOT_KNOWN


def skill_bits(experts: Experts, need: Need, row: int) -> tuple[int, int, int]:
    """Must-skills that one expert holds, of these those below the level asked, and should-skills held."""
    held = dict(_slice(experts.skills, row, "skill", "level"))
    must = [(1 << at, held.get(skill)) for at, skill in enumerate(need.must.skill.tolist())]
    least = need.must.min_level.tolist()
    return (
        sum(bit for bit, level in must if level is not None),
        sum(bit for (bit, level), asked in zip(must, least, strict=True) if level and level < asked),
        sum(1 << at for at, skill in enumerate(need.should.skill.tolist()) if skill in held),
    )


def _text(experts: Experts, need: Need, row: int) -> int:
    works: list[list[tuple[int, int]]] = []
    for (value,) in _slice(experts.texts, row, "packed"):
        first, rest = divmod(value, 1 << (TERM_BITS + WEIGHT_BITS))
        if first:
            works.append([])
        works[-1].append(divmod(rest, 1 << WEIGHT_BITS))
    if not works or not len(need.text.term):
        return NOT_KNOWN
    asked = _asked(need.text, {term for work in works for term, _ in work})
    products = (sum(root**2 * asked.get(term, 0) for term, root in work) for work in works)
    cosines = [product // (1 << SQUARE_BITS) for product in products]
    close = isqrt(sum(cosine * cosine for cosine in cosines) // len(cosines))
    return min(close * POINTS_MAX // need.text.full, POINTS_MAX)


def _asked(need: TextQuery, terms: set[int]) -> dict[int, int]:
    """The need's weights of those terms; a need may have tens of thousands, in ascending order."""
    wanted = sorted(terms)
    at = np.searchsorted(need.term, wanted).clip(max=len(need.term) - 1)
    found = zip(wanted, need.term[at].tolist(), need.weight[at].tolist(), strict=True)
    return {term: weight for term, nearest, weight in found if term == nearest}


def _mean(parts: list[int]) -> int:
    return sum(parts) // len(parts) if parts else NOT_KNOWN


def _place_mode(experts: Experts, need: Need, row: int) -> int:
    parts = []
    offered = 0
    for (modes,) in _slice(experts.windows, row, "modes"):
        offered |= modes
    if offered and need.modes:
        combined = _mode_bits(offered) & need.modes
        parts.append(POINTS_MAX if offered & need.modes else COMBINED_MODE if combined else 0)
    if experts.country[row] >= 0 and len(need.partner_countries):
        parts.append(POINTS_MAX if int(experts.country[row]) in need.partner_countries.tolist() else 0)
    return _mean(parts)


def _motivation(experts: Experts, need: Need, row: int) -> int:
    wishes = ((int(experts.categories[row]), need.category), (int(experts.provinces[row]), need.province))
    return _mean([POINTS_MAX * (wished >> bit & 1) for wished, bit in wishes if wished and bit >= 0])


def _theme(themes: int, wanted: int) -> int:
    if not themes or not wanted:
        return NOT_KNOWN
    return min((themes & wanted).bit_count() * POINTS_MAX // min(wanted.bit_count(), THEMES_FULL), POINTS_MAX)


def _seniority(seniority: int, wished: int) -> int:
    if seniority <= 0 or wished <= 0:
        return NOT_KNOWN
    return max(POINTS_MAX - max(wished - seniority, 0) * SENIORITY_STEP, 0)


def _overlap(zone: int, overlap_tenths: list[int]) -> int:
    if zone < 0 or not overlap_tenths or overlap_tenths[zone] < 0:
        return NOT_KNOWN
    return min(overlap_tenths[zone] * POINTS_MAX // OVERLAP_FULL_TENTHS, POINTS_MAX)


def _track(completed: int, ended_early: int) -> int:
    seen = completed + ended_early
    return POINTS_MAX * (completed + 1) // (seen + 1) if seen else NOT_KNOWN


def components(experts: Experts, need: Need, row: int) -> list[int]:
    """The nine components of one expert."""
    return [
        _coverage(experts, need.must, row),
        _coverage(experts, need.should, row),
        _text(experts, need, row),
        _theme(int(experts.themes[row]), need.themes),
        _seniority(int(experts.seniority[row]), need.seniority),
        _overlap(int(experts.zone[row]), need.overlap_tenths.tolist()),
        _place_mode(experts, need, row),
        _motivation(experts, need, row),
        _track(int(experts.n_completed[row]), int(experts.n_ended_early[row])),
    ]


def fine_points(parts: list[int], weights: Weights) -> int:
    """The score of one expert in 256ths of a point."""
    known = [(weight, part) for weight, part in zip(weights.values, parts, strict=True) if part >= 0]
    total = sum(weight for weight, _ in known)
    return (sum(weight * part for weight, part in known) << FINE_BITS) // total if total else 0


def best(experts: Experts, need: Need, weights: Weights, k: int) -> list[tuple[int, int]]:
    """(row, points) of the k best eligible experts, without pins."""
    scored = [
        (row, fine_points(components(experts, need, row), weights))
        for row in range(len(experts))
        if experts.listed[row] and not failed_constraints(experts, need, row)
    ]
    in_order = sorted(scored, key=lambda pair: (-pair[1], int(experts.tie_key[pair[0]])))
    return [(row, fine >> FINE_BITS) for row, fine in in_order[:k]]
