"""Walking through untrusted JSON without ever assuming a shape, and taking notes on the way."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from experts.readers.codes import SkipCode
from experts.readers.identifiers import web_address, without_emails
from experts.readers.limits import EXCERPT, LONG_TEXT, MAX_FACTS, MAX_SKIPPED, NAME, PLACE, URL
from experts.readers.partial_dates import DateReading, PartialDate
from experts.readers.shapes import FactKind, FieldValue, ReadFact, Skipped

# What a spreadsheet would carry out; a line of dashes, a list and a phone number are none of it.
_FORMULA = re.compile(r"=\s*[-+@(\w]|[-+@]\w+[|!]|@\w+\(")

# One skill at two levels is still one skill. Facts of the other kinds repeat only when all fields do.
_TOLD_APART_BY: dict[FactKind, tuple[str, ...]] = {
    FactKind.SKILL: ("name",),
    FactKind.LANGUAGE: ("language",),
    FactKind.LINK: ("url",),
}


@dataclass(slots=True)
class Notes:
    """Facts and omissions in the order in which they were met."""

    facts: list[ReadFact] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    most_facts: int = MAX_FACTS
    _seen: set[tuple[object, ...]] = field(default_factory=set)

    def add(self, kind: FactKind, fields: dict[str, FieldValue | None], place: str, source: str) -> None:
        """Keep a fact without its empty fields, once, while there is room."""
        kept = {name: value for name, value in fields.items() if value not in (None, "", ())}
        told_apart_by = _TOLD_APART_BY.get(kind, tuple(kept))
        key = (kind, *((name, str(kept.get(name)).casefold()) for name in told_apart_by))
        if key in self._seen:
            self.skip(place, SkipCode.DUPLICATE, _headline(kept))
        elif len(self.facts) >= self.most_facts:
            self.skip(place, SkipCode.TOO_MANY, _headline(kept))
        else:
            self._seen.add(key)
            self.facts.append(ReadFact(kind, kept, place, source))

    def skip(self, place: str, code: SkipCode, excerpt: str = "") -> None:
        if len(self.skipped) < MAX_SKIPPED - 1:
            self.skipped.append(Skipped(place[:PLACE], code, " ".join(excerpt.split())[:EXCERPT]))
        elif len(self.skipped) == MAX_SKIPPED - 1:
            self.skipped.append(Skipped("", SkipCode.MORE_SKIPPED))


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON object and its place. Every getter copes with any type and notes what does not fit."""

    value: dict[str, Any]
    place: str
    notes: Notes

    def has(self, *keys: str) -> bool:
        return any(self.value.get(key) not in (None, "", [], {}) for key in keys)

    def at(self, *path: str | int) -> str:
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
        return "".join([self.place, *(f"/{step}" for step in steps)])

    def node(self, *path: str) -> "Node | None":
        """The object at the end of the path, or None where the path breaks off."""
        here: Any = self.value
        for n_taken, key in enumerate(path, start=1):
            here = here.get(key)
            if here is None:
                return None
            if not isinstance(here, dict):
                self.notes.skip(self.at(*path[:n_taken]), SkipCode.WRONG_TYPE)
                return None
        return Node(here, self.at(*path), self.notes)

    def nodes(self, key: str) -> "list[Node]":
        """The objects of a list; anything else in it is noted."""
        found: list[Node] = []
        for index, value in self._list(key):
            if isinstance(value, dict):
                found.append(Node(value, self.at(key, index), self.notes))
            elif value is not None:
                self.notes.skip(self.at(key, index), SkipCode.WRONG_TYPE)
        return found

    def texts(self, key: str, limit: int = NAME) -> "list[tuple[str, str]]":
        """(text, place) of a list of texts; a single text counts as a list of one."""
        if isinstance(self.value.get(key), str):
            return [(text, self.at(key))] if (text := self.text(key, limit=limit)) else []
        found = []
        for index, value in self._list(key):
            place = self.at(key, index)
            if text := self._clean(value, place, limit):
                found.append((text, place))
        return found

    def text(self, *path: str, limit: int = NAME) -> str:
        """The text at the end of the path, tidied and without e-mail addresses; empty when there is none."""
        parent = self.node(*path[:-1])
        if parent is None:
            return ""
        return self._clean(parent.value.get(path[-1]), parent.at(path[-1]), limit)

    def long_text(self, *path: str) -> str:
        return self.text(*path, limit=LONG_TEXT)

    def link(self, *path: str) -> str:
        """A plain web address, else empty and noted."""
        parent = self.node(*path[:-1])
        value = parent.value.get(path[-1]) if parent else None
        if parent is None or not isinstance(value, str) or not value.strip():
            return ""
        place, address = parent.at(path[-1]), value.strip()
        if address.casefold().startswith(("mailto:", "tel:")) or without_emails(address)[1]:
            self.notes.skip(place, SkipCode.CONTACT_DETAIL)
        elif len(address) > URL:
            self.notes.skip(place, SkipCode.TOO_LONG, address)
        elif web_address(address) is None:
            self.notes.skip(place, SkipCode.BAD_LINK, address)
        else:
            return address
        return ""

    def skip(self, code: SkipCode, *keys: str, excerpt: str = "") -> None:
        """Note each key that holds something; without keys, this object as a whole."""
        if not keys:
            self.notes.skip(self.place, code, excerpt)
        for key in keys:
            if self.has(key):
                self.notes.skip(self.at(key), code, excerpt)

    def skip_unknown(self, known: frozenset[str]) -> None:
        """Note keys outside the format. Their values are not quoted: nobody knows what they hold."""
        for key in self.value:
            if key not in known:
                self.skip(SkipCode.SENSITIVE if _sounds_sensitive(key) else SkipCode.UNKNOWN_FIELD, key)

    def keep_date(self, reading: DateReading, place: str, written: str) -> PartialDate | None:
        if reading.problem:
            self.notes.skip(place, reading.problem, written)
        return reading.value

    def period(
        self, starts_on: PartialDate | None, ends_on: PartialDate | None
    ) -> tuple[PartialDate | None, PartialDate | None]:
        """Both dates, or only the end when they contradict each other: a past post must not look current."""
        if starts_on and ends_on and starts_on.first_day > ends_on.last_day:
            self.notes.skip(self.place, SkipCode.START_AFTER_END, f"{starts_on} – {ends_on}")
            return None, ends_on
        return starts_on, ends_on

    def _list(self, key: str) -> "list[tuple[int, Any]]":
        value = self.value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.notes.skip(self.at(key), SkipCode.WRONG_TYPE)
            return []
        return list(enumerate(value))

    def _clean(self, value: object, place: str, limit: int) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.notes.skip(place, SkipCode.WRONG_TYPE)
            return ""
        text = _tidied(str(value))
        if _FORMULA.match(text):
            self.notes.skip(place, SkipCode.FORMULA)
            return ""
        if len(text) > limit:
            self.notes.skip(place, SkipCode.SHORTENED, without_emails(text[:NAME])[0])
            text = text[: limit - 1] + "…"
        text, n_emails = without_emails(text)
        if n_emails:
            self.notes.skip(place, SkipCode.CONTACT_DETAIL)
        return "" if text == "…" else text


def _tidied(text: str) -> str:
    """One spelling for equal text: NFC, plain line ends, no control characters, no space around."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return text.strip()


def _headline(fields: dict[str, FieldValue]) -> str:
    names = ("title", "name", "organisation", "label", "full_name")
    return next((str(fields[name]) for name in names if name in fields), "")


_SENSITIVE_NAMES = frozenset({"age", "sex", "dob", "ssn", "family"})
_SENSITIVE_STEMS = (
    "birth", "gender", "religio", "nationality", "citizen", "marital", "ethnic", "cnic", "nicop", "passport",
    "identity", "father", "mother", "spouse", "children", "health", "politic",
)  # fmt: skip


def _sounds_sensitive(key: str) -> bool:
    name = key.casefold()
    return name in _SENSITIVE_NAMES or any(stem in name for stem in _SENSITIVE_STEMS)
