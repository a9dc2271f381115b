"""What a person claims about themselves, what it can be checked against, and how far that has come."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import (
    Event,
    HttpsURLField,
    PublicIdField,
    StatefulModel,
    StoredFile,
    choices_of,
    known_states,
)
from common.privacy import classified
from experts.enums import Acquaintance, Basis, CredentialKind, CredentialState
from experts.models.expert import Expert
from experts.querysets import CredentialQuerySet
from experts.workflow import CREDENTIAL


class Credential(StatefulModel):
    """A degree, post, licence, certificate or award with its evidence.

    An employer's domain is its own issuer; a claim from a file may lack issuer and country.
    """

    workflow = CREDENTIAL

    public_id = PublicIdField()
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=12, choices=choices_of(CredentialKind))
    issuer = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    title = models.CharField(max_length=200, blank=True)
    issued = models.CharField(max_length=10, blank=True)  # 2019, 2019-04 or 2019-04-30
    basis = models.CharField(max_length=16, choices=choices_of(Basis))
    reference = models.CharField(max_length=120, blank=True)
    link = HttpsURLField(_("link"), max_length=400, blank=True)
    note = models.CharField(max_length=500, blank=True)
    file = models.OneToOneField(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    how_known = models.CharField(max_length=16, choices=choices_of(Acquaintance), blank=True)
    valid_until = models.DateField(null=True, blank=True)
    warned_for = models.DateField(null=True, blank=True)  # the end that the person was told of
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CredentialQuerySet.as_manager()
    privacy = classified(
        personal="expert kind issuer country title issued basis reference link note file how_known"
        " valid_until",
        internal="warned_for",
    )

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [known_states(CredentialState, table="experts_credential")]
        indexes: ClassVar = [
            models.Index(
                fields=["state_since"], name="experts_credential_waiting", condition=models.Q(state="claimed")
            ),
            models.Index(
                fields=["valid_until"], name="experts_credential_ends", condition=models.Q(state="confirmed")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CredentialEvent(Event):
    subject = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="events")


class EmployerCode(models.Model):
    """The code that was mailed to an address at the employer: its digest, never the address."""

    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, related_name="code")
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    n_attempts = models.PositiveSmallIntegerField(default=0)

    privacy = classified(internal="credential sent_at expires_at n_attempts", secret="digest")

    def __str__(self) -> str:
        return f"code for {self.credential_id}"
