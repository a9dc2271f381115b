"""Names as they are written in several ways: one key for each word, whatever the script and spelling.

Nobody has a fixed family name here, a mononym is whole, and Mohammad, Muhammad and محمد are one name. The
keys keep the consonants, as Urdu script does, so that they serve search and the finding of duplicates; they
are no spelling and are shown to nobody.
"""

import re

from common.text import fold

_WORDS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]+")
# What stands before a name, and what joins its parts.
_NO_NAMES = frozenset(
    ["dr", "prof", "professor", "engr", "mr", "mrs", "ms", "miss", "al", "el", "ul", "ur", "us", "ud", "un"]
) | {"uz", "ush", "bin", "ibn", "bint", "ڈاکٹر", "پروفیسر", "بن", "بنت"}
_SERVANT_OF = re.compile(r"abd[aeiou](?:[lnrstz]|sh)?|عبد(?:ال)?")
# A pair of letters is replaced before the single ones are.
_PAIRS = (("sch", "x"), ("sh", "x"), ("ch", "č"), ("ph", "f"), ("ck", "k"))
_LETTERS = str.maketrans({"q": "k", "w": "v", "c": "k", "č": "c"})
# The two most frequent names of all differ by a vowel alone.
_MAHMUD = re.compile(r"m[aeou]h?m(?:oo|ou|u|o)d|محمود")
_ASPIRATE = re.compile(r"(?<=[bdfgjklnprtz])h")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiouy")

# One Latin consonant for each letter of the Urdu alphabet; what is missing is a vowel or a mark.
_URDU = dict(zip("بپتٹثجچحخدڈذرڑزژسشصضطظغفقکگلمنں", "bpttsjchkddzrrzzsxsztzgfkkglmnn", strict=True))
_URDU |= {"ہ": "h", "ۃ": "h"}
_OPENING = "اآعأإئ"
# How else the first letter of a key is written.
_BEGINS = {"a": "aei", "u": "ou", "k": "kqc", "v": "vw", "x": "xs", "f": "fp", "s": "st"}


def name_keys(full_name: str) -> frozenset[str]:
    """One key or two for each word of a name; titles, initials and joining words have none.

    >>> name_keys("Muhammad Usman Qureshi") == name_keys("Mohammed  Osman QURAISHI")
    True
    >>> name_keys("محمد") == name_keys("Mohammad")
    True
    >>> sorted(name_keys("Dr. Aisha"))
    ['ax']
    """
    words = _WORDS.findall(fold(full_name))
    spoken = (word for word in words if len(word) > 1 and word not in _NO_NAMES)
    return frozenset(key for word in spoken for key in word_keys(word))


def openings_of(key: str) -> str:
    """The letters, of both scripts, with which a word of this key may be written to begin.

    >>> "q" in openings_of("krx") and "ق" in openings_of("krx")
    True
    """
    latin = _BEGINS.get(key[0], key[0])
    urdu = "".join(letter for letter, heard in _URDU.items() if heard in latin)
    return latin + urdu + (_OPENING + "وی" if key[0] in "auyv" else "")


def word_keys(word: str) -> frozenset[str]:
    """The keys of one folded word; more than one where the writing leaves open how it sounds."""
    if _SERVANT_OF.fullmatch(word):
        return frozenset(["abd"])
    if _MAHMUD.fullmatch(word):
        return frozenset(["mahmud"])
    if _LATIN.fullmatch(word):
        # Uthman is written Usman as well.
        spellings = {word, word.replace("th", "s")}
        return frozenset(_latin_key(spelling) for spelling in spellings)
    if any(letter in _URDU or letter in _OPENING for letter in word):
        return _urdu_keys(word)
    return frozenset([word])


def _latin_key(word: str) -> str:
    for pair, letter in _PAIRS:
        word = word.replace(pair, letter)
    word = _TWICE.sub(r"\1", _ASPIRATE.sub("", word).translate(_LETTERS))
    first, rest = word[0], word[1:]
    # A vowel at the beginning is heard as one of two; y opens Yusuf as a consonant.
    opening = first if first not in "aeiou" else "u" if first in "ou" else "a"
    return _heard(opening + "".join(letter for letter in rest if letter not in _VOWELS and letter != "v"))


def _urdu_keys(word: str) -> frozenset[str]:
    # The article may be a part of the name: Altaf begins with it, al-Haq does not.
    words = {word, word[2:]} if word.startswith("ال") and len(word) > 3 else {word}
    return frozenset(key for written in words for key in _opened(written))


def _opened(word: str) -> set[str]:
    """Without a vowel mark the first vowel may be either of the two."""
    first, rest = word[0], word[1:].replace("ھ", "")
    openings = {"ا": "au", "ع": "au", "آ": "a", "و": "v", "ی": "y"}.get(first) or _URDU.get(first, "")
    if first in "اع" and rest[:1] in ("ی", "ے"):
        openings = "a"
    body = "".join(_URDU.get(letter, "") for letter in rest)
    return {_heard(opening + body) for opening in openings}


def _heard(key: str) -> str:
    """An h at the end is not heard."""
    return key[:-1] if len(key) > 1 and key.endswith("h") else key
