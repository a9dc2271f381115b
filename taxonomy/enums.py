"""Words of the shared vocabulary."""

from enum import StrEnum
from functools import cache

from babel import Locale


class Fact(StrEnum):
    """Facts that this app announces."""

    VOCABULARY_CHANGED = "taxonomy.vocabulary_changed"


class Language(StrEnum):
    """In which language and script a skill is written (BCP 47)."""

    ENGLISH = "en"
    URDU = "ur"
    ROMAN_URDU = "ur-Latn"


class PlaceKind(StrEnum):
    TERRITORY = "territory"  # province or territory: AJK and GB are not provinces
    DISTRICT = "district"
    CITY = "city"


class Cefr(StrEnum):
    """Levels of the Common European Framework, lowest first."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def rank(self) -> int:
        return list(Cefr).index(self) + 1


class Seniority(StrEnum):
    """Stages of a career, earliest first: what a profile says and what a need wishes for."""

    EARLY = "early"
    MID = "mid"
    SENIOR = "senior"
    PRINCIPAL = "principal"
    EXECUTIVE = "executive"

    @property
    def rank(self) -> int:
        return list(Seniority).index(self) + 1


# Languages that people of the portal work in (BCP 47); a profile may hold any other.
LANGUAGE_CODES = (
    "en", "ur", "pa", "ps", "sd", "bal", "brh", "ks", "skr", "hno", "scl", "bft", "ar", "fa", "tr", "de",
    "fr", "es", "it", "nl", "sv", "nb", "da", "fi", "pt", "ru", "uz", "kk", "zh", "ja", "ko", "ms", "id",
    "hi", "bn", "th", "sw", "pl", "el",
)  # fmt: skip


@cache
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes."""
    # Babel also lists regions (numbers), unions, small islands' postal codes and placeholders.
    not_countries = {"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    codes = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    return frozenset(codes - not_countries)
