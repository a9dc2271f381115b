"""Walking through untrusted JSON without ever assuming a shape, and taking notes on the way."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from incubators.readers.shapes import EXCERPT, MAX_SKIPPED, Skip, Skipped

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class Notes:
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, place: str, code: Skip, excerpt: object = "") -> None:
        if len(self.skipped) < MAX_SKIPPED:
            self.skipped.append(Skipped(place, code, " ".join(str(excerpt).split())[:EXCERPT]))


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON object and its place. Every getter copes with any type and notes what does not fit."""

    value: dict[str, Any]
    place: str
    notes: Notes

    def at(self, key: str) -> str:
        return f"{self.place}/{key}"

    def skip(self, key: str, code: Skip, excerpt: object = "") -> None:
        self.notes.skip(self.at(key), code, excerpt)

    def text(self, key: str, most: int) -> str:
        """A text as it stands; what is too long is cut."""
        value = self.value.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.skip(key, Skip.WRONG_TYPE)
            return ""
        if len(value) > most:
            self.skip(key, Skip.SHORTENED, value)
        return value[:most]

    def code(self, key: str, known: Iterable[str]) -> str:
        value = self.text(key, 80)
        if value and value not in set(known):
            self.skip(key, Skip.UNKNOWN_CHOICE, value)
            return ""
        return value

    def number(self, key: str, least: int, most: int) -> int | None:
        value = self.value.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.skip(key, Skip.WRONG_TYPE)
            return None
        if not least <= value <= most:
            self.skip(key, Skip.OUT_OF_RANGE, value)
            return None
        return value

    def day(self, key: str, first: date, last: date) -> str:
        """A calendar day as ISO text."""
        written = self.text(key, 40)
        if not written:
            return ""
        try:
            day = date.fromisoformat(written) if _DAY.fullmatch(written) else None
        except ValueError:
            day = None
        if day is None:
            self.skip(key, Skip.DATE_UNREADABLE, written)
        elif not first <= day <= last:
            self.skip(key, Skip.OUT_OF_RANGE, written)
        else:
            return written
        return ""

    def texts(self, key: str, most: int) -> list[tuple[str, str]]:
        """The texts of a list with their places."""
        found = []
        for place, value in self._list(key):
            if isinstance(value, str) and value.strip():
                if len(value) > most:
                    self.notes.skip(place, Skip.SHORTENED, value)
                found.append((value[:most], place))
            elif not isinstance(value, str):
                self.notes.skip(place, Skip.WRONG_TYPE)
        return found

    def numbers(self, key: str, least: int, most: int) -> tuple[int, ...]:
        """The whole numbers of a list, each once, ascending."""
        found = set()
        for place, value in self._list(key):
            if isinstance(value, bool) or not isinstance(value, int):
                self.notes.skip(place, Skip.WRONG_TYPE)
            elif not least <= value <= most:
                self.notes.skip(place, Skip.OUT_OF_RANGE, value)
            else:
                found.add(value)
        return tuple(sorted(found))

    def nodes(self, key: str) -> Iterator["Node"]:
        for place, value in self._list(key):
            if isinstance(value, dict):
                yield Node(value, place, self.notes)
            else:
                self.notes.skip(place, Skip.WRONG_TYPE)

    def _list(self, key: str) -> list[tuple[str, Any]]:
        value = self.value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.skip(key, Skip.WRONG_TYPE)
            return []
        return [(f"{self.at(key)}/{n}", each) for n, each in enumerate(value)]

    def skip_unknown(self, known: Iterable[str]) -> None:
        for key in sorted(self.value.keys() - set(known)):
            self.skip(key[:EXCERPT], Skip.UNKNOWN_FIELD)
