"""Inviting, answering, ending: the invitation that never goes silent."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from accounts.models import User
from common.events import begin, move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import ENDED, OPEN_INVITATION, DeclineReason, InvitationAction, InvitationState
from exchanges.models import Invitation, Placement
from exchanges.services.placements import create_placement
from exchanges.workflow import InvitationFacts
from experts.enums import CommitmentKind, Visibility
from experts.enums import State as ExpertState
from experts.models import Expert
from experts.services.commitments import drop_commitment, lock_expert, n_engagements, set_commitment
from incubators.enums import NeedState
from incubators.models import Need
from incubators.services.needs import lock_need
from incubators.services.steps import recount_seats
from matching.enums import ExclusionReason, MatchState
from matching.models import Match
from matching.selectors.skills import facts_of_pair
from matching.services.pairs import record_exclusion, set_match_state

log = logging.getLogger(__name__)

DAYS_TO_ANSWER = 14
MOST_OPEN_PER_SEAT = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """How an expert declines: a coded reason, a note, and whether the host may read the reason."""

    reason: DeclineReason
    note: str = ""
    shares_reason: bool = False


def n_seats_taken(need: Need) -> int:
    """Placements of a need that have not ended."""
    return need.placements.exclude(state__in=ENDED).count()


def invite(*, match_id: int, message: str, by: User, at: datetime) -> Invitation:
    """Invite the expert of a surfaced match and keep their hours free while they think.

    Raises Denied, or Refused: need not open, too many open, expert's capacity used, invited already.
    """
    with transaction.atomic():
        match = Match.objects.select_related("need__organisation").get(pk=match_id)
        need = lock_need(match.need_id)
        expert = lock_expert(match.expert_id)
        require(by, "exchanges.invite_match", match)
        _check_room(need, expert, match)
        invitation = Invitation(
            need=need,
            expert=expert,
            match=match,
            message=message.strip(),
            explanation=match.explanation | {"skills": facts_of_pair(need, expert.pk)},
            sent_by=by,
            sent_at=at,
            expires_at=at + timedelta(days=DAYS_TO_ANSWER),
        )
        begin(invitation, by=by, at=at, part=Part.HOST)
        _commit_hours(invitation, CommitmentKind.HELD)
        set_match_state(match_id=match.pk, state=MatchState.INVITED, by=by, at=at)
        notices.tell_expert_invited(invitation)
    return invitation


def view_invitation(*, invitation_id: int, by: User, at: datetime) -> None:
    """Note that the expert has opened it; later openings and other people change nothing."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
        if invitation.state == InvitationState.SENT and invitation.expert.user_id == by.pk:
            move(invitation, action=InvitationAction.VIEW, part=Part.EXPERT, by=by, at=at)


def accept_invitation(*, invitation_id: int, by: User, at: datetime) -> Placement:
    """Accept, create the placement, and end the sibling invitations when the last seat is taken.

    Locks need, then expert, then invitation: capacity is counted under these locks on both sides.
    """
    with transaction.atomic():
        invitation, need, expert = _locked(invitation_id)
        require(by, "exchanges.answer_invitation", invitation)
        move(
            invitation,
            action=InvitationAction.ACCEPT,
            part=Part.EXPERT,
            by=by,
            at=at,
            facts=_facts(invitation, need, expert, at),
        )
        invitation.answered_at = at
        invitation.save(update_fields=["answered_at"])
        placement = create_placement(invitation=invitation, by=by, at=at)
        _commit_hours(invitation, CommitmentKind.PROMISED)
        n_taken = n_seats_taken(need)
        recount_seats(need_id=need.pk, n_taken=n_taken, at=at)
        if n_taken >= need.seats:
            _supersede_siblings(invitation, at=at)
        notices.tell_host_answered(invitation)
    return placement


def decline_invitation(*, invitation_id: int, answer: Answer, by: User, at: datetime) -> None:
    """Decline with a coded reason; this need is not offered to the expert again."""
    with transaction.atomic():
        invitation, need, expert = _locked(invitation_id)
        require(by, "exchanges.answer_invitation", invitation)
        invitation.decline_reason = answer.reason
        invitation.shares_reason = answer.shares_reason
        invitation.answered_at = at
        move(
            invitation,
            action=InvitationAction.DECLINE,
            part=Part.EXPERT,
            by=by,
            at=at,
            note=answer.note,
            reasons=[answer.reason],
            facts=_facts(invitation, need, expert, at),
        )
        _release_hours(invitation)
        record_exclusion(
            expert_id=expert.pk,
            need_id=need.pk,
            reason=ExclusionReason.DECLINED,
            source_ref=invitation.source_ref,
            at=at,
        )
        notices.tell_host_answered(invitation)


def withdraw_invitation(*, invitation_id: int, by: User, at: datetime) -> None:
    """The host takes an open invitation back; the expert is told kindly."""
    with transaction.atomic():
        invitation, _need, _expert = _locked(invitation_id)
        require(by, "exchanges.withdraw_invitation", invitation)
        move(invitation, action=InvitationAction.WITHDRAW, part=Part.HOST, by=by, at=at)
        _end_quietly(invitation, by=by, at=at)


