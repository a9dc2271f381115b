"""Calendars: right days and zones, nothing of people, and a private address that gives nothing else away."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import CalendarFeed
from accounts.services import create_calendar_feed, revoke_calendar_feed
from exchanges.enums import PlacementAction as A
from exchanges.selectors.calendars import calendar_of_person
from exchanges.services.invitations import show_interest
from tests import factories
from tests.factories import NOW, walk

SignIn = Callable[..., Client]
HOSTILE = "Solar\r\nEND:VCALENDAR\r\nATTENDEE:mailto:x@example.org; a, b\\n \x00\x07\u202e"


def events_of(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_placement_is_whole_days_and_a_deadline_a_moment_in_the_readers_zone(cast: SimpleNamespace) -> None:
    more = factories.make_need(cast.organisation, title="Another need")
    placement = factories.make_placement(cast.need, cast.expert)
    invitation = factories.make_invitation(more, cast.expert)

    window, deadline = events_of(calendar_of_person(cast.hina))

    assert window.start == placement.starts_on
    assert window.end == placement.ends_on + timedelta(days=1)
    assert deadline.end == invitation.expires_at
    assert deadline.end.utcoffset() == timedelta(hours=1)  # Berlin in December
    assert deadline["dtend"].params["TZID"] == "Europe/Berlin"


def test_the_zones_rules_travel_with_the_calendar(cast: SimpleNamespace) -> None:
    """A deadline after the change to summer time is an hour earlier on the clock of UTC."""
    at = datetime(2027, 3, 20, 9, tzinfo=UTC)
    need = factories.make_need(
        cast.organisation, starts_on=date(2027, 5, 1), ends_on=date(2027, 6, 1), title="In spring"
    )
    factories.make_invitation(need, cast.expert, at=at)

    content = calendar_of_person(cast.hina)

    [zone] = Calendar.from_ical(content).walk("VTIMEZONE")
    [deadline] = events_of(content)
    assert zone["TZID"] == "Europe/Berlin"
    assert deadline.end.utcoffset() == timedelta(hours=2)
    assert deadline.end == at + timedelta(days=14)


def test_a_title_cannot_break_out_of_its_line(cast: SimpleNamespace) -> None:
    cast.need.title = HOSTILE.replace("\x00", "")[:140]
    cast.need.save()
    factories.make_placement(cast.need, cast.expert)

    content = calendar_of_person(cast.hina)

    [event] = events_of(content)
    assert "ATTENDEE" not in event
    assert content.count(b"END:VCALENDAR\r\n") == 1
    assert "a, b\\n" in str(event["summary"])


def test_no_names_of_people_stand_in_it(cast: SimpleNamespace) -> None:
    show_interest(need_id=cast.need.pk, message="Hina here", by=cast.hina, at=NOW)
    factories.make_placement(factories.make_need(cast.organisation, title="N"), cast.expert)

    for user in (cast.hina, cast.sana):
        content = calendar_of_person(user).decode()
        assert not any(word in content for word in ("Hina", "Sana", "@demo.example"))


def test_each_side_reads_what_it_should_answer(cast: SimpleNamespace) -> None:
    show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)

    assert len(events_of(calendar_of_person(cast.sana))) == 1
    assert events_of(calendar_of_person(cast.hina)) == []


def test_what_is_pending_in_the_ministry_does_not_show(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    before = calendar_of_person(cast.hina)

    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))

    assert calendar_of_person(cast.hina) == before
    assert "not approved yet" in before.decode()
    walk(placement, (A.RELEASE, cast.dawood))
    assert "not approved yet" not in calendar_of_person(cast.hina).decode()


def test_the_calendar_is_worded_in_its_owners_language(cast: SimpleNamespace) -> None:
    factories.make_invitation(cast.need, cast.expert)
    cast.hina.language = "ur"
    cast.hina.save()

    [event] = events_of(calendar_of_person(cast.hina))

    assert "Answer" not in str(event["summary"])


def test_the_private_address_is_shown_once_and_stored_as_a_digest(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    client = client_of(cast.hina)

    page = client.post(reverse("accounts:calendar_create"))
    secret = page.context["address"].rpartition("/")[2].removesuffix(".ics")

    assert secret not in str(CalendarFeed.objects.values().get())
    assert secret not in client.get(reverse("accounts:calendar")).content.decode()
    answer = Client().get(reverse("exchanges:calendar_feed", args=[secret]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, max-age=900"
    assert CalendarFeed.objects.get().last_used_on is not None


def test_an_unchanged_calendar_is_not_sent_again_and_two_peoples_tags_differ(cast: SimpleNamespace) -> None:
    """Both calendars are empty: equal contents must not be recognisable."""
    tags = []
    for user in (cast.hina, cast.bilal):
        address = reverse("exchanges:calendar_feed", args=[create_calendar_feed(by=user, at=NOW)])
        tags.append(Client().get(address)["ETag"])
        assert Client().get(address, headers={"if-none-match": tags[-1]}).status_code == 304
        factories.make_placement(factories.make_need(cast.organisation, title=user.email), user.expert)
        assert Client().get(address, headers={"if-none-match": tags[-1]}).status_code == 200

    assert tags[0] != tags[1]


@pytest.mark.parametrize("ended_by", ["revoked", "replaced", "inactive"])
def test_an_ended_address_is_no_address(cast: SimpleNamespace, ended_by: str) -> None:
    secret = create_calendar_feed(by=cast.hina, at=NOW)
    if ended_by == "revoked":
        revoke_calendar_feed(by=cast.hina, at=NOW)
    elif ended_by == "replaced":
        create_calendar_feed(by=cast.hina, at=NOW)
    else:
        cast.hina.is_active = False
        cast.hina.save()

    assert Client().get(reverse("exchanges:calendar_feed", args=[secret])).status_code == 404


def test_the_address_opens_nothing_else(cast: SimpleNamespace) -> None:
    secret = create_calendar_feed(by=cast.hina, at=NOW)

    answer = Client().get("/api/v1/invitations/", headers={"authorization": f"Bearer {secret}"})

    assert answer.status_code == 401


@pytest.mark.parametrize("n", [1, 3])
def test_the_feed_costs_the_same_for_any_number(
    cast: SimpleNamespace, n: int, django_assert_num_queries: Callable[..., object]
) -> None:
    cast.expert.capacity = 9
    cast.expert.save()
    for number in range(n):
        factories.make_placement(factories.make_need(cast.organisation, title=f"P{number}"), cast.expert)
        factories.make_invitation(factories.make_need(cast.organisation, title=f"I{number}"), cast.expert)

    with django_assert_num_queries(3):
        assert len(events_of(calendar_of_person(cast.hina))) == 2 * n


def test_one_placement_is_a_file_for_its_parties(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    address = reverse("exchanges:placement_calendar", args=[placement.public_id])

    answer = client_of(cast.sana).get(address)

    [event] = events_of(answer.content)
    assert event.start == placement.starts_on
    assert answer["Content-Disposition"] == f'attachment; filename="placement-{placement.public_id}.ics"'
    assert client_of(cast.kamran).get(address).status_code == 404
