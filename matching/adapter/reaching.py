"""What a profile could say to open needs to it, or to let needs that it fits see that they suit.

Every number is counted by judging all open needs with one expert's columns, as they are and with one fact
supposed. Nothing is stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from numpy.typing import NDArray

from experts.models import Work
from incubators.enums import Importance
from incubators.models import Need, NeedSkill
from matching.adapter.codes import MODES, country_number, day_number, language_number
from matching.adapter.listings import language_letters
from matching.adapter.needs import days_asked
from matching.adapter.snapshot import Snapshot, snapshot_of_one
from matching.engine.columns import FIRST_DAY, LAST_DAY, Experts, Languages, Windows
from matching.engine.csr import owners, pointers
from matching.engine.reach import Asking, obstacles
from matching.engine.spec import Constraint
from matching.enums import ConflictState, ProfileFact
from matching.models import Conflict, Exclusion
from matching.selectors.strength import Reach, Step
from programmes.enums import Mode
from taxonomy.enums import Cefr

MOST_NEEDS = 500
"""The newest open needs are judged: enough to tell what would help."""
_ABOUT_THE_PROFILE = np.uint16(1 << Constraint.STANDING | 1 << Constraint.VERIFIED)
_EVERY_HOUR, _EVERY_MODE = 168, 7
_FIELDS = (
    *("pk", "mode", "starts_on", "ends_on", "hours_per_week", "working_languages", "least_language_level"),
    *("least_seniority", "organisation_id", "programme__least_overlap_days"),
    *("programme__requires_verified_expert", "programme__barred_countries", "has_themes"),
)


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What else the same needs ask about, (m,) bool each."""

    languages: NDArray[np.bool_]
    seniority: NDArray[np.bool_]
    themes: NDArray[np.bool_]
    shared_hours: NDArray[np.bool_]


def reach_of(expert_id: int, at: datetime) -> Reach:
    """How many open needs a profile fits, and what each fact would add."""
    snapshot = snapshot_of_one(expert_id)
    [part] = snapshot.parts
    one = _with_language_numbers(part.experts, snapshot)
    asking, wishes = _open_needs(expert_id, snapshot, at)
    now = obstacles(one, asking) & ~_ABOUT_THE_PROFILE
    fits = now == 0
    steps = [*_opening(one, asking, now), *_telling(expert_id, one, wishes, fits)]
    stated = set(ProfileFact) - {step.fact for step in steps if not step.is_stated}
    return Reach(
        len(asking), int(fits.sum()), [step for step in steps if step.n_opens or step.n_asks], stated
    )


def _opening(one: Experts, asking: Asking, now: NDArray[np.uint16]) -> Iterator[Step]:
    """Needs that only one fact keeps away."""
    if not len(one.skills.skill):
        # Which skills would do is for the person to say; that some are needed is certain.
        n = int((now == 1 << Constraint.MUST_SKILL).sum())
        yield Step(ProfileFact.SKILLS, is_stated=False, n_opens=n)
    if len(one.windows.start):
        always = Windows(
            np.array([0, 1]),
            np.array([FIRST_DAY], np.int32),
            np.array([LAST_DAY], np.int32),
            np.array([_EVERY_HOUR], np.int16),
            np.array([_EVERY_MODE], np.uint8),
        )
        n = _n_opened(replace(one, windows=always), asking, now)
        yield Step(ProfileFact.AVAILABILITY, is_stated=True, n_opens=n)
    if len(one.languages.code):
        code, n = _best_language(one, asking, now)
        yield Step(ProfileFact.LANGUAGES, is_stated=True, n_opens=n, language=language_letters(code))


def _n_opened(supposed: Experts, asking: Asking, now: NDArray[np.uint16]) -> int:
    then = obstacles(supposed, asking) & ~_ABOUT_THE_PROFILE
    return int(((then == 0) & (now > 0)).sum())


def _best_language(one: Experts, asking: Asking, now: NDArray[np.uint16]) -> tuple[int, int]:
    """The language (as in `asking`) that would open most needs, spoken as well as they ask, and how many."""
    kept = now == 1 << Constraint.LANGUAGE
    wanted = np.unique(asking.language[kept[owners(asking.language_ptr)]]).tolist()
    spoken = one.languages
    best = (0, 0)
    for code in wanted:
        also = Languages(
            np.array([0, len(spoken.code) + 1]), np.append(spoken.code, code), np.append(spoken.level, 6)
        )
        n = _n_opened(replace(one, languages=also), asking, now)
        best = max(best, (code, n), key=lambda each: each[1])
    return best


