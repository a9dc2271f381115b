"""The kernel's tables: the ledger of work, outbox, change feed, stored files and the abstract event."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Now

from common.enums import OutboxState, RunState, ShardState
from common.ids import new_public_id
from common.privacy import classified
from common.workflow import Workflow


def choices_of(enum: type) -> list[tuple[str, str]]:
    """Choices for a column that holds an enum; people read the sentences of labels.py instead."""
    return [(member.value, member.value.replace("_", " ")) for member in enum]


def known_states(enum: type, *, table: str) -> models.CheckConstraint:
    """The database, too, refuses a state that the words do not have."""
    return models.CheckConstraint(
        condition=models.Q(state__in=[member.value for member in enum]), name=f"{table}_state_is_known"
    )


class PublicIdField(models.CharField):
    """A short random code, the only id that leaves the database."""

    def __init__(self, **options: object) -> None:
        options |= {"max_length": 10, "unique": True, "editable": False, "default": new_public_id}
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "unique", "editable", "default"):
            options.pop(fixed, None)
        return name, path, args, options


class HttpsURLField(models.URLField):
    """An address; one typed without a scheme is taken as https."""

    def formfield(self, **options: object) -> object:
        return super().formfield(assume_scheme="https", **options)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.URLField", args, options


class Run(models.Model):
    """One piece of background work, cut into shards. PostgreSQL is the queue of record."""

    kind = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=choices_of(RunState), default=RunState.RUNNING)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finish_attempts = models.PositiveSmallIntegerField(default=0)

    privacy = classified(internal="kind finished_at finish_attempts")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="common_run_open", condition=models.Q(state="running")),
        ]
        constraints: ClassVar = [known_states(RunState, table="common_run")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Shard(models.Model):
    """A part of a run that one worker does in one commit.

    `token` fences: it is new at each claim, and only the holder of the latest may write.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="shards")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120, blank=True)
    ids = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=choices_of(ShardState), default=ShardState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    privacy = classified(internal="run n kind key ids attempts token lease_until claimed_by error done_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "n"], name="common_shard_once"),
            known_states(ShardState, table="common_shard"),
            # Work asked for twice before it began is asked for once.
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="common_shard_pending_key",
                condition=models.Q(state="pending", attempts=0) & ~models.Q(key=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], name="common_shard_open", condition=models.Q(state__in=["pending", "claimed"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.run_id}/{self.n}"


class Slot(models.Model):
    """A periodic job's turn: the unique row makes two schedulers harmless."""

    job = models.CharField(max_length=80)
    starts_at = models.DateTimeField()

    privacy = classified(internal="job starts_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "starts_at"], name="common_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.starts_at:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """When a background actor was last seen; /readyz reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    privacy = classified(internal="name at")

    def __str__(self) -> str:
        return self.name


class Outbox(models.Model):
    """A message to send, written in the transaction that causes it, rendered when sent.

    `subject` and `body` are filled only for messages that another library rendered; they and a bare
    address are emptied once sent or given up. The key makes a duplicate recognisable: it is the Message-ID.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(blank=True)
    template = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=choices_of(OutboxState), default=OutboxState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    # By the database's clock, which `deliver` compares it with: machines' clocks differ.
    next_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    # Which messages are released together; empty for one that leaves by itself.
    batch = models.CharField(max_length=60, blank=True, default="", db_default="")

    privacy = classified(
        internal="key template ids attempts next_at sent_at error batch",
        personal="recipient",
        contact="address",
        secret="subject body",
    )

    class Meta:
        verbose_name_plural = "outbox"
        constraints: ClassVar = [known_states(OutboxState, table="common_outbox")]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="common_outbox_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["recipient"], name="common_outbox_held", condition=models.Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.key}"


def _transaction_id() -> models.Expression:
    """The running transaction's id as a bigint (xid8 casts only through text)."""
    current = models.Func(function="pg_current_xact_id", output_field=models.TextField())
    return Cast(Cast(current, models.TextField()), models.BigIntegerField())


class ChangeFeed(models.Model):
    """What changed, by transaction id: readers take rows below the oldest running transaction."""

    xid = models.BigIntegerField(db_default=_transaction_id())
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    privacy = classified(internal="xid kind object_id at")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["xid", "id"], name="common_changefeed_xid")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} @{self.xid}"


class StoredFile(models.Model):
    """A file that somebody handed in; only common.files writes and reads its bytes."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)  # as the person called it
    stored_as = models.CharField(max_length=32, unique=True)  # random, in the folder of stored files
    media_type = models.CharField(max_length=20)
    n_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    privacy = classified(personal="name media_type n_bytes digest by at", secret="stored_as")

    def __str__(self) -> str:
        return self.public_id


class StatefulModel(models.Model):
    """A noun with a life cycle. Only common.events.move assigns `state`."""

    workflow: ClassVar[Workflow]

    state = models.CharField(max_length=20, editable=False)
    state_since = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class EventNote(models.Model):
    """The words beside an event: erasable, so the hashed event keeps only a salted digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    salt = models.CharField(max_length=32)
    text = models.TextField()

    privacy = classified(internal="id", personal="text", secret="salt")

    def __str__(self) -> str:
        return str(self.pk)


class Event(models.Model):
    """One step of a life cycle: append-only (a trigger refuses UPDATE and DELETE), hash-chained.

    A concrete event adds `subject = ForeignKey(..., related_name="events")`.
    """

    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    part = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    note_key = models.UUIDField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    privacy = classified(
        internal="subject seq action source target part at reasons note_key note_digest previous_hash hash",
        personal="by",
    )

    class Meta:
        abstract = True
        ordering = ("subject_id", "seq")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "seq"], name="%(app_label)s_%(class)s_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.seq}"
