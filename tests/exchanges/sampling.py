"""Placements that were approved at once in a year that is over, walked through the services."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from exchanges.enums import Extent, SampleFinding
from exchanges.models import Placement, SampleCampaign, SampledCase
from exchanges.selectors.sampling import waiting_messages
from exchanges.services.conflicts import declare_ties
from exchanges.services.evidence import Given, give_evidence, record_finding
from exchanges.services.plans import Step
from exchanges.services.sampling import begin_campaign, draw_sample, send_messages
from programmes.models import Programme
from tests import factories
from tests.factories import NOW

# The year in which the tests live begins in July; the control looks back on it from the next one.
YEAR = NOW.year + (NOW.month >= 7)
AFTER = datetime(YEAR, 8, 3, 9, tzinfo=UTC)
DUE = AFTER.date() + timedelta(days=30)
OVERDUE = AFTER + timedelta(days=31)


def approved_at_once(cast: SimpleNamespace, n: int = 1, *, at: datetime = NOW) -> list[Placement]:
    """Remote, a few hours, unpaid."""
    cast.expert.capacity = 20
    cast.expert.save()
    found = []
    for i in range(n):
        first = at.date() + timedelta(days=30)
        small = {"starts_on": first, "ends_on": first + timedelta(days=6), "hours_per_week": 2}
        need = factories.make_need(cast.organisation, title=f"Small help {i}")
        steps = (Step("Kick-off", first),)
        found.append(factories.make_submitted(need, cast.expert, at=at, steps=steps, **small))
    return found


def begun(cast: SimpleNamespace, *, by: Any = None, at: datetime = AFTER) -> SampleCampaign:
    programme = Programme.objects.get(pk=cast.need.programme_id)
    return begin_campaign(programme_id=programme.pk, fiscal_year=YEAR, by=by or cast.omar, at=at)


def drawn(cast: SimpleNamespace, n: int = 1) -> SampleCampaign:
    """A campaign over `n` placements, drawn by Omar, who read the messages and sent them."""
    approved_at_once(cast, n)
    campaign = draw_sample(campaign_id=begun(cast).pk, due_on=DUE, by=cast.omar, at=AFTER)
    seen = [mail.key for mail in waiting_messages(campaign, cast.omar)]
    send_messages(campaign_id=campaign.pk, seen=seen, by=cast.omar, at=AFTER)
    return campaign


def only_case(campaign: SampleCampaign) -> SampledCase:
    return SampledCase.objects.with_case().get(campaign=campaign)


def give(case: SampledCase, by: Any, *, at: datetime = AFTER, **said: Any) -> SampledCase:
    given = Given(**{"took_place": Extent.YES, "hours": 8, "delivered": "Three changes."} | said)
    return give_evidence(case_id=case.pk, given=given, by=by, at=at)


def has_no_conflict(case: SampledCase, *people: Any) -> None:
    for one in people:
        declare_ties(placement_id=case.placement_id, kind=None, by=one, at=AFTER)


def judge(case: SampledCase, by: Any, finding: SampleFinding, *, at: datetime = OVERDUE) -> SampledCase:
    note = "The log and the reports say so."
    return record_finding(case_id=case.pk, finding=finding, note=note, by=by, at=at)
