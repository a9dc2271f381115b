"""What people choose about mails, and how the outbox learns of it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.enums import Notice
from accounts.labels import PACES_OF
from accounts.models import NoticePreference, User
from accounts.selectors import paces_of
from common.enums import Pace
from common.refusals import Refused


def choose_paces(*, paces: Mapping[Notice, Pace], by: User, at: datetime) -> None:
    """Save the pace of these kinds. Raises Refused `pace_not_offered`."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        for kind, pace in paces.items():
            _choose(by, Notice(kind), Pace(pace), at)


def stop_notices(*, user: User, kinds: list[Notice], at: datetime) -> None:
    """End optional kinds, as the link of a mail asks; those that may not be ended stay as they are."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        for kind in kinds:
            if Pace.NEVER in PACES_OF[kind]:
                _choose(user, kind, Pace.NEVER, at)


def _choose(user: User, kind: Notice, pace: Pace, at: datetime) -> None:
    if pace not in PACES_OF[kind]:
        raise Refused("pace_not_offered", field=kind)
    row, is_new = NoticePreference.objects.get_or_create(
        user=user, kind=kind, defaults={"pace": pace, "told_until": at}
    )
    if not is_new and row.pace != pace:
        # Who begins to be told of new needs is told of those that open from now on.
        row.told_until = at if row.pace == Pace.NEVER else row.told_until
        row.pace = pace
        row.save(update_fields=["pace", "told_until"])


def kinds_in_digest(user: User) -> list[Notice]:
    """The kinds that a person's digest is made of."""
    return [kind for kind, pace in paces_of(user).items() if pace in (Pace.DAILY, Pace.WEEKLY)]
