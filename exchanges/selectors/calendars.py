"""A person's days as an iCalendar file: windows of placements, and the moments by which to answer.

Only titles of needs and links stand in it, no names: calendars are copied to many machines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import User
from common.outbox import as_read_by
from exchanges.enums import ENDED, FINISHED, STANDING, Direction
from exchanges.models import Invitation, Placement
from exchanges.selectors.cases import cases_of
from incubators.enums import MemberRole

PRODUCT = "-//Diaspora Portal//Calendar//EN"
READ_AGAIN = timedelta(hours=6)
_MOMENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar. Days are whole days, the last one included; moments have their zone."""

    uid: str
    title: str
    first: date | datetime
    last: date | datetime
    url: str
    changed_at: datetime
    version: int
    is_settled: bool


def calendar_of_person(user: User) -> bytes:
    """Everything of one person, worded in their language and in their time zone."""
    with as_read_by(user):
        entries = [*_placements(user), *_deadlines(user)]
        return _written(entries, name=_("Diaspora Portal"))


def calendar_of_placement(placement: Placement, state: str) -> bytes:
    """One placement, in the language of the reader; `state` is what may be told of it."""
    return _written(
        [_of_placement(placement, state)] if _has_days(placement) else [], name=placement.need.title
    )


def _placements(user: User) -> list[Entry]:
    mine = Placement.objects.for_viewer(user).filter(cases_of(user)).exclude(public_state__in=ENDED)
    rows = mine.select_related("need").order_by("pk")
    return [_of_placement(row, row.public_state) for row in rows if _has_days(row)]


def _has_days(placement: Placement) -> bool:
    return placement.starts_on is not None and placement.ends_on is not None


def _of_placement(placement: Placement, state: str) -> Entry:
    is_approved = state in (*STANDING, *FINISHED)
    title = placement.need.title
    return Entry(
        uid=f"placement-{placement.public_id}",
        title=title if is_approved else _("%(title)s (not approved yet)") % {"title": title},
        first=placement.starts_on,
        last=placement.ends_on,
        url=reverse("exchanges:placement", args=[placement.public_id]),
        # Steps inside the ministry change the row, too; the plan's own days say all that is to be told.
        changed_at=placement.created_at,
        version=int(is_approved),
        is_settled=is_approved,
    )


def _deadlines(user: User) -> list[Entry]:
    """What this person should answer: invitations, and interest in the needs of their hosts."""
    writes = user.memberships.exclude(role=MemberRole.VIEWER).values("organisation_id")
    me = Q(direction=Direction.TO_EXPERT, expert__user=user)
    my_hosts = Q(direction=Direction.FROM_EXPERT, need__organisation_id__in=writes)
    rows = Invitation.objects.open().filter(me | my_hosts).select_related("need").order_by("pk")
    zone = ZoneInfo(user.time_zone)
    return [
        Entry(
            uid=f"answer-{row.public_id}",
            title=_("Answer by now: %(title)s") % {"title": row.need.title},
            first=row.expires_at.astimezone(zone) - _MOMENT,
            last=row.expires_at.astimezone(zone),
            url=reverse("exchanges:invitation", args=[row.public_id]),
            changed_at=row.sent_at,
            version=int(row.later_on is not None),
            is_settled=True,
        )
        for row in rows
    ]


def _written(entries: Iterable[Entry], *, name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _one_line(name))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    host = settings.SITE_URL.partition("://")[2]
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed_at)
    event.add("sequence", entry.version)
    event.add("summary", _one_line(entry.title))
    event.add("dtstart", entry.first)
    is_day = not isinstance(entry.last, datetime)
    event.add("dtend", entry.last + timedelta(days=1) if is_day else entry.last)  # the end is not part of it
    event.add("url", settings.SITE_URL + entry.url)
    event.add("status", "CONFIRMED" if entry.is_settled else "TENTATIVE")
    event.add("transp", "TRANSPARENT" if is_day else "OPAQUE")
    return event


def _one_line(text: str) -> str:
    """Without control characters, which no calendar may hold; the rest is escaped when written."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
