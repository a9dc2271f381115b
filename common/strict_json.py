"""JSON from strangers: everything that would surprise a later layer is refused here, once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


class JsonFault(StrEnum):
    """Why a document is refused as a whole."""

    BAD_ENCODING = "bad_encoding"
    UNKNOWN_FORMAT = "unknown_format"  # does not even begin like JSON
    NOT_JSON = "not_json"
    NOT_A_NUMBER = "not_a_number"
    HUGE_NUMBER = "huge_number"
    DUPLICATE_KEY = "duplicate_key"
    TOO_DEEP = "too_deep"
    TOO_MANY_VALUES = "too_many_values"
    NUL_CHARACTER = "nul_character"
    LONE_SURROGATE = "lone_surrogate"


@dataclass(frozen=True, slots=True)
class JsonLimits:
    """How deep a document may go, how many values it may hold, and digits a whole number may have."""

    depth: int
    values: int
    digits: int


class UnreadableJson(Exception):
    """The document is refused; `details` fill the sentence that says why."""

    def __init__(self, fault: JsonFault, **details: str | int) -> None:
        self.fault = fault
        self.details = details
        super().__init__(fault)


def decode(content: bytes) -> str:
    try:
        # UTF-16 with a byte order mark is what some editors write; the detection is that of RFC 8259.
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        raise UnreadableJson(JsonFault.BAD_ENCODING) from None


def parse(text: str, limits: JsonLimits) -> Json:
    """Parse and check a whole document.

    Raises UnreadableJson for broken JSON, NaN, numbers of too many digits, a key given twice, nesting or
    size beyond the limits, and for text that PostgreSQL could not store.
    """

    def bounded_int(digits: str) -> int:
        if len(digits.lstrip("-")) > limits.digits:
            raise UnreadableJson(JsonFault.HUGE_NUMBER, limit=limits.digits)
        return int(digits)

    def bounded_float(digits: str) -> float:
        value = float(digits)
        if value in (float("inf"), float("-inf")):
            raise UnreadableJson(JsonFault.HUGE_NUMBER, limit=limits.digits)
        return value

    try:
        document = json.loads(
            text,
            object_pairs_hook=_object_without_repeats,
            parse_constant=_refuse_constant,
            parse_int=bounded_int,
            parse_float=bounded_float,
        )
    except json.JSONDecodeError as error:
        if error.pos == 0:
            raise UnreadableJson(JsonFault.UNKNOWN_FORMAT) from None
        raise UnreadableJson(JsonFault.NOT_JSON, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise UnreadableJson(JsonFault.TOO_DEEP, limit=limits.depth) from None
    _check_size(document, limits)
    return document


def _object_without_repeats(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise UnreadableJson(JsonFault.DUPLICATE_KEY, key=_printable(key))
        found[key] = value
    return found


def _refuse_constant(word: str) -> Json:
    raise UnreadableJson(JsonFault.NOT_A_NUMBER, key=word)


def _check_size(document: Json, limits: JsonLimits) -> None:
    # Level by level instead of by recursion, so that depth is a count and not a stack.
    n_values, level = 0, [document]
    for _ in range(limits.depth):
        n_values += len(level)
        if n_values > limits.values:
            raise UnreadableJson(JsonFault.TOO_MANY_VALUES, limit=limits.values)
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise UnreadableJson(JsonFault.TOO_DEEP, limit=limits.depth)


def _children(value: Json) -> Iterator[Json]:
    if isinstance(value, dict):
        for key in value:
            _check_text(key)
        yield from value.values()
    elif isinstance(value, list):
        yield from value
    elif isinstance(value, str):
        _check_text(value)


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise UnreadableJson(JsonFault.NUL_CHARACTER)
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise UnreadableJson(JsonFault.LONE_SURROGATE)


def _printable(key: str) -> str:
    """A key fit for a sentence on a terminal: short, and without characters that no encoding has."""
    return key.encode("utf-8", "replace").decode()[:40]
