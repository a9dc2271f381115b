"""Files of organisations that staff bring in: what was read, what became of each row."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import PublicIdField, choices_of
from common.privacy import classified
from incubators.enums import ImportState, RowOutcome
from incubators.models.hosts import Organisation
from incubators.querysets import StaffQuerySet


class OrganisationImport(models.Model):
    """One file: read, then applied by the workers, then perhaps undone. The file itself is not kept."""

    public_id = PublicIdField()
    file_name = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    n_blank = models.PositiveIntegerField(default=0)  # blank rows between others
    unknown_columns = models.JSONField(default=list)
    is_verified = models.BooleanField(default=False)  # its organisations are verified by whoever applies it
    note = models.TextField(max_length=2000, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    apply_asked_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = StaffQuerySet.as_manager()
    privacy = classified(
        personal="by applied_by undone_by",
        internal="file_name at n_blank unknown_columns is_verified note apply_asked_at applied_at"
        " undo_asked_at undone_at",
    )

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.public_id

    @property
    def state(self) -> ImportState:
        reached = (
            (self.undone_at, ImportState.UNDONE),
            (self.undo_asked_at, ImportState.UNDOING),
            (self.applied_at, ImportState.APPLIED),
            (self.apply_asked_at, ImportState.APPLYING),
        )
        return next((state for at, state in reached if at is not None), ImportState.READ)


class OrganisationImportRow(models.Model):
    """One row of the file, with what is wrong in it; the owner's address goes on with the invitation."""

    batch = models.ForeignKey(OrganisationImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet counts, the headers being row 1
    outcome = models.CharField(max_length=12, choices=choices_of(RowOutcome))
    name = models.CharField(max_length=160)
    cells = models.JSONField(default=dict)
    owner_email = models.EmailField(blank=True)  # emptied once it is invited, or not needed
    problems = models.JSONField(default=list)  # column, code and words for the sentence
    twin = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="import_rows"
    )

    privacy = classified(
        contact="owner_email", internal="batch number outcome name cells problems twin organisation"
    )

    class Meta:
        ordering = ("number", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="incubators_importrow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"
