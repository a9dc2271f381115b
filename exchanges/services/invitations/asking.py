"""A host invites an expert, an expert shows a host interest; whoever asked may take it back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.events import begin, move
from common.policies import require
from common.refusals import Refused
from exchanges import notices
from exchanges.enums import DAYS_TO_ANSWER, ENDED, Direction, InvitationAction
from exchanges.models import Invitation
from exchanges.services.invitations.holding import (
    ASKING,
    commit_hours,
    end_quietly,
    free_the_pair,
    locked,
    n_seats_taken,
)
from exchanges.services.threads import refuse_contact_details
from experts.enums import CommitmentKind, Visibility
from experts.models import Expert
from experts.services.commitments import lock_expert, n_engagements
from incubators.enums import NeedState
from incubators.models import Need
from incubators.services.needs import lock_need
from matching.enums import MatchState
from matching.models import Match
from matching.selectors.skills import facts_of_pair
from matching.services.interests import surface_for_expert
from matching.services.pairs import set_match_state

MOST_OPEN_PER_SEAT = 5
MOST_OPEN_INTERESTS = 5


def invite(*, match_id: int, message: str, by: User, at: datetime) -> Invitation:
    """Invite the expert of a surfaced match and keep their hours free while they think.

    Raises Denied, or Refused: need not open, too many open, expert's capacity used, invited already, contact
    details in the message.
    """
    with transaction.atomic():
        match = Match.objects.select_related("need__organisation").get(pk=match_id)
        need = lock_need(match.need_id)
        expert = lock_expert(match.expert_id)
        require(by, "exchanges.invite_match", match)
        refuse_contact_details(message, field="message")
        _check_host_may_ask(need, expert, match, at)
        _check_room(need, expert)
        invitation = _begun(match, need, expert, Direction.TO_EXPERT, message, by=by, at=at)
        commit_hours(invitation, CommitmentKind.HELD)
        set_match_state(match_id=match.pk, state=MatchState.INVITED, by=by, at=at)
        notices.tell_expert_invited(invitation)
    return invitation


def show_interest(*, need_id: int, message: str, by: User, at: datetime) -> Invitation:
    """An expert offers to take a need on: the host reads the name, and answers within the same fourteen days.

    Hidden profiles may: it is they who step forward. No hours are held; capacity counts now and again when
    the host accepts. Raises Denied, or Refused: need not open, five open already, no room on either side,
    contact details in the message, or a reason why this pair cannot be.
    """
    with transaction.atomic():
        need = lock_need(need_id)
        require(by, "exchanges.show_interest", need)
        refuse_contact_details(message, field="message")
        expert = lock_expert(Expert.objects.get(user=by).pk)
        open_ones = expert.invitations.open()
        if open_ones.filter(need=need).exists():
            raise Refused("asked_already")
        if open_ones.interests().count() >= MOST_OPEN_INTERESTS:
            raise Refused("too_many_open_interests")
        if n_seats_taken(need) >= need.seats:
            raise Refused("seats_are_taken")
        _check_room(need, expert)
        match = surface_for_expert(need=need, expert=expert, by=by, at=at)
        interest = _begun(match, need, expert, Direction.FROM_EXPERT, message, by=by, at=at)
        notices.tell_host_of_interest(interest)
    return interest


def withdraw_invitation(*, invitation_id: int, by: User, at: datetime) -> None:
    """Who asked takes it back while it is open; whoever need not answer any more is told kindly."""
    with transaction.atomic():
        invitation, _need, _expert = locked(invitation_id)
        require(by, "exchanges.withdraw_invitation", invitation)
        move(invitation, action=InvitationAction.WITHDRAW, part=ASKING[invitation.direction], by=by, at=at)
        if invitation.is_interest:
            free_the_pair(invitation, by=by, at=at)
            notices.tell_host_ended(invitation)
        else:
            end_quietly(invitation, by=by, at=at)


def _begun(
    match: Match, need: Need, expert: Expert, direction: Direction, message: str, *, by: User, at: datetime
) -> Invitation:
    invitation = Invitation(
        need=need,
        expert=expert,
        match=match,
        direction=direction,
        message=message.strip(),
        explanation=match.explanation | {"skills": facts_of_pair(need, expert.pk)},
        sent_by=by,
        sent_at=at,
        expires_at=at + timedelta(days=DAYS_TO_ANSWER),
    )
    begin(invitation, by=by, at=at, part=ASKING[direction])
    return invitation


def _check_host_may_ask(need: Need, expert: Expert, match: Match, at: datetime) -> None:
    if need.state != NeedState.OPEN:
        raise Refused("need_is_not_open")
    if match.state == MatchState.DISMISSED:
        raise Refused("match_is_dismissed")
    is_kept_apart = not Match.objects.apart_from_conflicts().filter(pk=match.pk).exists()
    if is_kept_apart or not _takes_invitations(expert, need, at):
        raise Refused("expert_not_available")
    if need.organisation.memberships.filter(user=expert.user_id).exists():
        raise Refused("expert_is_of_the_host")
    n_seats_left = need.seats - n_seats_taken(need)
    open_ones = need.invitations.open().filter(expert=expert)
    if open_ones.exists():
        raise Refused("interest_waits" if open_ones.interests().exists() else "invitation_open_already")
    if need.invitations.asking_now(at).invitations().count() >= MOST_OPEN_PER_SEAT * n_seats_left:
        raise Refused("too_many_open_invitations" if n_seats_left else "seats_are_taken")


def _check_room(need: Need, expert: Expert) -> None:
    if need.state != NeedState.OPEN or not need.organisation.is_verified:
        raise Refused("need_is_not_open")
    if need.starts_on is None or need.ends_on is None:
        raise Refused("window_missing")
    if need.placements.filter(expert=expert).exclude(state__in=ENDED).exists():
        raise Refused("placed_already")
    if n_engagements(expert, starts_on=need.starts_on, ends_on=need.ends_on) >= expert.capacity:
        raise Refused("capacity_used")


def _takes_invitations(expert: Expert, need: Need, at: datetime) -> bool:
    """Whoever hid, paused, declined this very need or set it or its host aside is left in peace.

    The host reads the same words whichever it was.
    """
    today = timezone.localdate(at, timezone.get_default_timezone())
    left_alone = expert.exclusions.own().in_force(today).about(need).exists()
    is_listed = expert.visibility not in ("", Visibility.HIDDEN)
    return expert.is_active and expert.user_id is not None and is_listed and not left_alone
