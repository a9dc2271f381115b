"""Small placements of earlier years, and their control: one campaign is closed, in another a case waits."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal

from accounts.models import User
from diaspora_portal.demo import words
from diaspora_portal.demo.checklists import tick_what_is_needed
from diaspora_portal.demo.lives import MENTORSHIP, draft_of, publish
from diaspora_portal.demo.reporting import hand_in, noon, plan_of
from exchanges.enums import Extent, PlacementAction, ReportKind, SampleFinding, Side
from exchanges.models import Placement, SampleCampaign
from exchanges.selectors.facts import PAKISTAN, day_of
from exchanges.services import invitations
from exchanges.services.completion import follow_reports_of
from exchanges.services.conflicts import declare_ties
from exchanges.services.evidence import Given, give_evidence, record_finding
from exchanges.services.placements import move_placement
from exchanges.services.plans import edit_plan
from exchanges.services.sampling import begin_campaign, close_sample, draw_sample
from exchanges.services.sessions import Entry, log_session
from exchanges.workflow import first_day_of, fiscal_year_of
from experts.models import Expert
from incubators.models import Organisation
from matching.services.referred import surface_for_host
from programmes.enums import Mode

_A = PlacementAction
_DAYS_TO_ANSWER = 40
# When in the fiscal year the small placements of the demonstration began, in days.
_BEGAN = (60, 150)


def add_controls(hosts: list[Organisation], hina: Expert, *, cast: Mapping[str, User], at: datetime) -> None:
    """The year before last is controlled and closed; of last year's, one case waits for Hina and for Sana."""
    last = fiscal_year_of(day_of(at)) - 1
    for year, written in ((last - 1, words.SMALL_NEEDS[:2]), (last, words.SMALL_NEEDS[2:])):
        for need, days in zip(written, _BEGAN, strict=True):
            began = datetime.combine(first_day_of(year) + timedelta(days=days), time(12), tzinfo=PAKISTAN)
            _small(hosts[0], hina, need, began=began)
    ended = datetime.combine(first_day_of(last) + timedelta(days=20), time(12), tzinfo=PAKISTAN)
    over = _drawn(hosts[0], last - 1, cast=cast, at=ended)
    case = over.cases.get()
    for by, side_said in ((cast["hina"], words.EVIDENCE[0]), (cast["sana"], words.EVIDENCE[1])):
        given = Given(Extent.YES, Decimal(6), side_said)
        give_evidence(case_id=case.pk, given=given, by=by, at=ended + timedelta(days=9))
    judged = ended + timedelta(days=15)
    declare_ties(placement_id=case.placement_id, kind=None, by=cast["omar"], at=judged)
    found = {"finding": SampleFinding.AS_PLANNED, "note": words.FINDING_NOTE}
    record_finding(case_id=case.pk, by=cast["omar"], at=judged, **found)
    closed = ended + timedelta(days=_DAYS_TO_ANSWER + 1)
    close_sample(campaign_id=over.pk, by=cast["omar"], at=closed)
    _drawn(hosts[0], last, cast=cast, at=at)


def _drawn(host: Organisation, year: int, *, cast: Mapping[str, User], at: datetime) -> SampleCampaign:
    need = host.needs.filter(programme__slug=MENTORSHIP).first()
    campaign = begin_campaign(programme_id=need.programme_id, fiscal_year=year, by=cast["omar"], at=at)
    due_on = day_of(at) + timedelta(days=_DAYS_TO_ANSWER)
    return draw_sample(campaign_id=campaign.pk, due_on=due_on, by=cast["omar"], at=at)


def _small(
    host: Organisation, expert: Expert, written: tuple[str, str, str, str, str], *, began: datetime
) -> Placement:
    """A few hours, remote and unpaid: approved at once, held, reported on."""
    owner = host.memberships.get().user
    need = draft_of(host, owner, MENTORSHIP, written, at=began)
    publish(need, owner, at=began)
    need.refresh_from_db()
    match = surface_for_host(need=need, expert=expert, by=owner, at=began)
    asked = invitations.invite(match_id=match.pk, message=words.MESSAGES[1], by=owner, at=began)
    placement = invitations.accept_invitation(invitation_id=asked.pk, by=expert.user, at=began)
    last = placement.starts_on + timedelta(days=13)
    plan = plan_of(placement, ends_on=last)
    edit_plan(placement_id=placement.pk, plan=plan, by=owner, at=began)
    tick_what_is_needed(placement, owner, at=began)
    steps = ((_A.AGREE, expert.user), (_A.SUBMIT, owner), (_A.CONFIRM, expert.user), (_A.CONFIRM, owner))
    for n, (action, by) in enumerate(steps, start=1):
        move_placement(placement_id=placement.pk, action=action, by=by, at=began + timedelta(hours=9 * n))
    move_placement(placement_id=placement.pk, action=_A.START, by=owner, at=noon(placement.starts_on))
    for n, by in enumerate((expert.user, owner)):
        on = placement.starts_on + timedelta(days=1 + 7 * n)
        entry = Entry(on, Decimal(3), Mode.REMOTE, words.SESSIONS[n])
        log_session(placement_id=placement.pk, entry=entry, by=by, at=noon(on) + timedelta(hours=5))
    for side in (Side.EXPERT, Side.HOST):
        hand_in(placement, ReportKind.FINAL, side, at=noon(last))
    follow_reports_of(placement_id=placement.pk, at=noon(last) + timedelta(hours=1))
    return placement
