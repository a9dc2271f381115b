"""The list of skills as it is posted: rows in their order, and the one thing to do with them."""

import re

from django import forms
from django.http import QueryDict

from common.text import clean_line
from incubators.enums import Importance
from incubators.services import SkillAsk
from taxonomy.models import Skill

# More rows than a need may have: what lies beyond was not posted by our page.
_MOST_ROWS = 40
_MOST_NAMED = 5
_LEVELS = range(1, 5)
_SLUG = re.compile(r"[a-z0-9-]{1,80}")


class SkillListForm(forms.Form):
    """`do` is `word:slug`: up, down, remove, must, should; without it the rows are saved as they are."""

    words = forms.CharField(max_length=80, required=False)
    do = forms.CharField(max_length=100, required=False)

    def __init__(self, posted: QueryDict) -> None:
        super().__init__(posted)
        self.posted = posted
        self.unknown: list[str] = []

    def asks(self) -> list[SkillAsk]:
        """The rows after the step that was asked for; `unknown` names what the vocabulary does not have."""
        action, _colon, slug = self.cleaned_data["do"].partition(":")
        slugs = list(dict.fromkeys(self.posted.getlist("skill")))[:_MOST_ROWS]
        adds = action in list(Importance)
        wanted = [*slugs, slug] if adds else slugs
        asked = filter(_SLUG.fullmatch, wanted)
        known = Skill.objects.in_bulk(list(asked), field_name="slug")
        self.unknown = [clean_line(given)[:80] for given in wanted if given not in known][:_MOST_NAMED]
        rows = [self._ask(known[given]) for given in slugs if given in known]
        if adds and slug in known and slug not in slugs:
            return [*rows, SkillAsk(known[slug], Importance(action))]
        return _STEPS[action](rows, slug) if action in _STEPS else rows

    def _ask(self, skill: Skill) -> SkillAsk:
        importance = self.posted.get(f"importance-{skill.slug}", "")
        level = self.posted.get(f"level-{skill.slug}", "")
        return SkillAsk(
            skill,
            Importance(importance) if importance in list(Importance) else Importance.SHOULD,
            int(level) if level in map(str, _LEVELS) else 2,
        )


def _remove(rows: list[SkillAsk], slug: str) -> list[SkillAsk]:
    return [row for row in rows if row.skill.slug != slug]


def _up(rows: list[SkillAsk], slug: str) -> list[SkillAsk]:
    """Swap with the nearest row above of the same importance."""
    position = next((n for n, row in enumerate(rows) if row.skill.slug == slug), None)
    if position is None:
        return rows
    above = [n for n in range(position) if rows[n].importance == rows[position].importance]
    moved = list(rows)
    if above:
        moved[above[-1]], moved[position] = moved[position], moved[above[-1]]
    return moved


def _down(rows: list[SkillAsk], slug: str) -> list[SkillAsk]:
    return _up(rows[::-1], slug)[::-1]


_STEPS = {"remove": _remove, "up": _up, "down": _down}