def end_invitations_of(*, need_id: int, at: datetime) -> int:
    """A host that gives a need up asks nobody any more; returns how many invitations ended."""
    if not Need.objects.filter(pk=need_id, state=NeedState.WITHDRAWN).exists():
        return 0
    n_ended = 0
    for invitation_id in Invitation.objects.open().filter(need_id=need_id).values_list("pk", flat=True):
        with transaction.atomic():
            invitation, _need, _expert = _locked(invitation_id)
            if invitation.is_open:
                move(invitation, action=InvitationAction.WITHDRAW, part=Part.CLOCK, by=None, at=at)
                _end_quietly(invitation, by=None, at=at)
                n_ended += 1
    return n_ended


def end_invitations_of_expert(*, expert_id: int, at: datetime) -> int:
    """A suspended expert is asked nothing any more, and the hosts need not wait; returns how many ended."""
    if not Expert.objects.filter(pk=expert_id, state=ExpertState.SUSPENDED).exists():
        return 0
    n_ended = 0
    for invitation_id in Invitation.objects.open().filter(expert_id=expert_id).values_list("pk", flat=True):
        with transaction.atomic():
            invitation, _need, expert = _locked(invitation_id)
            if invitation.is_open and expert.state == ExpertState.SUSPENDED:
                move(invitation, action=InvitationAction.SUPERSEDE, part=Part.CLOCK, by=None, at=at)
                _free_the_pair(invitation, by=None, at=at)
                notices.tell_host_ended(invitation)
                n_ended += 1
    return n_ended


def expire_due_invitations(*, at: datetime) -> int:
    """End what nobody answered in time, one transaction each; returns how many."""
    n_expired = 0
    for invitation_id in Invitation.objects.due(at).order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                n_expired += _expire(invitation_id, at)
        # One invitation that cannot be ended must not keep those behind it open.
        except (Refused, DatabaseError):
            log.exception("expiry_failed", extra={"invitation": invitation_id})
    return n_expired


def _expire(invitation_id: int, at: datetime) -> bool:
    invitation, need, expert = _locked(invitation_id)
    if not invitation.is_open or invitation.expires_at > at:
        return False
    facts = _facts(invitation, need, expert, at)
    move(invitation, action=InvitationAction.EXPIRE, part=Part.CLOCK, by=None, at=at, facts=facts)
    _free_the_pair(invitation, by=None, at=at)  # silence is no refusal: the host may ask once more
    return True


def _locked(invitation_id: int) -> tuple[Invitation, Need, Expert]:
    """Need, expert and invitation locked, in that order everywhere, so that nobody waits in a ring."""
    ids = Invitation.objects.values("need_id", "expert_id").get(pk=invitation_id)
    need = lock_need(ids["need_id"])
    expert = lock_expert(ids["expert_id"])
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    return invitation, need, expert


def _check_room(need: Need, expert: Expert, match: Match) -> None:
    if need.state != NeedState.OPEN:
        raise Refused("need_is_not_open")
    if need.starts_on is None or need.ends_on is None:
        raise Refused("window_missing")
    if match.state == MatchState.DISMISSED:
        raise Refused("match_is_dismissed")
    if not _takes_invitations(expert, need):
        raise Refused("expert_not_available")
    if need.organisation.memberships.filter(user=expert.user_id).exists():
        raise Refused("expert_is_of_the_host")
    if need.placements.filter(expert=expert).exclude(state__in=ENDED).exists():
        raise Refused("placed_already")
    n_seats_left = need.seats - n_seats_taken(need)
    open_invitations = need.invitations.open()
    if open_invitations.filter(expert=expert).exists():
        raise Refused("invitation_open_already")
    if open_invitations.count() >= MOST_OPEN_PER_SEAT * n_seats_left:
        raise Refused("too_many_open_invitations" if n_seats_left else "seats_are_taken")
    if n_engagements(expert, starts_on=need.starts_on, ends_on=need.ends_on) >= expert.capacity:
        raise Refused("capacity_used")


def _takes_invitations(expert: Expert, need: Need) -> bool:
    """Whoever hid, paused or declined this very need is left in peace."""
    declined = expert.exclusions.filter(need=need, reason=ExclusionReason.DECLINED)
    is_listed = expert.visibility not in ("", Visibility.HIDDEN)
    return expert.is_active and expert.user_id is not None and is_listed and not declined.exists()


def _facts(invitation: Invitation, need: Need, expert: Expert, at: datetime) -> InvitationFacts:
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


def _commit_hours(invitation: Invitation, kind: CommitmentKind) -> None:
    need = invitation.need
    set_commitment(
        expert_id=invitation.expert_id,
        source_ref=invitation.source_ref,
        kind=kind,
        hours_per_week=need.hours_per_week,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
    )


def _release_hours(invitation: Invitation) -> None:
    drop_commitment(expert_id=invitation.expert_id, source_ref=invitation.source_ref)


def _supersede_siblings(accepted: Invitation, *, at: datetime) -> None:
    siblings = accepted.need.invitations.select_for_update(of=("self",)).filter(state__in=OPEN_INVITATION)
    for sibling in siblings.order_by("pk"):
        move(sibling, action=InvitationAction.SUPERSEDE, part=Part.CLOCK, by=None, at=at)
        _end_quietly(sibling, by=None, at=at)


def _end_quietly(invitation: Invitation, *, by: User | None, at: datetime) -> None:
    """Free both sides and tell the expert."""
    _free_the_pair(invitation, by=by, at=at)
    notices.tell_expert_ended(invitation)


def _free_the_pair(invitation: Invitation, *, by: User | None, at: datetime) -> None:
    """Free the hours and put the pair back on the shortlist."""
    _release_hours(invitation)
    if invitation.match_id:
        set_match_state(match_id=invitation.match_id, state=MatchState.SHORTLISTED, by=by, at=at)
