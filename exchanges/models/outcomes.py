"""Outcomes: what came of a placement, claimed by one side, confirmed by somebody who is not of it."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from exchanges.enums import Confirmer, Counterfactual, OutcomeState, OutcomeType
from exchanges.models.placements import Placement
from exchanges.models.reports import SIDES
from exchanges.querysets import OutcomeQuerySet
from exchanges.workflow import CONFIRMATION_MAILS, OUTCOME


class Outcome(StatefulModel):
    """One thing that came of it: a number of its type's unit, or an amount of money.

    Whoever can confirm it gets a link that ends at `link_until`; their name and address are emptied 90 days
    after the answer.
    """

    workflow = OUTCOME

    public_id = PublicIdField()
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="outcomes")
    claimed_side = models.CharField(max_length=8, choices=SIDES)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    type = models.CharField(max_length=24, choices=choices_of(OutcomeType))
    number = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )
    amount = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(1)]
    )
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    description = models.TextField(max_length=1000)
    evidence = models.CharField(max_length=500, blank=True)

    confirmer_is = models.CharField(max_length=12, choices=choices_of(Confirmer))
    confirmer_name = models.CharField(max_length=120, blank=True)
    confirmer_email = models.EmailField(blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    link_until = models.DateTimeField()
    n_mails = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    counterfactual = models.CharField(max_length=8, choices=choices_of(Counterfactual), blank=True)
    counterfactual_words = models.TextField(max_length=1000, blank=True)

    objects = OutcomeQuerySet.as_manager()
    privacy = classified(
        personal="claimed_by description evidence confirmer_name counterfactual_words",
        contact="confirmer_email",
        secret="token_digest",
        internal="placement claimed_side claimed_at type number amount currency confirmer_is link_until"
        " n_mails answered_at counterfactual",
    )

    class Meta:
        ordering = ("-claimed_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(number__isnull=False, amount__isnull=True, currency="")
                | models.Q(number__isnull=True, amount__isnull=False) & ~models.Q(currency=""),
                name="exchanges_outcome_has_one_value",
            ),
            models.CheckConstraint(
                condition=models.Q(n_mails__lte=len(CONFIRMATION_MAILS)), name="exchanges_outcome_four_mails"
            ),
            models.CheckConstraint(
                condition=models.Q(counterfactual="") | models.Q(answered_at__isnull=False),
                name="exchanges_outcome_answer_is_whole",
            ),
            known_states(OutcomeState, table="exchanges_outcome"),
        ]

    def __str__(self) -> str:
        return self.public_id


class OutcomeEvent(Event):
    subject = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="events")
