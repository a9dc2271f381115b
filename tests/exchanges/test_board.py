"""The list of all that was asked: whose turn, how old, how it ended, what comes next; nothing of others."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.pages import PER_PAGE
from exchanges.enums import DeclineReason, HostDeclineReason
from exchanges.models import Invitation
from exchanges.selectors.board import BoardRow, board_rows, board_rows_of, board_tabs
from exchanges.services.invitations import (
    Answer,
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    postpone_invitation,
    show_interest,
    view_invitation,
    withdraw_invitation,
)
from incubators.models import Membership
from tests import factories
from tests.factories import NOW, TODAY

SignIn = Callable[..., Client]
DAY = timedelta(days=1)


def _rows(user: Any, at: datetime = NOW, **narrowed: str) -> list[BoardRow]:
    found = board_rows_of(user, **({"state": "", "need": ""} | narrowed))
    return board_rows(found, user, at=at)


def _row(user: Any, at: datetime = NOW) -> BoardRow:
    [row] = _rows(user, at)
    return row


@pytest.fixture
def ends(cast: SimpleNamespace) -> SimpleNamespace:
    """One need each for every way in which an invitation stands."""
    cast.expert.capacity = cast.other_expert.capacity = 9
    cast.expert.save()
    cast.other_expert.save()

    def asked(title: str) -> Invitation:
        return factories.make_invitation(factories.make_need(cast.organisation, title=title), cast.expert)

    stand = {
        name: asked(name)
        for name in ("sent", "viewed", "later", "accepted", "shared", "kept", "withdrawn", "superseded")
    }
    ids = {name: {"invitation_id": one.pk, "by": cast.hina, "at": NOW} for name, one in stand.items()}
    view_invitation(**ids["viewed"])
    postpone_invitation(**ids["later"], later_on=TODAY + 40 * DAY)
    accept_invitation(**ids["accepted"])
    decline_invitation(**ids["shared"], answer=Answer(DeclineReason.DATES, shares_reason=True))
    decline_invitation(**ids["kept"], answer=Answer(DeclineReason.TERMS))
    withdraw_invitation(**ids["withdrawn"] | {"by": cast.sana})
    factories.make_placement(stand["superseded"].need, cast.other_expert)
    return cast


def test_the_host_reads_how_each_stands_and_what_comes_next(ends: SimpleNamespace) -> None:
    rows = {
        row.title: (row.state, row.reason, row.is_my_turn, row.can_withdraw, row.can_offer_on)
        for row in _rows(ends.sana)
        if row.person != "Bilal"
    }

    assert rows == {
        "sent": ("sent", "", False, True, True),
        "viewed": ("viewed", "", False, True, True),
        "later": ("maybe_later", "", False, True, True),
        "accepted": ("accepted", "", False, False, False),
        "shared": ("declined", "The dates do not suit me", False, False, True),
        "kept": ("declined", "", False, False, True),
        "withdrawn": ("withdrawn", "", False, False, True),
        "superseded": ("superseded", "", False, False, False),
    }


def test_the_expert_reads_the_same_list_from_their_side(ends: SimpleNamespace) -> None:
    rows = {row.title: (row.state, row.reason, row.is_my_turn, row.has_next) for row in _rows(ends.hina)}

    assert rows == {
        "sent": ("sent", "", True, True),
        "viewed": ("viewed", "", True, True),
        "later": ("maybe_later", "", False, False),
        "accepted": ("accepted", "", False, True),
        "shared": ("declined", "The dates do not suit me", False, False),
        "kept": ("declined", "The terms do not suit me", False, False),
        "withdrawn": ("withdrawn", "", False, False),
        "superseded": ("superseded", "", False, False),
    }


def test_every_state_has_its_tab_and_the_pool_is_one_of_them(ends: SimpleNamespace) -> None:
    tabs = {tab.state: tab.count for tab in board_tabs(ends.sana, state="maybe_later", need="")}

    assert tabs == {
        "": 9,
        "sent": 1,
        "viewed": 1,
        "maybe_later": 1,
        "accepted": 2,
        "declined": 2,
        "withdrawn": 1,
        "superseded": 1,
    }
    assert [row.title for row in _rows(ends.sana, state="maybe_later")] == ["later"]


def test_age_and_days_left_count_and_the_turn_passes_to_nobody(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    code = f"Expert {cast.expert.public_id}"

    fresh, older = _row(cast.sana), _row(cast.sana, NOW + 11 * DAY)
    mine = _row(cast.hina, NOW + 13 * DAY)
    expire_due_invitations(at=NOW + 14 * DAY)
    over = _row(cast.sana, NOW + 15 * DAY)

    assert [(row.n_days_old, row.n_days_left, row.turn) for row in (fresh, older, mine, over)] == [
        (0, 14, code),
        (11, 3, code),
        (13, 1, "you"),
        (15, None, ""),
    ]
    assert (fresh.answer_by, over.state) == (invitation.expires_at, "expired")


def test_maybe_later_is_nobodys_turn_until_its_day(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    later_on = TODAY + 40 * DAY
    postpone_invitation(invitation_id=invitation.pk, later_on=later_on, by=cast.hina, at=NOW)

    before, after = _row(cast.hina, NOW + 39 * DAY), _row(cast.hina, NOW + 41 * DAY)

    assert [(row.turn, row.later_on) for row in (before, after)] == [("", later_on), ("you", None)]


def test_interest_is_the_hosts_turn_and_the_experts_to_take_back(cast: SimpleNamespace) -> None:
    show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)

    host, expert = _row(cast.sana), _row(cast.hina)

    assert (host.turn, host.is_my_turn, host.can_withdraw, host.can_offer_on) == ("you", True, False, False)
    assert (expert.turn, expert.is_my_turn, expert.can_withdraw) == (cast.organisation.name, False, True)


def test_who_may_only_read_for_a_host_gets_no_buttons(cast: SimpleNamespace, client_of: SignIn) -> None:
    factories.make_invitation(cast.need, cast.expert)
    viewer = factories.make_user("viewer@demo.example")
    Membership.objects.create(user=viewer, organisation=cast.organisation, role="viewer", since=NOW)

    row = _row(viewer)
    page = client_of(viewer).get(reverse("exchanges:invitation_list")).content.decode()

    assert (row.has_next, "Withdraw" in page, "Offer it to the next one" in page) == (False, False, False)


def test_the_list_is_narrowed_by_need(ends: SimpleNamespace, client_of: SignIn) -> None:
    need = ends.organisation.needs.get(title="kept")

    page = client_of(ends.sana).get(reverse("exchanges:invitation_list"), {"need": need.public_id})

    assert [row.title for row in page.context["rows"]] == ["kept"]
    assert [(tab.state, tab.count) for tab in page.context["tabs"]] == [("", 1), ("declined", 1)]


def test_a_long_list_is_read_stretch_by_stretch_without_gaps(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    """Two moments only, so that many rows share one."""
    cast.expert.capacity = 99
    cast.expert.save()
    for number in range(2 * PER_PAGE + 3):
        need = factories.make_need(cast.organisation, title=f"Need {number}")
        factories.make_invitation(need, cast.expert, at=NOW + (number % 2) * DAY)
    client, seen, turn = client_of(cast.hina), [], {}
    while len(seen) < 3:
        page = client.get(reverse("exchanges:invitation_list"), turn)
        seen.append([row.public_id for row in page.context["rows"]])
        turn = {"after": page.context["leaf"].after}

    whole = Invitation.objects.order_by("-sent_at", "-pk").values_list("public_id", flat=True)
    assert [len(stretch) for stretch in seen] == [PER_PAGE, PER_PAGE, 3]
    assert [one for stretch in seen for one in stretch] == list(whole)
    assert turn == {"after": ""}, "the last says that it is the last"


@pytest.mark.parametrize(
    "typed",
    ["9" * 400, "<script>", "' OR 1=1 --", "2026-11-23_1", "2026-11-23T00:00:00Z_" + "9" * 30, "_"],
)
def test_nothing_in_the_address_breaks_the_list(cast: SimpleNamespace, client_of: SignIn, typed: str) -> None:
    factories.make_invitation(cast.need, cast.expert)
    client = client_of(cast.sana)
    address = reverse("exchanges:invitation_list")

    for name in ("after", "state", "need"):
        assert client.get(address, {name: typed}).status_code == 200


def test_an_organisation_reads_nothing_of_anothers_invitations(
    ends: SimpleNamespace, client_of: SignIn
) -> None:
    """By page, list, count, filter, interface and search."""
    interest = show_interest(need_id=ends.need.pk, message="I can help.", by=ends.bilal, at=NOW)
    kamran = client_of(ends.kamran)
    board = kamran.get(reverse("exchanges:invitation_list"))
    others = [*Invitation.objects.all()]

    assert (board.context["rows"], board.context["needs"]) == ([], [])
    assert [(tab.state, tab.count) for tab in board.context["tabs"]] == [("", 0)]
    narrowed = kamran.get(reverse("exchanges:invitation_list"), {"need": ends.need.public_id})
    assert (narrowed.context["rows"], narrowed.context["tabs"][0].count) == ([], 0)
    assert ends.need.title not in narrowed.content.decode()
    for one in others:
        for name in ("invitation", "offer_to_next"):
            assert kamran.get(reverse(f"exchanges:{name}", args=[one.public_id])).status_code == 404
        for name in ("accept_invitation", "decline_invitation", "withdraw_invitation", "offer_to_next"):
            assert kamran.post(reverse(f"exchanges:{name}", args=[one.public_id])).status_code == 404
    listed = kamran.get(reverse("api:invitation-list"), {"need": ends.need.public_id})
    assert (listed.json()["results"], interest.public_id in listed.content.decode()) == ([], False)
    assert kamran.get(reverse("api:invitation-detail", args=[interest.public_id])).status_code == 404


@pytest.mark.parametrize(
    ("reason", "in_the_list"),
    [
        (HostDeclineReason.NOT_MY_EXPERTISE, "Not our field"),
        (HostDeclineReason.TOO_JUNIOR, "Too junior for this"),
        (HostDeclineReason.TOO_SENIOR, "Too senior for this"),
        (HostDeclineReason.CONFLICT, "There is a conflict of interest"),
        (HostDeclineReason.DATES, "Another reason"),
    ],
)
def test_a_hosts_reason_for_declining_stands_in_its_list_as_well(
    cast: SimpleNamespace, client_of: SignIn, reason: str, in_the_list: str
) -> None:
    interest = show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)
    address = reverse("exchanges:decline_invitation", args=[interest.public_id])

    client_of(cast.sana).post(address, {"reason": reason})

    match = interest.match
    page = client_of(cast.sana).get(reverse("matching:match", args=[match.public_id]))
    assert page.context["page"].card.dismissed_because == in_the_list


def test_nobody_gives_the_other_sides_reason(cast: SimpleNamespace, client_of: SignIn) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    address = reverse("exchanges:decline_invitation", args=[invitation.public_id])
    client = client_of(cast.hina)

    page = client.post(address, {"reason": "too_junior"})
    interface = client.post(
        reverse("api:invitation-decline", args=[invitation.public_id]),
        {"reason": "too_junior"},
        content_type="application/json",
    )

    assert (page.status_code, "reason" in page.context["forms"]["decline"].errors) == (422, True)
    assert (interface.status_code, interface.json()["code"]) == (409, "not_a_reason_of_yours")
