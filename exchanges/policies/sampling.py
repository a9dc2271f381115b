"""Who runs campaigns of controls, who gives evidence, and who says what it shows."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import JUDGING, CampaignAction, SampleAction, Side
from exchanges.models import Placement, SampleCampaign, SampledCase
from exchanges.policies.case_file import side_of_case
from exchanges.policies.parts import has_said_none, needs_part
from programmes.models import Programme

_NOT_FROM_HERE = _("This step is not possible in the present state.")


def _from_here(subject: SampleCampaign | SampledCase, action: str) -> Decision:
    if subject.workflow.candidates(state=subject.state, action=action):
        return ALLOW
    return deny(_NOT_FROM_HERE)


@policy("exchanges.read_samples")
def may_read_samples(user: User, _nothing: None) -> Decision:
    """Officers, reviewers, deciders and auditors, each the campaigns of their units' programmes."""
    roles = (Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.AUDITOR)
    if user.is_authenticated and user.holds(*roles):
        return ALLOW
    return deny(_("Only staff of the units that own programmes read this."))


@policy("exchanges.begin_sample")
def may_begin(user: User, programme: Programme | None) -> Decision:
    """Officers of the unit that owns the programme."""
    unit = {} if programme is None else {"unit": programme.owner_unit}
    if user.is_authenticated and user.holds(Role.OFFICER, **unit):
        return ALLOW
    return deny(_("Only officers of the unit that owns the programme control its placements."))


@policy("exchanges.draw_sample")
def may_draw(user: User, campaign: SampleCampaign) -> Decision:
    """Officers of the unit that owns the programme, once: a draw is not repeated."""
    return first_refusal(may_begin(user, campaign.programme), _from_here(campaign, CampaignAction.DRAW))


@policy("exchanges.send_sample_messages")
def may_send(user: User, campaign: SampleCampaign) -> Decision:
    """Officers of the unit that owns the programme, while the campaign is under way."""
    return first_refusal(may_begin(user, campaign.programme), _from_here(campaign, CampaignAction.CLOSE))


@policy("exchanges.close_sample")
def may_close(user: User, campaign: SampleCampaign) -> Decision:
    """Officers of the unit that owns the programme, after the due day."""
    return first_refusal(may_begin(user, campaign.programme), _from_here(campaign, CampaignAction.CLOSE))


@policy("exchanges.give_evidence")
def may_give(user: User, case: SampledCase) -> Decision:
    """The expert, and owners and editors of the host, each side once, until a finding is recorded."""
    side = side_of_case(user, case.placement)
    if side not in (Side.EXPERT, Side.HOST):
        return deny(_("Only the expert and the host may do this."))
    if any(one.side == side for one in case.evidence.all()):
        return deny(_("Your side has given its evidence."))
    return _from_here(case, SampleAction.GIVE)


@policy("exchanges.find_sample")
def may_find(user: User, case: SampledCase) -> Decision:
    """Officers of the unit that reviews the case, once they have said that they have no conflict of
    interest; never a party, nobody who moved or judged the case, and nobody who takes part in it."""
    placement = case.placement
    decision = first_refusal(
        needs_part(user, placement, Part.STAFF, _("Only an officer of the unit may do this.")),
        _from_here(case, SampleAction.FIND),
        has_said_none(user, placement),
    )
    if decision and was_in_it(user, placement):
        return deny(_("You decided in this case or took part in it; somebody else looks at it."))
    return decision


def was_in_it(user: User, placement: Placement) -> bool:
    """Steps that moved the case, a judgement of its plan or of a change, or a place among its people."""
    moved = Q(action__in=JUDGING) | ~Q(source=F("target"))
    mine = user.memberships.values("organisation_id")
    return (
        placement.events.filter(moved, by=user).exists()
        or placement.amendments.filter(events__by=user).exists()
        or placement.participations.filter(Q(expert__user=user) | Q(organisation_id__in=mine)).exists()
    )
