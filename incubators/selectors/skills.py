"""The page on which a need's skills are chosen: the list as it stands, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from incubators.enums import Importance, Step
from incubators.labels import IMPORTANCES
from incubators.models import Need
from incubators.selectors.terms import stamp_of
from taxonomy.labels import SKILL_LEVELS
from taxonomy.models import Skill
from taxonomy.selectors import FoundSkill, found_skills


@dataclass(frozen=True, slots=True)
class ChosenSkill:
    slug: str
    name: str
    least_level: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class SkillGroup:
    importance: Importance
    label: str
    skills: list[ChosenSkill]


@dataclass(frozen=True, slots=True)
class SkillsPage:
    need: Need
    groups: list[SkillGroup]
    n_chosen: int
    words: str
    found: list[FoundSkill]
    levels: list[tuple[int, str]]
    importances: list[tuple[str, str]]
    only_here: list[Skill]
    seen: str


def skills_page(need: Need, words: str, *, only_here: Sequence[Skill] = ()) -> SkillsPage:
    """`only_here`: skills of a list that was not saved, because another window had saved first."""
    groups = [_group(need, importance) for importance in Importance]
    chosen = {skill.slug for group in groups for skill in group.skills}
    return SkillsPage(
        need=need,
        groups=groups,
        n_chosen=len(chosen),
        words=words,
        found=found_skills(words, besides=chosen),
        levels=[(level, str(label)) for level, label in SKILL_LEVELS.items()],
        importances=[(importance.value, str(label)) for importance, label in IMPORTANCES.items()],
        only_here=[skill for skill in only_here if skill.slug not in chosen],
        seen=stamp_of(need, Step.SKILLS),
    )


def _group(need: Need, importance: Importance) -> SkillGroup:
    wanted = [one for one in need.skills.all() if one.importance == importance]
    return SkillGroup(
        importance=importance,
        label=str(IMPORTANCES[importance]),
        skills=[
            ChosenSkill(
                slug=one.skill.slug,
                name=str(one.skill),
                least_level=one.least_level,
                is_first=position == 0,
                is_last=position == len(wanted) - 1,
            )
            for position, one in enumerate(wanted)
        ],
    )
