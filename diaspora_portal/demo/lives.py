"""Needs of the demonstration in the states that the others do not reach: being checked, returned, expired."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from diaspora_portal.demo import words
from incubators.enums import Category, Importance, NeedAction, ReturnReason
from incubators.models import Need, Organisation
from incubators.services import (
    SkillAsk,
    Terms,
    check_need,
    draft_need,
    expire_need,
    lock_need,
    move_need,
)
from programmes.models import Programme
from taxonomy.models import Skill, Theme

_TASK_FORCE, MENTORSHIP = "expert-task-force", "general-mentorship"


def add_lives(hosts: list[Organisation], *, cast: Mapping[str, User], at: datetime) -> None:
    """Sana's host has a returned need and an expired one, Kamran's has one that waits for Omar or Rabia."""
    sana, kamran = hosts[0], hosts[1]
    waiting = draft_of(kamran, cast["kamran"], _TASK_FORCE, words.WAITING_NEED, at=at - timedelta(days=3))
    publish(waiting, cast["kamran"], at=at - timedelta(days=2))
    returned = draft_of(sana, cast["sana"], _TASK_FORCE, words.RETURNED_NEED, at=at - timedelta(days=9))
    publish(returned, cast["sana"], at=at - timedelta(days=8))
    check_need(
        need_id=returned.pk,
        action=NeedAction.REQUEST_CHANGES,
        reasons=[ReturnReason.OUTCOMES_NOT_MEASURABLE, ReturnReason.TOR_UNCLEAR],
        note=words.RETURN_NOTES[1],
        version=None,
        by=cast["rabia"],
        at=at - timedelta(days=5),
    )
    began = at - timedelta(days=80)
    expired = draft_of(sana, cast["sana"], MENTORSHIP, words.EXPIRED_NEED, at=began)
    publish(expired, cast["sana"], at=began + timedelta(days=1))
    expire_need(need=lock_need(expired.pk), at=at - timedelta(days=6))


def draft_of(
    host: Organisation, by: User, programme: str, written: tuple[str, str, str, str, str], *, at: datetime
) -> Need:
    """Terms that are complete; the window begins ten days after the draft and lasts nine weeks."""
    category, title, purpose, deliverable, theme = written
    first = at.date() + timedelta(days=10)
    terms = Terms(
        programme=Programme.objects.get(slug=programme),
        category=Category(category),
        title=title,
        purpose=purpose,
        deliverable=deliverable,
        counterpart=by.full_name,
        counterpart_role=words.COUNTERPARTS[0],
        starts_on=first,
        ends_on=first + timedelta(days=63),
        hours_per_week=3,
        weeks=6,
        working_languages=["en", "ur"],
        themes=[Theme.objects.get(slug=theme)],
        sdgs=[9, 17],
    )
    skills = Skill.objects.filter(theme__slug=theme).order_by("slug")[:3]
    asks = [SkillAsk(skill, Importance.SHOULD if n else Importance.MUST) for n, skill in enumerate(skills)]
    return draft_need(organisation_id=host.pk, terms=terms, skills=asks, by=by, at=at)


def publish(need: Need, by: User, *, at: datetime) -> None:
    move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=by, at=at)
