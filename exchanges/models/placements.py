"""Placements with their plan: what both sides agree on, and what the ministry reviewed."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from exchanges.enums import (
    EDITABLE,
    STANDING,
    WAS_APPROVED,
    AllowancePer,
    PlacementState,
)
from exchanges.models.invitations import Invitation
from exchanges.querysets import PlacementQuerySet
from exchanges.workflow import PLACEMENT
from experts.models import Expert
from incubators.models import Need, Organisation
from programmes.enums import Mode, Tier
from programmes.models import AnswerBase
from taxonomy.models import Place

_DECIDED = [*(state.value for state in WAS_APPROVED), PlacementState.REJECTED.value]


class Placement(StatefulModel):
    """The case: a plan that both sides edit, reviewed by the ministry, decided by two people."""

    workflow = PLACEMENT

    public_id = PublicIdField()
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="placement")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="placements")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="placements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="placements")
    review_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    tier = models.CharField(max_length=2, choices=choices_of(Tier), default=Tier.T1, editable=False)

    # The plan
    purpose = models.TextField(_("what the placement is for"), max_length=4000, blank=True)
    deliverable = models.TextField(_("what will exist at the end"), max_length=2000, blank=True)
    counterpart = models.CharField(_("local counterpart"), max_length=160, blank=True)
    counterpart_role = models.CharField(_("the counterpart's role"), max_length=160, blank=True)
    counterpart_email = models.EmailField(_("the counterpart's e-mail address"), blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=choices_of(Mode))
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours per week"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    days_in_country = models.PositiveSmallIntegerField(
        _("days in Pakistan"), default=0, validators=[MaxValueValidator(366)]
    )
    allowance_amount = models.DecimalField(
        _("allowance"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    allowance_currency = models.CharField(_("currency"), max_length=3, blank=True)  # ISO 4217
    allowance_payer = models.CharField(_("who pays the allowance"), max_length=160, blank=True)
    allowance_purpose = models.CharField(_("what the allowance is for"), max_length=160, blank=True)
    allowance_per = models.CharField(
        _("how often the allowance is paid"), max_length=5, choices=choices_of(AllowancePer), blank=True
    )
    allowance_rate_on = models.DateField(_("day on which the rate was fixed"), null=True, blank=True)
    restricted_post = models.BooleanField(_("post closed to dual nationals"), default=False)

    expert_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    returned_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recommended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What was recommended and what was decided are the same words (docs/adr/0029).
    recommended_digest = models.CharField(max_length=64, blank=True, editable=False)
    decided_digest = models.CharField(max_length=64, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    appealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    expert_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    host_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Reviewed changes of an approved plan; without one more, the database lets nobody change such a plan.
    n_amendments = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    n_confirm_reminders = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    flagged_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlacementQuerySet.as_manager()
    privacy = classified(
        personal="expert purpose deliverable counterpart counterpart_role allowance_amount allowance_currency"
        " allowance_payer allowance_purpose allowance_per allowance_rate_on restricted_post starts_on ends_on"
        " days_in_country reviewer recommended_by second_recommended_by"
        " decided_by",
        contact="counterpart_email",
        internal="invitation need organisation review_unit tier mode place hours_per_week expert_agreed_at"
        " submitted_at returned_at recommended_at decided_at appealed_at"
        " expert_confirmed_at host_confirmed_at recommended_digest decided_digest flagged_at"
        " n_amendments n_confirm_reminders",
    )

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(recommended_by__isnull=True)
                | ~models.Q(decided_by=models.F("recommended_by")),
                name="exchanges_placement_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(second_recommended_by__isnull=True)
                | (
                    models.Q(recommended_by__isnull=False)
                    & ~models.Q(second_recommended_by=models.F("recommended_by"))
                    & (
                        models.Q(decided_by__isnull=True)
                        | ~models.Q(second_recommended_by=models.F("decided_by"))
                    )
                ),
                name="exchanges_placement_six_eyes",
            ),
            # T0 is decided by the rule alone.
            models.CheckConstraint(
                condition=~models.Q(state__in=_DECIDED)
                | models.Q(tier=Tier.T0)
                | (
                    models.Q(recommended_by__isnull=False, decided_by__isnull=False)
                    & (models.Q(tier=Tier.T1) | models.Q(second_recommended_by__isnull=False))
                ),
                name="exchanges_placement_decided_by_enough",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=_DECIDED)
                | models.Q(tier=Tier.T0)
                | (~models.Q(decided_digest="") & models.Q(decided_digest=models.F("recommended_digest"))),
                name="exchanges_placement_same_words",
            ),
            models.CheckConstraint(
                condition=models.Q(recommended_at__isnull=True, recommended_by__isnull=True)
                | models.Q(recommended_at__isnull=False, recommended_by__isnull=False),
                name="exchanges_placement_recommendation_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="exchanges_placement_dates_order",
            ),
            known_states(PlacementState, table="exchanges_placement"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "active"])
                | models.Q(expert_confirmed_at__isnull=False, host_confirmed_at__isnull=False),
                name="exchanges_placement_confirmed_by_both",
            ),
            # Nobody can be in two places: int8range stands in for btree_gist, which we may not need.
            ExclusionConstraint(
                name="exchanges_placement_no_overlap",
                expressions=[
                    (models.Func("expert_id", "expert_id", models.Value("[]"), function="int8range"), "&&"),
                    (models.Func("starts_on", "ends_on", models.Value("[]"), function="daterange"), "&&"),
                ],
                condition=models.Q(mode=Mode.IN_PERSON, state__in=[state.value for state in STANDING]),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_paid(self) -> bool:
        return bool(self.allowance_amount)


class PlacementEvent(Event):
    subject = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="events")


class PlanVersion(models.Model):
    """The plan as it was submitted: what the reviewer saw, and what a resubmission is compared with."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField()
    plan = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    privacy = classified(personal="plan", internal="placement number digest at")

    class Meta:
        ordering = ("placement_id", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "number"], name="exchanges_planversion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} v{self.number}"


class WorkItem(models.Model):
    """A step of the plan."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="work_items")
    title = models.CharField(_("step"), max_length=160)
    due_on = models.DateField(_("by"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    privacy = classified(personal="title", internal="placement due_on position")

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class PlacementAnswer(AnswerBase):
    """What the plan says to a question of its programme."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="answers")

    privacy = classified(personal="value", internal="placement question")

    class Meta:
        ordering = ("question__position", "question_id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "question"], name="exchanges_placementanswer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.question_id}"
