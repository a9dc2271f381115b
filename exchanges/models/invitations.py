"""Invitations, in either direction."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from exchanges.enums import (
    AWAITED,
    OPEN_INVITATION,
    DeclineReason,
    Direction,
    HostDeclineReason,
    InvitationState,
)
from exchanges.querysets import InvitationQuerySet
from exchanges.workflow import INVITATION
from experts.models import Expert
from incubators.models import Need
from matching.models import Match

# The expert's reasons, and those that only a host has.
_DECLINES = list(dict.fromkeys(choices_of(DeclineReason) + choices_of(HostDeclineReason)))


class Invitation(StatefulModel):
    """A host asks an expert, or an expert a host. The explanation is frozen here; runs never rewrite it.

    `later_on` is the day on which "maybe later" asks again; `n_reminders` counts the mails sent since.
    """

    workflow = INVITATION

    public_id = PublicIdField()
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="invitations")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="invitations")
    match = models.ForeignKey(Match, null=True, on_delete=models.SET_NULL, related_name="invitations")
    direction = models.CharField(
        max_length=12,
        choices=choices_of(Direction),
        default=Direction.TO_EXPERT,
        db_default=Direction.TO_EXPERT,
        editable=False,
    )
    message = models.TextField(_("your message"), max_length=2000, blank=True)
    explanation = models.JSONField(default=dict)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=24, choices=_DECLINES, blank=True)
    shares_reason = models.BooleanField(default=False)
    later_on = models.DateField(null=True, blank=True)
    n_reminders = models.PositiveSmallIntegerField(default=0, db_default=0)
    colleague_told_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    privacy = classified(
        personal="expert message explanation sent_by decline_reason shares_reason later_on colleague_told_at",
        internal="need match direction sent_at expires_at answered_at n_reminders",
    )

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["need", "expert"],
                name="exchanges_invitation_one_open",
                condition=models.Q(state__in=OPEN_INVITATION),
            ),
            known_states(InvitationState, table="exchanges_invitation"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_INVITATION

    @property
    def is_awaited(self) -> bool:
        return self.state in AWAITED

    @property
    def is_interest(self) -> bool:
        return self.direction == Direction.FROM_EXPERT

    @property
    def source_ref(self) -> str:
        """Under which name the expert's hours are held, then promised."""
        return f"invitation:{self.public_id}"


class InvitationEvent(Event):
    subject = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="events")
