"""What asking, answering and ending share: locks, the room on both sides, hours held and given back."""

from datetime import datetime

from accounts.models import User
from common.workflow import Part
from exchanges import notices
from exchanges.enums import ENDED, Direction
from exchanges.models import Invitation
from exchanges.workflow import InvitationFacts
from experts.enums import CommitmentKind
from experts.models import Expert
from experts.services.commitments import drop_commitment, lock_expert, n_engagements, set_commitment
from incubators.enums import NeedState
from incubators.models import Need
from incubators.services.needs import lock_need
from matching.enums import MatchState
from matching.services.pairs import set_match_state

# Who answers each: the other side has asked.
ASKED = {Direction.TO_EXPERT: Part.EXPERT, Direction.FROM_EXPERT: Part.HOST}
ASKING = {Direction.TO_EXPERT: Part.HOST, Direction.FROM_EXPERT: Part.EXPERT}


def n_seats_taken(need: Need) -> int:
    """Placements of a need that have not ended."""
    return need.placements.exclude(state__in=ENDED).count()


def locked(invitation_id: int) -> tuple[Invitation, Need, Expert]:
    """Need, expert and invitation locked, in that order everywhere, so that nobody waits in a ring."""
    ids = Invitation.objects.values("need_id", "expert_id").get(pk=invitation_id)
    need = lock_need(ids["need_id"])
    expert = lock_expert(ids["expert_id"])
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    return invitation, need, expert


def facts_of(invitation: Invitation, need: Need, expert: Expert, at: datetime) -> InvitationFacts:
    """The hours that this very invitation holds do not count against it."""
    n_others = n_engagements(
        expert, starts_on=need.starts_on, ends_on=need.ends_on, besides=invitation.source_ref
    )
    return InvitationFacts(
        a_seat_is_free=n_seats_taken(need) < need.seats,
        expert_has_capacity=n_others < expert.capacity,
        is_due=invitation.expires_at <= at,
        need_is_wanted=need.state != NeedState.WITHDRAWN and need.organisation.is_verified,
    )


def commit_hours(invitation: Invitation, kind: CommitmentKind) -> None:
    need = invitation.need
    set_commitment(
        expert_id=invitation.expert_id,
        source_ref=invitation.source_ref,
        kind=kind,
        hours_per_week=need.hours_per_week,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
    )


def release_hours(invitation: Invitation) -> None:
    drop_commitment(expert_id=invitation.expert_id, source_ref=invitation.source_ref)


def end_quietly(invitation: Invitation, *, by: User | None, at: datetime) -> None:
    """Free both sides and tell the expert."""
    free_the_pair(invitation, by=by, at=at)
    notices.tell_expert_ended(invitation)


def free_the_pair(invitation: Invitation, *, by: User | None, at: datetime) -> None:
    """Free the hours; whom the host had chosen is on the shortlist again, other pairs are as they were."""
    release_hours(invitation)
    if invitation.match_id:
        state = MatchState.SUGGESTED if invitation.is_interest else MatchState.SHORTLISTED
        set_match_state(match_id=invitation.match_id, state=state, by=by, at=at)
