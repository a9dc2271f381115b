"""Writing down that an expert was approached outside the portal."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from exchanges.enums import Channel
from exchanges.models import ContactLog
from exchanges.selectors.senders import Sender, senders_of
from experts.models import Expert

OLDEST_DAYS = 365


def log_contact(
    *, expert: Expert, sender: Sender, channel: Channel, on: date, note: str, by: User, at: datetime
) -> ContactLog:
    """Note one approach in the name of an organisation or a unit.

    The expert reads it; others only that somebody approached them within 30 days. Raises Denied, or Refused
    `contact_day_range` or, for somebody whom the sender does not know by name, `expert_not_known`.
    """
    with transaction.atomic():
        require(by, "exchanges.log_contact", expert)
        if sender not in senders_of(by, expert):
            raise Refused("expert_not_known")
        today = timezone.localdate(at, ZoneInfo(by.time_zone))
        if not today - timedelta(days=OLDEST_DAYS) <= on <= today:
            raise Refused("contact_day_range", field="on")
        return ContactLog.objects.create(
            expert=expert,
            organisation=sender.organisation,
            unit=sender.unit,
            channel=channel,
            on=on,
            note=note.strip(),
            written_by=by,
            written_at=at,
        )
