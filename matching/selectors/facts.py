"""What cards say of experts, read for all of them at once and as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from taxonomy.selectors import Vocabulary

_FACTS = """SELECT e.id, e.public_id, e.headline, e.country, e.visibility,
    COALESCE((SELECT COALESCE(NULLIF(u.preferred_name, ''), u.full_name)
        FROM accounts_user u WHERE u.id = e.user_id), ''),
    (SELECT max(a.hours_per_week) FROM experts_availability a WHERE a.expert_id = e.id),
    ARRAY(SELECT t.theme_id FROM experts_expert_themes t WHERE t.expert_id = e.id),
    ARRAY(SELECT ARRAY[s.skill_id, s.level] FROM experts_expertskill s
        WHERE s.expert_id = e.id AND s.skill_id IS NOT NULL),
    e.changed_at
FROM experts_expert e WHERE e.id = ANY(%s)"""

_LEAST_LEVELS = "SELECT skill_id, least_level FROM incubators_needskill WHERE need_id = %s"


@dataclass(frozen=True, slots=True)
class Facts:
    """One expert as they are now; `name` is for those alone to whom it may be shown."""

    pk: int
    public_id: str
    headline: str
    country: str
    visibility: str
    name: str
    n_hours: int | None
    theme_ids: Sequence[int]
    skills: Sequence[tuple[int, int]]
    changed_at: datetime

    def levels(self, vocabulary: Vocabulary) -> Mapping[int, int]:
        """Skill id -> level held; who holds a narrower skill holds the broader."""
        found: dict[int, int] = {}
        for own, level in self.skills:
            for skill_id in vocabulary.with_broader.get(own, [own]):
                found[skill_id] = max(level, found.get(skill_id, 0))
        return found


def facts_of(expert_ids: Iterable[int]) -> dict[int, Facts]:
    """Expert id -> facts, in one query. Whether they may be shown has to be asked before."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [list(expert_ids)])
        return {row[0]: Facts(*row) for row in cursor.fetchall()}


def least_levels(need_id: int) -> dict[int, int]:
    """Skill id -> the level that a need asks for, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAST_LEVELS, [need_id])
        return dict(cursor.fetchall())
