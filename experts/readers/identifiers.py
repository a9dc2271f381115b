"""Identifiers and codes that files spell in many ways, brought to one."""

import re
from functools import cache
from typing import TypeVar

from babel import Locale
from babel.core import get_global

from taxonomy.enums import country_codes

Level = TypeVar("Level", str, int)

_ORCID = re.compile(r"([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9Xx])")
_ORCID_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?:sandbox\.)?orcid\.org/")
_ROR = re.compile(r"(?:(?:https?://)?ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})")
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s]{1,200}")
_DOI_PREFIX = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|(?:info:)?doi:?[\s/]*", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"']{1,64}@[^\s@<>()\[\],;:\"']{1,190}\.[A-Za-z]{2,24}")
_WORD = re.compile(r"\w[\w.&]*[+#]{0,2}")
_CEFR = re.compile(r"(?<![A-Za-z0-9])([ABC][12])(?![A-Za-z0-9])", re.IGNORECASE)

# Codes that the European Union writes in place of the ISO ones.
_COUNTRY_ALIASES = {"UK": "GB", "EL": "GR"}

# Whose own names are understood too: loading them for every language would take a second.
_OWN_NAMES_OF = (
    "ar", "bn", "da", "de", "el", "es", "fa", "fi", "fr", "gu", "hi", "id", "it", "ja", "ko", "ks", "ml",
    "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sd", "sv", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi",
    "zh",
)  # fmt: skip
# Names in common use that the list of the Unicode consortium leaves out.
_LANGUAGE_ALIASES = {
    "farsi": "fa",
    "mandarin": "zh",
    "mandarin chinese": "zh",
    "norsk": "nb",
    "norwegian": "nb",
    "panjabi": "pa",
    "پنجابی": "pa",
    "pushto": "ps",
    "پشتو": "ps",
    "سندھی": "sd",
    "balochi": "bal",
    "بلوچی": "bal",
    "saraiki": "skr",
    "seraiki": "skr",
    "سرائیکی": "skr",
    "hindko": "hno",
    "shina": "scl",
    "انگریزی": "en",
}

# CEFR has no word for these, so each stands for the highest level that it safely promises.
_FLUENCY = (
    (("native", "mother tongue", "bilingual", "first language"), "C2"),
    (("full professional", "fluent", "proficient", "advanced"), "C1"),
    (("professional", "upper intermediate"), "B2"),
    (("limited working", "conversational", "intermediate", "working"), "B1"),
    (("elementary", "basic", "beginner"), "A2"),
)
_SKILL_LEVELS = (
    (("master", "expert", "guru"), 4),
    (("advanced", "senior", "proficient"), 3),
    (("intermediate", "competent", "medium"), 2),
    (("beginner", "basic", "novice", "junior"), 1),
)


def orcid_id(text: str) -> str | None:
    """Bare iD with a correct check digit (ISO 7064 MOD 11-2) from an iD or its address, else None.

    >>> orcid_id("https://orcid.org/0000-0002-1694-233x")
    '0000-0002-1694-233X'
    """
    found = _ORCID.fullmatch(_ORCID_HOST.sub("", text.strip(), count=1).strip("/"))
    if found is None:
        return None
    digits = "".join(found.groups()).upper()
    return "-".join(found.groups()).upper() if _check_digit(digits[:-1]) == digits[-1] else None


def _check_digit(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    remainder = (12 - total % 11) % 11
    return "X" if remainder == 10 else str(remainder)


def doi(text: str) -> str | None:
    """Bare lower-case DOI from any of its usual spellings, else None.

    >>> doi("https://doi.org/10.1000/ABC")
    '10.1000/abc'
    """
    bare = _DOI_PREFIX.sub("", text.strip(), count=1) if _DOI_PREFIX.match(text.strip()) else text.strip()
    return bare.lower() if _DOI.fullmatch(bare) else None


def ror_id(text: str) -> str | None:
    """Address in the Research Organization Registry from any of its spellings, else None."""
    found = _ROR.fullmatch(text.strip().lower())
    return f"https://ror.org/{found.group(1)}" if found else None


def web_address(text: str) -> str | None:
    """The address when it is plain http or https without a user name in it, else None."""
    return text if _LINK.fullmatch(text) else None


def without_emails(text: str) -> tuple[str, int]:
    """The text with e-mail addresses replaced by an ellipsis, and how many there were."""
    return _EMAIL.subn("…", text) if "@" in text else (text, 0)


def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code from a code of two or three letters in any case, else None.

    >>> country_code("PAK"), country_code("uk")
    ('PK', 'GB')
    """
    code = text.strip().upper()
    if len(code) == 3:
        code = next(iter(get_global("territory_aliases").get(code, ())), code)
    code = _COUNTRY_ALIASES.get(code, code)
    return code if code in country_codes() else None


def language_code(text: str) -> str | None:
    """BCP 47 code of a language given by code (also of three letters), English or own name, else None.

    >>> language_code("urd"), language_code("fre"), language_code("Pashto")
    ('ur', 'fr', 'ps')
    """
    name = text.strip().casefold()
    return _language_codes().get(name) or _language_codes().get(get_global("language_aliases").get(name, ""))


def cefr_level(text: str) -> str | None:
    """CEFR level that a free wording names or safely promises, else None."""
    if found := _CEFR.search(text):
        return found.group(1).upper()
    return _by_word(text, _FLUENCY)


def skill_level(text: str) -> int | None:
    """Level 1 to 4 that a free wording means, else None."""
    return _by_word(text, _SKILL_LEVELS)


def words_of(text: str) -> list[str]:
    """Words with the signs that names of skills carry inside: C++, C#, Node.js, R&D.

    >>> words_of("C++, Node.js (R&D).")
    ['C++', 'Node.js', 'R&D']
    """
    return [word.rstrip(".&") for word in _WORD.findall(text)]


def _by_word(text: str, table: tuple[tuple[tuple[str, ...], Level], ...]) -> Level | None:
    wording = f" {' '.join(re.findall(r'[a-z]+', text.casefold()))} "
    if " non " in wording or " not " in wording:
        return None
    return next((level for words, level in table if any(f" {word} " in wording for word in words)), None)


@cache
def _language_codes() -> dict[str, str]:
    """Lower-case code, English name and own name of each language -> its code."""
    codes: dict[str, str] = {}
    for code, name in Locale("en").languages.items():
        if "_" not in code and code not in {"mul", "und", "zxx", "mis"}:
            codes[code] = codes[name.casefold()] = code
    for code in _OWN_NAMES_OF:
        codes.setdefault((Locale(code).get_display_name(code) or code).casefold(), code)
    return codes | _LANGUAGE_ALIASES
