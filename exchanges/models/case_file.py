"""What stands beside the plan of a placement: who takes part, what was checked, documents."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdField, StoredFile, choices_of, known_states
from common.privacy import classified
from exchanges.enums import (
    CheckKind,
    CheckState,
    DocumentAudience,
    DocumentKind,
    ParticipationRole,
    Side,
)
from exchanges.models.placements import Placement
from exchanges.querysets import CaseDocumentQuerySet
from experts.models import Expert
from incubators.models import Organisation


class Participation(models.Model):
    """Who takes part in a placement and as what: somebody of the portal, or a body outside by its name."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expert = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=160, blank=True)  # of a body outside the portal
    role = models.CharField(max_length=12, choices=choices_of(ParticipationRole))
    cofunding_amount = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    cofunding_currency = models.CharField(max_length=3, blank=True)  # ISO 4217

    privacy = classified(
        personal="expert name", internal="placement organisation role cofunding_amount cofunding_currency"
    )

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False)
                | models.Q(expert__isnull=False)
                | ~models.Q(name=""),
                name="exchanges_participation_is_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(cofunding_amount__isnull=True) | ~models.Q(cofunding_currency=""),
                name="exchanges_participation_cofunding_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.placement_id}"


class CaseDocument(models.Model):
    """A document of a placement; taken away, its row says what it was, and the bytes are gone."""

    public_id = PublicIdField()
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="documents")
    file = models.OneToOneField(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=choices_of(DocumentKind))
    audience = models.CharField(max_length=8, choices=choices_of(DocumentAudience))
    side = models.CharField(max_length=8, choices=choices_of(Side))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseDocumentQuerySet.as_manager()
    privacy = classified(
        personal="file name added_by", internal="placement digest kind audience side added_at removed_at"
    )

    class Meta:
        ordering = ("added_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, file__isnull=False)
                | models.Q(removed_at__isnull=False, file__isnull=True),
                name="exchanges_casedocument_removed_without_file",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class ChecklistItem(models.Model):
    """What one side has ticked; a kind without a row is open."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="checklist")
    kind = models.CharField(max_length=24, choices=choices_of(CheckKind))
    state = models.CharField(max_length=10, choices=choices_of(CheckState))
    reason = models.CharField(_("why it is not needed"), max_length=200, blank=True)
    document = models.ForeignKey(
        CaseDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = classified(personal="state reason document by", internal="placement kind at")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "kind"], name="exchanges_checklistitem_once"),
            known_states(CheckState, table="exchanges_checklistitem"),
            models.CheckConstraint(
                condition=~models.Q(state=CheckState.NOT_NEEDED) | ~models.Q(reason=""),
                name="exchanges_checklistitem_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
