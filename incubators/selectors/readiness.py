"""What a need still lacks before experts may see it: read by its pages, and by the services that refuse."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from common.refusals import message_of
from incubators.enums import Importance, Step
from incubators.labels import NEED_FIELDS
from incubators.models import Need
from incubators.selectors.answers import unanswered
from incubators.workflow import NeedFacts
from programmes.enums import Mode
from programmes.selectors import takes_needs

FIELDS_OF: dict[Step, tuple[str, ...]] = {
    Step.BASICS: ("programme", "venture", "category", "title", "language"),
    Step.TERMS: ("purpose", "deliverable", "counterpart", "counterpart_role"),
    Step.SKILLS: ("skills",),
    Step.SCHEDULE: ("mode", "place", "starts_on", "ends_on", "hours_per_week", "weeks", "seats"),
    Step.PEOPLE: ("working_languages", "least_language_level", "least_seniority", "themes", "sdgs"),
    Step.QUESTIONS: ("answers",),
}
STEP_OF: dict[str, Step] = {name: step for step, names in FIELDS_OF.items() for name in names}
_TEXTS = ("title", "purpose", "deliverable")
BLANK = "____"
"""What the templates leave for the host to fill in."""
_REQUIRED = ("title", "purpose", "deliverable", "counterpart", "starts_on", "ends_on", "working_languages")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a need cannot be published; without a field it is not about its terms."""

    code: str
    field: str | None = None
    question: str = ""  # the words of one that the programme asks; then the field is that question's

    @property
    def step(self) -> Step | None:
        if self.question:
            return Step.QUESTIONS
        return STEP_OF[self.field] if self.field else None

    @property
    def name(self) -> str:
        """What the field is called on the page."""
        if self.question:
            return self.question
        return str(NEED_FIELDS["must" if self.field == "skills" else self.field]) if self.field else ""

    @property
    def message(self) -> str:
        return message_of(self.code)


def pakistan_day(at: datetime) -> date:
    """The calendar day in Pakistan: needs are written there, whatever zone their reader lives in."""
    return timezone.localdate(at, timezone.get_default_timezone())


def problems_of(need: Need, at: datetime) -> list[Problem]:
    """Everything that keeps the need from being published, in the order of its pages."""
    problems = [Problem("need_incomplete", name) for name in _missing(need)]
    problems += [Problem("need_has_blanks", name) for name in _TEXTS if BLANK in getattr(need, name)]
    problems += _problems_of_programme(need, at) + _problems_of_window(need, at)
    if not _has_must_skill(need):
        problems.append(Problem("need_without_must_skill", "skills"))
    problems.sort(key=lambda problem: list(STEP_OF).index(problem.field))
    problems += [Problem("need_incomplete", one.field_name, str(one)) for one in unanswered(need)]
    if not need.organisation.is_verified:
        problems.insert(0, Problem("organisation_not_verified"))
    return problems


def need_facts(need: Need, at: datetime, *, n_taken: int = 0) -> NeedFacts:
    """What the guards of the life cycle read."""
    return NeedFacts(
        organisation_is_verified=need.organisation.is_verified,
        is_complete=not _missing(need) and not unanswered(need),
        has_must_skill=_has_must_skill(need),
        window_is_ahead=need.ends_on is not None and need.ends_on >= pakistan_day(at),
        n_seats_left=need.seats - n_taken,
        is_checked_first=need.programme.checks_needs,
    )


def _missing(need: Need) -> list[str]:
    missing = [name for name in _REQUIRED if not getattr(need, name)]
    if need.mode != Mode.REMOTE and need.place_id is None:
        missing.append("place")
    if need.mode == Mode.IN_PERSON and not need.counterpart_role:
        missing.append("counterpart_role")
    if not need.themes.all():
        missing.append("themes")
    return missing


def _has_must_skill(need: Need) -> bool:
    return any(wanted.importance == Importance.MUST for wanted in need.skills.all())


def _problems_of_programme(need: Need, at: datetime) -> list[Problem]:
    problems = []
    if not takes_needs(need.programme, pakistan_day(at)):
        problems.append(Problem("need_programme_closed", "programme"))
    if need.mode not in need.programme.modes:
        problems.append(Problem("need_mode_not_offered", "mode"))
    return problems


def _problems_of_window(need: Need, at: datetime) -> list[Problem]:
    if need.starts_on is None or need.ends_on is None:
        return []
    if need.ends_on < pakistan_day(at):
        return [Problem("need_window_past", "ends_on")]
    if (need.ends_on - need.starts_on).days + 1 <= (need.weeks - 1) * 7:
        return [Problem("need_window_too_short", "weeks")]
    return []