def _telling(expert_id: int, one: Experts, wishes: _Wishes, fits: NDArray[np.bool_]) -> Iterator[Step]:
    """Facts that are not stated, and the needs that fit all the same and ask about them."""
    everything = np.ones(len(fits), dtype=bool)
    missing = {
        ProfileFact.AVAILABILITY: (not len(one.windows.start), everything),
        ProfileFact.LANGUAGES: (not len(one.languages.code), wishes.languages),
        ProfileFact.MOTIVATION: (not int(one.categories[0]), everything),
        ProfileFact.THEMES: (not int(one.themes[0]), wishes.themes),
        ProfileFact.PLACE: (int(one.zone[0]) < 0, wishes.shared_hours),
        ProfileFact.SENIORITY: (int(one.seniority[0]) < 0, wishes.seniority),
        ProfileFact.WORKS: (not Work.objects.filter(expert_id=expert_id).exists(), everything),
    }
    for fact, (is_missing, asks) in missing.items():
        if is_missing:
            yield Step(fact, is_stated=False, n_asks=int((fits & asks).sum()))


def _with_language_numbers(one: Experts, snapshot: Snapshot) -> Experts:
    numbers = np.array(snapshot.tables.languages, dtype=np.int64)[one.languages.code]
    return replace(one, languages=replace(one.languages, code=numbers))


def _open_needs(expert_id: int, snapshot: Snapshot, at: datetime) -> tuple[Asking, _Wishes]:
    """The newest open needs as columns, in four queries whatever their number."""
    today = timezone.localdate(at, timezone.get_default_timezone())
    themes = Need.themes.through.objects.filter(need=OuterRef("pk"))
    rows = list(
        Need.objects.open()
        .annotate(has_themes=Exists(themes))
        .order_by("-opened_at", "-pk")
        .values_list(*_FIELDS, named=True)[:MOST_NEEDS]
    )
    place = {row.pk: at for at, row in enumerate(rows)}
    musts = NeedSkill.objects.filter(need__in=place, importance=Importance.MUST)
    must: list[list[int]] = [[] for _ in rows]
    for need_id, skill_id in musts.values_list("need_id", "skill_id"):
        must[place[need_id]].append(skill_id)
    days = [days_asked(r.starts_on, r.ends_on, r.programme__least_overlap_days, today) for r in rows]
    spoken = [[language_number(code) for code in row.working_languages] for row in rows]
    levels = [[Cefr(row.least_language_level).rank] * len(row.working_languages) for row in rows]
    [part] = snapshot.parts
    country = int(part.experts.country[0])
    barred = _barred(expert_id, today)
    asking = Asking(
        must_ptr=pointers(map(len, must)),
        must=_flat(must),
        language_ptr=pointers(map(len, spoken)),
        language=_flat(spoken),
        level=_flat(levels),
        first=np.array([day_number(first) for first, _, _ in days], dtype=np.int64),
        last=np.array([day_number(last) if last else LAST_DAY for _, last, _ in days], dtype=np.int64),
        least_days=np.array([least for _, _, least in days], dtype=np.int64),
        hours=np.array([row.hours_per_week for row in rows], dtype=np.int64),
        modes=np.array([int(MODES[Mode(row.mode)]) for row in rows], dtype=np.int64),
        requires_verified=np.array([row.programme__requires_verified_expert for row in rows], dtype=bool),
        is_barred=np.array(
            [
                ("need", row.pk) in barred
                or ("organisation", row.organisation_id) in barred
                or (country >= 0 and country in map(country_number, row.programme__barred_countries))
                for row in rows
            ],
            dtype=bool,
        ),
    )
    wishes = _Wishes(
        languages=np.array([bool(row.working_languages) for row in rows], dtype=bool),
        seniority=np.array([bool(row.least_seniority) for row in rows], dtype=bool),
        themes=np.array([row.has_themes for row in rows], dtype=bool),
        shared_hours=np.array([row.mode != Mode.IN_PERSON for row in rows], dtype=bool),
    )
    return asking, wishes


def _flat(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    return np.array([value for row in rows for value in row], dtype=np.int64)


def _barred(expert_id: int, today: object) -> set[tuple[str, int]]:
    """Needs and organisations that this expert is kept from."""
    in_force = Q(until__isnull=True) | Q(until__gte=today)
    found = set[tuple[str, int]]()
    excluded = Exclusion.objects.filter(in_force, expert_id=expert_id)
    for need_id, organisation_id in excluded.values_list("need_id", "organisation_id"):
        found.add(("organisation", organisation_id) if need_id is None else ("need", need_id))
    conflicts = Conflict.objects.filter(expert_id=expert_id, state=ConflictState.CONFIRMED)
    return found | {("organisation", pk) for pk in conflicts.values_list("organisation_id", flat=True)}
