"""The terms of a need as codes: to tell whether, and where, anything changed since somebody looked."""

import hashlib
import json
from typing import Any

from incubators.enums import Step
from incubators.labels import NEED_FIELDS
from incubators.models import Need
from incubators.selectors.answers import answers_to
from incubators.selectors.readiness import FIELDS_OF

_PLAIN = (
    "category",
    "title",
    "purpose",
    "deliverable",
    "counterpart",
    "counterpart_role",
    "language",
    "mode",
    "hours_per_week",
    "weeks",
    "seats",
    "working_languages",
    "least_language_level",
    "least_seniority",
    "sdgs",
)


def written_terms(need: Need) -> dict[str, Any]:
    """All that can be edited, in values that JSON can hold."""
    return {name: getattr(need, name) for name in _PLAIN} | {
        "programme": need.programme.slug,
        "venture": need.venture.public_id if need.venture else "",
        "place": need.place.code if need.place else "",
        "starts_on": need.starts_on.isoformat() if need.starts_on else "",
        "ends_on": need.ends_on.isoformat() if need.ends_on else "",
        "themes": sorted(theme.slug for theme in need.themes.all()),
        "answers": {answer.question.public_id: answer.value for answer in answers_to(need)},
        "skills": [[row.importance, row.skill.slug, row.least_level] for row in need.skills.all()],
    }


def stamp_of(need: Need, step: Step) -> str:
    """A digest of what stands on one page: two windows that show the same have the same one."""
    terms = written_terms(need)
    shown = json.dumps([terms[name] for name in FIELDS_OF[step]], ensure_ascii=False)
    return hashlib.sha256(shown.encode()).hexdigest()[:20]


def changed_since_return(need: Need) -> list[str]:
    """What the fields are called that were changed since the need was returned."""
    before, now = need.returned_terms or {}, written_terms(need)
    return [
        str(NEED_FIELDS["must" if name == "skills" else name])
        for names in FIELDS_OF.values()
        for name in names
        if name in before and before[name] != now[name]
    ]
