"""What is kept beside a profile: promised hours, imports, where facts came from, who looked."""

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import PublicIdField, choices_of, known_states
from common.privacy import classified
from experts.enums import BatchState, CommitmentKind, Source
from experts.models.expert import Expert
from experts.querysets import AccessEventQuerySet, OwnRowsQuerySet


class Commitment(models.Model):
    """Hours already promised or held; handed down by exchanges, so that matching sees them."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="commitments")
    kind = models.CharField(max_length=8, choices=choices_of(CommitmentKind))
    source_ref = models.CharField(max_length=60, unique=True)  # opaque: never a key upward
    hours_per_week = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    privacy = classified(personal="expert hours_per_week starts_on ends_on", internal="kind source_ref")

    def __str__(self) -> str:
        return self.source_ref


class ImportBatch(models.Model):
    """One file that a person brought: what was read, what was skipped, what was taken over."""

    public_id = PublicIdField()
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="batches")
    state = models.CharField(max_length=10, choices=choices_of(BatchState), default=BatchState.PREVIEWED)
    format = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    file_digest = models.CharField(max_length=64)
    reading = models.JSONField()  # facts and what was skipped; never contact details or other people
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = OwnRowsQuerySet.as_manager()
    privacy = classified(
        personal="expert file_name reading", internal="format file_digest at applied_at undone_at"
    )

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "import batches"
        constraints: ClassVar = [known_states(BatchState, table="experts_importbatch")]

    def __str__(self) -> str:
        return self.public_id


class ImportUpload(models.Model):
    """A document that waits for a worker, wherever that worker runs; gone as soon as it has been read."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="upload")
    content = models.BinaryField()

    privacy = classified(personal="batch content")

    def __str__(self) -> str:
        return str(self.batch)


class Fact(models.Model):
    """Where one field of one row came from. `row_id` is 0 for fields of the expert itself."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="facts")
    row_kind = models.CharField(max_length=20)  # one of enums.RowKind
    row_id = models.BigIntegerField(default=0)
    field = models.CharField(max_length=40, blank=True)  # empty: the whole row
    source = models.CharField(max_length=12, choices=choices_of(Source))
    source_name = models.CharField(max_length=120, blank=True)  # who asserted it there
    place = models.CharField(max_length=300, blank=True)  # where in the source
    digest = models.CharField(max_length=64, blank=True)  # of the value: tells whether it changed since
    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.CASCADE, related_name="facts"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # What a newer import of the same source put aside, so that undoing it brings it back.
    replaced = models.JSONField(null=True, blank=True)

    objects = OwnRowsQuerySet.as_manager()
    privacy = classified(
        personal="expert source source_name place by replaced",
        internal="row_kind row_id field digest batch at",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["expert", "row_kind", "row_id", "field"], name="experts_fact_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_kind}.{self.field}"


def digest_of(value: object) -> str:
    """Tells whether a value changed since, without keeping it twice."""
    return hashlib.sha256(str(value).encode()).hexdigest() if value not in (None, "", []) else ""


class AccessEvent(models.Model):
    """Somebody looked at this person: one row per opening; lists are one row per viewer and day."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="access_events")
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    viewer_is = models.CharField(max_length=120)  # unit or organisation at the time, in words
    why = models.CharField(max_length=40)
    route = models.CharField(max_length=80)
    at = models.DateTimeField()
    on = models.DateField()
    is_list = models.BooleanField(default=False)

    objects = AccessEventQuerySet.as_manager()
    privacy = classified(personal="expert viewer viewer_is why at on", internal="route is_list")

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["expert", "viewer", "route", "on"],
                name="experts_access_list_once",
                condition=models.Q(is_list=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="experts_access_at")]  # the old ones go

    def __str__(self) -> str:
        return f"{self.route} {self.at:%Y-%m-%d}"
