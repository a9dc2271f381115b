"""What every value that a card can hold is worth under one need: the score's components as small tables.

The tables are made by the functions of `score` themselves, applied to every value there is, so that the
definition stands once. A worth is one integer, `weight << 32 | weight * points`, and 0 where nothing is
known: worths of several components are added as they are.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import Need
from .score import (
    Points,
    Weights,
    motivation_points,
    overlap_points,
    place_mode_points,
    seniority_points,
    theme_points,
)
from .spec import FINE_BITS, POINTS_MAX

I64 = NDArray[np.int64]

WEIGHT_SHIFT = 32
GAINED_MASK = (1 << WEIGHT_SHIFT) - 1
CACHED = 256
"""Tables of a kind that are kept: what needs ask for repeats."""
N_OFFERS = 8
"""Combinations of modes offered."""
OFFER_MASK = N_OFFERS - 1
N_KINDS = 3
"""A country, or a wish: not stated, another, the one asked for."""


class Worths(NamedTuple):
    """Worths under one need, int64, by the value of a card.

    Attributes
    ----------
    theme : by 0 for none stated, else 1 + the number of themes shared with `themes`, uint64 bits
    seniority : (256,) by the byte
    zone : by 1 + zone
    kind : (countries + 1,) uint8 by 1 + country: 0 none stated, 1 another, 2 a partner of the need
    place : (24,) by 3 * offered modes + kind of country
    wish : (9,) by 3 * kind of category + kind of province, wished for as bits `category` and `province`
    track, must, should, text : weights, 0 where the need does not ask
    """

    themes: np.uint64
    theme: I64
    seniority: I64
    zone: I64
    kind: NDArray[np.uint8]
    place: I64
    category: np.uint64
    province: np.uint64
    wish: I64
    track: np.int64
    must: np.int64
    should: np.int64
    text: np.int64


def worth(points: Points | I64, weight: int) -> I64:
    """Points of a component with this weight as worths; -1 is worth nothing.

    >>> (worth(np.array([-1, 0, 5]), 3) & GAINED_MASK).tolist()
    [0, 0, 15]
    """
    return np.where(points >= 0, np.int64(weight << WEIGHT_SHIFT) + np.int64(weight) * points, 0)


def fine_points(worths: I64, open_weight: I64 | int = 0, of_open: I64 | int = POINTS_MAX) -> I64:
    """Scores of worths in 256ths of a point, with this many points for the components that are still open.

    With full points it is a bound: a mean of points never falls when more of the highest are added to it.
    """
    weight = (worths >> WEIGHT_SHIFT) + open_weight
    return (((worths & GAINED_MASK) + open_weight * of_open) << FINE_BITS) // np.maximum(weight, 1)


def units(need: Need, n_countries: int) -> Worths:
    """The tables of one need, for experts of `n_countries` countries, each component with the weight 1."""
    partners = need.partner_countries
    kind = np.ones(n_countries + 1, np.uint8)
    kind[0] = 0
    kind[1 + partners[(partners >= 0) & (partners < n_countries)]] = 2
    overlap = overlap_points(np.arange(-1, len(need.overlap_tenths)), need.overlap_tenths)
    return Worths(
        themes=np.uint64(need.themes),
        theme=of_themes(need.themes.bit_count()),
        seniority=of_seniority(need.seniority),
        zone=worth(overlap, 1),
        kind=kind,
        place=of_place(need.modes, len(partners) > 0),
        category=np.uint64(max(need.category, 0)),
        province=np.uint64(max(need.province, 0)),
        wish=of_wishes(need.category >= 0, need.province >= 0),
        track=np.int64(1),
        must=np.int64(len(need.must) > 0),
        should=np.int64(len(need.should) > 0),
        text=np.int64(len(need.text.term) > 0),
    )


def weighted(unit: Worths, weights: Weights) -> Worths:
    """Tables of the weight 1 under these weights: a worth of the weight w is w times that of the weight 1."""
    must, should, text, theme, seniority, overlap, place_mode, motivation, track = weights.values
    return unit._replace(
        theme=unit.theme * theme,
        seniority=unit.seniority * seniority,
        zone=unit.zone * overlap,
        place=unit.place * place_mode,
        wish=unit.wish * motivation,
        track=unit.track * track,
        must=unit.must * must,
        should=unit.should * should,
        text=unit.text * text,
    )


def worths(need: Need, weights: Weights, n_countries: int) -> Worths:
    """The tables of one need under weights, for experts of `n_countries` countries."""
    return weighted(units(need, n_countries), weights)


def _kept(points: Points) -> I64:
    """Worths of the weight 1 that many needs share."""
    table = worth(points, 1)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=CACHED)
def of_themes(n_wanted: int) -> I64:
    """Of experts who state no theme, share none of those wanted, share one, two, and so on."""
    wanted = (1 << n_wanted) - 1
    examples = [0, ~wanted & (1 << 64) - 1, *((1 << shared) - 1 for shared in range(1, n_wanted + 1))]
    return _kept(theme_points(np.array(examples, np.uint64), wanted))


@lru_cache(maxsize=CACHED)
def of_seniority(wished: int) -> I64:
    """By the byte."""
    return _kept(seniority_points(np.arange(256, dtype=np.uint8).view(np.int8), wished))


@lru_cache(maxsize=CACHED)
def of_place(modes: int, with_partners: bool) -> I64:
    """By modes offered and kind of country."""
    offered, kind = np.divmod(np.arange(N_OFFERS * N_KINDS), N_KINDS)
    partners = np.array([2] if with_partners else [], np.int16)
    country = np.array([-1, 1, 2], np.int16)[kind]
    need = Need(modes=modes, partner_countries=partners)
    return _kept(place_mode_points(offered.astype(np.uint8), country, need))


@lru_cache(maxsize=CACHED)
def of_wishes(asks_category: bool, asks_province: bool) -> I64:
    """By kind of category and kind of province."""
    category, province = np.divmod(np.arange(N_KINDS * N_KINDS), N_KINDS)
    wishes = np.array([0, 2, 1], np.uint64)
    need = Need(category=0 if asks_category else -1, province=0 if asks_province else -1)
    return _kept(motivation_points(wishes[category], wishes[province], need))
