"""Messages that leave together: `outbox.send(..., batch=key)` stages them until somebody releases the batch.

Whoever releases reads each message before, in every language. What was staged after they looked was not
read and stays. A message is rendered once more when it leaves, as all are.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from common.enums import OutboxState
from common.jobs import ring_after_commit
from common.models import Outbox
from common.outbox import TEMPLATES, Mail, state_wished


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as it would read now; `mail` is None when nobody needs it any more, or it `failed`."""

    mail: Mail | None
    failed: str = ""


def staged(batch: str) -> QuerySet[Outbox]:
    """What of a batch waits for its release, oldest first."""
    rows = Outbox.objects.filter(state=OutboxState.STAGED, batch=batch).exclude(batch="")
    return rows.select_related("recipient").order_by("pk")


def keys_among(texts: Iterable[str]) -> list[UUID]:
    """Keys of messages as a form sends them back; what is none is left out."""
    keys = []
    for text in texts:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys


def release(batch: str, *, seen: Collection[UUID]) -> int:
    """Let the messages go whose keys were seen, as their recipients wish now; returns how many.

    What was released before is no longer staged: a second release finds nothing.
    """
    with transaction.atomic():
        rows = staged(batch).filter(key__in=list(seen)).select_for_update(of=("self",))
        wished: dict[OutboxState, list[int]] = defaultdict(list)
        for row in rows:
            wished[state_wished(row.recipient, row.template)].append(row.pk)
        for state, pks in wished.items():
            Outbox.objects.filter(pk__in=pks).update(state=state)
        ring_after_commit(1)
    return sum(map(len, wished.values()))


def drop(batch: str) -> int:
    """Send nothing of what is still staged; returns how many messages that were."""
    with transaction.atomic():
        return staged(batch).update(state=OutboxState.SKIPPED)


def preview(row: Outbox, language: str) -> Preview:
    """The message in a language and its reader's time zone, unsent; whatever rendering writes is undone.

    Links may carry a signature that is as good as their reader's own hand: only the page is named.
    """
    zone = row.recipient.time_zone if row.recipient else settings.TIME_ZONE
    with translation.override(language), timezone.override(zone), transaction.atomic():
        try:
            with transaction.atomic():
                mail = TEMPLATES[row.template](**row.ids)
        # The boundary of one message: one that cannot be written must not hide the others.
        except Exception as error:
            return Preview(None, type(error).__name__)
        finally:
            transaction.set_rollback(True)
    return Preview(mail and Mail(mail.subject, _without_addresses(mail.body)))


def _without_addresses(body: str) -> str:
    return re.sub(rf"{re.escape(settings.SITE_URL)}/\S*", f"{settings.SITE_URL}/…", body)
