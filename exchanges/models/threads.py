"""Questions and answers on the record of an invitation or of a placement."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdField, choices_of
from common.privacy import classified
from exchanges.enums import Side, ThreadVisibility
from exchanges.models.invitations import Invitation
from exchanges.models.placements import Placement
from exchanges.querysets import ThreadQuerySet


class Thread(models.Model):
    """What is written about one case: between its parties, or (for a placement) with the ministry too.

    `waits_for` is the side that has not answered yet, since when; empty when nobody waits.
    """

    invitation = models.OneToOneField(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="thread"
    )
    placement = models.ForeignKey(
        Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="threads"
    )
    visibility = models.CharField(
        max_length=8, choices=choices_of(ThreadVisibility), default=ThreadVisibility.PARTIES
    )
    n_messages = models.PositiveSmallIntegerField(default=0)
    waits_for = models.CharField(max_length=8, choices=choices_of(Side), blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()
    privacy = classified(internal="invitation placement visibility n_messages waits_for waits_since")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(invitation__isnull=False, placement__isnull=True)
                | models.Q(invitation__isnull=True, placement__isnull=False),
                name="exchanges_thread_of_one_case",
            ),
            models.CheckConstraint(
                condition=models.Q(waits_for="", waits_since__isnull=True)
                | ~models.Q(waits_for="") & models.Q(waits_since__isnull=False),
                name="exchanges_thread_waiting_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(visibility=ThreadVisibility.PARTIES) & ~models.Q(waits_for=Side.MINISTRY)
                | models.Q(visibility=ThreadVisibility.MINISTRY, placement__isnull=False),
                name="exchanges_thread_ministry_has_placement",
            ),
            models.UniqueConstraint(fields=["placement", "visibility"], name="exchanges_thread_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id or self.placement_id} {self.visibility}"


class Message(models.Model):
    """Plain text of one person for their side; emptied, not removed, when that person is erased."""

    public_id = PublicIdField()
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=8, choices=choices_of(Side))
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("your message"), max_length=2000, blank=True)
    at = models.DateTimeField()

    privacy = classified(internal="thread side at", personal="sender text")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.public_id


class ThreadReading(models.Model):
    """Up to when somebody has read a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    privacy = classified(internal="thread", personal="reader at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "reader"], name="exchanges_threadreading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.at:%Y-%m-%d}"


class ThreadLook(models.Model):
    """Somebody of the ministry read what the parties wrote to each other; both read why."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="looks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    privacy = classified(internal="thread", personal="reader reason at")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.thread_id} {self.at:%Y-%m-%d}"
