"""What two organisations have in common: names in two scripts, mail domain, website, place."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice, product
from urllib.parse import urlsplit

from common.names import name_keys
from common.text import fold, words_of
from incubators.enums import Likeness, OrganisationState
from incubators.models import Organisation
from taxonomy.models import Place

MOST_SPELLINGS = 64
# Words that a name may have or lack, and those that are translated where the others are only transcribed.
_LEFT_OUT = frozenset(("of", "the", "and", "for", "in", "at", "pvt", "ltd", "private", "limited")) | {
    *("آف", "دی", "اینڈ", "اور", "برائے", "فار", "پرائیویٹ", "لمیٹڈ", "کا", "کی", "کے"),
}
_TRANSLATED = {
    "center": "centre",
    "technologies": "technology",
    "sciences": "science",
    "یونیورسٹی": "university",
    "جامعہ": "university",
    "کالج": "college",
    "انسٹیٹیوٹ": "institute",
    "سینٹر": "centre",
    "سنٹر": "centre",
    "مرکز": "centre",
    "ٹیکنالوجی": "technology",
    "سائنس": "science",
    "انجینئرنگ": "engineering",
    "انکیوبیشن": "incubation",
    "اکیڈمی": "academy",
    "لیبارٹری": "laboratory",
    "تحقیقی": "research",
    "ریسرچ": "research",
    "پارک": "park",
    "لاہور": "lahore",
    "پشاور": "peshawar",
    "کوئٹہ": "quetta",
}
_SAME = {fold(word): same for word, same in _TRANSLATED.items()}


def spellings(name: str) -> set[str]:
    """A key of the whole name for each way of hearing its words, in any order.

    >>> spellings("Lahore Science Centre") == spellings("Center of Science, Lahore")
    True
    >>> bool(spellings("جامعہ لاہور") & spellings("University of Lahore"))
    True
    """
    words = [_SAME.get(word, word) for word in words_of(name) if word not in _LEFT_OUT]
    heard = [sorted(name_keys(word) or {word}) for word in words]
    return {" ".join(sorted(keys)) for keys in islice(product(*heard), MOST_SPELLINGS)} if heard else set()


def host_of(website: str) -> str:
    """The website's host without "www.", or nothing.

    >>> host_of("https://www.nust.edu.pk/about")
    'nust.edu.pk'
    """
    try:
        return (urlsplit(website).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def places_of(place: Place | None) -> list[int]:
    """The place and all in which it lies, by id."""
    found = []
    while place is not None:
        found.append(place.pk)
        place = place.parent
    return found


def keys_of(organisation: Organisation) -> set[tuple[str, str]]:
    """(kind, digest) of everything in which it could meet another one."""
    return {
        (kind.value, hashlib.sha256(f"{kind}|{what}".encode()).hexdigest())
        for kind, what in _commons(organisation)
    }


def _commons(organisation: Organisation) -> Iterator[tuple[Likeness, str]]:
    if organisation.state == OrganisationState.CLOSED:
        return
    domain, host, place = organisation.email_domain, host_of(organisation.website), organisation.place
    for name in spellings(organisation.name) | spellings(organisation.name_ur):
        if domain:
            yield Likeness.NAME_DOMAIN, f"{name}|{domain}"
        if host:
            yield Likeness.NAME_HOST, f"{name}|{host}"
        if place:
            yield Likeness.NAME_TERRITORY, f"{name}|{place.territory.code}"
    # A centre may use the domain of its university, so the kind must be the same as well.
    if domain and place:
        yield Likeness.DOMAIN_PLACE, f"{domain}|{place.code}|{organisation.kind}"


class Registered:
    """All organisations of the portal by name, to ask whether one of a file is there already."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._by_name: dict[str, list[Organisation]] = {}
        for organisation in organisations:
            self.add(organisation)

    @classmethod
    def today(cls) -> "Registered":
        standing = Organisation.objects.exclude(state=OrganisationState.CLOSED).with_place()
        return cls(standing.order_by("pk"))

    def add(self, organisation: Organisation) -> None:
        for name in spellings(organisation.name) | spellings(organisation.name_ur):
            self._by_name.setdefault(name, []).append(organisation)

    def twin_of(self, would_be: Organisation) -> Organisation | None:
        """One of the same name, however it is written, with the same mail domain or at the same place.

        A place is the same, too, where one lies in the other.
        """
        domain, place = would_be.email_domain, would_be.place
        for spelling in sorted(spellings(would_be.name) | spellings(would_be.name_ur)):
            for other in self._by_name.get(spelling, ()):
                if domain and other.email_domain == domain:
                    return other
                if place and other.place and _meet(place, other.place):
                    return other
        return None


def _meet(one: Place, other: Place) -> bool:
    return one.pk in places_of(other) or other.pk in places_of(one)
