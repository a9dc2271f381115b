"""Reports: what each side says of a placement. Neither side reads the other's."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from exchanges.enums import Again, Extent, ReportKind, ReportState, Side
from exchanges.models.placements import Placement
from exchanges.querysets import ReportQuerySet
from exchanges.workflow import REPORT

SIDES = [(side.value, side.value) for side in (Side.EXPERT, Side.HOST)]
MOST_WORDS = 4000


def _words() -> models.TextField:
    return models.TextField(max_length=MOST_WORDS, blank=True)


def _number(most: int) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(most)])


class Report(StatefulModel):
    """One side's report of one kind; which columns it asks for, `labels.QUESTIONS` says.

    `after_weeks` tells those apart that are asked for every so many weeks; the others are asked for once.
    `n_reminders` counts the mails that called it to mind since it is due.
    """

    workflow = REPORT

    public_id = PublicIdField()
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="reports")
    side = models.CharField(max_length=8, choices=SIDES)
    kind = models.CharField(max_length=10, choices=choices_of(ReportKind))
    after_weeks = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    n_reminders = models.PositiveSmallIntegerField(default=0)

    done = _words()
    hours = _number(10_000)
    exists_now = _words()
    deliverable_met = models.CharField(max_length=6, choices=choices_of(Extent), blank=True)
    n_trained = _number(100_000)
    n_trained_women = _number(100_000)
    problems = _words()
    again = models.CharField(max_length=8, choices=choices_of(Again), blank=True)
    still_in_use = models.CharField(max_length=6, choices=choices_of(Extent), blank=True)
    came_of_it = _words()

    objects = ReportQuerySet.as_manager()
    privacy = classified(
        personal="done exists_now problems again came_of_it",
        internal="placement side kind after_weeks due_on submitted_at n_reminders"
        " hours deliverable_met n_trained n_trained_women still_in_use",
    )

    class Meta:
        ordering = ("due_on", "side", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["placement", "side", "kind", "after_weeks"], name="exchanges_report_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ReportKind.INTERIM, after_weeks__gt=0)
                | ~models.Q(kind=ReportKind.INTERIM) & models.Q(after_weeks=0),
                name="exchanges_report_interim_has_its_week",
            ),
            models.CheckConstraint(
                condition=models.Q(n_trained_women__isnull=True)
                | models.Q(n_trained_women__lte=models.F("n_trained")),
                name="exchanges_report_women_of_trained",
            ),
            known_states(ReportState, table="exchanges_report"),
        ]

    def __str__(self) -> str:
        return self.public_id


class ReportEvent(Event):
    subject = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
