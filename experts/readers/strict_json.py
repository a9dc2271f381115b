"""JSON from strangers: everything that would surprise a later layer is refused here, once."""

import json
from collections.abc import Iterator

from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.limits import MAX_DEPTH, MAX_DIGITS, MAX_VALUES

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def decode(content: bytes) -> str:
    try:
        # UTF-16 with a byte order mark is what some editors write; the detection is that of RFC 8259.
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        raise UnreadableProfile(UnreadableCode.BAD_ENCODING) from None


def parse(text: str) -> Json:
    """Parse and check a whole document.

    Raises UnreadableProfile for broken JSON, NaN, numbers beyond 18 digits, a key given twice, nesting or
    size beyond the limits, and for text that PostgreSQL could not store.
    """
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object_without_repeats,
            parse_constant=_refuse_constant,
            parse_int=_bounded_int,
            parse_float=_bounded_float,
        )
    except json.JSONDecodeError as error:
        if error.pos == 0:
            raise UnreadableProfile(UnreadableCode.UNKNOWN_FORMAT) from None
        raise UnreadableProfile(UnreadableCode.NOT_JSON, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise UnreadableProfile(UnreadableCode.TOO_DEEP, limit=MAX_DEPTH) from None
    _check_size(document)
    return document


def _object_without_repeats(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise UnreadableProfile(UnreadableCode.DUPLICATE_KEY, key=_printable(key))
        found[key] = value
    return found


def _refuse_constant(word: str) -> Json:
    raise UnreadableProfile(UnreadableCode.NOT_A_NUMBER, key=word)


def _bounded_int(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS:
        raise UnreadableProfile(UnreadableCode.HUGE_NUMBER, limit=MAX_DIGITS)
    return int(digits)


def _bounded_float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise UnreadableProfile(UnreadableCode.HUGE_NUMBER, limit=MAX_DIGITS)
    return value


def _check_size(document: Json) -> None:
    # Level by level instead of by recursion, so that depth is a count and not a stack.
    n_values, level = 0, [document]
    for _ in range(MAX_DEPTH):
        n_values += len(level)
        if n_values > MAX_VALUES:
            raise UnreadableProfile(UnreadableCode.TOO_MANY_VALUES, limit=MAX_VALUES)
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise UnreadableProfile(UnreadableCode.TOO_DEEP, limit=MAX_DEPTH)


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
        raise UnreadableProfile(UnreadableCode.NUL_CHARACTER)
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise UnreadableProfile(UnreadableCode.LONE_SURROGATE)


def _printable(key: str) -> str:
    """A key fit for a sentence on a terminal: short, and without characters that no encoding has."""
    return key.encode("utf-8", "replace").decode()[:40]
