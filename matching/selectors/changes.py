"""What a need's owner could change, and what each change would bring."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from incubators.enums import Importance
from incubators.models import Need
from matching.enums import IN_THE_PROGRAMMES_HANDS, ChangeKind
from matching.labels import matches as labels
from matching.selectors.results import Change, Effect
from programmes.enums import Mode
from taxonomy.enums import Cefr
from taxonomy.labels import language_name

_HOST_LANGUAGES = ("en", "ur")
_MOST_SKILLS_TRIED = 5
_WEEKS = (4, 8, 13)
_SHARE_OF_HOURS = (75, 50, 25)  # percent
# Of several steps in the same direction, the first that brings anybody is shown.
_LADDERS = (
    ChangeKind.LANGUAGE_LEVEL,
    ChangeKind.HOURS,
    ChangeKind.ENDS_LATER,
    ChangeKind.BEGINS_EARLIER,
    ChangeKind.SHARED_DAYS,
)


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One change in words, with the numbers that it would bring."""

    words: str
    n_more: int
    n_fewer: int
    best_points: int


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What would bring more experts. Without a snapshot to ask, `as_of` is None."""

    need: Need
    is_member: bool
    as_of: datetime | None
    n_tried: int
    effects: list[EffectRow]
    in_the_programmes_hands: list[EffectRow]


def changes_of(need: Need, today: date) -> list[Change]:
    """Changes of a need (loaded `with_terms`) that could bring somebody, mildest first within a kind."""
    return [
        *_modes(need),
        *_languages(need),
        *(Change(ChangeKind.HOURS, hours) for hours in _fewer_hours(need.hours_per_week)),
        *_dates(need, today),
        *_skills(need),
        *_of_the_programme(need),
    ]


def _modes(need: Need) -> Iterable[Change]:
    """Other ways of working; those that the programme does not allow are not the owner's to choose."""
    for mode in Mode:
        if mode != need.mode:
            allowed = mode in need.programme.modes
            yield Change(ChangeKind.MODE if allowed else ChangeKind.OTHER_MODE, mode.value)


def _languages(need: Need) -> Iterable[Change]:
    """A lower level, one step at a time; English or Urdu beside the languages asked for."""
    if not need.working_languages:
        return
    levels = list(Cefr)
    for level in reversed(levels[: levels.index(Cefr(need.least_language_level))]):
        yield Change(ChangeKind.LANGUAGE_LEVEL, level.value)
    asked = {code.partition("-")[0].lower() for code in need.working_languages}
    for code in _HOST_LANGUAGES:
        if code not in asked:
            yield Change(ChangeKind.LANGUAGE, code)


def _fewer_hours(hours: int) -> list[int]:
    """Fewer hours a week, mildest first.

    >>> _fewer_hours(8), _fewer_hours(2), _fewer_hours(1)
    ([6, 4, 2], [1], [])
    """
    fewer = {max(hours * share // 100, 1) for share in _SHARE_OF_HOURS}
    return sorted((h for h in fewer if h < hours), reverse=True)


def _dates(need: Need, today: date) -> Iterable[Change]:
    if need.ends_on:
        yield from (Change(ChangeKind.ENDS_LATER, weeks) for weeks in _WEEKS)
    if need.starts_on:
        ahead = (need.starts_on - today).days // 7
        yield from (Change(ChangeKind.BEGINS_EARLIER, weeks) for weeks in _WEEKS if weeks <= ahead)


def _skills(need: Need) -> Iterable[Change]:
    """Skills that help, as a must: holding any one must-skill is enough, so that this opens the list."""
    rows = list(need.skills.all())
    if any(row.importance == Importance.MUST for row in rows):
        should = sorted(
            (row for row in rows if row.importance != Importance.MUST), key=lambda row: (row.rank, row.pk)
        )
        yield from (Change(ChangeKind.MUST_SKILL, row.skill_id) for row in should[:_MOST_SKILLS_TRIED])


def _of_the_programme(need: Need) -> Iterable[Change]:
    if need.programme.requires_verified_expert:
        yield Change(ChangeKind.VERIFIED)
    least = need.programme.least_overlap_days
    yield from (Change(ChangeKind.SHARED_DAYS, days) for days in (least // 2, 1) if 0 < days < least)


def changes_page(
    need: Need, effects: Sequence[Effect], *, is_member: bool, as_of: datetime | None
) -> ChangesPage:
    """Order what the changes would bring: most new experts first. Nothing that brings nobody is shown."""
    names = {row.skill_id: str(row.skill) for row in need.skills.all()}
    shown = sorted(_mildest(effects), key=lambda effect: (-effect.n_more, -effect.best_points))

    def rows(*, of_programme: bool) -> list[EffectRow]:
        return [
            EffectRow(_words(effect.change, names), effect.n_more, effect.n_fewer, effect.best_points)
            for effect in shown
            if (effect.change.kind in IN_THE_PROGRAMMES_HANDS) is of_programme
        ]

    return ChangesPage(
        need=need,
        is_member=is_member,
        as_of=as_of,
        n_tried=len(effects),
        effects=rows(of_programme=False),
        in_the_programmes_hands=rows(of_programme=True),
    )


def _mildest(effects: Iterable[Effect]) -> list[Effect]:
    """Effects that bring somebody; of a ladder the first step alone."""
    found: list[Effect] = []
    climbed: set[ChangeKind] = set()
    for effect in effects:
        kind = effect.change.kind
        if effect.n_more and kind not in climbed:
            found.append(effect)
            if kind in _LADDERS:
                climbed.add(kind)
    return found


def _words(change: Change, names: Mapping[int, str]) -> str:
    value = change.value
    if change.kind in (ChangeKind.MODE, ChangeKind.OTHER_MODE):
        return str(labels.MODE_CHANGES[Mode(str(value))])
    words = labels.CHANGES[change.kind]
    match change.kind:
        case ChangeKind.LANGUAGE:
            return str(words) % {"language": language_name(str(value))}
        case ChangeKind.MUST_SKILL:
            return str(words) % {"skill": names[int(value)]}
        case ChangeKind.LANGUAGE_LEVEL | ChangeKind.VERIFIED:
            return str(words) % {"level": value}
        case _:
            return str(words % {"n": value})
