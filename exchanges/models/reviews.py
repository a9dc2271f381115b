"""Who has a case for review, what they found, and who may have no part in it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from common.models import choices_of
from common.privacy import classified
from exchanges.enums import ReturnReason, Verdict
from exchanges.models.placements import Placement
from exchanges.querysets import ReviewAssignmentQuerySet, ReviewQuerySet
from matching.enums import ConflictKind

_USER = settings.AUTH_USER_MODEL


class ReviewAssignment(models.Model):
    """One reviewer's part in one round of one case: from taking it until it ends or a new round begins."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    plan_number = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ReviewAssignmentQuerySet.as_manager()

    privacy = classified(personal="reviewer assigned_by", internal="placement plan_number taken_at ended_at")

    class Meta:
        ordering = ("taken_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["placement", "reviewer"],
                condition=models.Q(ended_at__isnull=True),
                name="exchanges_assignment_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["reviewer"], condition=models.Q(ended_at__isnull=True), name="exchanges_assigned_now"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.reviewer_id}"


class Review(models.Model):
    """What one reviewer found. Until `opened_at` nobody but its writer reads it (docs/adr/0029)."""

    assignment = models.OneToOneField(ReviewAssignment, on_delete=models.PROTECT, related_name="review")
    verdict = models.CharField(max_length=10, choices=choices_of(Verdict))
    reasons = ArrayField(models.CharField(max_length=32, choices=choices_of(ReturnReason)), default=list)
    note = models.TextField(blank=True)
    scores = models.JSONField(default=dict)  # code of the rubric's category -> points
    plan_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    privacy = classified(
        personal="verdict reasons note scores", internal="assignment plan_digest at opened_at"
    )

    def __str__(self) -> str:
        return f"review {self.assignment_id}"


class ConflictDeclaration(models.Model):
    """What somebody who reviews or decides said of their ties before the case opened for them."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="declarations")
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    has_conflict = models.BooleanField()
    kind = models.CharField(max_length=20, choices=choices_of(ConflictKind), blank=True)
    at = models.DateTimeField()

    privacy = classified(personal="user has_conflict kind", internal="placement at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "user"], name="exchanges_declaration_once"),
            models.CheckConstraint(
                condition=models.Q(has_conflict=False, kind="")
                | (models.Q(has_conflict=True) & ~models.Q(kind="")),
                name="exchanges_declaration_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.user_id}"
