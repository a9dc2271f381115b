"""Agreements between bodies and countries: they lapse on a day, and are renewed by a new row."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import PublicIdField, StoredFile
from common.privacy import classified
from programmes.querysets import AgreementQuerySet
from taxonomy.models import Named


class Agreement(Named):
    """One version of an agreement, never edited; a renewal is the next version and names the one before."""

    public_id = PublicIdField()
    number = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the last day counts; empty: until it is ended
    renews = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by"
    )
    document = models.OneToOneField(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AgreementQuerySet.as_manager()
    privacy = classified(
        open="name name_ur number valid_from valid_until renews", internal="document at", personal="by"
    )

    class Meta:
        ordering = ("name", "-number")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="programmes_agreement_dates_order",
            ),
        ]


class AgreementParty(models.Model):
    """A body that signed, and its country (ISO 3166-1); an international body has none."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    privacy = classified(open="agreement name country position")

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name
