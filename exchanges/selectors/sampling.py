"""Campaigns of controls: what may be drawn, how far one is, and its table for other programs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from accounts.models import User
from common.batches import staged
from common.charts import Bar, bars
from common.models import Outbox
from common.policies import Decision, decide
from common.sheets import Value
from common.templatetags.formats import written_day
from exchanges.enums import CampaignState, PlacementAction, SampleFinding, SampleState, Side
from exchanges.labels import (
    CAMPAIGN_STATES,
    CAMPAIGN_TONES,
    FINDING_TONES,
    FINDINGS,
    SAMPLE_STATES,
    SAMPLE_TONES,
)
from exchanges.models import Placement, SampleCampaign, SampledCase
from exchanges.selectors.facts import PAKISTAN, day_of
from exchanges.selectors.sampled import year_name
from exchanges.workflow import draw, first_day_of, n_to_draw
from programmes.selectors import policy_of


@dataclass(frozen=True, slots=True)
class CampaignRow:
    public_id: str
    programme: str
    year: str
    state_label: str
    tone: str
    n_eligible: int
    n_cases: int
    n_found: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class SampledRow:
    """A case of a campaign; `given` says when each side gave its evidence."""

    public_id: str
    case: str
    title: str
    organisation: str
    position: int
    state_label: str
    tone: str
    given: dict[Side, date | None]
    finding: str
    finding_tone: str


@dataclass(frozen=True, slots=True)
class CampaignPage:
    campaign: SampleCampaign
    row: CampaignRow
    percent: int
    n_eligible: int
    n_to_draw: int
    draw: Decision
    close: Decision
    is_drawn: bool
    is_over: bool  # the due day
    progress: list[Bar]
    findings: list[Bar]
    cases: list[SampledRow]
    n_hidden: int  # cases in which the reader has declared a conflict, or is a party
    send: Decision
    n_to_send: int  # first messages that wait until somebody has read them
    order: list[str]  # codes as they were drawn


def eligible_codes(programme_id: int, fiscal_year: int) -> list[str]:
    """What was approved at once in the year, whatever became of it; nothing that was ever sampled before."""
    since, until = (_midnight(first_day_of(year)) for year in (fiscal_year, fiscal_year + 1))
    rows = Placement.objects.filter(
        need__programme_id=programme_id,
        sampled__isnull=True,
        events__action=PlacementAction.APPROVE_AT_ONCE,
        events__at__gte=since,
        events__at__lt=until,
    )
    return sorted(set(rows.values_list("public_id", flat=True)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=PAKISTAN)


def campaign_rows(campaigns: Iterable[SampleCampaign]) -> list[CampaignRow]:
    return [_row(one) for one in campaigns]


def _row(one: SampleCampaign) -> CampaignRow:
    state = CampaignState(one.state)
    return CampaignRow(
        public_id=one.public_id,
        programme=str(one.programme),
        year=year_name(one.fiscal_year),
        state_label=str(CAMPAIGN_STATES[state]),
        tone=CAMPAIGN_TONES[state],
        n_eligible=len(one.eligible),
        n_cases=one.n_cases,
        n_found=one.n_found,
        due_on=one.due_on,
    )


def campaign_page(campaign: SampleCampaign, user: User, *, at: datetime) -> CampaignPage:
    """Before the draw what would be drawn; afterwards how far it is, and how anybody draws it again."""
    is_drawn = campaign.state != CampaignState.DRAFT
    if is_drawn:
        codes, percent = campaign.eligible, campaign.percent or 0
    else:
        codes = eligible_codes(campaign.programme_id, campaign.fiscal_year)
        percent = policy_of(campaign.programme, at=at).sampling_percent
    states = Counter(campaign.cases.values_list("state", flat=True))
    found = Counter(campaign.cases.exclude(finding="").values_list("finding", flat=True))
    cases = sampled_rows(campaign, user)
    return CampaignPage(
        campaign=campaign,
        row=_row(campaign),
        percent=percent,
        n_eligible=len(codes),
        n_to_draw=n_to_draw(len(codes), percent),
        draw=decide(user, "exchanges.draw_sample", campaign),
        close=decide(user, "exchanges.close_sample", campaign),
        is_drawn=is_drawn,
        is_over=campaign.due_on is not None and day_of(at) > campaign.due_on,
        progress=bars((str(SAMPLE_STATES[state]), states[state]) for state in SampleState),
        findings=bars((str(FINDINGS[finding]), found[finding]) for finding in SampleFinding),
        cases=cases,
        n_hidden=states.total() - len(cases),
        send=decide(user, "exchanges.send_sample_messages", campaign),
        n_to_send=len(waiting_messages(campaign, user)) if is_drawn else 0,
        order=draw(codes, seed=campaign.seed, percent=percent) if is_drawn else [],
    )


def waiting_messages(campaign: SampleCampaign, user: User) -> list[Outbox]:
    """First messages that nobody has sent yet, of those cases that this reader may see."""
    mails = list(staged(campaign.batch))
    if not mails:
        return []
    shown = set(campaign.cases.inside(user).values_list("pk", flat=True))
    return [mail for mail in mails if mail.ids["case_id"] in shown]


def sampled_rows(campaign: SampleCampaign, user: User) -> list[SampledRow]:
    """The cases that this reader may see, in the order of the draw."""
    rows = campaign.cases.inside(user).with_case().prefetch_related("evidence").order_by("position")
    return [_sampled(one) for one in rows]


def _sampled(one: SampledCase) -> SampledRow:
    given = {evidence.side: day_of(evidence.at) for evidence in one.evidence.all()}
    finding = SampleFinding(one.finding) if one.finding else None
    state = SampleState(one.state)
    return SampledRow(
        public_id=one.public_id,
        case=one.placement.public_id,
        title=one.placement.need.title,
        organisation=one.placement.organisation.name,
        position=one.position,
        state_label=str(SAMPLE_STATES[state]),
        tone=SAMPLE_TONES[state],
        given={side: given.get(side) for side in (Side.EXPERT, Side.HOST)},
        finding=str(FINDINGS[finding]) if finding else "",
        finding_tone=FINDING_TONES[finding] if finding else "",
    )


def campaign_sheet(campaign: SampleCampaign, user: User) -> list[tuple[Value, ...]]:
    """Codes of cases and names of hosts; of experts nothing. The seed and the list stand above."""
    head: list[tuple[Value, ...]] = [
        (_("Programme"), str(campaign.programme)),
        (_("Fiscal year"), year_name(campaign.fiscal_year)),
        (_("Share in percent"), campaign.percent),
        (_("Seed"), campaign.seed),
        (_("Approved at once"), len(campaign.eligible)),
        (_("The list"), *campaign.eligible),
        (),
        (
            _("Place in the draw"),
            _("Placement"),
            _("Host"),
            _("State"),
            _("Evidence of the expert"),
            _("Evidence of the host"),
            _("Finding"),
        ),
    ]
    return head + [
        (
            one.position,
            one.case,
            one.organisation,
            one.state_label,
            *(written_day(day) if day else "" for day in one.given.values()),
            one.finding,
        )
        for one in sampled_rows(campaign, user)
    ]
