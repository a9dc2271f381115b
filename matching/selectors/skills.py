"""Skills of a need beside what an expert holds of them: levels asked and held, rank, last used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experts.models import ExpertSkill
from incubators.enums import Importance
from incubators.models import Need
from matching.selectors.wording import names_of_skills
from taxonomy.labels import SKILL_LEVELS

_BROADER = (
    "skill_id",
    "skill__broader_id",
    "skill__broader__broader_id",
    "skill__broader__broader__broader_id",
)


@dataclass(frozen=True, slots=True)
class Held:
    """What an expert holds of one skill, itself or by a narrower one; `last_used` is a year or None."""

    level: int
    last_used: int | None


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill of a need in words. `asked` and `held` are levels 1 to 4; `held` 0 means not listed."""

    name: str
    is_must: bool
    rank: int
    asked: int
    asked_label: str
    held: int
    held_label: str
    last_used: int | None

    @property
    def is_below(self) -> bool:
        return 0 < self.held < self.asked


def held_skills(expert_ids: Iterable[int]) -> dict[int, dict[int, Held]]:
    """Expert id -> skill id -> what they hold, in one query. Who holds a narrower skill holds the broader."""
    found: dict[int, dict[int, Held]] = defaultdict(dict)
    rows = ExpertSkill.objects.filter(expert_id__in=list(expert_ids), skill__isnull=False)
    for expert_id, level, last_used, *skill_ids in rows.values_list(
        "expert_id", "level", "last_used_year", *_BROADER
    ):
        own = found[expert_id]
        for skill_id in skill_ids:
            if skill_id is not None:
                own[skill_id] = _better(own.get(skill_id), level, last_used)
    return found


def _better(known: Held | None, level: int, last_used: int | None) -> Held:
    if known is None:
        return Held(level, last_used)
    years = [year for year in (known.last_used, last_used) if year is not None]
    return Held(max(known.level, level), max(years, default=None))


def skill_facts(need: Need, held: Mapping[int, Held]) -> list[list[Any]]:
    """A need's skills as codes and integers, for freezing: [skill id, is a must, rank, asked, held, year]."""
    rows = sorted(need.skills.all(), key=lambda row: (row.importance != Importance.MUST, row.rank, row.pk))
    nothing = Held(0, None)
    return [
        [
            row.skill_id,
            row.importance == Importance.MUST,
            row.rank,
            row.least_level,
            held.get(row.skill_id, nothing).level,
            held.get(row.skill_id, nothing).last_used,
        ]
        for row in rows
    ]


def facts_of_pair(need: Need, expert_id: int) -> list[list[Any]]:
    """The skills of one pair as they are now; two queries."""
    return skill_facts(need, held_skills([expert_id]).get(expert_id, {}))


def skill_lines(facts: Sequence[Sequence[Any]]) -> list[SkillLine]:
    """Word frozen or fresh facts, musts first, each kind in rank order; one query for the names."""
    names = names_of_skills(fact[0] for fact in facts)
    ranks = {True: 0, False: 0}
    lines = []
    for skill_id, is_must, _rank, asked, held, last_used in facts:
        if skill_id in names:
            ranks[is_must] += 1
            lines.append(
                SkillLine(
                    name=names[skill_id],
                    is_must=is_must,
                    rank=ranks[is_must],
                    asked=asked,
                    asked_label=str(SKILL_LEVELS[asked]),
                    held=held,
                    held_label=str(SKILL_LEVELS[held]) if held else "",
                    last_used=last_used,
                )
            )
    return lines
