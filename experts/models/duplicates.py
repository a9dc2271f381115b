"""Two profiles that may be one person's: what speaks for it, what staff decided, and how to undo it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from experts.enums import PairState, State
from experts.models.expert import Expert
from experts.querysets import DuplicatePairQuerySet
from experts.workflow import PAIR


class DuplicateKey(models.Model):
    """An index: what a profile has in common with whoever has the same key, found without comparing all."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)  # a digest

    privacy = classified(personal="expert key", internal="kind")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["expert", "kind", "key"], name="experts_key_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["key"], name="experts_key_lookup")]

    def __str__(self) -> str:
        return f"{self.kind} {self.expert_id}"


class DuplicatePair(StatefulModel):
    """Two profiles, the older first, with the kinds of evidence and how many works they share."""

    workflow = PAIR

    public_id = PublicIdField()
    older = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="+")
    newer = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="+")
    evidence = models.JSONField(default=dict)  # kind: how many of it
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DuplicatePairQuerySet.as_manager()
    privacy = classified(personal="older newer evidence")

    class Meta:
        ordering = ("state_since", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["older", "newer"], name="experts_pair_once"),
            models.CheckConstraint(
                condition=models.Q(older__lt=models.F("newer")), name="experts_pair_of_two"
            ),
            known_states(PairState, table="experts_pair"),
        ]

    def __str__(self) -> str:
        return self.public_id


class DuplicatePairEvent(Event):
    subject = models.ForeignKey(DuplicatePair, on_delete=models.PROTECT, related_name="events")


class Merge(models.Model):
    """What one merge did, so that it can be undone exactly: the closed profile itself stays as it was."""

    pair = models.ForeignKey(DuplicatePair, on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="merged_in")
    closed = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="merged_into")
    closed_from = models.CharField(max_length=20, choices=choices_of(State))
    closed_since = models.DateTimeField()
    filled = models.JSONField(default=list)  # fields of the kept profile that were empty
    copied = models.JSONField(default=dict)  # kind of row: ids of the copies
    moved = models.JSONField(default=list)  # ids of credentials
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)  # after the last day of undoing

    privacy = classified(
        personal="kept closed by",
        internal="pair closed_from closed_since filled copied moved at undone_at cleared_at",
    )

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["closed"], name="experts_merge_in_force", condition=models.Q(undone_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closed_id} into {self.kept_id}"
