"""How a person wishes to be told: the pace of each kind of mail, and a calendar of their own."""

from typing import ClassVar

from django.db import models

from accounts.enums import Notice
from accounts.models.people import User
from common.enums import Pace
from common.models import choices_of
from common.privacy import classified


class NoticePreference(models.Model):
    """The pace of one kind of mail, once somebody has chosen it; `told_until` counts for new needs alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=16, choices=choices_of(Notice))
    pace = models.CharField(max_length=8, choices=choices_of(Pace))
    told_until = models.DateTimeField(null=True, blank=True)

    privacy = classified(personal="user kind pace told_until")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="accounts_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pace}"


class CalendarFeed(models.Model):
    """The one private address of a person's calendar: shown once, stored as a digest, opens nothing else."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)

    privacy = classified(internal="created_at", personal="user last_used_on", secret="digest")

    def __str__(self) -> str:
        return f"calendar {self.pk}"
