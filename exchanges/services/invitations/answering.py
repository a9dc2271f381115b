"""Answering what the other side asked: yes, no with a reason, or not before a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.events import move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import (
    DAYS_TO_ANSWER,
    OPEN_INVITATION,
    DeclineReason,
    Direction,
    HostDeclineReason,
    InvitationAction,
    InvitationState,
)
from exchanges.models import Invitation, Placement
from exchanges.policies import may_answer
from exchanges.services.invitations.holding import (
    ASKED,
    commit_hours,
    end_quietly,
    facts_of,
    locked,
    n_seats_taken,
    release_hours,
)
from exchanges.services.placements import create_placement
from exchanges.services.threads import settle_answered
from experts.enums import CommitmentKind
from incubators.models import Need
from incubators.services.steps import recount_seats
from matching.enums import DismissReason, ExclusionReason, MatchState
from matching.services.pairs import record_exclusion, set_match_state
from matching.services.ties import note_refusal

LATEST_DAYS = 180
_REASONS = {Direction.TO_EXPERT: DeclineReason, Direction.FROM_EXPERT: HostDeclineReason}
# What the host's list says of a declined interest, where its vocabulary has a word for it.
_SET_ASIDE_AS = {
    HostDeclineReason.NOT_MY_EXPERTISE: DismissReason.NOT_THE_FIELD,
    HostDeclineReason.TOO_JUNIOR: DismissReason.TOO_JUNIOR,
    HostDeclineReason.TOO_SENIOR: DismissReason.TOO_SENIOR,
    HostDeclineReason.CONFLICT: DismissReason.CONFLICT,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How somebody declines: a coded reason, a note, and whether the other side may read the reason."""

    reason: DeclineReason | HostDeclineReason
    note: str = ""
    shares_reason: bool = False


