"""Needs as a document that an organisation takes along: version 1 of "diaspora-portal-needs".

It holds the terms and nothing else: no id, no state, no row of a person. `incubators.readers` reads it back.
"""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from incubators.models import Need
from incubators.readers import FORMAT, VERSION
from incubators.selectors.needs import may_read_counterpart

Document = dict[str, Any]
_PLAIN = (
    "category", "title", "purpose", "deliverable", "language", "mode", "hours_per_week", "weeks", "seats",
    "working_languages", "least_language_level", "least_seniority",
)  # fmt: skip


def needs_document(needs: Iterable[Need], user: User) -> Document:
    """Needs that were read `with_terms`, as this reader may know them."""
    return {"format": FORMAT, "version": VERSION, "needs": [_need(need, user) for need in needs]}


def _need(need: Need, user: User) -> Document:
    terms = {name: getattr(need, name) for name in _PLAIN}
    if may_read_counterpart(need, user):
        terms |= {"counterpart": need.counterpart, "counterpart_role": need.counterpart_role}
    return terms | {
        "programme": need.programme.slug,
        "place": need.place.code if need.place else None,
        "starts_on": need.starts_on.isoformat() if need.starts_on else None,
        "ends_on": need.ends_on.isoformat() if need.ends_on else None,
        "themes": sorted(theme.slug for theme in need.themes.all()),
        "sdgs": sorted(need.sdgs),
        "skills": [
            {
                "skill": row.skill.slug,
                "name": row.skill.name,
                "importance": row.importance,
                "least_level": row.least_level,
            }
            for row in need.skills.all()
        ],
    }
