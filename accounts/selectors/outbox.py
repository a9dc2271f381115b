"""Messages that have not left, as staff see them: what they are and why they wait, the recipient masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.labels import NOTICES, OUTBOX_STATES
from common.batches import Preview, preview, staged
from common.enums import OutboxState
from common.models import Outbox
from common.outbox import KINDS

# Those that may still leave, or should have.
SHOWN = (OutboxState.WAITING, OutboxState.STAGED, OutboxState.HELD, OutboxState.FAILED)
MAILS_PER_BATCH_PAGE = 20


@dataclass(frozen=True, slots=True)
class StateTab:
    state: OutboxState
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class MailRow:
    key: str
    what: str
    template: str
    to: str
    since: datetime
    attempts: int
    error: str
    batch: str
    can_be_tried: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    batch: str
    n: int
    since: datetime


@dataclass(frozen=True, slots=True)
class MailInWords:
    """One message in one language; nothing of it is sent."""

    language: str
    name: str
    direction: str
    preview: Preview


@dataclass(frozen=True, slots=True)
class MailPage:
    row: MailRow
    texts: list[MailInWords]
    is_closed: bool


def state_tabs() -> list[StateTab]:
    counted = Outbox.objects.filter(state__in=SHOWN).order_by().values_list("state").annotate(n=Count("pk"))
    n_of = dict(counted)
    return [StateTab(state, str(OUTBOX_STATES[state]), n_of.get(state, 0)) for state in SHOWN]


def mails_in(state: OutboxState) -> QuerySet[Outbox]:
    return Outbox.objects.filter(state=state).select_related("recipient")


def mail_rows(mails: Iterable[Outbox]) -> list[MailRow]:
    return [_row(mail) for mail in mails]


def batch_rows() -> list[BatchRow]:
    """What is staged, by batch, the longest waiting first."""
    rows = Outbox.objects.filter(state=OutboxState.STAGED).order_by().values_list("batch")
    found = rows.annotate(n=Count("pk"), since=Min("created_at")).order_by("since", "batch")
    return [BatchRow(batch, n, since) for batch, n, since in found]


def mail_page(mail: Outbox) -> MailPage:
    """The message as its recipient would read it now; codes that were mailed are nobody else's to read."""
    if mail.body or mail.template not in KINDS:
        return MailPage(_row(mail), [], is_closed=True)
    language = mail.recipient.language if mail.recipient else settings.LANGUAGE_CODE
    return MailPage(_row(mail), [_in_words(mail, language)], is_closed=False)


def batch_page(batch: str) -> list[MailPage]:
    """The first messages of a batch, each in every language."""
    return mails_to_read(staged(batch)[:MAILS_PER_BATCH_PAGE])


def mails_to_read(mails: Iterable[Outbox]) -> list[MailPage]:
    """Messages as whoever releases them reads them: in every language."""
    return [
        MailPage(_row(mail), [_in_words(mail, code) for code, _name in settings.LANGUAGES], is_closed=False)
        for mail in mails
    ]


def _in_words(mail: Outbox, language: str) -> MailInWords:
    name = dict(settings.LANGUAGES).get(language, language)
    direction = "rtl" if language in settings.LANGUAGES_BIDI else "ltr"
    return MailInWords(language, str(name), direction, preview(mail, language))


def _row(mail: Outbox) -> MailRow:
    kind = KINDS.get(mail.template, "")
    return MailRow(
        key=str(mail.key),
        what=str(NOTICES[Notice(kind)]) if kind in list(Notice) else _("Account and security"),
        template=mail.template,
        to=masked(mail.recipient.email if mail.recipient else mail.address),
        since=mail.created_at,
        attempts=mail.attempts,
        error=mail.error,
        batch=mail.batch,
        can_be_tried=mail.state == OutboxState.FAILED and mail.recipient_id is not None,
    )


def masked(address: str) -> str:
    """Enough to tell two messages apart.

    >>> masked("hina@demo.example")
    'h…@demo.example'
    """
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…{at}{host}" if at else "–"
