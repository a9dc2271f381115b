"""Single fields of a profile that a file may bring: how they read, what stands there and whose it is."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.labels import zone_name
from experts.enums import HelpKind, TravelDocument
from experts.labels import HELP_KINDS, TRAVEL_DOCUMENTS
from experts.models import Expert
from taxonomy.enums import Seniority
from taxonomy.labels import SENIORITIES, country_name, language_name
from taxonomy.models import Place, Theme

# Many-to-many fields, each with the model and the code under which a file names its rows.
NAMED_ROWS: dict[str, tuple[type[Theme] | type[Place], str]] = {
    "themes": (Theme, "slug"),
    "motivation_places": (Place, "code"),
}
# Filled in when a profile is started: nobody's words until somebody has saved them.
_PREFILLED = frozenset({"language", "time_zone"})

_WORDS: dict[str, Callable[[Any], str]] = {
    "headline": str,
    "bio": str,
    "orcid": str,
    "country": country_name,
    "city": str,
    "language": language_name,
    "time_zone": zone_name,
    "seniority": lambda code: str(SENIORITIES[Seniority(code)]),
    "years_experience": str,
    "travel_document": lambda code: str(TRAVEL_DOCUMENTS[TravelDocument(code)]),
    "capacity": str,
    "motivation_kinds": lambda codes: _(", ").join(str(HELP_KINDS[HelpKind(code)]) for code in codes),
}
PROFILE_FIELDS = frozenset(_WORDS) | NAMED_ROWS.keys()


def value_of(expert: Expert, name: str) -> Any:
    """What stands in a field, in the form in which a file brings it."""
    if name in NAMED_ROWS:
        code = NAMED_ROWS[name][1]
        return sorted(getattr(row, code) for row in getattr(expert, name).all())
    return getattr(expert, name)


def known_value(name: str, value: Any) -> Any:
    """The value as far as the portal knows it: themes and places that it does not have are left out."""
    if name in NAMED_ROWS:
        model, code = NAMED_ROWS[name]
        return sorted(model.objects.filter(**{f"{code}__in": value}).values_list(code, flat=True))
    return value


def in_words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name in NAMED_ROWS:
        model, code = NAMED_ROWS[name]
        return _(", ").join(str(row) for row in model.objects.filter(**{f"{code}__in": value}))
    return _WORDS[name](value)


def is_own(name: str, value: Any, *, has_fact: bool) -> bool:
    """Whether somebody chose what stands in a field; what was there from the start is nobody's choice."""
    if value in (None, "", []):
        return False
    if has_fact or name in NAMED_ROWS:
        return True
    return name not in _PREFILLED and value != empty_value(name)


def empty_value(name: str) -> Any:
    """What a field holds when nobody has said anything."""
    return [] if name in NAMED_ROWS else Expert._meta.get_field(name).get_default()
