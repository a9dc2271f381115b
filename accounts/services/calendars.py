"""The private address of a person's calendar."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.enums import AccountAction
from accounts.models import CalendarFeed, User
from accounts.selectors import digest_of
from accounts.services.events import record_account_event
from common.ids import new_secret


def create_calendar_feed(*, by: User, at: datetime) -> str:
    """Make a new address, which ends an older one, and return its secret: the only time that it is seen."""
    secret = new_secret()
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        CalendarFeed.objects.filter(user=by).delete()
        CalendarFeed.objects.create(user=by, digest=digest_of(secret), created_at=at)
        record_account_event(AccountAction.CALENDAR_CREATED, by=by, at=at, user=by)
    return secret


def revoke_calendar_feed(*, by: User, at: datetime) -> None:
    """End the address; nothing to end changes nothing."""
    with transaction.atomic():
        n_ended, _by_model = CalendarFeed.objects.filter(user=by).delete()
        if n_ended:
            record_account_event(AccountAction.CALENDAR_REVOKED, by=by, at=at, user=by)


def note_calendar_used(*, feed: CalendarFeed, at: datetime) -> None:
    """Keep the day of the last use, so that its owner can see whether a program still reads it."""
    today = timezone.localdate(at)
    if feed.last_used_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=today)
