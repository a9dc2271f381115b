"""From people's texts to tokens, alike for English, Urdu and roman Urdu."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import Stemmer

Folds = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""First token of an alias -> the aliases that start with it, longest first, each with its one token."""

_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
_LETTER_RUN = re.compile(r"[^\W\d_]{2,}")
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

MAX_LETTERS = 200_000
"""Letters of one text that are read, some 30,000 words; what follows is left out."""
MAX_WORD = 64
"""Letters of the longest word; a longer run of letters is no word in any language written here."""
_ACRONYM_LENGTH = 6
_ENGLISH = Stemmer.Stemmer("english")


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


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Snowball's English stem. Words of other scripts and words with digits pass unchanged.

    >>> [stem(word) for word in ("batteries", "mapping", "trained", "analysis", "networks", "gis")]
    ['batteri', 'map', 'train', 'analysi', 'network', 'gis']
    """
    if not word.isascii() or any(letter.isdigit() for letter in word):
        return word
    return _ENGLISH.stemWord(word)


def _plain(text: str) -> str:
    # One code point may become eighteen.
    return _APOSTROPHE.sub("", normalise(text[:MAX_LETTERS])[:MAX_LETTERS])


def _pieces(plain: str) -> Iterator[str]:
    """Words as written; of a word with digits, its runs of letters: "covid19" and "covid-19" are one."""
    for word in _WORD.findall(plain):
        if len(word) > MAX_WORD:
            continue
        mixed = not word.isalpha() and any(letter.isdigit() for letter in word)
        yield from (mixed and _LETTER_RUN.findall(word)) or [word]


def _words(plain: str) -> list[str]:
    """Words without stop words and single letters."""
    return [word for word in _pieces(plain) if len(word) > 1 and word.casefold() not in STOP_WORDS]


def _tokens_of(words: list[str], *, shouting: bool) -> Iterator[str]:
    for word in words:
        # An acronym is kept as written: "AIDS" is not the plural of "aid".
        is_acronym = word.isupper() and not shouting and len(word) <= _ACRONYM_LENGTH
        yield word.casefold() if is_acronym else stem(word.casefold())


def _plain_tokens(text: str) -> Iterator[str]:
    plain = _plain(text)
    return _tokens_of(_words(plain), shouting=plain.isupper())


def _follows(plain: str) -> list[bool]:
    """For each word of `_words`, whether no stop word stands between it and the word before."""
    kept = [word.casefold() not in STOP_WORDS for word in _pieces(plain) if len(word) > 1]
    return [before for before, is_kept in zip([False, *kept], kept, strict=False) if is_kept]


def _alias_tokens(spelling: str) -> tuple[str, ...]:
    """Tokens of one spelling of a skill, which is an acronym when it stands in capitals.

    None if the tokens keep no more of it than one everyday word: "e-learning" must not fold "learning".
    """
    plain = _plain(spelling)
    words = _words(plain)
    is_cut = len(words) == 1 < len(list(_pieces(plain))) and not words[0].isupper()
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
    ['train', 'ai', 'engin', 'c++']
    """
    return [token for token, _ in joined_tokens(text, folds)]


def joined_tokens(text: str, folds: Folds | None = None) -> list[tuple[str, bool]]:
    """Tokens as `tokens`, each with whether no stop word stands between it and the token before.

    >>> joined_tokens("Training of AI engineers")
    [('train', False), ('ai', False), ('engin', True)]
    """
    plain = _plain(text)
    found = list(_tokens_of(_words(plain), shouting=plain.isupper()))
    follows = _follows(plain)
    if not folds:
        return list(zip(found, follows, strict=True))
    folded, at = [], 0
    while at < len(found):
        parts, canonical = next(
            (pair for pair in folds.get(found[at], ()) if tuple(found[at : at + len(pair[0])]) == pair[0]),
            ((found[at],), found[at]),
        )
        folded.append((canonical, follows[at]))
        at += len(parts)
    return folded
