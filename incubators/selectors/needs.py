"""What lists and pages of needs show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.models import StoredFile
from incubators.enums import Category, Importance, NeedState
from incubators.labels import CATEGORIES, NEED_STATES, NEED_TONES
from incubators.models import Need
from incubators.policies import role_in, writes_for
from incubators.selectors.answers import answer_lines
from incubators.selectors.history import Entry, history_of_need, last_word_on
from incubators.selectors.offers import FacilityRow, facility_rows
from incubators.selectors.words import name_of, place_words, where
from programmes.enums import Mode
from programmes.labels import MODES
from taxonomy.enums import Cefr, Seniority
from taxonomy.labels import CEFR_LEVELS, SENIORITIES, SKILL_LEVELS, language_name, sdg_name


@dataclass(frozen=True, slots=True)
class NeedRow:
    public_id: str
    title: str
    organisation: str
    category: str
    mode: str
    place: str
    starts_on: date | None
    ends_on: date | None
    hours_per_week: int
    weeks: int
    seats: int
    themes: list[str]
    state: str
    state_label: str
    tone: str
    since: datetime


@dataclass(frozen=True, slots=True)
class WantedSkill:
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class NeedPage:
    need: Need
    row: NeedRow
    programme: str
    venture: str
    facilities: list[FacilityRow]
    languages: list[str]
    language_level: str
    seniority: str
    must: list[WantedSkill]
    should: list[WantedSkill]
    is_member: bool
    writes: bool
    may_ask_for_fit: bool
    shows_counterpart: bool
    answers: list[tuple[str, str]]
    sdgs: list[str]
    documents: list[StoredFile]
    has_documents: bool
    last_word: Entry | None
    history: list[Entry]


@dataclass(frozen=True, slots=True)
class StateTab:
    state: str  # empty for all
    label: str
    count: int
    is_current: bool


def need_rows(needs: Iterable[Need]) -> list[NeedRow]:
    """Rows of needs that were read `with_terms`."""
    return [need_row(need) for need in needs]


def need_row(need: Need) -> NeedRow:
    state = NeedState(need.state)
    return NeedRow(
        public_id=need.public_id,
        title=need.title,
        organisation=name_of(need.organisation),
        category=str(CATEGORIES[Category(need.category)]),
        mode=str(MODES[Mode(need.mode)]),
        place=place_words(need.place) or where(need.organisation),
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        hours_per_week=need.hours_per_week,
        weeks=need.weeks,
        seats=need.seats,
        themes=[str(theme) for theme in need.themes.all()],
        state=state,
        state_label=str(NEED_STATES[state]),
        tone=NEED_TONES[state],
        since=need.state_since,
    )


def need_page(need: Need, user: User) -> NeedPage:
    """Terms for everybody who may see them; the history for members."""
    role = role_in(user, need.organisation_id)
    writes = writes_for(user, need.organisation)
    documents = [document.file for document in need.documents.select_related("file")]
    may_ask = user.is_authenticated and role is None and not writes and not user.is_ministry_staff
    reads_all = may_read_counterpart(need, user)
    return NeedPage(
        need=need,
        row=need_row(need),
        programme=str(need.programme),
        venture=need.venture.name if need.venture else "",
        facilities=facility_rows(need.organisation),
        languages=[language_name(code) for code in need.working_languages],
        language_level=str(CEFR_LEVELS[Cefr(need.least_language_level)]),
        seniority=str(SENIORITIES[Seniority(need.least_seniority)]) if need.least_seniority else "",
        must=wanted_skills(need, Importance.MUST),
        should=wanted_skills(need, Importance.SHOULD),
        is_member=role is not None,
        writes=writes,
        may_ask_for_fit=may_ask,
        shows_counterpart=reads_all,
        answers=answer_lines(need) if reads_all else [],
        sdgs=[sdg_name(number) for number in need.sdgs],
        documents=documents if user.is_authenticated else [],
        has_documents=bool(documents),
        last_word=last_word_on(need) if role else None,
        history=history_of_need(need) if role else [],
    )


def may_read_counterpart(need: Need, user: User) -> bool:
    """The counterpart is a person: whoever may write it and ministry staff read who it is, the public not."""
    if not user.is_authenticated:
        return False
    if user.is_ministry_staff or role_in(user, need.organisation_id) is not None:
        return True
    return writes_for(user, need.organisation)


def wanted_skills(need: Need, importance: Importance) -> list[WantedSkill]:
    return [
        WantedSkill(str(wanted.skill), str(SKILL_LEVELS[wanted.least_level]))
        for wanted in need.skills.all()
        if wanted.importance == importance
    ]


def own_needs(user: User, state: str) -> QuerySet[Need]:
    """The needs that are the user's to keep, in one state or in all, what was touched last first."""
    needs = Need.objects.of_member_or_parent(user)
    if state:
        needs = needs.filter(state=state)
    return needs.with_terms().order_by("-changed_at", "-pk")


def state_tabs(user: User, current: str) -> list[StateTab]:
    """One tab for all of the user's needs and one for each state that occurs."""
    counted = Need.objects.of_member_or_parent(user).values_list("state").annotate(n=Count("pk")).order_by()
    counts = dict(counted)
    tabs = [StateTab("", _("All"), sum(counts.values()), current == "")]
    return tabs + [
        StateTab(state, str(NEED_STATES[state]), counts[state], current == state)
        for state in NeedState
        if state in counts
    ]
