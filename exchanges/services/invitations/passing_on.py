"""An invitation came to nothing, or takes too long: the host asks the next one, in one step."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from exchanges.models import Invitation
from exchanges.selectors.habits import usual_days_of_experts
from exchanges.selectors.lists import expert_as_known
from exchanges.selectors.next_ones import NextPage, next_card
from exchanges.services.invitations.asking import invite, withdraw_invitation
from experts.enums import LookReason
from experts.models import Expert
from experts.services.access import record_list
from experts.services.commitments import lock_expert
from incubators.services.needs import lock_need
from matching import adapter
from matching.services.pairs import surface_match


def show_next(*, invitation: Invitation, by: User, at: datetime) -> NextPage:
    """Who would be asked next; whoever is shown can read that this organisation looked. Raises Denied."""
    require(by, "exchanges.offer_to_next", invitation)
    need = invitation.need
    card = next_card(need, adapter.explanation_of, at)
    if card is not None:
        record_list(
            expert_ids=[card.expert_id],
            viewer=by,
            why=LookReason.MATCH,
            route="exchanges:offer_to_next",
            at=at,
            viewer_is=need.organisation.name,
        )
    return NextPage(
        invitation=invitation,
        person=expert_as_known(invitation, by),
        card=card,
        usual_days=usual_days_of_experts(need.organisation_id),
    )


def offer_to_next(*, invitation_id: int, code: str, message: str, by: User, at: datetime) -> Invitation:
    """Take back what still waits for an answer and invite the expert of this code, or change nothing.

    "Maybe later" stays as it is: it keeps nothing from anybody. Raises Denied, or Refused
    `asked_before`, or as `surface_match` and `invite`.
    """
    with transaction.atomic():
        ids = Invitation.objects.values("need_id", "expert_id").get(pk=invitation_id)
        need = lock_need(ids["need_id"])
        # Both experts in one order, so that nobody waits in a ring.
        both = Expert.objects.filter(public_id=code).values_list("pk", flat=True)
        for expert_id in sorted({ids["expert_id"], *both}):
            lock_expert(expert_id)
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
        require(by, "exchanges.offer_to_next", invitation)
        match = surface_match(need=need, code=code, by=by, at=at)
        if need.invitations.filter(expert_id=match.expert_id).exists():
            raise Refused("asked_before")
        if invitation.is_awaited:
            withdraw_invitation(invitation_id=invitation.pk, by=by, at=at)
        return invite(match_id=match.pk, message=message, by=by, at=at)
