"""Needs compiled for the engine against one snapshot: a fixed number of queries for a block of needs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from django.db.models import Q
from django.utils import timezone

from incubators.enums import Importance
from incubators.models import Need
from matching.adapter.codes import CATEGORIES, MODES, country_number, day_number, theme_bit
from matching.adapter.overlap import HostDay, overlap_table
from matching.adapter.snapshot import Snapshot
from matching.engine import columns
from matching.engine.score import Weights as EngineWeights
from matching.engine.score import rank_weight
from matching.engine.text import Work, query
from matching.enums import ConflictState
from matching.models import Conflict, Exclusion
from programmes.enums import DEFAULT_WEIGHTS, Component, Mode
from programmes.models import Weights
from taxonomy.enums import Cefr, Seniority
from taxonomy.models import Place
from taxonomy.selectors import default_calendar, week_on

MOST_SKILLS = 60
"""Skills of one need that count, must before should by rank: their bits share one stored integer."""


@dataclass(frozen=True, slots=True)
class CompiledNeed:
    """A need as the engine takes it, with what its stored list must remember."""

    need_id: int
    need: columns.Need
    weights: EngineWeights
    weights_number: int
    skill_ids: tuple[int, ...]


@dataclass(slots=True)
class _Around:
    """What a block of needs refers to, read once."""

    weights: dict[int, Weights] = field(default_factory=dict)
    excluded: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    barred_by_organisation: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    conflicts: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    territory_bits: dict[int, int] = field(default_factory=dict)
    host_day: HostDay = field(default_factory=HostDay)


def compile_needs(needs: Sequence[Need], snapshot: Snapshot, at: datetime) -> list[CompiledNeed]:
    """Translate needs (loaded `with_terms`) into the numbers of a snapshot."""
    # Needs are written in Pakistan, whatever zone their reader lives in.
    today = timezone.localdate(at, timezone.get_default_timezone())
    around = _read_around(needs, today)
    return [_compile(need, snapshot, around, today) for need in needs]


def _read_around(needs: Sequence[Need], today: date) -> _Around:
    around = _Around()
    programme_ids = {need.programme_id for need in needs}
    for row in Weights.objects.filter(programme_id__in=programme_ids).order_by("programme_id", "number"):
        around.weights[row.programme_id] = row
    organisation_ids = {need.organisation_id for need in needs}
    in_force = Q(until__isnull=True) | Q(until__gte=today)
    about = Q(need_id__in=[need.pk for need in needs]) | Q(organisation_id__in=organisation_ids)
    for expert_id, need_id, organisation_id in Exclusion.objects.filter(about & in_force).values_list(
        "expert_id", "need_id", "organisation_id"
    ):
        if need_id is None:
            around.barred_by_organisation[organisation_id].append(expert_id)
        else:
            around.excluded[need_id].append(expert_id)
    confirmed = Conflict.objects.filter(organisation_id__in=organisation_ids, state=ConflictState.CONFIRMED)
    for expert_id, organisation_id in confirmed.values_list("expert_id", "organisation_id"):
        around.conflicts[organisation_id].append(expert_id)
    around.territory_bits = _territory_bits()
    around.host_day = _host_day(today)
    return around


def _territory_bits() -> dict[int, int]:
    """Place id -> bit number of its province or territory."""
    places = {
        pk: (parent, position)
        for pk, parent, position in Place.objects.values_list("pk", "parent_id", "position")
    }

    def bit(pk: int) -> int:
        parent, position = places[pk]
        return position if parent is None else bit(parent)

    return {pk: bit(pk) for pk in places}


def _host_day(today: date) -> HostDay:
    calendar = default_calendar()
    if calendar is None:
        return HostDay()
    week = week_on(calendar, today)
    opens, closes = ((at.hour * 60 + at.minute) for at in (week.opens_at, week.closes_at))
    return HostDay(opens, closes, 7 - len(week.weekend))


def _compile(need: Need, snapshot: Snapshot, around: _Around, today: date) -> CompiledNeed:
    skills = sorted(need.skills.all(), key=lambda row: (row.importance != Importance.MUST, row.rank, row.pk))
    skills = skills[:MOST_SKILLS]
    must = [row for row in skills if row.importance == Importance.MUST]
    should = skills[len(must) :]
    weights, number = _weights(around.weights.get(need.programme_id))
    vocabulary, programme = snapshot.vocabulary, need.programme
    compiled = columns.Need(
        must=_wanted(must, [vocabulary.weight_of(row.skill_id) for row in must]),
        should=_wanted(should, [rank_weight(at) for at in range(1, len(should) + 1)]),
        modes=int(MODES[Mode(need.mode)]),
        hours_per_week=need.hours_per_week,
        themes=sum({theme_bit(theme.position) for theme in need.themes.all()}),
        category=CATEGORIES[need.category],
        province=around.territory_bits.get(need.place_id, -1),
        seniority=Seniority(need.least_seniority).rank if need.least_seniority else 0,
        requires_verified=programme.requires_verified_expert,
        barred_countries=np.array(
            [country_number(code) for code in programme.barred_countries], dtype=np.int16
        ),
        excluded_rows=snapshot.rows_of(
            around.excluded[need.pk] + around.barred_by_organisation[need.organisation_id]
        ),
        conflict_rows=snapshot.rows_of(around.conflicts[need.organisation_id]),
        text=query(Work(need.title, f"{need.purpose} . {need.deliverable}"), vocabulary.epoch),
        **_time(need, snapshot, around.host_day, today),
        **_languages(need, snapshot),
    )
    return CompiledNeed(need.pk, compiled, weights, number, tuple(row.skill_id for row in skills))


def _weights(row: Weights | None) -> tuple[EngineWeights, int]:
    """The programme's newest weights; without any, the portal's own under number 0."""
    values = row.values if row else DEFAULT_WEIGHTS
    number = row.number if row else 0
    in_order = tuple(int(values.get(component, 0)) for component in Component)
    return EngineWeights(str(number), in_order), number


def _wanted(rows: list, weights: list[int]) -> columns.WantedSkills:
    return columns.WantedSkills(
        skill=np.array([row.skill_id for row in rows], dtype=np.int32),
        min_level=np.array([row.least_level for row in rows], dtype=np.int8),
        weight=np.array(weights, dtype=np.int32),
    )


def _time(need: Need, snapshot: Snapshot, host_day: HostDay, today: date) -> dict[str, object]:
    """The window from today on, the least days to share in it, and the hours shared with each time zone."""
    starts_on, ends_on, least_days = days_asked(
        need.starts_on, need.ends_on, need.programme.least_overlap_days, today
    )
    found: dict[str, object] = {"start_day": day_number(starts_on), "year": starts_on.year}
    if ends_on:
        found["end_day"] = day_number(ends_on)
    found["min_overlap_days"] = least_days
    if need.mode != Mode.IN_PERSON:
        found["overlap_tenths"] = overlap_table(snapshot.zones, starts_on, ends_on or starts_on, host_day)
    return found


def days_asked(
    starts_on: date | None, ends_on: date | None, least_days: int, today: date
) -> tuple[date, date | None, int]:
    """A need's window from today on, and the least days to share in it."""
    starts_on = max(starts_on, today) if starts_on else today
    if ends_on is None:
        return starts_on, None, max(least_days, 1)
    ends_on = max(ends_on, starts_on)
    return starts_on, ends_on, max(min(least_days, (ends_on - starts_on).days + 1), 1)


def _languages(need: Need, snapshot: Snapshot) -> dict[str, object]:
    level = Cefr(need.least_language_level).rank
    codes = [snapshot.language_number(code) for code in need.working_languages]
    return {
        "language_codes": np.array(codes, dtype=np.int16),
        "language_levels": np.full(len(codes), level, dtype=np.int8),
    }
