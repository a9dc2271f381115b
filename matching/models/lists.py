"""What the engine found, stored as arrays, and what it was found from."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from common.models import PublicIdField, Run, choices_of, known_states
from common.privacy import classified
from experts.models import Expert
from incubators.models import Need
from matching.enums import (
    RunScope,
    RunState,
)
from matching.querysets import MatchListQuerySet, MatchRunQuerySet


class MatchRun(models.Model):
    """One computation of lists: for one need, or a round over many, on one pinned snapshot."""

    public_id = PublicIdField()
    run = models.OneToOneField(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    scope = models.CharField(max_length=6, choices=choices_of(RunScope))
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.CASCADE, related_name="match_runs")
    state = models.CharField(max_length=12, choices=choices_of(RunState), default=RunState.QUEUED)
    message = models.CharField(max_length=300, blank=True)  # of a failure: what a person can do
    engine_version = models.CharField(max_length=20, blank=True)
    snapshot = models.CharField(max_length=80, blank=True)
    input_digest = models.CharField(max_length=64, blank=True)
    n_experts = models.PositiveIntegerField(null=True, blank=True)
    n_needs = models.PositiveIntegerField(default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = MatchRunQuerySet.as_manager()
    privacy = classified(
        internal="run scope need message engine_version snapshot input_digest n_experts n_needs requested_at"
        " started_at finished_at",
        personal="requested_by",
    )

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints: ClassVar = [known_states(RunState, table="matching_matchrun")]

    def __str__(self) -> str:
        return self.public_id


class MatchList(models.Model):
    """The result for one need in one run: parallel arrays, best first; the source of truth for lists.

    `components` is flat, k x C integers 0..10,000 with -1 for "not known", C in the engine's order.
    Bits are over `skill_ids`, the need's skills at the time, must before should, in rank order: held, and
    held below the level asked. `unknown` are the engine's bits of what an expert has not stated, `asked`
    those of the components that the need gives something for. All explanations are made from these.
    """

    # The constraint below begins with the run: an index of its own would only be written.
    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="lists", db_index=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="match_lists")
    is_current = models.BooleanField(default=False)
    weights_number = models.PositiveSmallIntegerField()
    weights = ArrayField(models.PositiveSmallIntegerField())
    skill_ids = ArrayField(models.IntegerField(), default=list)
    n_must = models.PositiveSmallIntegerField(default=0)
    expert_ids = ArrayField(models.BigIntegerField(), default=list)
    points = ArrayField(models.SmallIntegerField(), default=list)
    components = ArrayField(models.SmallIntegerField(), default=list)
    skill_bits = ArrayField(models.BigIntegerField(), default=list)
    low_bits = ArrayField(models.BigIntegerField(), default=list)
    unknown = ArrayField(models.PositiveSmallIntegerField(), default=list)
    asked = models.PositiveSmallIntegerField(default=0)
    n_considered = models.PositiveIntegerField()
    n_eligible = models.PositiveIntegerField()
    excluded = models.JSONField(default=dict)  # constraint code -> how many fail it first
    near_expert_ids = ArrayField(models.BigIntegerField(), default=list)
    near_points = ArrayField(models.SmallIntegerField(), default=list)
    near_codes = ArrayField(models.CharField(max_length=24), default=list)
    near_counts = models.JSONField(default=dict)  # constraint code -> how many fail it and nothing else
    matched_at = models.DateTimeField()
    stale_since = models.DateTimeField(null=True, blank=True)  # a profile that matters changed since

    objects = MatchListQuerySet.as_manager()
    privacy = classified(
        internal="run need is_current weights_number weights skill_ids n_must asked n_considered n_eligible"
        " excluded near_counts matched_at stale_since",
        personal="expert_ids points components skill_bits low_bits unknown near_expert_ids near_points"
        " near_codes",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "need"], name="matching_list_once"),
            models.UniqueConstraint(
                fields=["need"], name="matching_list_current", condition=models.Q(is_current=True)
            ),
        ]
        indexes: ClassVar = [
            GinIndex(
                fields=["expert_ids"], name="matching_list_experts", condition=models.Q(is_current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.run_id}/{self.need_id}"


class PackedProfile(models.Model):
    """A profile as the engine reads it: a cache that snapshots are built from (docs/adr/0016).

    `basis` names the vocabulary and the tables that it was made with; `changed_at` is the profile's own,
    `watermark` the oldest transaction that was running when it was read. `packed` is laid out by
    `adapter.packing`.
    """

    expert = models.OneToOneField(Expert, primary_key=True, on_delete=models.CASCADE, related_name="+")
    basis = models.CharField(max_length=16)
    changed_at = models.DateTimeField()
    watermark = models.BigIntegerField()
    packed = models.BinaryField()

    privacy = classified(personal="expert packed", internal="basis changed_at watermark")

    def __str__(self) -> str:
        return f"{self.expert_id} {self.basis}"
