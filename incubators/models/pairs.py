"""Two organisations that may be one: what speaks for it, what staff decided, and how to undo it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from incubators.enums import OrganisationState, PairState
from incubators.models.hosts import Organisation
from incubators.querysets import PairQuerySet
from incubators.workflow import ORGANISATION_PAIR


class OrganisationKey(models.Model):
    """An index: what an organisation has in common with whoever has the same key."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)  # a digest

    privacy = classified(internal="organisation kind key")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind", "key"], name="incubators_key_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["key"], name="incubators_key_lookup")]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_id}"


class OrganisationPair(StatefulModel):
    """Two organisations, the older first, with the kinds of evidence."""

    workflow = ORGANISATION_PAIR

    public_id = PublicIdField()
    older = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    newer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    evidence = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PairQuerySet.as_manager()
    privacy = classified(internal="older newer evidence")

    class Meta:
        ordering = ("state_since", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["older", "newer"], name="incubators_pair_once"),
            models.CheckConstraint(
                condition=models.Q(older__lt=models.F("newer")), name="incubators_pair_of_two"
            ),
            known_states(PairState, table="incubators_pair"),
        ]

    def __str__(self) -> str:
        return self.public_id


class OrganisationPairEvent(Event):
    subject = models.ForeignKey(OrganisationPair, on_delete=models.PROTECT, related_name="events")


class OrganisationMerge(models.Model):
    """What one merge moved, so that it can be undone exactly."""

    pair = models.ForeignKey(OrganisationPair, on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merged_in")
    closed = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merged_into")
    closed_from = models.CharField(max_length=20, choices=choices_of(OrganisationState))
    closed_since = models.DateTimeField()
    filled = models.JSONField(default=list)  # fields of the kept one that were empty
    moved = models.JSONField(default=dict)  # kind of row: ids
    # Memberships of whoever belonged to both: ids of the closed one's people, their roles and days.
    doubles = models.JSONField(default=list)
    followed = models.JSONField(default=dict)  # what higher apps moved: kind of row: ids
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    privacy = classified(
        personal="by doubles",
        internal="pair kept closed closed_from closed_since filled moved followed at undone_at",
    )

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["closed"],
                name="incubators_merge_in_force",
                condition=models.Q(undone_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closed_id} into {self.kept_id}"
