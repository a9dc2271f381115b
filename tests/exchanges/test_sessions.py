"""The log of sessions: both sides write, each corrects its own, and either may remember it otherwise."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.models import EventNote, Outbox
from common.personal_data import Person
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import PlacementAction as A
from exchanges.enums import SessionAction as S
from exchanges.models import Placement, SessionLog
from exchanges.selectors.life import totals_of
from exchanges.selectors.life_waiting import life_waiting
from exchanges.services.leaving import leave_exchanges
from exchanges.services.personal_data.life import sessions as exported
from exchanges.services.sessions import Entry, correct_session, log_session, move_session
from incubators.enums import MemberRole
from incubators.models import Membership
from incubators.policies import forget_roles
from programmes.enums import Mode
from tests import factories
from tests.exchanges.lives import DAY, FIRST, FIRST_DAY, end, make_active, make_confirmed
from tests.factories import walk

SignIn = Callable[..., Client]
AT = FIRST + 7 * DAY


@pytest.fixture
def active(cast: SimpleNamespace) -> Placement:
    return make_active(cast)


def _entry(on: date = FIRST_DAY + DAY, hours: str = "1.5", **more: Any) -> Entry:
    values = {"mode": Mode.REMOTE, "what": "Inverter design, first look"} | more
    return Entry(on=on, hours=Decimal(hours), **values)


def _log(placement: Placement, by: Any, *, at: Any = AT, **more: Any) -> SessionLog:
    return log_session(placement_id=placement.pk, entry=_entry(**more), by=by, at=at)


def _refusal_of(doing: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code, refused.value.field


def test_both_sides_log_and_both_read_who_did(
    cast: SimpleNamespace, active: Placement, client_of: SignIn
) -> None:
    _log(active, cast.hina)
    _log(active, cast.sana, hours="2", what="Grid connection")

    for who in (cast.hina, cast.sana, cast.rabia):
        page = client_of(who).get(reverse("exchanges:session_list", args=[active.public_id]))
        text = page.content.decode()
        assert "Hina Qureshi" in text
        assert "Sana Tariq" in text
        assert "Grid connection" in text
    bars = {str(bar.label): bar.value for bar in totals_of(active, AT)}
    assert bars == {"Planned in all": 52, "Planned until today": 5, "Logged": 3.5}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"on": FIRST_DAY + 8 * DAY}, ("session_in_future", "on")),
        ({"on": FIRST_DAY - DAY}, ("session_outside_dates", "on")),
        ({"hours": "1.3"}, ("session_hours_quarter", "hours")),
        ({"hours": "0"}, ("session_hours_quarter", "hours")),
        ({"hours": "24.25"}, ("session_hours_quarter", "hours")),
        ({"hours": "23"}, ("session_day_is_full", "hours")),
    ],
)
def test_a_session_keeps_to_the_calendar(
    cast: SimpleNamespace, active: Placement, change: dict[str, Any], refusal: tuple[str, str]
) -> None:
    _log(active, cast.sana, hours="2", what="Another")

    assert _refusal_of(lambda: _log(active, cast.hina, **change)) == refusal


def test_nothing_is_logged_before_it_begins_or_long_after_it_ended(cast: SimpleNamespace) -> None:
    placement = make_confirmed(cast)
    with pytest.raises(Denied):
        _log(placement, cast.hina)
    walk(placement, (A.START, cast.sana), at=FIRST)
    ended = end(placement, A.END_EARLY, cast.hina, at=FIRST + 3 * DAY)

    assert _log(ended, cast.hina, at=FIRST + 17 * DAY).state == "logged"
    assert _refusal_of(lambda: _log(ended, cast.hina, at=FIRST + 18 * DAY, what="Late")) == (
        "session_log_closed",
        None,
    )
    assert _refusal_of(lambda: _log(ended, cast.hina, on=FIRST_DAY + 4 * DAY)) == (
        "session_outside_dates",
        "on",
    )


def test_a_second_press_of_the_button_logs_nothing_more(cast: SimpleNamespace, active: Placement) -> None:
    first = _log(active, cast.hina)

    assert _log(active, cast.hina, at=AT + timedelta(seconds=2)) == first
    assert _log(active, cast.hina, at=AT + timedelta(hours=1)) != first


def test_a_correction_keeps_what_was_written_before(cast: SimpleNamespace, active: Placement) -> None:
    old = _log(active, cast.hina, hours="3")

    new = correct_session(session_id=old.pk, entry=_entry(hours="2"), by=cast.hina, at=AT + DAY)

    old.refresh_from_db()
    assert (old.state, old.hours, new.corrects, new.state) == ("corrected", 3, old, "logged")
    assert {str(bar.label): bar.value for bar in totals_of(active, AT)}["Logged"] == 2
    with pytest.raises(Denied):
        correct_session(session_id=old.pk, entry=_entry(), by=cast.hina, at=AT + DAY)


def test_each_side_corrects_and_takes_back_its_own_and_questions_the_others(
    cast: SimpleNamespace, active: Placement
) -> None:
    session = _log(active, cast.hina)

    def move(action: S, by: Any, note: str = "It was one hour.") -> SessionLog:
        return move_session(session_id=session.pk, action=action, by=by, at=AT, note=note)

    for action, by in ((S.WITHDRAW, cast.sana), (S.QUESTION, cast.hina), (S.QUESTION, cast.rabia)):
        with pytest.raises(Denied):
            move(action, by)
    assert _refusal_of(lambda: move(S.QUESTION, cast.sana, note=" ")) == ("note_required", "note")
    assert move(S.QUESTION, cast.sana).state == "questioned"
    assert [item.what for item in life_waiting(cast.hina, 5)] == [
        "Look at a session: the other side remembers it otherwise"
    ]
    told = Outbox.objects.filter(template="exchanges.session_questioned")
    assert [row.recipient for row in told] == [cast.hina]
    assert move(S.ACCEPT, cast.sana).state == "logged"
    assert move(S.WITHDRAW, cast.hina).state == "withdrawn"


def test_a_member_who_only_reads_logs_nothing(cast: SimpleNamespace, active: Placement) -> None:
    viewer = factories.make_user("viewer@demo.example")
    Membership.objects.create(
        user=viewer, organisation=cast.organisation, role=MemberRole.VIEWER, since=factories.NOW
    )
    forget_roles(viewer)

    with pytest.raises(Denied):
        _log(active, viewer)


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(
    cast: SimpleNamespace, active: Placement, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    client = client_of(cast.hina)
    address = reverse("exchanges:session_list", args=[active.public_id])
    typed = {"on": "2027-03-01", "hours": "1.5", "mode": "remote", "what": "Spring <b>review</b>"}

    refused = client.post(address, typed)
    accepted = client.post(address, typed | {"on": FIRST_DAY.isoformat()})

    assert refused.status_code == 422
    assert "A session is logged once it has taken place." in refused.content.decode()
    assert "Spring &lt;b&gt;review" in refused.content.decode()
    assert accepted.status_code == 302


def test_the_page_of_a_session_corrects_and_questions(
    cast: SimpleNamespace, active: Placement, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    session = _log(active, cast.hina)
    address = reverse("exchanges:session", args=[session.public_id])
    question = reverse("exchanges:session_step", args=[session.public_id, "question"])

    host = client_of(cast.sana)
    assert host.post(question, {"note": ""}).status_code == 422
    assert host.post(question, {"note": "One hour."}).status_code == 302
    expert = client_of(cast.hina)
    assert "One hour." in expert.get(address).content.decode()
    typed = {"on": FIRST_DAY.isoformat(), "hours": "1", "mode": "remote", "what": "W", "version": "1"}
    stale = expert.post(address, typed)
    assert "Somebody changed this in the meantime." in stale.content.decode()
    assert expert.post(address, typed | {"version": "2"}).status_code == 302
    assert client_of(cast.kamran).get(address).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_the_log_costs_the_same_for_one_session_and_three(
    cast: SimpleNamespace, active: Placement, client_of: SignIn, django_assert_num_queries: Any, n: int
) -> None:
    for hours in range(1, n + 1):
        _log(active, cast.sana, hours=str(hours))
    client = client_of(cast.sana)
    address = reverse("exchanges:session_list", args=[active.public_id])
    client.get(address)

    with django_assert_num_queries(8):
        client.get(address)


def test_whoever_leaves_takes_their_words_and_leaves_the_hours(
    cast: SimpleNamespace, active: Placement, client_of: SignIn
) -> None:
    mine, theirs = (
        _log(active, cast.hina, what="I explained"),
        _log(active, cast.sana, what="Hina Qureshi explained"),
    )
    move_session(session_id=theirs.pk, action=S.QUESTION, by=cast.hina, at=AT, note="I was in Munich.")
    assert [row["by"] for row in exported(Person.of(cast.hina))] == ["you", "host"]

    leave_exchanges(expert=cast.expert, by=cast.hina, at=AT)

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.what, mine.hours, theirs.what) == ("", Decimal("1.5"), "[…] explained")
    assert "Munich" not in " ".join(EventNote.objects.values_list("text", flat=True))
    assert client_of(cast.sana).get(reverse("exchanges:session", args=[mine.public_id])).status_code == 200
