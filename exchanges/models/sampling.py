"""Control after the fact: a campaign of a programme and year, the cases drawn into it, and their evidence."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from exchanges.enums import CampaignState, Extent, SampleFinding, SampleState, Side
from exchanges.models.case_file import CaseDocument
from exchanges.models.placements import Placement
from exchanges.querysets import SampleCampaignQuerySet, SampledCaseQuerySet
from exchanges.workflow import CAMPAIGN, SAMPLED_CASE
from programmes.models import Programme


class SampleCampaign(StatefulModel):
    """What a programme approved at once in a fiscal year, of which a share is looked at afterwards.

    Once drawn, a trigger lets nobody change the seed, the share, the list or the days: no draw is repeated.
    """

    workflow = CAMPAIGN

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()  # by the year in which it ends
    percent = models.PositiveSmallIntegerField(null=True, editable=False)
    seed = models.CharField(max_length=64, blank=True, editable=False)
    eligible = ArrayField(models.CharField(max_length=10), default=list, editable=False)
    due_on = models.DateField(null=True)
    drawn_at = models.DateTimeField(null=True, editable=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = SampleCampaignQuerySet.as_manager()
    privacy = classified(
        personal="drawn_by", internal="programme fiscal_year percent seed eligible due_on drawn_at"
    )

    class Meta:
        ordering = ("-fiscal_year", "programme", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "fiscal_year"], name="exchanges_samplecampaign_once_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=CampaignState.DRAFT, seed="", percent=None, drawn_at=None, due_on=None
                )
                | ~models.Q(state=CampaignState.DRAFT)
                & ~models.Q(seed="")
                & models.Q(percent__isnull=False, drawn_at__isnull=False, due_on__isnull=False),
                name="exchanges_samplecampaign_drawn_is_whole",
            ),
            known_states(CampaignState, table="exchanges_samplecampaign"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def batch(self) -> str:
        """Under which its first messages wait until they were read."""
        return f"sample {self.public_id}"


class SampleCampaignEvent(Event):
    subject = models.ForeignKey(SampleCampaign, on_delete=models.PROTECT, related_name="events")


class SampledCase(StatefulModel):
    """A placement that was drawn; no placement is drawn twice. `position` is its place in the draw."""

    workflow = SAMPLED_CASE

    public_id = PublicIdField()
    campaign = models.ForeignKey(SampleCampaign, on_delete=models.PROTECT, related_name="cases")
    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="sampled")
    position = models.PositiveIntegerField()
    n_reminders = models.PositiveSmallIntegerField(default=0)
    finding = models.CharField(max_length=12, choices=choices_of(SampleFinding), blank=True)

    objects = SampledCaseQuerySet.as_manager()
    privacy = classified(internal="campaign placement n_reminders finding")

    class Meta:
        ordering = ("campaign_id", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "position"], name="exchanges_sampledcase_place"),
            models.CheckConstraint(
                condition=models.Q(state=SampleState.FOUND) & ~models.Q(finding="")
                | ~models.Q(state=SampleState.FOUND) & models.Q(finding=""),
                name="exchanges_sampledcase_found_says_what",
            ),
            known_states(SampleState, table="exchanges_sampledcase"),
        ]

    def __str__(self) -> str:
        return self.public_id


class SampledCaseEvent(Event):
    subject = models.ForeignKey(SampledCase, on_delete=models.PROTECT, related_name="events")


class SampleEvidence(models.Model):
    """What one side says took place, once; the other side does not read it."""

    case = models.ForeignKey(SampledCase, on_delete=models.PROTECT, related_name="evidence")
    side = models.CharField(
        max_length=8, choices=[(side.value, side.value) for side in (Side.EXPERT, Side.HOST)]
    )
    took_place = models.CharField(max_length=6, choices=choices_of(Extent))
    hours = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, validators=[MaxValueValidator(999)]
    )
    delivered = models.TextField(max_length=2000, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    document = models.ForeignKey(
        CaseDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = classified(personal="delivered note document by", internal="case side took_place hours at")

    class Meta:
        ordering = ("case_id", "at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "side"], name="exchanges_sampleevidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.case_id}"
