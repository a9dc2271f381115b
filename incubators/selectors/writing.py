"""What the pages show on which a need is written: tasks, answers, and what is still missing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from common.models import StoredFile
from common.templatetags.formats import written_day
from incubators.enums import Category, Importance, NeedState, Step
from incubators.labels import CATEGORIES, NEED_FIELDS, STEPS
from incubators.models import Need
from incubators.selectors.answers import answers_by_question, answers_to, asked_of, steps_of
from incubators.selectors.history import Entry, last_word_on
from incubators.selectors.measurable import can_be_checked
from incubators.selectors.needs import wanted_skills
from incubators.selectors.readiness import FIELDS_OF, Problem, problems_of
from incubators.selectors.words import place_words
from programmes.enums import Mode
from programmes.labels import MODES
from programmes.selectors import answer_words
from taxonomy.enums import Cefr, Seniority
from taxonomy.labels import CEFR_LEVELS, SENIORITIES, language_name, sdg_name

# The host's own: not public, and not before the ministry.
UNSENT = (NeedState.DRAFT, NeedState.CHANGES_REQUESTED)
# Codes of things that were not written yet; any other problem is something to change.
_UNWRITTEN = ("need_incomplete", "need_without_must_skill")


@dataclass(frozen=True, slots=True)
class Task:
    step: Step
    label: str
    hint: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    label: str
    lines: list[str]
    problem: str


@dataclass(frozen=True, slots=True)
class Section:
    step: Step
    label: str
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class WritingPage:
    """The task list, the answers given so far, and what still keeps the need from being published."""

    need: Need
    is_draft: bool
    is_checked_first: bool
    can_be_checked: bool
    last_word: Entry | None
    documents: list[StoredFile]
    tasks: list[Task]
    n_done: int
    sections: list[Section]
    problems: list[Problem]


def writing_page(need: Need, at: datetime) -> WritingPage:
    problems = problems_of(need, at)
    tasks = [_task(need, step, [p for p in problems if p.step == step]) for step in steps_of(need)]
    return WritingPage(
        need=need,
        is_draft=need.state in UNSENT,
        is_checked_first=need.programme.checks_needs,
        can_be_checked=can_be_checked(need.deliverable),
        last_word=last_word_on(need),
        documents=[document.file for document in need.documents.select_related("file")],
        tasks=tasks,
        n_done=sum(task.kind == "good" for task in tasks),
        sections=sections_of(need, problems),
        problems=problems,
    )


def sections_of(need: Need, problems: list[Problem]) -> list[Section]:
    """Everything that was written, page by page."""
    return [Section(step, str(STEPS[step]), _answers(need, step, problems)) for step in steps_of(need)]


def saved_answers(need: Need, step: Step, names: Collection[str]) -> list[Answer]:
    """Some of the answers of a page as they are saved."""
    if step == Step.QUESTIONS:
        asked = {question.field_name: str(question) for question in asked_of(need)}
        wanted = {asked[name] for name in names if name in asked}
    else:
        wanted = {str(NEED_FIELDS[name]) for name in names if name in FIELDS_OF[step]}
    return [answer for answer in _answers(need, step, []) if answer.label in wanted]


def _task(need: Need, step: Step, problems: list[Problem]) -> Task:
    if not problems:
        state, kind = _("done"), "good"
    elif any(problem.code not in _UNWRITTEN for problem in problems):
        state, kind = _("needs change"), "bad"
    elif _is_begun(need, step):
        state, kind = _("in progress"), "waiting"
    else:
        state, kind = _("not started"), "info"
    missing = " · ".join(problem.name for problem in problems)
    hint = _("Still to write: %(fields)s") % {"fields": missing} if kind == "waiting" else ""
    return Task(step, str(STEPS[step]), hint, state, kind)


def _is_begun(need: Need, step: Step) -> bool:
    begun: dict[Step, Callable[[], bool]] = {
        Step.BASICS: lambda: True,
        Step.TERMS: lambda: any((need.purpose, need.deliverable, need.counterpart, need.counterpart_role)),
        Step.SKILLS: lambda: bool(need.skills.all()),
        Step.SCHEDULE: lambda: any((need.place_id, need.starts_on, need.ends_on)),
        Step.PEOPLE: lambda: bool(need.working_languages or need.themes.all()),
        Step.QUESTIONS: lambda: bool(answers_to(need)),
    }
    return begun[step]()


def _answers(need: Need, step: Step, problems: list[Problem]) -> list[Answer]:
    messages = {problem.field: str(problem.message) for problem in problems}
    if step == Step.SKILLS:
        return [
            Answer(str(NEED_FIELDS["must"]), _skill_lines(need, Importance.MUST), messages.get("skills", "")),
            Answer(str(NEED_FIELDS["should"]), _skill_lines(need, Importance.SHOULD), ""),
        ]
    if step == Step.QUESTIONS:
        answers = answers_by_question(need)
        return [
            Answer(str(one), _text(answer_words(answers.get(one.pk))), messages.get(one.field_name, ""))
            for one in asked_of(need)
        ]
    return [
        Answer(str(NEED_FIELDS[name]), _VALUES[name](need), messages.get(name, ""))
        for name in FIELDS_OF[step]
    ]


def _skill_lines(need: Need, importance: Importance) -> list[str]:
    return [f"{skill.name} ({skill.level})" for skill in wanted_skills(need, importance)]


def _day(day: date | None) -> list[str]:
    return [written_day(day)] if day else []


def _text(text: str) -> list[str]:
    return [text] if text else []


# How each field reads; an empty list says that nothing was given.
_VALUES: dict[str, Callable[[Need], list[str]]] = {
    "programme": lambda need: [str(need.programme)],
    "venture": lambda need: _text(need.venture.name if need.venture else ""),
    "category": lambda need: [str(CATEGORIES[Category(need.category)])],
    "title": lambda need: _text(need.title),
    "language": lambda need: [language_name(need.language)],
    "purpose": lambda need: _text(need.purpose),
    "deliverable": lambda need: _text(need.deliverable),
    "counterpart": lambda need: _text(need.counterpart),
    "counterpart_role": lambda need: _text(need.counterpart_role),
    "mode": lambda need: [str(MODES[Mode(need.mode)])],
    "place": lambda need: _text(place_words(need.place)),
    "starts_on": lambda need: _day(need.starts_on),
    "ends_on": lambda need: _day(need.ends_on),
    "hours_per_week": lambda need: [str(need.hours_per_week)],
    "weeks": lambda need: [str(need.weeks)],
    "seats": lambda need: [str(need.seats)],
    "working_languages": lambda need: [language_name(code) for code in need.working_languages],
    "least_language_level": lambda need: [str(CEFR_LEVELS[Cefr(need.least_language_level)])],
    "least_seniority": lambda need: _text(_seniority(need)),
    "themes": lambda need: [str(theme) for theme in need.themes.all()],
    "sdgs": lambda need: [sdg_name(number) for number in need.sdgs],
}


def _seniority(need: Need) -> str:
    return str(SENIORITIES[Seniority(need.least_seniority)]) if need.least_seniority else ""
