"""One normaliser for search, vocabulary and duplicate detection, in three scripts.

The embedded PostgreSQL has no unaccent and no pg_trgm (docs/adr/0010), so folding is done here and
stored in normalised columns.
"""

import re
import unicodedata

# Arabic code points that Urdu writers' keyboards produce for the same letter.
_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و"}
)
_JOINERS = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u0640"}
_WORDS = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"\s+")
# Nothing to see, or turns the reading direction of what follows: no name needs them. Joiners stay, Urdu does.
_UNSEEN = {"\u200b", "\u2060", "\ufeff", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def fold(text: str) -> str:
    """Case, width, accents, Arabic/Urdu letter forms, vowel marks and joiners folded; spaces collapsed.

    >>> fold("  Qadīr  KHAN ")
    'qadir khan'
    >>> fold("كراچي") == fold("کراچی")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    kept = (c for c in decomposed if unicodedata.category(c) != "Mn" and c not in _JOINERS)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(kept))).strip()


def words_of(text: str) -> list[str]:
    """The folded words of a text, without what stands between them.

    >>> words_of("Solar-pump engineer, شمسی")
    ['solar', 'pump', 'engineer', 'شمسی']
    """
    return _WORDS.findall(fold(text))


def clean_line(text: str) -> str:
    """One line without control characters: what a text field of a form may hold; unseen signs alone are none.

    >>> clean_line(" \\u202eRavi\\u200b  Centre ")
    'Ravi Centre'
    >>> clean_line("\\u200c\\u200f")
    ''
    """
    kept = (c for c in text if c == "\t" or (unicodedata.category(c) != "Cc" and c not in _UNSEEN))
    line = _SPACES.sub(" ", "".join(kept)).strip()
    return line if any(unicodedata.category(c) != "Cf" for c in line) else ""


def within_sentence(name: str) -> str:
    """A name as it stands inside a sentence: small letters, but abbreviations stay as they are.

    >>> within_sentence("VLSI design"), within_sentence("Power systems")
    ('VLSI design', 'power systems')
    """
    return " ".join(
        word if sum(letter.isupper() for letter in word) > 1 else word.lower() for word in name.split(" ")
    )
