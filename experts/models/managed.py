"""Profiles that staff write for somebody who agreed, until the person claims them."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import PublicIdField, choices_of
from common.privacy import classified
from experts.enums import ConsentWay
from experts.models.expert import Expert
from experts.querysets import ClaimInvitationQuerySet


class ManagedProfile(models.Model):
    """Whom a profile without an account is about, and how they said yes. The name goes when claimed."""

    expert = models.OneToOneField(Expert, on_delete=models.CASCADE, related_name="managed")
    full_name = models.CharField(max_length=120, blank=True)
    consent_way = models.CharField(max_length=12, choices=choices_of(ConsentWay))
    consent_on = models.DateField()
    consent_words = models.CharField(max_length=500)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)

    privacy = classified(
        personal="expert full_name consent_way consent_on consent_words entered_by entered_at claimed_at"
    )

    def __str__(self) -> str:
        return self.full_name or str(self.expert_id)


class ClaimInvitation(models.Model):
    """A signed, single-use link to a managed profile; the address is emptied once the link is of no use."""

    public_id = PublicIdField()
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="claim_invitations")
    email = models.EmailField(blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # used, withdrawn, sent anew or run out

    objects = ClaimInvitationQuerySet.as_manager()
    privacy = classified(
        contact="email",
        secret="token_digest",
        personal="expert invited_by",
        internal="invited_at expires_at ended_at",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["expert"], name="experts_claim_one_open", condition=models.Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def is_open(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.expires_at
