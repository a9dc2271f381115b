"""Writing a need: a draft, its terms, its skills."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.events import begin, record
from common.jobs import announce, note_change
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from common.workflow import Part
from incubators.enums import Fact, Importance, NeedState
from incubators.models import Need, NeedSkill, Organisation
from incubators.selectors.answers import answers_by_question, asked_of
from incubators.selectors.readiness import problems_of
from incubators.selectors.terms import stamp_of, written_terms
from incubators.services.shapes import Seen, SkillAsk, Terms
from programmes.enums import Mode

MOST_SKILLS_OF_A_KIND = 12
_ROWS = ("themes", "answers")  # of their own tables
_NOT_COPIED = ("starts_on", "ends_on", *_ROWS)


def draft_need(
    *, organisation_id: int, terms: Terms, skills: Sequence[SkillAsk] = (), by: User, at: datetime
) -> Need:
    """Begin a draft for an organisation, also while it waits for verification.

    Raises Refused, naming the field, when terms contradict each other.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
        require(by, "incubators.post_need", organisation)
        need = Need(organisation=organisation)
        _write_fields(need, terms)
        begin(need, by=by, at=at, part=Part.HOST)
        need.themes.set(terms.get("themes", ()))
        _write_answers(need, terms.get("answers", {}))
        _write_skills(need, skills)
    return need


def edit_need(
    *,
    need_id: int,
    terms: Terms,
    skills: Sequence[SkillAsk] | None = None,
    seen: Seen | None = None,
    by: User,
    at: datetime,
) -> Need:
    """Change some of the terms and, when given, the whole list of skills, whose order is their rank.

    A need that is open or being checked must stay complete, and matching hears of a change to an open one.
    Raises Refused, naming the field, or `need_changed_elsewhere` when the page that was `seen` is not
    what is saved any more.
    """
    with transaction.atomic():
        need = lock_need(need_id)
        require(by, "incubators.edit_need", need)
        if seen is not None and seen.stamp != stamp_of(need, seen.step):
            raise Refused("need_changed_elsewhere")
        before = written_terms(need)
        _write_fields(need, terms)
        if need.opened_at and need.seats < before["seats"]:
            raise Refused("need_seats_fewer", field="seats")
        if "themes" in terms:
            need.themes.set(terms["themes"])
        _write_answers(need, terms.get("answers", {}))
        if skills is not None:
            _write_skills(need, skills)
        if written_terms(need) != before:
            _record_edit(need, by=by, at=at)
    return need


def set_need_skills(
    *, need_id: int, skills: Sequence[SkillAsk], seen: Seen | None = None, by: User, at: datetime
) -> Need:
    """Replace the list of skills and nothing else.

    Raises Refused `need_too_many_skills`, `need_skill_twice`, `need_changed_elsewhere` or, for an open
    need, what it would lack.
    """
    return edit_need(need_id=need_id, terms={}, skills=skills, seen=seen, by=by, at=at)


def duplicate_need(*, need_id: int, by: User, at: datetime) -> Need:
    """Begin a new draft with everything that a need of the organisation says but its dates and documents."""
    source = Need.objects.with_terms().get(pk=need_id)
    fields = {name: getattr(source, name) for name in Terms.__annotations__ if name not in _NOT_COPIED}
    if source.mode not in source.programme.modes:
        del fields["mode"]
    asks = [SkillAsk(row.skill, Importance(row.importance), row.least_level) for row in source.skills.all()]
    return draft_need(
        organisation_id=source.organisation_id,
        terms=Terms(**fields, themes=list(source.themes.all()), answers=answers_by_question(source)),
        skills=asks,
        by=by,
        at=at,
    )


def lock_need(need_id: int) -> Need:
    """The need under its row lock, with its organisation and programme; needs a transaction.

    Rows that point to it may be written meanwhile: they wait for one another elsewhere. It is locked alone
    and read afterwards: joined while it waits for a merge of organisations, the row would not be found.
    """
    Need.objects.select_for_update(no_key=True).only("pk").get(pk=need_id)
    return Need.objects.select_related("organisation", "programme").get(pk=need_id)


def say(fact: Fact, need: Need) -> None:
    """Tell matching and snapshots, in the caller's transaction."""
    note_change("need", [need.pk])
    announce(fact, key=f"need:{need.pk}", need_id=need.pk)


def refuse_problems(need: Need, at: datetime) -> None:
    """Raise Refused for the first thing that an open need must not lack."""
    for problem in problems_of(need, at):
        raise Refused(problem.code, field=problem.field)


def set_window(need: Need, *, starts_on: date | None, ends_on: date | None) -> None:
    """Give a locked need other dates; the caller saves it. Raises Refused `need_dates_order`."""
    _write_fields(need, Terms(starts_on=starts_on, ends_on=ends_on))


def _record_edit(need: Need, *, by: User, at: datetime) -> None:
    if need.state in (NeedState.OPEN, NeedState.SUBMITTED):
        refuse_problems(need, at)
    if need.state == NeedState.OPEN:
        say(Fact.NEED_CHANGED, need)
    record(need, action="edit", part=Part.HOST, by=by, at=at)


def _write_fields(need: Need, terms: Terms) -> None:
    for name, value in terms.items():
        if name not in _ROWS:
            setattr(need, name, value)
    need.title = clean_line(need.title)
    need.counterpart = clean_line(need.counterpart)
    if need.venture is not None and need.venture.organisation_id != need.organisation_id:
        raise Refused("venture_of_another", field="venture")
    need.counterpart_role = clean_line(need.counterpart_role)
    if need.mode == Mode.REMOTE:
        need.place = None
    if need.starts_on and need.ends_on and need.ends_on < need.starts_on:
        raise Refused("need_dates_order", field="ends_on")
    if need.mode not in need.programme.modes:
        if "mode" in terms or need.opened_at:
            raise Refused("need_mode_not_offered", field="mode")
        need.mode = Mode(need.programme.modes[0])  # a draft follows the programme that was chosen


def _write_answers(need: Need, answers: Mapping[int, Any]) -> None:
    """Answer what is asked of this need; answers to what is asked no more stay as they are."""
    for question in asked_of(need) if answers else ():
        if answers.get(question.pk) is not None:
            need.answers.update_or_create(question=question, defaults={"value": answers[question.pk]})
        elif question.pk in answers:
            need.answers.filter(question=question).delete()


def _write_skills(need: Need, asks: Sequence[SkillAsk]) -> None:
    if len({ask.skill.pk for ask in asks}) != len(asks):
        raise Refused("need_skill_twice", field="skills")
    rows = []
    for importance in Importance:
        ranked = [ask for ask in asks if ask.importance == importance]
        if len(ranked) > MOST_SKILLS_OF_A_KIND:
            raise Refused("need_too_many_skills", field="skills")
        rows += [
            NeedSkill(
                need=need,
                skill=ask.skill,
                importance=importance,
                least_level=ask.least_level,
                rank=rank,
            )
            for rank, ask in enumerate(ranked, start=1)
        ]
    need.skills.all().delete()
    NeedSkill.objects.bulk_create(rows)
