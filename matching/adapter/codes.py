"""Outside words to the engine's integers and back: the dictionary of the border."""

from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from common.ids import ALPHABET, LENGTH
from incubators.enums import Category
from matching import enums
from matching.engine import explain, spec
from programmes.enums import Component, Mode

MODES = {Mode.REMOTE: spec.Mode.REMOTE, Mode.HYBRID: spec.Mode.HYBRID, Mode.IN_PERSON: spec.Mode.IN_PERSON}
CATEGORIES = {category: bit for bit, category in enumerate(Category)}
COMPONENTS = dict(zip(spec.Component, Component, strict=True))

_DIGITS = np.full(256, -1, dtype=np.int64)
_DIGITS[list(ALPHABET.encode())] = np.arange(len(ALPHABET))
_PLACES = len(ALPHABET) ** np.arange(LENGTH - 1, -1, -1, dtype=np.int64)

_EPOCH_DAY = date(1970, 1, 1).toordinal()


def constraint_code(constraint: int) -> str:
    """The engine's constraint as the word that is stored."""
    return enums.Constraint[spec.Constraint(constraint).name].value


def line_code(code: IntEnum) -> str:
    """A reason's or gap's code as the word that is stored."""
    if isinstance(code, explain.GapCode):
        return enums.Gap[code.name].value
    return COMPONENTS[spec.Component(code)].value


def question_code(code: explain.QuestionCode) -> str:
    return enums.Question[code.name].value


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return day.toordinal() - _EPOCH_DAY


def country_number(code: str) -> int:
    """ISO 3166-1 alpha-2 as a number; -1 for anything else. The same formula stands in the COPY.

    >>> country_number("AB"), country_number("")
    (1, -1)
    """
    if len(code) != 2 or not (code.isascii() and code.isupper() and code.isalpha()):
        return -1
    return (ord(code[0]) - 65) * 26 + ord(code[1]) - 65


def language_number(code: str) -> int:
    """The first six letters of a tag's primary language as a number to the base of 27.

    >>> language_number("en-GB") == language_number("EN"), language_number("ur"), language_number("")
    (True, 585, 0)
    """
    number = 0
    for letter in code.partition("-")[0].lower()[:6]:
        number = number * 27 + (ord(letter) - 96 if "a" <= letter <= "z" else 0)
    return number


def theme_bit(position: int) -> int:
    """A theme's bit; positions that do not fit into 64 bits match nobody."""
    return 1 << position if 0 <= position < 64 else 0


def tie_keys(codes: NDArray[np.bytes_]) -> NDArray[np.int64]:
    """Public ids as numbers below 2**48, in the order of the codes: comparable between any two populations.

    >>> tie_keys(np.array([b"2222222222", b"2222222232", b"ZZZZZZZZZZ"])).tolist()
    [0, 27, 205891132094648]
    """
    digits = _DIGITS[np.ascontiguousarray(codes).view(np.uint8).reshape(len(codes), LENGTH)]
    if (digits < 0).any():
        raise ValueError("a public id has a letter that is not of their alphabet")
    return digits @ _PLACES
