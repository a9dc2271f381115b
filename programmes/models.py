"""Policy as data: what a programme allows, who reviews it and how its matches are weighed."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Unit
from common.models import PublicIdField, choices_of
from common.privacy import classified
from programmes.enums import Mode, ProgrammeKind
from programmes.querysets import ProgrammeQuerySet
from taxonomy.models import Named, Theme


class Programme(Named):
    """A policy object. Every need belongs to one; "General mentorship" always exists."""

    public_id = PublicIdField()
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=24, choices=choices_of(ProgrammeKind))
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes")
    summary = models.TextField(blank=True)
    summary_ur = models.TextField(blank=True)
    modes = ArrayField(models.CharField(max_length=10, choices=choices_of(Mode)))
    is_open = models.BooleanField(default=True)
    checks_needs = models.BooleanField(default=False)  # a need waits for the owner unit before it opens
    requires_verified_expert = models.BooleanField(default=True)
    barred_countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    least_overlap_days = models.PositiveSmallIntegerField(default=14)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    # Review policy: the highest tier that applies wins.
    t0_most_hours = models.PositiveSmallIntegerField(default=10)  # hours in all, remote and unpaid
    t2_days_in_country = models.PositiveSmallIntegerField(default=14)
    sensitive_themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    review_target_days = models.PositiveSmallIntegerField(default=10)  # working days

    objects = ProgrammeQuerySet.as_manager()
    privacy = classified(
        open="name name_ur slug kind owner_unit summary summary_ur modes is_open checks_needs"
        " requires_verified_expert barred_countries least_overlap_days sdgs t0_most_hours"
        " t2_days_in_country sensitive_themes review_target_days"
    )

    class Meta:
        ordering = ("name",)


class Weights(models.Model):
    """How a programme weighs the components of a match: one row per version, never edited."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="weights")
    number = models.PositiveSmallIntegerField()
    values = models.JSONField()  # component -> integer weight
    since = models.DateTimeField()
    # Empty for the first version, which the portal ships.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    privacy = classified(open="programme number values since", personal="by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_weights_once"),
        ]
        ordering = ("programme_id", "-number")
        verbose_name_plural = "weights"

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"
