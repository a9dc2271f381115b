"""How people join an organisation, and how it shows that it is what it says."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import PublicIdField, StoredFile, choices_of
from common.privacy import classified
from incubators.enums import MemberRole
from incubators.models.hosts import Organisation
from incubators.querysets import LetterQuerySet, MemberInvitationQuerySet


class MemberInvitation(models.Model):
    """A signed, single-use way into an organisation; the link's secret is stored as a digest."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(blank=True)  # emptied when the person is erased
    role = models.CharField(max_length=8, choices=choices_of(MemberRole))
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = MemberInvitationQuerySet.as_manager()
    privacy = classified(
        contact="email",
        internal="organisation role invited_at expires_at accepted_at withdrawn_at",
        secret="token_digest",
        personal="invited_by accepted_by",
    )

    class Meta:
        ordering = ("-invited_at", "-pk")

    def __str__(self) -> str:
        return self.public_id

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


class DomainCode(models.Model):
    """The code that was mailed to an address at the organisation's domain: its digest, never the address."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="domain_code")
    domain = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    n_attempts = models.PositiveSmallIntegerField(default=0)

    privacy = classified(internal="organisation domain expires_at n_attempts", secret="digest")

    def __str__(self) -> str:
        return f"code for {self.organisation_id}"


class OrganisationLetter(models.Model):
    """A letter that shows who may act for the organisation."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="letters")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()
    privacy = classified(internal="organisation at", personal="file by")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.public_id