def view_invitation(*, invitation_id: int, by: User, at: datetime) -> None:
    """Note that whoever may answer has opened it; later openings and other people change nothing."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
        if invitation.state == InvitationState.SENT and may_answer(by, invitation):
            move(invitation, action=InvitationAction.VIEW, part=ASKED[invitation.direction], by=by, at=at)


def accept_invitation(*, invitation_id: int, by: User, at: datetime) -> Placement:
    """Accept, create the placement, and end the siblings when the last seat is taken.

    Locks need, then expert, then invitation: capacity is counted under these locks on both sides.
    """
    with transaction.atomic():
        invitation, need, expert = locked(invitation_id)
        require(by, "exchanges.answer_invitation", invitation)
        part = ASKED[invitation.direction]
        facts = facts_of(invitation, need, expert, at)
        move(invitation, action=InvitationAction.ACCEPT, part=part, by=by, at=at, facts=facts)
        invitation.answered_at = at
        invitation.save(update_fields=["answered_at"])
        settle_answered(invitation=invitation)
        placement = create_placement(invitation=invitation, part=part, by=by, at=at)
        commit_hours(invitation, CommitmentKind.PROMISED)
        if invitation.match_id:
            set_match_state(match_id=invitation.match_id, state=MatchState.INVITED, by=by, at=at)
        n_taken = n_seats_taken(need)
        recount_seats(need_id=need.pk, n_taken=n_taken, at=at)
        if n_taken >= need.seats:
            _supersede_siblings(invitation, at=at)
        notices.tell_asker_answered(invitation)
    return placement


def decline_invitation(*, invitation_id: int, answer: Answer, by: User, at: datetime) -> None:
    """Decline with a coded reason; this pair is not suggested again unless who declined takes that back.

    Raises Denied, or Refused `not_a_reason_of_yours` for a reason that only the other side has.
    """
    with transaction.atomic():
        invitation, need, expert = locked(invitation_id)
        require(by, "exchanges.answer_invitation", invitation)
        if answer.reason not in list(_REASONS[invitation.direction]):
            raise Refused("not_a_reason_of_yours", field="reason")
        invitation.decline_reason = answer.reason
        invitation.shares_reason = answer.shares_reason
        invitation.answered_at = at
        move(
            invitation,
            action=InvitationAction.DECLINE,
            part=ASKED[invitation.direction],
            by=by,
            at=at,
            note=answer.note,
            reasons=[answer.reason],
            facts=facts_of(invitation, need, expert, at),
        )
        release_hours(invitation)
        if invitation.is_interest:
            _set_aside_by_host(invitation, by=by, at=at)
        else:
            record_exclusion(
                expert_id=expert.pk,
                need_id=need.pk,
                reason=ExclusionReason.DECLINED,
                source_ref=invitation.source_ref,
                at=at,
            )
            if answer.reason == DeclineReason.CONFLICT:
                note_refusal(expert_id=expert.pk, organisation_id=need.organisation_id, at=at)
        notices.tell_asker_answered(invitation)


def decline_all(*, answer: Answer, by: User, at: datetime) -> int:
    """Decline whatever waits for this expert's answer, each as if alone; returns how many.

    What ended meanwhile is left as it is, so pressing twice declines nothing twice.
    """
    n_declined = 0
    for invitation_id in Invitation.objects.waiting_for_expert(by).values_list("pk", flat=True):
        try:
            decline_invitation(invitation_id=invitation_id, answer=answer, by=by, at=at)
        except Refused as refusal:
            if refusal.field:  # the answer itself is wrong, for each of them
                raise
        else:
            n_declined += 1
    return n_declined


def postpone_invitation(*, invitation_id: int, later_on: date, by: User, at: datetime) -> None:
    """Say "maybe later": the hours are given back, and the invitation asks again on that day, for 14 days.

    The need may be filled meanwhile, which ends it as any other. Raises Denied, or Refused `later_on_range`
    (after today, within 180 days, before the need's last day) or `invitation_expired`.
    """
    with transaction.atomic():
        invitation, need, expert = locked(invitation_id)
        require(by, "exchanges.postpone_invitation", invitation)
        _check_day(later_on, need, by, at)
        asks_again_at = datetime.combine(later_on, time(), tzinfo=ZoneInfo(by.time_zone))
        facts = facts_of(invitation, need, expert, at)
        invitation.later_on = later_on
        invitation.n_reminders = 0
        invitation.expires_at = asks_again_at + timedelta(days=DAYS_TO_ANSWER)
        move(invitation, action=InvitationAction.POSTPONE, part=Part.EXPERT, by=by, at=at, facts=facts)
        release_hours(invitation)
        notices.tell_asker_answered(invitation)


def note_colleague_told(*, invitation_id: int, by: User, at: datetime) -> None:
    """The expert has passed the need on to a colleague; who that is stays between the two."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
        require(by, "exchanges.tell_colleague", invitation)
        if invitation.colleague_told_at is None:
            invitation.colleague_told_at = at
            invitation.save(update_fields=["colleague_told_at"])


def _check_day(later_on: date, need: Need, by: User, at: datetime) -> None:
    today = timezone.localdate(at, ZoneInfo(by.time_zone))
    last = min(filter(None, (today + timedelta(days=LATEST_DAYS), need.ends_on)))
    if not today < later_on <= last:
        raise Refused("later_on_range", field="later_on")


def _set_aside_by_host(interest: Invitation, *, by: User, at: datetime) -> None:
    """As if the host had set the expert aside in the list, which it may take back there."""
    if interest.match is None:
        return
    record_exclusion(
        expert_id=interest.expert_id,
        need_id=interest.need_id,
        reason=ExclusionReason.DISMISSED,
        source_ref=f"match:{interest.match.public_id}",
        at=at,
    )
    reason = _SET_ASIDE_AS.get(interest.decline_reason, DismissReason.OTHER)
    set_match_state(match_id=interest.match_id, state=MatchState.DISMISSED, by=by, at=at, reason=reason)


def _supersede_siblings(accepted: Invitation, *, at: datetime) -> None:
    siblings = accepted.need.invitations.select_for_update(of=("self",)).filter(state__in=OPEN_INVITATION)
    for sibling in siblings.order_by("pk"):
        move(sibling, action=InvitationAction.SUPERSEDE, part=Part.CLOCK, by=None, at=at)
        end_quietly(sibling, by=None, at=at)
