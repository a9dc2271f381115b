"""What time and other people's decisions do to open invitations: reminders, expiry, quiet ends."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet

from common.events import move
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import AWAITED, DAYS_TO_ANSWER, InvitationAction, InvitationState
from exchanges.models import Invitation
from exchanges.services.invitations.holding import (
    end_quietly,
    facts_of,
    free_the_pair,
    locked,
)
from experts.enums import State as ExpertState
from experts.models import Expert
from incubators.enums import NeedState
from incubators.models import Need

log = logging.getLogger(__name__)

# Days after the sending; an invitation that was put off is called to mind once, on its day.
REMINDERS = (5, 11)
_OUT = (ExpertState.SUSPENDED, ExpertState.CLOSED)


def remind_of_invitations(*, at: datetime) -> int:
    """Remind who has not answered, each time once, however often this is asked; returns how many."""
    n_reminded = 0
    for invitation_id in _to_be_reminded(at).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
            n_due = _n_reminders_due(invitation, at)
            if n_due > invitation.n_reminders and invitation.expires_at > at:
                # Two that fell due together, while nothing worked, are one mail.
                invitation.n_reminders = n_due
                invitation.save(update_fields=["n_reminders"])
                notices.remind(invitation)
                n_reminded += 1
    return n_reminded


def _to_be_reminded(at: datetime) -> QuerySet[Invitation]:
    due = Q(
        state=InvitationState.MAYBE_LATER, n_reminders=0, expires_at__lte=at + timedelta(days=DAYS_TO_ANSWER)
    )
    for n_sent, days in enumerate(REMINDERS):
        due |= Q(state__in=AWAITED, n_reminders__lte=n_sent, sent_at__lte=at - timedelta(days=days))
    return Invitation.objects.filter(due, expires_at__gt=at)


def _n_reminders_due(invitation: Invitation, at: datetime) -> int:
    if invitation.state == InvitationState.MAYBE_LATER:
        return int(invitation.expires_at - timedelta(days=DAYS_TO_ANSWER) <= at)
    if invitation.state not in AWAITED:
        return 0
    return sum(invitation.sent_at + timedelta(days=days) <= at for days in REMINDERS)


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
    invitation, need, expert = locked(invitation_id)
    if not invitation.is_open or invitation.expires_at > at:
        return False
    facts = facts_of(invitation, need, expert, at)
    move(invitation, action=InvitationAction.EXPIRE, part=Part.CLOCK, by=None, at=at, facts=facts)
    free_the_pair(invitation, by=None, at=at)  # silence is no refusal: they may ask once more
    notices.tell_asker_expired(invitation)
    return True


def end_invitations_of(*, need_id: int, at: datetime) -> int:
    """A host that gives a need up asks nobody any more; returns how many invitations ended."""
    if not Need.objects.filter(pk=need_id, state=NeedState.WITHDRAWN).exists():
        return 0
    n_ended = 0
    for invitation_id in Invitation.objects.open().filter(need_id=need_id).values_list("pk", flat=True):
        with transaction.atomic():
            invitation, _need, _expert = locked(invitation_id)
            if invitation.is_open:
                move(invitation, action=InvitationAction.WITHDRAW, part=Part.CLOCK, by=None, at=at)
                end_quietly(invitation, by=None, at=at)
                n_ended += 1
    return n_ended


def end_invitations_of_expert(*, expert_id: int, at: datetime) -> int:
    """Nobody asks who is suspended or closed, and hosts need not wait for them; returns how many ended."""
    if not Expert.objects.filter(pk=expert_id, state__in=_OUT).exists():
        return 0
    n_ended = 0
    for invitation_id in Invitation.objects.open().filter(expert_id=expert_id).values_list("pk", flat=True):
        with transaction.atomic():
            invitation, _need, expert = locked(invitation_id)
            if invitation.is_open and expert.state in _OUT:
                move(invitation, action=InvitationAction.SUPERSEDE, part=Part.CLOCK, by=None, at=at)
                free_the_pair(invitation, by=None, at=at)
                notices.tell_host_ended(invitation)
                n_ended += 1
    return n_ended
