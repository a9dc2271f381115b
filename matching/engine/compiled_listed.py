"""Cards and listed rows compiled by numba: what `plain` says, integer by integer."""

import numpy as np
from numpy.typing import NDArray

from .ahead import DISTANCE, compiled, fetch, inlined
from .columns import Experts, Need
from .compiled_bits import n_bits
from .rank import Ranking
from .score import Points, Weights
from .segment import Segment, Stated
from .spec import FINE_BITS, NOT_KNOWN, POINTS_MAX, RECENT_YEARS, Component, Unknown
from .worth import GAINED_MASK, N_KINDS, OFFER_MASK, WEIGHT_SHIFT, Worths

ONE = np.uint64(1)
WINDOWS, TEXT = int(Stated.WINDOWS), int(Stated.TEXT)
N_COMPONENTS = len(Component)
OF_MUST, OF_SHOULD, OF_TEXT, OF_TRACK = (
    int(each) for each in (Component.MUST, Component.SHOULD, Component.TEXT, Component.TRACK_RECORD)
)
OF_THEME, OF_SENIORITY, OF_OVERLAP = (
    int(each) for each in (Component.THEME, Component.SENIORITY, Component.OVERLAP)
)
OF_PLACE_MODE, OF_MOTIVATION = int(Component.PLACE_MODE), int(Component.MOTIVATION)
NO_LANGUAGES, NO_MODES, NO_WINDOWS = (
    np.uint8(each) for each in (Unknown.LANGUAGES, Unknown.MODES, Unknown.WINDOWS)
)
NO_LEVEL, NO_RECENCY, NO_CAPACITY = (
    np.uint8(each) for each in (Unknown.MUST_LEVEL, Unknown.MUST_RECENCY, Unknown.CAPACITY)
)


@inlined
def _theme(card, table, wanted):
    return table[1 + n_bits(card.themes & wanted) if card.themes else 0]


@inlined
def _overlap(card, table):
    return table[min(card.zone + 1, len(table) - 1)]


@inlined
def _place_mode(card, table, kind):
    return table[(card.offered & OFFER_MASK) * N_KINDS + kind[card.country + 1]]


@inlined
def _motivation(card, table, category, province):
    return table[N_KINDS * _kind(card.categories, category) + _kind(card.provinces, province)]


@inlined
def _kind(wishes, bit):
    return 1 + np.int64(wishes >> bit & ONE) if wishes else 0


@compiled
def by_cards(cards, places, by):
    """Experts at places scored by what their cards say: worths, rows, and who has a text."""
    # Tables are taken out of the tuple once: each time that one is, it is counted who holds it.
    theme, seniority, zone, kind, place, wish = by.theme, by.seniority, by.zone, by.kind, by.place, by.wish
    themes, category, province, track = by.themes, by.category, by.province, by.track
    found, row = np.empty(len(places), np.int64), np.empty(len(places), np.int32)
    has_text = np.empty(len(places), np.bool_)
    for n in range(len(places)):
        if n + 2 * DISTANCE < len(places):
            fetch(cards, places[n + 2 * DISTANCE])
        card = cards[places[n]]
        worth = _theme(card, theme, themes) + seniority[card.seniority & 255] + _overlap(card, zone)
        worth += _place_mode(card, place, kind) + _motivation(card, wish, category, province)
        if card.track >= 0:
            worth += (track << WEIGHT_SHIFT) + track * card.track
        found[n], row[n], has_text[n] = worth, card.row, (card.stated & TEXT) > 0
    return found, row, has_text


def listed(
    experts: Experts,
    segment: Segment,
    need: Need,
    weights: Weights,
    unit: Worths,
    rows: NDArray,
    texts: Points,
) -> Ranking:
    skills, must, should = experts.skills, need.must, need.should
    rows = rows.astype(np.int32)
    parts, fine, *bits = _listed(
        segment.cards,
        segment.place,
        segment.speakers.stated,
        (skills.ptr, skills.skill, skills.level, skills.last_used),
        (must.skill, must.min_level, must.weight),
        (should.skill, should.min_level, should.weight),
        need.year - RECENT_YEARS,
        unit,
        weights.as_array(),
        rows,
        texts,
    )
    return Ranking(rows, fine, experts.tie_key[rows], parts, *bits)


@compiled
def _listed(cards, place, languages, skills, must, should, recent, unit, weights, rows, texts):
    n_rows = len(rows)
    parts, fine = np.empty((n_rows, N_COMPONENTS), np.int16), np.empty(n_rows, np.int32)
    must_bits, low_bits = np.empty(n_rows, np.uint64), np.empty(n_rows, np.uint64)
    should_bits, unknown = np.empty(n_rows, np.uint64), np.empty(n_rows, np.uint8)
    for n in range(n_rows):
        row, at = rows[n], place[rows[n]]
        card, own = cards[at], parts[n]
        own[OF_MUST], must_bits[n], low_bits[n], doubts = held(skills, row, must, recent)
        own[OF_SHOULD], should_bits[n], _, _ = held(skills, row, should, recent)
        own[OF_TEXT] = texts[n]
        of_card(own, card, unit)
        if not languages[at >> 6] >> np.uint64(at & 63) & ONE:
            doubts |= NO_LANGUAGES
        if not card.offered:
            doubts |= NO_MODES
        if not card.stated & WINDOWS:
            doubts |= NO_WINDOWS
        if card.capacity < 0:
            doubts |= NO_CAPACITY
        unknown[n], fine[n] = doubts, mean(own, weights)
    return parts, fine, must_bits, low_bits, should_bits, unknown


@inlined
def of_card(own, card, unit):
    """The components that an expert's card says, into `own`."""
    own[OF_TRACK], own[OF_SENIORITY] = card.track, _known(unit.seniority[card.seniority & 255])
    own[OF_THEME] = _known(_theme(card, unit.theme, unit.themes))
    own[OF_OVERLAP] = _known(_overlap(card, unit.zone))
    own[OF_PLACE_MODE] = _known(_place_mode(card, unit.place, unit.kind))
    own[OF_MOTIVATION] = _known(_motivation(card, unit.wish, unit.category, unit.province))


@compiled
def held(skills, row, wanted, recent):
    """Coverage of wanted skills; as bits those held, and those below the level asked; what is not known."""
    ptr, skill, level, last_used = skills
    asked, least, weight = wanted
    found, low, doubts = np.uint64(0), np.uint64(0), np.uint8(0)
    gained, whole = np.int64(0), np.int64(0)
    for each in weight:
        whole += each
    for at in range(ptr[row], ptr[row + 1]):
        for n in range(len(asked)):
            if asked[n] == skill[at]:
                bit = ONE << np.uint64(n)
                found |= bit
                if 0 < level[at] < least[n]:
                    low |= bit
                if level[at] == 0:
                    doubts |= NO_LEVEL
                if 0 < last_used[at] < recent:
                    doubts |= NO_RECENCY
                credit = max(np.int64(level[at]), 1) * POINTS_MAX // max(np.int64(least[n]), 1)
                gained += min(credit, POINTS_MAX) * weight[n]
                break
    return (gained // whole if len(asked) else NOT_KNOWN), found, low, doubts


@inlined
def _known(unit):
    return unit & GAINED_MASK if unit >> WEIGHT_SHIFT else NOT_KNOWN


@compiled
def mean(parts, weights):
    """The score of components in 256ths of a point."""
    whole, total = np.int64(0), np.int64(0)
    for component in range(N_COMPONENTS):
        if parts[component] >= 0:
            whole += weights[component]
            total += weights[component] * parts[component]
    return (total << FINE_BITS) // max(whole, 1)
