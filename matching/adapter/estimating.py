"""How many experts could fit a need as it is being written. Nothing is stored and nobody is named."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime
from typing import Any

from incubators.models import Need, NeedSkill
from incubators.services import SkillAsk, Terms
from matching.adapter.codes import constraint_code
from matching.adapter.needs import compile_needs
from matching.adapter.snapshot import open_snapshot
from matching.engine.spec import RELAXABLE
from matching.selectors.results import Counted


def counted(
    need: Need, terms: Terms, skills: Sequence[SkillAsk] | None, snapshot_name: str, at: datetime
) -> Counted:
    """Judge a need (loaded `with_terms`) as if the given terms and skills were saved.

    Raises BrokenFiles when the snapshot is gone or of another definition.
    """
    snapshot = open_snapshot(snapshot_name)
    [compiled] = compile_needs([as_typed(need, terms, skills)], snapshot, at)
    found = snapshot.count(compiled.need, compiled.weights)
    keeps_away = {constraint_code(code): int(found.near[code]) for code in RELAXABLE}
    return Counted(found.n_candidates, found.n_eligible, keeps_away)


def as_typed(need: Need, terms: Terms, skills: Sequence[SkillAsk] | None) -> Need:
    """The need with what somebody has typed but not saved; never saved itself."""
    other = copy(need)
    related: dict[str, Any] = dict(need._prefetched_objects_cache)
    columns = {field.name for field in Need._meta.concrete_fields}
    for name, value in terms.items():
        if name in columns:
            setattr(other, name, value)
    if "themes" in terms:
        related["themes"] = list(terms["themes"])
    if skills is not None:
        related["skills"] = [
            NeedSkill(skill=ask.skill, importance=ask.importance, least_level=ask.least_level, rank=rank)
            for rank, ask in enumerate(skills, start=1)
        ]
    other._prefetched_objects_cache = related
    return other
