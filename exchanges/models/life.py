"""A placement under way: the sessions that took place, changes to its plan, and being invited again."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from exchanges.enums import OPEN_AMENDMENT, AmendmentState, SessionState, Side
from exchanges.models.invitations import Invitation
from exchanges.models.placements import Placement
from exchanges.querysets import OfCaseQuerySet
from exchanges.workflow import AMENDMENT, SESSION
from incubators.models import Need
from programmes.enums import Mode, Tier

_OF_PARTIES = [pair for pair in choices_of(Side) if pair[0] != Side.MINISTRY]


class SessionLog(StatefulModel):
    """What took place on a day, as one side remembers it; a correction is a new entry that names the old."""

    workflow = SESSION

    public_id = PublicIdField()
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField(_("day"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(24))],
    )
    mode = models.CharField(_("mode"), max_length=10, choices=choices_of(Mode))
    what = models.CharField(_("what was done"), max_length=500, blank=True)
    language = models.CharField(max_length=10, default="en")
    side = models.CharField(max_length=8, choices=_OF_PARTIES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    objects = OfCaseQuerySet.as_manager()
    privacy = classified(personal="on hours mode what language by", internal="placement side at corrects")

    class Meta:
        ordering = ("-on", "-pk")
        constraints: ClassVar = [
            known_states(SessionState, table="exchanges_sessionlog"),
            models.CheckConstraint(
                condition=models.Q(hours__gt=0, hours__lte=24), name="exchanges_sessionlog_hours_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class SessionLogEvent(Event):
    subject = models.ForeignKey(SessionLog, on_delete=models.PROTECT, related_name="events")


class Amendment(StatefulModel):
    """A change to an approved plan. What it leaves empty stays as it is.

    `tier` is how much review the changed plan would need; the placement keeps the tier of its own decision.
    Of tier T2, two reviewers recommend it.
    """

    workflow = AMENDMENT

    public_id = PublicIdField()
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="amendments")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(_("hours per week"), null=True, blank=True)
    days_in_country = models.PositiveSmallIntegerField(_("days in Pakistan"), null=True, blank=True)
    reason = models.TextField(_("why the plan changes"), max_length=1000, blank=True)
    side = models.CharField(max_length=8, choices=_OF_PARTIES)
    tier = models.CharField(max_length=2, choices=choices_of(Tier), editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfCaseQuerySet.as_manager()
    privacy = classified(
        personal="starts_on ends_on days_in_country reason proposed_by recommended_by second_recommended_by"
        " decided_by",
        internal="placement hours_per_week side tier proposed_at decided_at",
    )

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints: ClassVar = [
            known_states(AmendmentState, table="exchanges_amendment"),
            models.UniqueConstraint(
                fields=["placement"],
                name="exchanges_amendment_one_open",
                condition=models.Q(state__in=OPEN_AMENDMENT),
            ),
            # Approved by two different people of the ministry, or by the rule for what stays small.
            models.CheckConstraint(
                condition=~models.Q(state=AmendmentState.APPROVED)
                | models.Q(tier=Tier.T0, recommended_by__isnull=True, decided_by__isnull=True)
                | models.Q(recommended_by__isnull=False, decided_by__isnull=False),
                name="exchanges_amendment_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(recommended_by__isnull=True)
                | ~models.Q(decided_by=models.F("recommended_by")),
                name="exchanges_amendment_four_eyes",
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
                name="exchanges_amendment_second_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_AMENDMENT


class AmendmentEvent(Event):
    subject = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="events")


class Renewal(models.Model):
    """A host wants the same expert again: a new need, and the invitation that follows once it is open.

    `refusal` is the code of why that invitation could not be sent.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="renewals")
    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="renewal")
    invitation = models.OneToOneField(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="renewal"
    )
    refusal = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = classified(internal="placement need invitation refusal at", personal="by")

    def __str__(self) -> str:
        return f"{self.placement_id} {self.need_id}"
