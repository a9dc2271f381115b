"""A job description by the schema of JSON Resume (job-schema.json of github.com/jsonresume/resume-schema).

What it says of work is read; what belongs to a vacancy is left out, because the portal arranges none.
"""

from incubators.enums import Importance
from incubators.readers.cursor import Node
from incubators.readers.own import TEXTS
from incubators.readers.shapes import MAX_SKILLS, ReadNeed, ReadSkill, Skip, Value
from programmes.enums import Mode
from taxonomy.enums import Seniority

_SIGNS = {"company", "description", "responsibilities", "qualifications", "remote", "experience", "type"}
_MODES = {"full": Mode.REMOTE, "hybrid": Mode.HYBRID, "none": Mode.IN_PERSON}
_LEVELS = {"beginner": 1, "intermediate": 2, "advanced": 3, "senior": 3, "master": 4, "expert": 4}
_OF_A_VACANCY = ("type", "salary", "date")
_KNOWN = {
    *("$schema", "title", "company", "description", "responsibilities", "qualifications", "skills", "remote"),
    *("location", "experience", "meta", *_OF_A_VACANCY),
}
_LONG = 4_000


def looks_like_job(root: dict[str, object]) -> bool:
    return isinstance(root.get("title"), str) and bool(_SIGNS & root.keys())


def read_job(root: Node) -> list[ReadNeed]:
    title = root.text("title", TEXTS["title"])
    if not title.strip():
        root.skip("title", Skip.MISSING_TITLE)
        return []
    fields: dict[str, Value] = {
        "title": title,
        "purpose": _text(root, "purpose", root.text("description", _LONG), "qualifications"),
        "deliverable": _text(root, "deliverable", "", "responsibilities"),
        "mode": _mode(root),
        "least_seniority": _seniority(root),
        "place_names": _places(root),
    }
    if root.value.get("company"):
        root.skip("company", Skip.OWN_ORGANISATION, root.text("company", 160))
    for key in _OF_A_VACANCY:
        if root.value.get(key):
            root.skip(key, Skip.NO_VACANCY)
    if root.value.get("meta"):
        root.skip("meta", Skip.NOT_USED)
    root.skip_unknown(_KNOWN)
    return [ReadNeed("", {name: value for name, value in fields.items() if value}, tuple(_skills(root)))]


def _text(root: Node, field: str, begins: str, key: str) -> str:
    """A text and the lines of a list below it, as far as they fit."""
    lines = [f"• {line.strip()}" for line, _place in root.texts(key, _LONG)]
    whole = "\n\n".join(filter(None, (begins.strip(), "\n".join(lines))))
    if len(whole) > TEXTS[field]:
        root.skip(key, Skip.SHORTENED, whole)
    return whole[: TEXTS[field]]


def _mode(root: Node) -> str:
    written = root.text("remote", 40)
    if written and written.casefold() not in _MODES:
        root.skip("remote", Skip.UNKNOWN_CHOICE, written)
    return _MODES.get(written.casefold(), "")


def _seniority(root: Node) -> str:
    written = root.text("experience", 80)
    word = written.casefold()
    if word and word not in set(Seniority):
        root.skip("experience", Skip.UNKNOWN_CHOICE, written)
        return ""
    return word


def _places(root: Node) -> tuple[str, ...]:
    """Names of the place, the nearest first; a street or a code of the post is nobody's business here."""
    value = root.value.get("location")
    if value is None:
        return ()
    if not isinstance(value, dict):
        root.skip("location", Skip.WRONG_TYPE)
        return ()
    location = Node(value, root.at("location"), root.notes)
    country = location.text("countryCode", 10).upper()
    if country not in ("", "PK", "PAK"):
        location.skip("countryCode", Skip.UNKNOWN_PLACE, country)
        return ()
    for key in ("address", "postalCode"):
        if value.get(key):
            location.skip(key, Skip.NOT_USED)
    location.skip_unknown({"address", "postalCode", "city", "countryCode", "region"})
    return tuple(filter(None, (location.text("city", 120), location.text("region", 120))))


def _skills(root: Node) -> list[ReadSkill]:
    """What a vacancy names is a must; its keywords help."""
    found: list[ReadSkill] = []
    for row in root.nodes("skills"):
        level = _LEVELS.get(row.text("level", 80).strip().casefold(), 2)
        words = [(row.text("name", 120), Importance.MUST)]
        words += [(text, Importance.SHOULD) for text, _place in row.texts("keywords", 120)]
        for text, importance in words:
            if not text.strip():
                continue
            if len(found) >= MAX_SKILLS:
                row.skip("name", Skip.TOO_MANY, text)
            else:
                found.append(ReadSkill("", text, importance, level))
        row.skip_unknown({"name", "level", "keywords"})
    return found
