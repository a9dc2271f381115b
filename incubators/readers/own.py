"""Our own document, "diaspora-portal-needs": what an organisation took along from this or another portal.

The same rules hold for it as for any file: it may have been written by anybody.
"""

import re
from datetime import date

from incubators.enums import Category, Importance
from incubators.readers.cursor import Node
from incubators.readers.shapes import (
    FORMAT,
    MAX_NEEDS,
    MAX_SKILLS,
    VERSION,
    ReadNeed,
    ReadSkill,
    Skip,
    Unreadable,
    UnreadableNeeds,
    Value,
)
from programmes.enums import Mode
from taxonomy.enums import LANGUAGE_CODES, Cefr, Seniority

# Lengths and ranges of the portal's own fields (a test compares them).
TEXTS = {"title": 140, "purpose": 4_000, "deliverable": 2_000, "counterpart": 160, "counterpart_role": 160}
NUMBERS = {"hours_per_week": (1, 60), "weeks": (1, 104), "seats": (1, 50)}
CODES: dict[str, frozenset[str]] = {
    "category": frozenset(Category),
    "language": frozenset({"en", "ur"}),
    "mode": frozenset(Mode),
    "least_language_level": frozenset(Cefr),
    "least_seniority": frozenset(Seniority),
}
# Looked up later: here only their shape is known.
SLUGS = ("programme", "place")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")
_KNOWN = {
    *TEXTS,
    *NUMBERS,
    *CODES,
    *SLUGS,
    "starts_on",
    "ends_on",
    "working_languages",
    "themes",
    "sdgs",
    "skills",
}


def looks_like_needs(root: dict[str, object]) -> bool:
    return root.get("format") == FORMAT


def read_own(root: Node) -> list[ReadNeed]:
    """Every need of the document; raises UnreadableNeeds for other versions than ours and for too many."""
    version = root.value.get("version")
    if version != VERSION or isinstance(version, bool):
        raise UnreadableNeeds(Unreadable.UNKNOWN_VERSION, version=str(version)[:20])
    nodes = list(root.nodes("needs"))
    if len(nodes) > MAX_NEEDS:
        raise UnreadableNeeds(Unreadable.TOO_MANY_NEEDS, limit=MAX_NEEDS)
    root.skip_unknown({"format", "version", "needs"})
    return [need for node in nodes if (need := _read(node)) is not None]


def _read(node: Node) -> ReadNeed | None:
    fields: dict[str, Value] = {name: node.text(name, most) for name, most in TEXTS.items()}
    if not str(fields["title"]).strip():
        node.skip("title", Skip.MISSING_TITLE)
        return None
    fields |= {name: node.number(name, *bounds) for name, bounds in NUMBERS.items()}
    fields |= {name: node.code(name, known) for name, known in CODES.items()}
    fields |= {name: _slug(node, name) for name in SLUGS}
    fields |= _days(node)
    fields["working_languages"] = _codes(node, "working_languages", frozenset(LANGUAGE_CODES))
    fields["themes"] = tuple(text for text, _place in node.texts("themes", 80) if _SLUG.fullmatch(text))
    fields["sdgs"] = node.numbers("sdgs", 1, 17)
    node.skip_unknown(_KNOWN)
    given = {name: value for name, value in fields.items() if value is not None}
    return ReadNeed(node.place, given, tuple(_skills(node)))


def _slug(node: Node, name: str) -> str:
    text = node.text(name, 80)
    if text and not _SLUG.fullmatch(text):
        node.skip(name, Skip.UNKNOWN_CHOICE, text)
        return ""
    return text


def _days(node: Node) -> dict[str, Value]:
    first, last = (node.day(name, FIRST_DAY, LAST_DAY) for name in ("starts_on", "ends_on"))
    if first and last and last < first:  # ISO days sort as text
        node.skip("ends_on", Skip.END_BEFORE_START, last)
        last = ""
    return {"starts_on": first, "ends_on": last}


def _codes(node: Node, name: str, known: frozenset[str]) -> tuple[str, ...]:
    kept = []
    for text, place in node.texts(name, 80):
        if text not in known:
            node.notes.skip(place, Skip.UNKNOWN_CHOICE, text)
        elif text in kept:
            node.notes.skip(place, Skip.DUPLICATE, text)
        else:
            kept.append(text)
    return tuple(kept)


def _skills(node: Node) -> list[ReadSkill]:
    found: list[ReadSkill] = []
    for row in node.nodes("skills"):
        slug, words = _slug(row, "skill"), row.text("name", 120)
        importance = row.code("importance", frozenset(Importance)) or Importance.SHOULD
        level = row.number("least_level", 1, 4) or 2
        if not slug and not words.strip():
            row.skip("skill", Skip.WRONG_TYPE)
        elif len(found) >= MAX_SKILLS:
            row.skip("skill", Skip.TOO_MANY, words or slug)
        else:
            found.append(ReadSkill(slug, words or slug, Importance(importance), level))
    return found
