"""What an organisation has: rooms and tools that a visiting expert can use, and the ventures in it."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from common.models import HttpsURLField, PublicIdField, choices_of
from common.privacy import classified
from incubators.enums import FacilityKind, Stage
from incubators.models.hosts import Organisation
from incubators.querysets import OfferQuerySet
from taxonomy.models import Place, Theme


class Facility(models.Model):
    """A laboratory, workspace, piece of equipment or place to stay that a visiting expert can use."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facilities")
    kind = models.CharField(max_length=10, choices=choices_of(FacilityKind))
    name = models.CharField(max_length=120)
    description = models.TextField(max_length=1000, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    available_from = models.DateField(null=True, blank=True)
    available_to = models.DateField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )

    objects = OfferQuerySet.as_manager()
    privacy = classified(open="organisation kind name description place available_from available_to capacity")

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(available_from__isnull=True)
                | models.Q(available_to__isnull=True)
                | models.Q(available_to__gte=models.F("available_from")),
                name="incubators_facility_window_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Venture(models.Model):
    """A start-up in an organisation. Who leads it is its own word: read by few, used by nothing."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ventures")
    name = models.CharField(max_length=120)
    stage = models.CharField(max_length=10, choices=choices_of(Stage))
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    about = models.TextField(max_length=1500, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    website = HttpsURLField(max_length=200, blank=True)
    women_led = models.BooleanField(null=True, blank=True)
    minority_led = models.BooleanField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()
    privacy = classified(
        open="organisation name stage themes about founded_on website",
        personal="women_led minority_led",
    )

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
