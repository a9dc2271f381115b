"""Sampled cases: what their life asks about them, and whom they wait for."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from common.today import Blocks, WaitingItem
from exchanges.enums import SampleState, Side
from exchanges.models import Placement, SampledCase, SampleEvidence
from exchanges.selectors.due import as_moment
from exchanges.selectors.facts import day_of
from exchanges.workflow import EVIDENCE_REMINDERS, SampleFacts
from incubators.enums import MemberRole


def year_name(fiscal_year: int) -> str:
    """The fiscal year as it is written.

    >>> year_name(2027), year_name(2000)
    ('2026–27', '1999–00')
    """
    return f"{fiscal_year - 1}–{fiscal_year % 100:02}"


def sample_facts(case: SampledCase, at: datetime) -> SampleFacts:
    given = {one.side for one in SampleEvidence.objects.filter(case=case)}
    return SampleFacts(
        all_have_answered=given >= {str(side) for side in sides_asked(case.placement)},
        somebody_has_answered=bool(given),
        due_is_over=day_of(at) > case.campaign.due_on,
    )


def sides_asked(placement: Placement) -> list[Side]:
    """An expert who has left the portal is asked nothing."""
    return [Side.EXPERT, Side.HOST] if placement.expert.user_id else [Side.HOST]


def n_reminders_due(case: SampledCase, today: date) -> int:
    """How many reminders have fallen due by a day; none of a case that does not wait."""
    if case.state != SampleState.WAITING:
        return 0
    return sum(case.campaign.due_on + timedelta(days) <= today for days in EVIDENCE_REMINDERS)


def samples_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Evidence that this person's side has not given, and evidence that an officer has to judge."""
    return _to_answer(user, limit) + _to_judge(user, limit)


def _to_answer(user: User, limit: int) -> list[WaitingItem]:
    writes = user.memberships.exclude(role=MemberRole.VIEWER).values("organisation_id")
    given = {side: Q(pk__in=SampleEvidence.objects.filter(side=side).values("case_id")) for side in Side}
    own = Q(placement__expert__user=user) & ~given[Side.EXPERT]
    own |= Q(placement__organisation_id__in=writes) & ~given[Side.HOST]
    rows = SampledCase.objects.filter(own, state=SampleState.WAITING)
    rows = rows.with_case().select_related("campaign").order_by("campaign__due_on", "pk")
    return [
        WaitingItem(
            what=_("Say what took place"),
            about=one.placement.need.title,
            url=reverse("exchanges:give_evidence", args=[one.placement.public_id]),
            since=one.state_since,
            due_at=as_moment(one.campaign.due_on),
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:placement", args=[one.placement.public_id]),
        )
        for one in rows[:limit]
    ]


def _to_judge(user: User, limit: int) -> list[WaitingItem]:
    units = [post.unit_id for post in user.posts_today if post.role == Role.OFFICER]
    if not units:
        return []
    rows = SampledCase.objects.of_units(user).filter(
        state=SampleState.ANSWERED, placement__review_unit_id__in=units
    )
    return [
        WaitingItem(
            what=_("Say what the evidence shows"),
            about=one.placement.need.title,
            url=reverse("exchanges:sampled_case", args=[one.public_id]),
            since=one.state_since,
            blocks=Blocks.QUEUE,
            list_url=reverse("exchanges:sample_list"),
        )
        for one in rows.with_case().order_by("state_since", "pk")[:limit]
    ]
