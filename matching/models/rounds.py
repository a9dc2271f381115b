"""Assignment rounds: one answer to "who goes where", until it is published and after."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from common.models import Event, PublicIdField, Run, StatefulModel, choices_of, known_states
from common.privacy import classified
from experts.models import Expert
from incubators.models import Need
from matching.enums import (
    MatchState,
    PairChange,
    RoundState,
)
from matching.models.lists import MatchList
from matching.querysets import RoundQuerySet
from matching.workflow import ROUND
from programmes.models import Programme


class AssignmentRound(StatefulModel):
    """One answer to "who goes where" over open needs of a programme: a preview until it is published."""

    workflow = ROUND

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="assignment_rounds")
    chosen_need_ids = ArrayField(models.BigIntegerField(), default=list)  # empty: all that are open
    options = models.JSONField(default=dict)
    run = models.OneToOneField(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.CharField(max_length=40, blank=True)  # of a failure
    message_need_ids = ArrayField(models.BigIntegerField(), default=list)  # at which needs it shows
    engine_version = models.CharField(max_length=20, blank=True)
    input_digest = models.CharField(max_length=64, blank=True)
    figures = models.JSONField(default=dict)  # seats, points, what is proven, what choosing by hand gives
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()
    privacy = classified(
        internal="programme chosen_need_ids options run message message_need_ids engine_version input_digest"
        " figures requested_at computed_at published_at undone_at",
        personal="requested_by published_by undone_by",
    )

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints: ClassVar = [known_states(RoundState, table="matching_round")]

    def __str__(self) -> str:
        return self.public_id


class AssignmentRoundEvent(Event):
    subject = models.ForeignKey(AssignmentRound, on_delete=models.PROTECT, related_name="events")


class RoundNeed(models.Model):
    """One need within a round: its seats, and why some stay empty."""

    round = models.ForeignKey(AssignmentRound, on_delete=models.CASCADE, related_name="needs")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    match_list = models.ForeignKey(MatchList, null=True, on_delete=models.SET_NULL, related_name="+")
    seats = models.PositiveSmallIntegerField()
    n_held = models.PositiveSmallIntegerField(default=0)
    n_proposed = models.PositiveSmallIntegerField(default=0)
    n_empty = models.PositiveSmallIntegerField(default=0)
    because = models.JSONField(default=dict)  # code -> how many experts or, for a rule, seats

    privacy = classified(internal="round need match_list seats n_held n_proposed n_empty because")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "need"], name="matching_roundneed_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.need_id}"


class RoundPair(models.Model):
    """One expert on one need within a round. `stays` is set by an undo that found the pair touched."""

    round = models.ForeignKey(AssignmentRound, on_delete=models.CASCADE, related_name="pairs")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="+")
    points = models.PositiveIntegerField(default=0)
    change = models.CharField(max_length=8, choices=choices_of(PairChange))
    was = models.CharField(max_length=12, choices=choices_of(MatchState), default=MatchState.SUGGESTED)
    previous = models.ForeignKey(  # of a pair that is removed: the round whose proposal it was
        AssignmentRound, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    stays = models.BooleanField(default=False)

    privacy = classified(personal="expert points was stays", internal="round need change previous")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "need", "expert"], name="matching_roundpair_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.need_id}/{self.expert_id}"
