"""Words of a file of organisations, in whichever of the two languages, as the portal's own codes."""

import re
from functools import cache

from django.utils import translation

from common.text import fold
from incubators.enums import Column, OrganisationKind, Sector
from incubators.labels import ORGANISATION_KINDS, SECTORS
from incubators.labels.imports import COLUMN_HEADERS, KIND_WORDS, SECTOR_WORDS
from taxonomy.models import Place

_NOT_WORDS = re.compile(r"[\W_]+")


def bare(words: str) -> str:
    """Folded words with one space between them, whatever stood there.

    >>> bare(" E-Mail_domain* ")
    'e mail domain'
    """
    return _NOT_WORDS.sub(" ", fold(words)).strip()


def column_of(header: str) -> Column | None:
    """The column that a header means; one in two languages has a stroke between them."""
    return next((found for part in re.split(r"[|/]", header) if (found := _headers().get(bare(part)))), None)


def kind_of(words: str) -> OrganisationKind | None:
    return _kinds().get(bare(words))


def sector_of(words: str) -> Sector | None:
    return _sectors().get(bare(words))


class Places:
    """All places by their codes, names in both languages and aliases."""

    def __init__(self) -> None:
        self._by_words: dict[str, list[Place]] = {}
        # The wider ones first: a city of its district's name means no second place.
        for place in Place.objects.select_related("parent__parent").order_by("pk"):
            for words in {bare(words) for words in (place.code, place.name, place.name_ur, *place.aliases)}:
                self._by_words.setdefault(words, []).append(place)

    def named(self, words: str) -> list[Place]:
        """The place that the words name; several when they leave open which."""
        found = sorted(self._by_words.get(bare(words), ()), key=_depth)
        if found and all(_lies_in(place, found[0]) for place in found):
            return found[:1]
        return found


def _depth(place: Place) -> int:
    return 0 if place.parent is None else 1 + _depth(place.parent)


def _lies_in(place: Place | None, other: Place) -> bool:
    return place is not None and (place.pk == other.pk or _lies_in(place.parent, other))


@cache
def _headers() -> dict[str, Column]:
    known = {bare(column.value): column for column in Column}
    for column, headers in COLUMN_HEADERS.items():
        known |= {bare(header): column for header in headers}
    return known


@cache
def _kinds() -> dict[str, OrganisationKind]:
    known = {bare(words): OrganisationKind(code) for words, code in KIND_WORDS.items()}
    return known | _in_both_languages(OrganisationKind, ORGANISATION_KINDS)


@cache
def _sectors() -> dict[str, Sector]:
    known = {bare(words): Sector(code) for words, code in SECTOR_WORDS.items()}
    return known | _in_both_languages(Sector, SECTORS)


def _in_both_languages(enum: type, labels: dict) -> dict:
    known = {bare(member.value): member for member in enum}
    for language in ("en", "ur"):
        with translation.override(language):
            known |= {bare(str(label)): member for member, label in labels.items()}
    return known
