"""The directory as it is now: listings on disk, and whoever has changed since, read from their profiles.

A listing is made beside each snapshot and from its columns, so that it has a base and a delta as that has
(`adapter.listings`). Everybody whom the change feed names since is looked up for each answer, so that what is
counted and shown is what the database holds, and not what it held a minute ago.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from matching.adapter import listings
from matching.adapter.codes import country_number, day_number, language_number
from matching.adapter.extract import Who
from matching.adapter.listings import Stored, read_listing
from matching.engine.directory import Asked, Layer, Sight, Span, Towards, count, find
from matching.engine.listing import Facet, Level, Listing, Part, skill_term, term_of
from matching.engine.segment import bitmap
from matching.selectors.audience import Viewer
from matching.selectors.found import Found, Search, Sought, Turn
from taxonomy.enums import Seniority

MOST_LOOSE = 5_000
"""People who are read for an answer: more of them, and the listing has to be made anew first."""
MANY_LOOSE = 100
_LOOSE = """SELECT object_id, max(id) FROM common_changefeed WHERE kind = 'expert' AND xid >= %s
GROUP BY object_id ORDER BY object_id"""
_EVERYBODY = """SELECT id FROM experts_expert WHERE state NOT IN ('draft', 'erased', 'closed')
ORDER BY id LIMIT %s"""
_LEVELS = {False: Level.PUBLIC, True: Level.ORGANISATIONS}
_LAST_DAY = 2**31 - 1
_REMEMBERED = 8


class NotReady(Exception):
    """So many have changed that the listing is made anew before anybody is counted."""


def look_up(search: Search, viewer: Viewer, turn: Turn, size: int) -> Found:
    """Whom a reader finds: their number, the number at each value of each facet, and one page of ids.

    Raises NotReady.
    """
    layers = directory_now()
    towards = Towards.BACK if turn.back else Towards.NEXT
    found = find(layers, _sight(viewer), _asked(search), key=turn.key, towards=towards, size=size)
    facets: dict[str, dict[str, int]] = {}
    for (facet, value), n in found.facets.items():
        facets.setdefault(_NAMES[facet], {})[str(listings.word_of(facet, value))] = n
    return Found(found.n, facets, found.ids, found.keys, found.has_more)


def count_of(search: Search, viewer: Viewer) -> int:
    """How many a reader finds. Raises NotReady."""
    return count(directory_now(), _sight(viewer), _asked(search))


def directory_now() -> list[Layer]:
    """Everybody as they are in the database now. Raises NotReady."""
    stored = listings.current()
    if stored is None:
        ids = _column(_EVERYBODY, MOST_LOOSE + 1)
        return [_layer(_loose(ids))]
    rows = _rows(_LOOSE, stored.watermark)
    if len(rows) > MOST_LOOSE:
        raise NotReady
    return _with_loose(stored, tuple(rows)) if rows else _layers(stored)


def is_outdated() -> bool:
    """Whether there is no listing, many have changed since it, or its base has been replaced."""
    stored = listings.current()
    if stored is None:
        return True
    return len(_rows(_LOOSE, stored.watermark)) > MANY_LOOSE or listings.is_replaced()


@lru_cache(maxsize=2)
def _layers(stored: Stored) -> list[Layer]:
    """The layers of a stored directory: its base without those who stand in its delta, and the delta."""
    base, *delta = stored.listings
    if not delta:
        return [_layer(base)]
    return [_layer(base, stored.changed), _layer(delta[0])]


@lru_cache(maxsize=4)
def _with_loose(stored: Stored, rows: tuple[tuple[int, int], ...]) -> list[Layer]:
    """The layers with those who have changed since, as the feed's rows name them, in a layer of their own."""
    ids = [expert_id for expert_id, _ in rows]
    layers = [Layer(each.listing, each.serving, _gone(each, ids)) for each in _layers(stored)]
    return [*layers, _layer(_loose(ids))]


def _gone(layer: Layer, ids: Sequence[int]) -> NDArray[np.uint64]:
    gone = _places(layer.listing, np.array(ids, dtype=np.int64))
    return gone if layer.gone is None else layer.gone | gone


def _layer(listing: Listing, gone_ids: NDArray[np.int64] | None = None) -> Layer:
    gone = None if gone_ids is None else _places(listing, gone_ids)
    return Layer(listing, lru_cache(maxsize=_REMEMBERED)(listing.windows.serving), gone)


def _places(listing: Listing, ids: NDArray[np.int64]) -> NDArray[np.uint64]:
    return bitmap(np.flatnonzero(np.isin(listing.ids, ids)), len(listing))


def _loose(ids: Sequence[int]) -> Listing:
    if len(ids) > MOST_LOOSE:
        raise NotReady
    return read_listing(Who(ids=ids))


def _rows(query: str, *parameters: object) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def _column(query: str, *parameters: object) -> list[int]:
    return [value for (value,) in _rows(query, *parameters)]


_NAMES = {
    Facet.THEME: "theme",
    Facet.COUNTRY: "country",
    Facet.LANGUAGE: "language",
    Facet.MODE: "mode",
    Facet.SENIORITY: "seniority",
    Facet.WISH: "wish",
    Facet.TERRITORY: "territory",
}


def _sight(viewer: Viewer) -> Sight:
    countries = tuple(country_number(code) for code in viewer.countries)
    return Sight(_LEVELS[viewer.is_host], countries, viewer.sees_all)


def _asked(search: Search) -> Asked:
    """What is looked for, in the engine's numbers."""
    chosen = {
        Facet.COUNTRY: country_number(search.country) if search.country else None,
        Facet.LANGUAGE: language_number(search.language) if search.language else None,
        Facet.SENIORITY: Seniority(search.seniority).rank if search.seniority else None,
        Facet.THEME: search.theme,
        Facet.TERRITORY: search.territory,
        Facet.WISH: listings.wish_number(search.wish) if search.wish else None,
    }
    first = max(filter(None, (search.free_from, search.today)))
    last = day_number(search.free_until) if search.free_until else _LAST_DAY
    return Asked(
        span=Span(day_number(first), last, search.hours or 0),
        chosen={facet: value for facet, value in chosen.items() if value is not None},
        words=(*map(_word, search.words), *map(_name, search.names)),
        mode=listings.mode_number(search.mode) if search.mode else 0,
        needs_window=search.asks_for_time,
    )


def _word(word: Sought) -> tuple[tuple[tuple[Part, int], ...], ...]:
    """A skill of the vocabulary, or the very words in a headline, in titles of works or as typed skills."""
    skills = [((Part.SKILLS, skill_term(pk)),) for pk in word.skill_ids]
    texts = [
        tuple((part, term_of(part, each)) for each in word.words)
        for part in (Part.HEADLINE, Part.WORKS, Part.SKILLS)
        if word.words
    ]
    return (*skills, *texts)


def _name(keys: frozenset[str]) -> tuple[tuple[tuple[Part, int], ...], ...]:
    return tuple(((Part.NAME, term_of(Part.NAME, key)),) for key in sorted(keys))
