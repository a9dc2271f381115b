"""The transactional outbox: a message is a row of the transaction that causes it, rendered when sent.

Promise: never lost, and at most one duplicate for each crash between the server's 250 and our commit;
the Message-ID stays the same, so that a duplicate is recognisable.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone, translation

from common.enums import OutboxState, Pace
from common.jobs import ring_after_commit
from common.models import Outbox

log = logging.getLogger(__name__)

# After 1, 2, 4 … 32 minutes, then hourly: a mail server may be away for three days.
MOST_ATTEMPTS = 80
LONGEST_WAIT_MINUTES = 60
# One message may wait for the server's timeout on top of this; the worker's hard limit is 55 s.
DELIVER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands below every message to a person, and headers for their mail program."""

    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manners:
    """What a higher app knows of the recipients: the pace of a kind, and the footer of a message."""

    pace_of: Callable[[Any, str], Pace]
    footer_of: Callable[[Any, str], Footer]


# A renderer gets the ids of the row and answers in the active language; None means: no longer needed.
Renderer = Callable[..., Mail | None]
TEMPLATES: dict[str, Renderer] = {}
KINDS: dict[str, str] = {}
_MANNERS: list[Manners] = []


def mail_template(name: str, *, kind: str = "") -> Callable[[Renderer], Renderer]:
    """Register who renders a template name; apps do so in their notices.

    The recipient chooses the pace of a kind. A message without one (security, posts) always goes at once.
    """

    def register(renderer: Renderer) -> Renderer:
        if name in TEMPLATES:
            raise ValueError(f"the mail template {name!r} is already written")
        TEMPLATES[name] = renderer
        KINDS[name] = kind
        return renderer

    return register


def follow_manners(manners: Manners) -> None:
    """Let an app say what recipients wish; without one everything goes at once and has no footer."""
    _MANNERS[:] = [manners]


def send(template: str, *, to: Any = None, address: str = "", batch: str = "", **ids: Any) -> None:
    """Put one message for a user (or a bare address) into the outbox of the running transaction.

    It waits for their digest, or is not written at all, when they wish so for its kind. One of a batch
    first waits until somebody releases the batch (common.batches).
    """
    if template not in TEMPLATES:
        raise KeyError(template)
    state = state_wished(to, template)
    if state == OutboxState.SKIPPED:
        return
    if batch:
        state = OutboxState.STAGED
    Outbox.objects.create(recipient=to, address=address, template=template, ids=ids, state=state, batch=batch)
    if state == OutboxState.WAITING:
        ring_after_commit(1)


def state_wished(recipient: Any, template: str) -> OutboxState:
    """Where a message of this template goes now, as its recipient wishes for its kind."""
    kind = KINDS.get(template, "")
    if recipient is None or not kind or not _MANNERS:
        return OutboxState.WAITING
    pace = _MANNERS[0].pace_of(recipient, kind)
    return {Pace.AT_ONCE: OutboxState.WAITING, Pace.NEVER: OutboxState.SKIPPED}.get(pace, OutboxState.HELD)


def send_rendered(template: str, *, address: str, subject: str, body: str, **ids: Any) -> None:
    """Take over a message that is rendered already (codes); emptied once sent or given up.

    The ids say what it is about, for `take_back`.
    """
    with transaction.atomic():
        Outbox.objects.create(address=address, template=template, subject=subject, body=body, ids=ids)
        ring_after_commit(1)


def take_back(template: str, **ids: Any) -> None:
    """Forget messages about something that is gone, whether they wait or not."""
    Outbox.objects.filter(template=template, ids__contains=ids).delete()


def deliver(seconds: float = DELIVER_SECONDS) -> int:
    """Send what waits until the time is up, one row per transaction, oldest first; returns how many."""
    n_sent = 0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        sent = _deliver_next()
        if sent is None:
            break
        n_sent += sent
    return n_sent


def _deliver_next() -> bool | None:
    """Send the oldest due row under its lock; None when nothing is due."""
    with transaction.atomic():
        row = (
            Outbox.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=OutboxState.WAITING, next_at__lte=Now())
            .order_by("pk")
            .first()
        )
        if row is None:
            return None
        row.attempts += 1
        try:
            with transaction.atomic():
                sent = _send(row)
        # The boundary of one message: whatever its template or the server raises spares the others.
        except Exception as error:
            _postpone(row, error)
            return False
        row.state = OutboxState.SENT if sent else OutboxState.SKIPPED
        row.address = row.subject = row.body = row.error = ""
        row.sent_at = _database_now()
        row.save()
        return sent


def _send(row: Outbox) -> bool:
    if row.recipient and not row.recipient.is_active:
        return False
    address = row.recipient.email if row.recipient else row.address
    footer = Footer("")
    with as_read_by(row.recipient):
        mail = Mail(row.subject, row.body) if row.body else TEMPLATES[row.template](**row.ids)
        if row.recipient and _MANNERS:
            footer = _MANNERS[0].footer_of(row.recipient, KINDS.get(row.template, ""))
    if mail is None or not address:
        return False
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{row.key}@{host}>", "Auto-Submitted": "auto-generated", **footer.headers}
    EmailMessage(
        subject=" ".join(mail.subject.split()),
        body=f"{mail.body}\n\n-- \n{footer.text}" if footer.text else mail.body,
        to=[address],
        headers=headers,
    ).send()
    return True


def as_read_by(recipient: Any) -> ExitStack:
    """Words in the recipient's language, days in their time zone; the portal's own for a bare address."""
    stack = ExitStack()
    stack.enter_context(translation.override(recipient.language if recipient else settings.LANGUAGE_CODE))
    stack.enter_context(timezone.override(recipient.time_zone if recipient else settings.TIME_ZONE))
    return stack


def _postpone(row: Outbox, error: Exception) -> None:
    """Try again later; give up loudly at the cap, and keep no address then. The reason holds none either."""
    log.warning("mail_postponed", extra={"outbox": row.pk, "reason": type(error).__name__})
    row.error = type(error).__name__
    if row.attempts >= MOST_ATTEMPTS:
        row.state = OutboxState.FAILED
        row.address = row.subject = row.body = ""
    row.save()
    minutes = min(2 ** (row.attempts - 1), LONGEST_WAIT_MINUTES)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE common_outbox SET next_at = clock_timestamp() + make_interval(mins => %s) WHERE id = %s",
            [minutes, row.pk],
        )


def _database_now() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def is_due() -> bool:
    """Whether a message waits that could be sent now."""
    return Outbox.objects.filter(state=OutboxState.WAITING, next_at__lte=Now()).exists()


def skip_waiting() -> int:
    """Mark all waiting rows as skipped: walked demo histories tell nobody today."""
    waiting = Outbox.objects.filter(state__in=[OutboxState.STAGED, OutboxState.WAITING, OutboxState.HELD])
    return waiting.update(state=OutboxState.SKIPPED)
