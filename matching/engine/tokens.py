"""From people's texts to tokens, alike for English, Urdu and roman Urdu."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

Folds = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""First token of an alias -> the aliases that start with it, longest first, each with its one token."""

_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
_APOSTROPHE = re.compile(r"['’ʼ]s?\b")
_LETTERS = str.maketrans(
    {
        # One letter, several code points: Arabic keyboards type yeh, kaf and heh differently from Urdu ones.
        "ي": "ی", "ى": "ی", "ې": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ە": "ہ", "ۂ": "ہ", "ۃ": "ہ",
        # Joiners, direction marks and the elongation stroke carry no meaning in a word.
        "\u0640": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u200e": None, "\u200f": None,
        "\u061c": None, "\u2060": None, "\ufeff": None, "\u00ad": None,
        **{chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)},
    }
)  # fmt: skip
_FIRST_VOWEL_SIGN = 27
"""Canonical combining classes from here on are Arabic vowel signs and Latin accents: dropped. Lower ones
(nukta, virama) are letters to the scripts that use them: kept."""

_STOP_ENGLISH = """
a about above after all also am an and any are as at be because been before being between both but
by can could did do does doing down during each few for from further had has have having he her here
his how i if in into is it its itself may me might more most must my no nor not now of off on once
only or other our out over own same she should so some such than that the their them then there
these they this those through to too under until up upon us very was we were what when where which
while who whom why will with within without would you your using used use based
"""
_STOP_URDU = """
کا کی کے کو میں سے پر نے اور ہے ہیں تھا تھی تھے یہ وہ جو بھی ہو کر گا گی گے ایک اس ان لیے تک ساتھ یا
کہ اپنے اپنی
"""
_STOP_ROMAN_URDU = "ka ki ke ko mein se par ne aur hai hain yeh woh bhi kar liye"
STOP_WORDS = frozenset(f"{_STOP_ENGLISH} {_STOP_URDU} {_STOP_ROMAN_URDU}".split())

_ACRONYM_LENGTH = 6
_VOWELS = frozenset("aeiouy")


def normalise(text: str) -> str:
    """Compatibility form with one code point per letter and without vowel signs, accents and joiners.

    >>> normalise("Nai\u0308ve"), normalise("\u0643\u064e\u064a") == "\u06a9\u06cc"
    ('Naive', True)
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in apart if unicodedata.combining(letter) < _FIRST_VOWEL_SIGN)
    return unicodedata.normalize("NFC", kept).translate(_LETTERS)


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Light English stem: plurals, -ing, -ed, final e and y. Words of other scripts pass unchanged.

    >>> [stem(word) for word in ("batteries", "mapping", "trained", "analysis", "networks", "GIS".lower())]
    ['batteri', 'map', 'train', 'analysis', 'network', 'gis']
    """
    if not word.isascii() or any(letter.isdigit() for letter in word):
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and _VOWELS.intersection(rest):
            word = _undouble(rest)
            break
    if len(word) > 3 and word.endswith("e"):
        return word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


def _plain(text: str) -> str:
    return _APOSTROPHE.sub("", normalise(text))


def _words(plain: str) -> list[str]:
    """Words as written, without stop words and single letters."""
    return [word for word in _WORD.findall(plain) if len(word) > 1 and word.casefold() not in STOP_WORDS]


def _tokens_of(words: list[str], *, shouting: bool) -> Iterator[str]:
    for word in words:
        # An acronym is kept as written: "AIDS" is not the plural of "aid".
        is_acronym = word.isupper() and not shouting and len(word) <= _ACRONYM_LENGTH
        yield word.casefold() if is_acronym else stem(word.casefold())


def _plain_tokens(text: str) -> Iterator[str]:
    plain = _plain(text)
    return _tokens_of(_words(plain), shouting=plain.isupper())


def _alias_tokens(spelling: str) -> tuple[str, ...]:
    """Tokens of one spelling of a skill, which is an acronym when it stands in capitals.

    None if the tokens keep no more of it than one everyday word: "e-learning" must not fold "learning".
    """
    plain = _plain(spelling)
    words = _words(plain)
    is_cut = len(words) == 1 < len(_WORD.findall(plain)) and not words[0].isupper()
    return () if is_cut else tuple(_tokens_of(words, shouting=False))


def fold_table(aliases: Mapping[str, Iterable[str]]) -> Folds:
    """Table that turns every alias of a skill into the skill's one token.

    Parameters
    ----------
    aliases : mapping of canonical name -> its other spellings, in any of the three languages

    >>> tokens("ML and machine learning", fold_table({"machine learning": ["ML"]}))
    ['machin·learn', 'machin·learn']
    """
    table: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    for name, spellings in aliases.items():
        canonical = "·".join(_plain_tokens(name))
        for spelling in (name, *spellings):
            parts = _alias_tokens(spelling)
            if canonical and parts:
                table.setdefault(parts[0], set()).add((parts, canonical))
    return {
        first: tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair))) for first, found in table.items()
    }


def tokens(text: str, folds: Folds | None = None) -> list[str]:
    """Tokens of a text in reading order, stop words dropped, aliases folded.

    >>> tokens("Training of AI engineers in C++")
    ['train', 'ai', 'engineer', 'c++']
    """
    plain = list(_plain_tokens(text))
    if not folds:
        return plain
    folded, at = [], 0
    while at < len(plain):
        parts, canonical = next(
            (pair for pair in folds.get(plain[at], ()) if tuple(plain[at : at + len(pair[0])]) == pair[0]),
            ((plain[at],), plain[at]),
        )
        folded.append(canonical)
        at += len(parts)
    return folded
