"""What changed experts change in results, compiled by numba: what `plain_follow` says, integer by integer.

Changed experts are few and needs are many, so that a need has to cost microseconds: its numbers are laid side
by side with those of the others and one call judges everybody for all of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import candidates, worth
from .ahead import compiled, inlined
from .columns import Experts, Need, WantedSkills
from .compiled_bits import lowest
from .compiled_failures import failures_of, is_near
from .compiled_listed import OF_MUST, OF_SHOULD, OF_TEXT, TEXT, held, mean, of_card
from .compiled_text import hashed, text_of
from .csr import owners, pointers
from .plain_follow import Differences, Ints
from .score import Weights, overlap_points
from .segment import N_LEVELS, Segment
from .spec import NOT_KNOWN, POINTS_MAX, RECENT_YEARS, Component, Constraint
from .worth import Worths

N_CONSTRAINTS, N_COMPONENTS = len(Constraint), len(Component)
STANDING, VERIFIED = int(Constraint.STANDING), int(Constraint.VERIFIED)
EXCLUDED, CONFLICT = int(Constraint.EXCLUDED), int(Constraint.CONFLICT)
COUNTRY, MUST_SKILL = int(Constraint.COUNTRY), int(Constraint.MUST_SKILL)
ONE, ALL = np.uint64(1), ~np.uint64(0)

ASKED = np.dtype(
    [(name, "i8") for name in ("start", "end", "hours", "least", "modes", "recent", "full", "n_open")]
    + [(name, "u8") for name in ("themes", "category", "province")]
)
"""What a need asks but its lists: as `plain.Asked`; `recent`: the year of a recent use; `full` of its text, 0
without one; `n_open`: classes of places that are open to it; and as `Worths`."""


class Needs(NamedTuple):
    """n needs for one call: `asked` (n,) `ASKED`; lists as pointers (n+1,) and values; tables of `Worths`."""

    asked: NDArray
    weights: Ints
    must: tuple[NDArray, ...]
    should: tuple[NDArray, ...]
    languages: tuple[NDArray, ...]
    barred: tuple[NDArray, ...]
    excluded: tuple[NDArray, ...]
    conflict: tuple[NDArray, ...]
    text: tuple[NDArray, ...]
    theme: tuple[NDArray, ...]
    zone: tuple[NDArray, ...]
    seniority: Ints
    place: Ints
    wish: Ints
    kind: NDArray[np.uint8]


def _laid(*columns: Sequence[NDArray]) -> tuple[NDArray, ...]:
    """Pointers, and for each column the arrays of all needs one after the other."""
    return pointers(map(len, columns[0])), *map(np.concatenate, columns)


def _needs(needs: Sequence[Need], weights: Sequence[Weights], n_countries: int) -> Needs:
    asked = [
        (
            *candidates.asked_by(need),
            need.year - RECENT_YEARS,
            need.text.full if len(need.text.term) else 0,
            1 if need.requires_verified else 2,
            need.themes,
            max(need.category, 0),
            max(need.province, 0),
        )
        for need in needs
    ]
    places = [worth.of_place(need.modes, len(need.partner_countries) > 0) for need in needs]
    wishes = [worth.of_wishes(need.category >= 0, need.province >= 0) for need in needs]
    return Needs(
        np.array(asked, ASKED),
        np.array([each.values for each in weights], np.int64),
        _skills([need.must for need in needs]),
        _skills([need.should for need in needs]),
        _laid([need.language_codes for need in needs], [need.language_levels for need in needs]),
        _laid([need.barred_countries for need in needs]),
        _laid([need.excluded_rows for need in needs]),
        _laid([need.conflict_rows for need in needs]),
        _laid([need.text.term for need in needs], [need.text.weight for need in needs]),
        _laid([worth.of_themes(need.themes.bit_count()) for need in needs]),
        _zones([need.overlap_tenths for need in needs]),
        np.concatenate([worth.of_seniority(need.seniority) for need in needs]).reshape(len(needs), -1),
        np.concatenate(places).reshape(len(needs), -1),
        np.concatenate(wishes).reshape(len(needs), -1),
        _kinds([need.partner_countries for need in needs], n_countries),
    )


def _skills(wanted: Sequence[WantedSkills]) -> tuple[NDArray, ...]:
    return _laid(
        [each.skill for each in wanted], [each.min_level for each in wanted], [each.weight for each in wanted]
    )


def _zones(overlap_tenths: Sequence[NDArray[np.int16]]) -> tuple[NDArray, ...]:
    """Tables `zone` of `Worths`, each with a place before its first zone for experts who state none."""
    none_stated = np.zeros(1, np.int16)
    tenths = np.concatenate([each for own in overlap_tenths for each in (none_stated, own)])
    ptr = pointers([1 + len(own) for own in overlap_tenths])
    zone = np.arange(len(tenths))
    zone[ptr[:-1]] = -1
    return ptr, worth.worth(overlap_points(zone, tenths), 1)


def _kinds(partners: Sequence[NDArray[np.int16]], n_countries: int) -> NDArray[np.uint8]:
    """Tables `kind` of `Worths`, (n, countries + 1)."""
    kinds = np.ones((len(partners), n_countries + 1), np.uint8)
    kinds[:, 0] = 0
    ptr, country = _laid(partners)
    known = (country >= 0) & (country < n_countries)
    kinds[owners(ptr)[known], 1 + country[known]] = 2
    return kinds


def differences(
    experts: Experts,
    segment: Segment,
    n_before: int,
    needs: Sequence[Need],
    weights: Sequence[Weights],
    least: Ints,
) -> Differences:
    cards, skills, spoken = segment.cards, experts.skills, segment.speakers
    found = _differences(
        (cards, segment.pieces, segment.place, segment.ends, spoken.stated, spoken.at_least),
        (segment.postings.ptr, segment.postings.place),
        np.where(cards["row"] < n_before, np.int8(-1), np.int8(1)),
        (skills.ptr, skills.skill, skills.level, skills.last_used),
        (experts.texts.ptr, experts.texts.packed),
        _needs(needs, weights, segment.countries.shape[1]),
        least,
    )
    return Differences(*found)


@compiled
def _differences(segment, postings, sign, skills, texts, needs, least):
    """`sign` (m,) int8 by place: -1 for somebody as they were, 1 as they are."""
    cards, pieces, place, ends, stated, at_least = segment
    n_needs, n_words = len(needs.asked), len(stated)
    eligible = np.zeros(n_needs, np.int64)
    first, near = np.zeros((2, n_needs, N_CONSTRAINTS), np.int64)
    most = n_needs * (sign > 0).sum()
    need, row, failed = np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.uint16)
    n_pairs = n_texts = 0
    holds, silent = np.zeros(n_words, np.uint64), np.zeros(n_words, np.uint64)
    named, parts = np.zeros(len(cards), np.int8), np.empty(N_COMPONENTS, np.int16)
    for n in range(n_needs):
        asked, unit = needs.asked[n], _unit(needs, n)
        skilled = skills, _three(needs.must, n), _three(needs.should, n), asked.recent
        reading = texts, hashed(*_two(needs.text, n)), asked.full
        barred, excluded, conflict = _one(needs.barred, n), _one(needs.excluded, n), _one(needs.conflict, n)
        _name(named, place, conflict, CONFLICT)
        _name(named, place, excluded, EXCLUDED)
        _find(holds, postings, _three(needs.must, n)[0])
        _find_silent(silent, stated, at_least, *_two(needs.languages, n))
        n_open = ends[asked.n_open - 1]
        first[n, STANDING], first[n, VERIFIED] = sign[ends[1] :].sum(), sign[n_open : ends[1]].sum()
        for at in range(n_open):
            card = cards[at]
            early = _early(card, at, named, barred, holds)
            if early:
                first[n, early] += sign[at]
                continue
            bits = failures_of(
                card, at, pieces, silent, asked.start, asked.end, asked.hours, asked.least, asked.modes
            )
            nearly = is_near(bits)
            if not bits:
                eligible[n] += sign[at]
            else:
                constraint = lowest(np.uint64(bits))
                first[n, constraint] += sign[at]
                near[n, constraint] += sign[at] if nearly else 0
            if sign[at] > 0 and (nearly or not bits):
                enough = least[n, 1 if bits else 0]
                enters, has_read = _enters(card, parts, unit, skilled, reading, needs.weights[n], enough)
                n_texts += has_read
                if enters:
                    need[n_pairs], row[n_pairs], failed[n_pairs] = n, card.row, bits
                    n_pairs += 1
        _name(named, place, conflict, 0)
        _name(named, place, excluded, 0)
    return eligible, first, near, need[:n_pairs], row[:n_pairs], failed[:n_pairs], n_texts


@inlined
def _early(card, at, named, barred, holds):
    """The first constraint up to the must-skill that is failed, 0 for none: standing is judged before."""
    if named[at]:
        return named[at]
    for country in barred:
        if 0 <= card.country == country:
            return COUNTRY
    return 0 if holds[at >> 6] >> np.uint64(at & 63) & ONE else MUST_SKILL


@inlined
def _enters(card, parts, unit, skilled, reading, weights, enough):
    """Whether somebody scores high enough, and whether their text was read to know."""
    skills, must, should, recent = skilled
    (ptr, packed), table, full = reading
    parts[OF_MUST], _, _, _ = held(skills, card.row, must, recent)
    parts[OF_SHOULD], _, _, _ = held(skills, card.row, should, recent)
    of_card(parts, card, unit)
    reads = card.stated & TEXT and full
    parts[OF_TEXT] = POINTS_MAX if reads else NOT_KNOWN
    reaches = mean(parts, weights) >= enough
    if not reaches or not reads:
        return reaches, False
    parts[OF_TEXT] = text_of(packed, ptr[card.row], ptr[card.row + 1], table, full)
    return mean(parts, weights) >= enough, True


@inlined
def _two(lists, n):
    ptr, values, others = lists
    return values[ptr[n] : ptr[n + 1]], others[ptr[n] : ptr[n + 1]]


@inlined
def _one(lists, n):
    ptr, values = lists
    return values[ptr[n] : ptr[n + 1]]


@inlined
def _three(lists, n):
    ptr, skill, least, weight = lists
    return skill[ptr[n] : ptr[n + 1]], least[ptr[n] : ptr[n + 1]], weight[ptr[n] : ptr[n + 1]]


@inlined
def _unit(needs, n):
    """The tables of a need with the weight 1; skills and texts are not looked up in them."""
    return Worths(
        needs.asked[n].themes,
        _one(needs.theme, n),
        needs.seniority[n],
        _one(needs.zone, n),
        needs.kind[n],
        needs.place[n],
        needs.asked[n].category,
        needs.asked[n].province,
        needs.wish[n],
        0,
        0,
        0,
        0,
    )


@inlined
def _name(named, place, rows, constraint):
    for row in rows:
        if place[row] >= 0:
            named[place[row]] = constraint


@inlined
def _find(holds, postings, wanted):
    """Places that hold one of the wanted skills, as bits; all of them where none is wanted."""
    ptr, place = postings
    holds[:] = np.uint64(0) if len(wanted) else ALL
    for skill in wanted:
        if 0 <= skill < len(ptr) - 1:
            for at in range(ptr[skill], ptr[skill + 1]):
                holds[place[at] >> 6] |= ONE << np.uint64(place[at] & 63)


@inlined
def _find_silent(silent, stated, at_least, codes, levels):
    """Places that state languages but none of those asked, as bits; nobody where none is asked."""
    silent[:] = np.uint64(0)
    for n in range(len(codes)):
        if 0 <= codes[n] < len(at_least):
            silent |= at_least[codes[n], min(max(levels[n], 1), N_LEVELS) - 1]
    for word in range(len(silent)):
        silent[word] = stated[word] & ~silent[word] if len(codes) else np.uint64(0)
