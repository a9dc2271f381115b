"""A need or an expert is passed on to another organisation, and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models import Unit
from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from exchanges.enums import REFERRAL_UNDER_WAY, ReferralReason, ReferralState
from exchanges.models.placements import Placement
from exchanges.querysets import ReferralQuerySet
from exchanges.workflow import REFERRAL
from experts.models import Expert
from incubators.models import Need, Organisation


class Referral(StatefulModel):
    """A need, or an expert who agrees, is recommended to `organisation`; outstanding until a placement.

    `passed_on_at` is when the receiver first could read it: an expert is asked before.
    """

    workflow = REFERRAL

    public_id = PublicIdField()
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    expert = models.ForeignKey(
        Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referrals")
    from_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals_sent"
    )
    from_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals_sent"
    )
    note = models.TextField(max_length=1000, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    passed_on_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=choices_of(ReferralReason), blank=True)
    placement = models.ForeignKey(
        Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )

    objects = ReferralQuerySet.as_manager()
    privacy = classified(
        personal="expert note sent_by",
        internal="need organisation from_organisation from_unit sent_at passed_on_at reason placement",
    )

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(need__isnull=False, expert__isnull=True)
                | models.Q(need__isnull=True, expert__isnull=False),
                name="exchanges_referral_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(from_organisation__isnull=False, from_unit__isnull=True)
                | models.Q(from_organisation__isnull=True, from_unit__isnull=False),
                name="exchanges_referral_from_one_side",
            ),
            known_states(ReferralState, table="exchanges_referral"),
            # Each sender says a thing to a receiver once; others' referrals are no business of theirs.
            *(
                models.UniqueConstraint(
                    fields=[about, "organisation", sender],
                    name=f"exchanges_referral_{about}_{sender}_once",
                    condition=models.Q(state__in=REFERRAL_UNDER_WAY),
                )
                for about in ("need", "expert")
                for sender in ("from_organisation", "from_unit")
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_under_way(self) -> bool:
        return self.state in REFERRAL_UNDER_WAY


class ReferralEvent(Event):
    subject = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="events")
