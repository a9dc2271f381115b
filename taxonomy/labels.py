"""What people read for the codes of the vocabulary. Countries and languages are named by Babel."""

import csv
from functools import lru_cache
from pathlib import Path

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from taxonomy.enums import LANGUAGE_CODES, Cefr, Language, PlaceKind, Seniority, country_codes

PLACE_KINDS = {
    PlaceKind.TERRITORY: _("province or territory"),
    PlaceKind.DISTRICT: _("district"),
    PlaceKind.CITY: _("city"),
}

LANGUAGES = {
    Language.ENGLISH: _("English, or an abbreviation"),
    Language.URDU: _("Urdu"),
    Language.ROMAN_URDU: _("Urdu in Latin letters"),
}

CEFR_LEVELS = {
    Cefr.A1: _("A1: a few words"),
    Cefr.A2: _("A2: simple exchanges"),
    Cefr.B1: _("B1: everyday matters"),
    Cefr.B2: _("B2: can work in it with some effort"),
    Cefr.C1: _("C1: works in it with ease"),
    Cefr.C2: _("C2: like a native speaker"),
}

SENIORITIES = {
    Seniority.EARLY: _("early: first years in the profession"),
    Seniority.MID: _("established: works on their own"),
    Seniority.SENIOR: _("senior: leads work and people"),
    Seniority.PRINCIPAL: _("principal: an authority in the field"),
    Seniority.EXECUTIVE: _("executive: leads an organisation"),
}

# How well a skill is held or wanted, from 1 to 4.
SKILL_LEVELS = {
    1: _("1: knows the basics"),
    2: _("2: has used it at work"),
    3: _("3: others ask them for advice"),
    4: _("4: sets the standard in the field"),
}


@lru_cache
def sdg_names() -> dict[int, tuple[str, str]]:
    """Number of a Sustainable Development Goal -> its name in English and in Urdu, from the reference."""
    path = Path(__file__).parent / "reference" / "sdgs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row["number"]): (row["name"], row["name_ur"]) for row in csv.DictReader(file)}


def sdg_name(number: int) -> str:
    """ "4. Quality education", in the reader's language."""
    english, urdu = sdg_names()[number]
    return f"{number}. {urdu if (get_language() or 'en').startswith('ur') else english}"


def _reading_locale() -> Locale:
    return _locale("ur" if (get_language() or "en").startswith("ur") else "en")


@lru_cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def country_name(code: str) -> str:
    """The country's name in the reader's language; an unknown code stands for itself."""
    return _reading_locale().territories.get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """(code, name) of every country, by name in the reader's language."""
    return sorted(((code, country_name(code)) for code in country_codes()), key=lambda choice: choice[1])


def language_name(code: str) -> str:
    """The language's name in the reader's language; an unknown code stands for itself."""
    return _reading_locale().languages.get(code, _OTHER_LANGUAGES.get(code, code))


def language_choices(*also: str) -> list[tuple[str, str]]:
    """(code, name) of the languages that people here work in, by name, and of those asked for besides."""
    codes = dict.fromkeys((*LANGUAGE_CODES, *also))
    return sorted(((code, language_name(code)) for code in codes), key=lambda choice: choice[1])


# Spoken in Pakistan, but without a name, or without an Urdu one, in the list of the Unicode consortium.
_OTHER_LANGUAGES = {
    "bal": _("Baluchi"),
    "brh": _("Brahui"),
    "skr": _("Saraiki"),
    "hno": _("Hindko"),
    "scl": _("Shina"),
    "bft": _("Balti"),
}

register_messages(
    {
        "all_days_free": _("Please leave at least one day on which people work."),
        "closes_before_opening": _("The working day ends after it begins."),
        "break_outside_hours": _("The break needs both its ends, within the working day."),
        "no_such_holiday": _("There is no holiday on this day."),
        "no_calendar": _("No working calendar has been loaded yet."),
        "skill_known": _("These words name another skill of the vocabulary already."),
        "skill_unknown": _("The vocabulary has no skill of this name. Please choose one from the list."),
        "words_too_short": _("Please write at least two letters."),
        "urdu_letters": _("Please write the Urdu name in Urdu letters."),
        "other_theme": _("The broader skill must be of the same theme."),
        "too_deep": _("This skill has three skills above it already. Please choose one further up."),
    }
)
