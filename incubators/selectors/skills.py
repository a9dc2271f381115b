"""The page on which a need's skills are chosen: the list as it stands, and what was found."""

from collections.abc import Collection
from dataclasses import dataclass

from common.text import fold
from incubators.enums import Importance
from incubators.labels import IMPORTANCES
from incubators.models import Need
from taxonomy.labels import SKILL_LEVELS
from taxonomy.models import SkillAlias

MOST_FOUND = 10
_MOST_READ = 200  # aliases looked at for one search; a letter or two would match most of them


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
class FoundSkill:
    """A skill of the vocabulary; `alias` says by which other name it was found."""

    slug: str
    name: str
    theme: str
    alias: str


@dataclass(frozen=True, slots=True)
class SkillsPage:
    need: Need
    groups: list[SkillGroup]
    n_chosen: int
    words: str
    found: list[FoundSkill]
    levels: list[tuple[int, str]]
    importances: list[tuple[str, str]]


def skills_page(need: Need, words: str) -> SkillsPage:
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
    )


def found_skills(words: str, *, besides: Collection[str] = ()) -> list[FoundSkill]:
    """Skills named by the words in any of the three scripts; names that begin with them come first."""
    folded = fold(words)
    if not folded:
        return []
    aliases = SkillAlias.objects.filter(folded__contains=folded).select_related("skill__theme")
    ranked = sorted(
        aliases.exclude(skill__slug__in=besides).order_by("folded")[:_MOST_READ],
        key=lambda alias: (not alias.folded.startswith(folded), len(alias.folded), alias.folded),
    )
    found: dict[str, FoundSkill] = {}
    for alias in ranked:
        names = (alias.skill.name, alias.skill.name_ur)
        found.setdefault(
            alias.skill.slug,
            FoundSkill(
                slug=alias.skill.slug,
                name=str(alias.skill),
                theme=str(alias.skill.theme),
                alias="" if alias.text in names else alias.text,
            ),
        )
    return list(found.values())[:MOST_FOUND]


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
