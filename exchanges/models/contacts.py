"""Who approached which expert outside the portal, and when."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models import Unit
from common.models import PublicIdField, choices_of
from common.privacy import classified
from exchanges.enums import Channel
from exchanges.querysets import ContactLogQuerySet
from experts.models import Expert
from incubators.models import Organisation


class ContactLog(models.Model):
    """One approach, written down by whoever made it. Invitations need no second row.

    Others never read it: they only learn that somebody approached the expert within 30 days. The expert
    reads all of it.
    """

    public_id = PublicIdField()
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="contacts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    on = models.DateField()
    note = models.TextField(max_length=500, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ContactLogQuerySet.as_manager()
    privacy = classified(
        personal="expert channel on note written_by", internal="organisation unit written_at"
    )

    class Meta:
        ordering = ("-on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, unit__isnull=True)
                | models.Q(organisation__isnull=True, unit__isnull=False),
                name="exchanges_contactlog_of_one_side",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["expert", "on"], name="exchanges_contact_day")]

    def __str__(self) -> str:
        return self.public_id
