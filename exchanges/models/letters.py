"""Letters about a placement, and the words of a decision before it is released."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import PublicIdField, choices_of
from common.privacy import classified
from exchanges.enums import LetterKind, LetterReason
from exchanges.models.placements import Placement
from exchanges.querysets import LetterQuerySet


class Letter(models.Model):
    """A letter that anybody who holds its code may verify: code, date and status, no names.

    `content` is what was true on its day, without a language: names, codes, dates and the digest of the
    plan, whose words stay with its version. `wording` holds what a person wrote, by language. A letter is
    never changed: it is withdrawn, and perhaps replaced.
    """

    code = PublicIdField()
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12, choices=choices_of(LetterKind))
    content = models.JSONField(default=dict)
    wording = models.JSONField(default=dict, blank=True)
    plan_digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)  # a reference: when the expert agreed to it
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_for = models.CharField(max_length=20, blank=True, choices=choices_of(LetterReason))
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects = LetterQuerySet.as_manager()
    privacy = classified(
        internal="code placement kind plan_digest issued_at agreed_at withdrawn_at withdrawn_for replaces",
        personal="content wording issued_by withdrawn_by",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["placement", "kind"],
                name="exchanges_letter_in_force_once",
                condition=models.Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_for="")
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_for=""),
                name="exchanges_letter_withdrawal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def waits_for_agreement(self) -> bool:
        return self.kind == LetterKind.REFERENCE and self.agreed_at is None


class LetterDraft(models.Model):
    """The words of a decision as the reviewer or the decider left them, until it is released."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="letter_drafts")
    kind = models.CharField(max_length=12, choices=choices_of(LetterKind))
    wording = models.JSONField()
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy = classified(internal="placement kind edited_at", personal="wording edited_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "kind"], name="exchanges_letterdraft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.placement_id}"
