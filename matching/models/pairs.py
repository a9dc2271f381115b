"""The few pairs that people have touched, and what keeps pairs apart."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from common.models import PublicIdField, choices_of, known_states
from common.privacy import classified
from experts.models import Expert
from incubators.models import Need, Organisation
from matching.enums import (
    ConflictKind,
    ConflictState,
    DismissReason,
    ExclusionReason,
    MatchState,
)
from matching.models.lists import MatchRun
from matching.querysets import ConflictQuerySet, ExclusionQuerySet, MatchQuerySet


class Match(models.Model):
    """A surfaced pair: shortlisted, dismissed, invited, or proposed by a round.

    `explanation` holds codes and integers; `round` is set while the pair stands as its proposal.
    """

    public_id = PublicIdField()
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="matches")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="matches")
    state = models.CharField(max_length=12, choices=choices_of(MatchState), default=MatchState.SUGGESTED)
    points = models.PositiveIntegerField(default=0)
    explanation = models.JSONField(default=dict)
    run = models.ForeignKey(MatchRun, null=True, on_delete=models.SET_NULL, related_name="+")
    round = models.ForeignKey(
        "AssignmentRound", null=True, blank=True, on_delete=models.SET_NULL, related_name="matches"
    )
    # The first of the reasons alone, for what was written before there could be several.
    reason = models.CharField(max_length=24, choices=choices_of(DismissReason), blank=True)
    reasons = ArrayField(
        models.CharField(max_length=24, choices=choices_of(DismissReason)), default=list, blank=True
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    objects = MatchQuerySet.as_manager()
    privacy = classified(
        personal="expert points explanation reason reasons changed_by", internal="need run round changed_at"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "expert"], name="matching_match_once"),
            known_states(MatchState, table="matching_match"),
        ]
        verbose_name_plural = "matches"

    def __str__(self) -> str:
        return self.public_id


class Exclusion(models.Model):
    """A pair that is not offered again: a declined need, a dismissed expert, a barred organisation."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="exclusions")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.CASCADE, related_name="exclusions")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="exclusions"
    )
    reason = models.CharField(max_length=24, choices=choices_of(ExclusionReason))
    until = models.DateField(null=True, blank=True)
    source_ref = models.CharField(max_length=60, unique=True)  # opaque: never a key upward
    at = models.DateTimeField()

    objects = ExclusionQuerySet.as_manager()
    privacy = classified(personal="expert reason until", internal="need organisation source_ref at")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(need__isnull=False, organisation__isnull=True)
                | models.Q(need__isnull=True, organisation__isnull=False),
                name="matching_exclusion_one_target",
            ),
        ]

    def __str__(self) -> str:
        return self.source_ref


class Conflict(models.Model):
    """A tie between an expert and an organisation: declared or found, then confirmed or dismissed.

    `evidence` are the words of who declared it, `found` what the portal's records say: pairs of a code and
    the words there. A tie that nobody declared has no `declared_by`.
    """

    public_id = PublicIdField()
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="conflicts")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=20, choices=choices_of(ConflictKind))
    state = models.CharField(max_length=10, choices=choices_of(ConflictState), default=ConflictState.PROPOSED)
    evidence = models.CharField(max_length=300, blank=True)
    found = models.JSONField(default=list, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)  # how the tie is managed
    # Which merged profiles gave this tie or a stricter assessment of it, and the assessment before.
    handed_on = models.JSONField(default=list, blank=True)

    objects = ConflictQuerySet.as_manager()
    privacy = classified(
        personal="expert organisation kind evidence found declared_by decided_by note handed_on",
        internal="at decided_at",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["expert", "organisation", "kind"], name="matching_conflict_once"),
            known_states(ConflictState, table="matching_conflict"),
        ]

    def __str__(self) -> str:
        return self.public_id
