"""One mail a morning for those who wish it: held messages become a digest, in their time zone and language.

A digest is a message of the outbox as any other. It is written in the transaction that takes the held rows
out of their state, so nothing is in two digests, and the day's slot is unique, so nobody gets two a day.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.enums import OutboxState
from common.jobs import ring_after_commit
from common.models import Outbox, Slot
from common.outbox import TEMPLATES, Mail, mail_template

log = logging.getLogger(__name__)

MORNING = time(7)
KIND = "digest"


def bundle(*, at: datetime) -> int:
    """Bundle what was held before this morning for all whose morning has come; returns how many mails."""
    people = Outbox.objects.filter(state=OutboxState.HELD).order_by("recipient_id")
    n_digests = 0
    for recipient_id, zone in people.values_list("recipient_id", "recipient__time_zone").distinct():
        morning = this_morning(zone, at)
        if morning <= at:
            with transaction.atomic():
                n_digests += _bundle_for(recipient_id, morning)
    return n_digests


def this_morning(zone: str, at: datetime, hour: time = MORNING) -> datetime:
    """The moment of an hour of the day that it is in a zone now."""
    local = at.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), hour, tzinfo=local.tzinfo)


def _bundle_for(recipient_id: int, morning: datetime) -> bool:
    """What came in since waits for the next morning; so does all of it once the day has its digest."""
    held = Outbox.objects.select_for_update(of=("self",)).filter(
        state=OutboxState.HELD, recipient_id=recipient_id, created_at__lt=morning
    )
    rows = list(held.order_by("pk").values_list("pk", flat=True))
    if not rows:
        return False
    # The calendar day of the person, written as a day of UTC: the same day in two zones is one day.
    day = datetime.combine(morning.date(), time(), tzinfo=UTC)
    _slot, is_first = Slot.objects.get_or_create(job=f"common.digest {recipient_id}", starts_at=day)
    if not is_first:
        return False
    Outbox.objects.filter(pk__in=rows).update(state=OutboxState.BUNDLED)
    Outbox.objects.create(recipient_id=recipient_id, template="common.digest", ids={"rows": rows})
    ring_after_commit(1)
    return True


@mail_template("common.digest", kind=KIND)
def digest(*, rows: Sequence[int], **_future: Any) -> Mail | None:
    """What still waits of the bundled messages, each as it reads now; None when all is settled."""
    mails = [mail for row in Outbox.objects.filter(pk__in=rows).order_by("pk") if (mail := _rendered(row))]
    if not mails:
        return None
    first = mails[0].subject
    if len(mails) == 1:
        return mails[0]
    more = len(mails) - 1
    subject = ngettext("%(first)s, and %(n)d more", "%(first)s, and %(n)d more", more)
    parts = [
        f"{number}. {mail.subject}\n\n{_without_signature(mail.body)}" for number, mail in enumerate(mails, 1)
    ]
    return Mail(subject % {"first": first, "n": more}, "\n\n\n".join([*parts, _("Diaspora Portal")]))


def _rendered(row: Outbox) -> Mail | None:
    """One message that cannot be written goes its own way, with its own attempts, and spares the others."""
    try:
        with transaction.atomic():
            return TEMPLATES[row.template](**row.ids)
    except Exception as error:
        log.warning("digest_part_postponed", extra={"outbox": row.pk, "reason": type(error).__name__})
        Outbox.objects.filter(pk=row.pk, state=OutboxState.BUNDLED).update(state=OutboxState.WAITING)
        return None


def _without_signature(body: str) -> str:
    return body.removesuffix(_("Diaspora Portal")).rstrip()
