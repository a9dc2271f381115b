"""Places, names and dates of the demand side in the reader's language."""

import re

from django.utils.translation import get_language

from incubators.models import Organisation
from taxonomy.labels import country_name
from taxonomy.models import Place

DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


def place_words(place: Place | None) -> str:
    """A place with what it lies in: "Mingora, Swat, Khyber Pakhtunkhwa"."""
    names = []
    while place is not None:
        names.append(str(place))
        place = place.parent
    separator = "، " if get_language() == "ur" else ", "
    return separator.join(names)


def where(organisation: Organisation) -> str:
    """Its place in Pakistan, or the country in which it is."""
    if organisation.country != "PK":
        return country_name(organisation.country)
    return place_words(organisation.place)


def name_of(organisation: Organisation) -> str:
    """The organisation's name in the reader's language where it has given one."""
    return organisation.name_ur if organisation.name_ur and get_language() == "ur" else organisation.name
