"""What a programme allows, how it weighs matches, and when it takes needs."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import choices_of
from common.privacy import classified
from programmes.enums import PhaseKind
from programmes.models.programmes import Programme
from taxonomy.models import Named


class PolicyVersion(models.Model):
    """What a programme allows and how it reviews: one row per version, never edited.

    A case keeps the version that was in force when it was submitted; `selectors.policy` reads the values.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveSmallIntegerField()
    values = models.JSONField()  # the fields of selectors.policy.Policy
    since = models.DateTimeField()
    # Empty for the first version, which the portal ships.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    privacy = classified(open="programme number values since", personal="by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_policyversion_once"),
        ]
        ordering = ("programme_id", "-number")

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"


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


class Phase(Named):
    """A stretch of days of a programme. Nobody switches it: the calendar day says which one it is."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=8, choices=choices_of(PhaseKind))
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day counts

    privacy = classified(open="name name_ur programme kind starts_on ends_on")

    class Meta:
        ordering = ("starts_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programmes_phase_dates_order"
            ),
        ]
