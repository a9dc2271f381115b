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
_SPACES = re.compile(r"\s+")


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


def clean_line(text: str) -> str:
    """One line without control characters: what a text field of a form may hold."""
    return _SPACES.sub(" ", "".join(c for c in text if c == "\t" or unicodedata.category(c) != "Cc")).strip()
