"""Campaigns of controls: one for a programme and year, drawn once, closed when all is judged."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common import batches
from common.events import begin, move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import CampaignAction, SampleAction, SampleFinding, SampleState
from exchanges.models import Placement, SampleCampaign, SampledCase
from exchanges.selectors.facts import day_of
from exchanges.selectors.sampled import sample_facts
from exchanges.selectors.sampling import eligible_codes, waiting_messages
from exchanges.workflow import (
    LEAST_DAYS_FOR_EVIDENCE,
    MOST_DAYS_FOR_EVIDENCE,
    CampaignFacts,
    draw,
    fiscal_year_of,
    n_to_draw,
)
from programmes.models import Programme
from programmes.selectors import policy_of


def begin_campaign(*, programme_id: int, fiscal_year: int, by: User, at: datetime) -> SampleCampaign:
    """One for each programme and fiscal year that is over. Raises Denied, or Refused (`year_not_over`,
    `campaign_exists`)."""
    with transaction.atomic():
        programmes = Programme.objects.select_related("owner_unit").select_for_update(of=("self",))
        programme = programmes.get(pk=programme_id)
        require(by, "exchanges.begin_sample", programme)
        if fiscal_year >= fiscal_year_of(day_of(at)):
            raise Refused("year_not_over", field="fiscal_year")
        if SampleCampaign.objects.filter(programme=programme, fiscal_year=fiscal_year).exists():
            raise Refused("campaign_exists", field="fiscal_year")
        campaign = SampleCampaign(programme=programme, fiscal_year=fiscal_year)
        begin(campaign, by=by, at=at, part=Part.STAFF)
    return campaign


def draw_sample(*, campaign_id: int, due_on: date, by: User, at: datetime) -> SampleCampaign:
    """Draw the share, by a seed that nobody knew before, and ask both sides of each case for evidence.

    It is done once: the state, and a trigger of the database, let nobody draw again. Raises Denied, or
    Refused (`nothing_to_draw`, `evidence_day_range`).
    """
    with transaction.atomic():
        campaign = _locked(campaign_id)
        require(by, "exchanges.draw_sample", campaign)
        days = (due_on - day_of(at)).days
        if not LEAST_DAYS_FOR_EVIDENCE <= days <= MOST_DAYS_FOR_EVIDENCE:
            raise Refused("evidence_day_range", field="due_on")
        codes = eligible_codes(campaign.programme_id, campaign.fiscal_year)
        percent = policy_of(campaign.programme, at=at).sampling_percent
        campaign.seed, campaign.percent, campaign.eligible = secrets.token_hex(16), percent, codes
        campaign.due_on, campaign.drawn_at, campaign.drawn_by = due_on, at, by
        facts = CampaignFacts(n_to_draw(len(codes), percent), due_is_over=False, n_not_judged=0)
        move(campaign, action=CampaignAction.DRAW, part=Part.STAFF, by=by, at=at, facts=facts)
        drawn = draw(codes, seed=campaign.seed, percent=percent)
        placements = Placement.objects.with_people().in_bulk(drawn, field_name="public_id")
        for position, code in enumerate(drawn, start=1):
            case = SampledCase(campaign=campaign, placement=placements[code], position=position)
            begin(case, by=None, at=at, part=Part.CLOCK)
            notices.ask_for_evidence(case, batch=campaign.batch)
    return campaign


def send_messages(*, campaign_id: int, seen: Collection[UUID], by: User, at: datetime) -> int:
    """Let those first messages of a campaign go that the officer has read; returns how many.

    Raises Denied, or Refused `nothing_to_release`.
    """
    with transaction.atomic():
        campaign = _locked(campaign_id)
        require(by, "exchanges.send_sample_messages", campaign)
        open_to_them = {mail.key for mail in waiting_messages(campaign, by)}
        n_sent = batches.release(campaign.batch, seen=open_to_them.intersection(seen))
        if not n_sent:
            raise Refused("nothing_to_release")
        detail = f"{campaign.batch} {n_sent}"
        record_account_event(AccountAction.BATCH_RELEASED, by=by, at=at, detail=detail)
    return n_sent


def note_messages_read(*, campaign: SampleCampaign, by: User, at: datetime) -> None:
    """That somebody read what is written to others."""
    require(by, "exchanges.send_sample_messages", campaign)
    record_account_event(AccountAction.MAIL_PREVIEWED, by=by, at=at, detail=campaign.batch)


def close_sample(*, campaign_id: int, by: User, at: datetime) -> SampleCampaign:
    """After the due day; cases about which nobody has said anything are found to be without evidence.

    Raises Denied, or Refused (`evidence_is_awaited`, `evidence_not_judged`).
    """
    with transaction.atomic():
        campaign = _locked(campaign_id)
        require(by, "exchanges.close_sample", campaign)
        rows = SampledCase.objects.with_case().filter(campaign=campaign).exclude(state=SampleState.FOUND)
        cases = list(rows.select_for_update(of=("self",)).order_by("pk"))
        facts = {case: sample_facts(case, at) for case in cases}
        answered = sum(one.somebody_has_answered for one in facts.values())
        over = campaign.due_on is not None and day_of(at) > campaign.due_on
        move(
            campaign,
            action=CampaignAction.CLOSE,
            part=Part.STAFF,
            by=by,
            at=at,
            facts=CampaignFacts(n_to_draw=len(cases), due_is_over=over, n_not_judged=answered),
        )
        batches.drop(campaign.batch)
        for case in cases:
            case.finding = SampleFinding.NO_EVIDENCE
            move(case, action=SampleAction.LEAVE, part=Part.CLOCK, by=None, at=at, facts=facts[case])
    return campaign


def days_for_evidence(at: datetime) -> tuple[date, date]:
    """The first and the last day on which evidence may be due."""
    today = day_of(at)
    return today + timedelta(LEAST_DAYS_FOR_EVIDENCE), today + timedelta(MOST_DAYS_FOR_EVIDENCE)


def _locked(campaign_id: int) -> SampleCampaign:
    rows = SampleCampaign.objects.select_related("programme__owner_unit")
    return rows.select_for_update(of=("self",)).get(pk=campaign_id)
