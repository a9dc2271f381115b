"""After the approval: both confirm, it begins, it may be interrupted or end early, and it never hangs."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from common.models import EventNote, Outbox
from common.outbox import TEMPLATES, Mail, as_read_by
from common.policies import Denied
from common.refusals import Refused
from diaspora_portal.invariants import INVARIANTS
from exchanges.enums import EndReason, PlacementState
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.selectors.calendars import calendar_of_person
from exchanges.selectors.cases import case_page
from exchanges.selectors.life_waiting import life_waiting
from exchanges.services.leaving import leave_exchanges
from exchanges.services.life import lapse_due_placements, remind_to_confirm
from exchanges.services.placements import move_placement
from experts.models import Commitment
from incubators.enums import NeedState
from tests.exchanges.lives import DAY, FIRST, FIRST_DAY, end, make_active, make_approved, make_confirmed
from tests.factories import NOW, walk

SignIn = Callable[..., Client]


def _mails(template: str) -> list[tuple[str, Mail]]:
    found = []
    for row in Outbox.objects.filter(template=template).order_by("pk"):
        with as_read_by(row.recipient):
            found.append((row.recipient.email.partition("@")[0], TEMPLATES[template](**row.ids)))
    return found


def _refusal_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code


def _broken() -> list[str]:
    return [one.code for one in INVARIANTS if one.code in ("I01", "I02", "I20", "I21") and one.broken()]


def test_an_approval_asks_first_to_confirm_and_by_when(cast: SimpleNamespace) -> None:
    make_approved(cast)

    told = _mails("exchanges.placement_decided")

    assert sorted(who for who, _mail in told) == ["hina", "sana"]
    assert {mail.subject for _who, mail in told} == {
        "Confirm by 23 December 2026: “Mentor for a solar start-up” is approved"
    }


def test_a_placement_is_confirmed_by_both_and_the_other_side_is_asked(cast: SimpleNamespace) -> None:
    placement = walk(make_approved(cast), (A.CONFIRM, cast.hina))
    asked = _mails("exchanges.placement_life")

    assert (placement.state, placement.host_confirmed_at) == ("approved", None)
    assert [(who, mail.subject) for who, mail in asked] == [
        ("sana", "Confirm by 23 December 2026: “Mentor for a solar start-up”")
    ]
    placement = walk(placement, (A.CONFIRM, cast.sana))
    assert placement.state == "confirmed"
    [_first, (who, mail)] = _mails("exchanges.placement_life")
    assert (who, mail.subject) == (
        "hina",
        "Begin on 23 December 2026: both have confirmed “Mentor for a solar start-up”",
    )
    assert _broken() == []


def test_nobody_confirms_for_the_other_side_or_twice(cast: SimpleNamespace) -> None:
    placement = walk(make_approved(cast), (A.CONFIRM, cast.hina))

    assert _refusal_of(lambda: walk(placement, (A.CONFIRM, cast.hina))) == "confirmed_already"
    with pytest.raises(Denied):
        walk(placement, (A.CONFIRM, cast.dawood))


def test_who_has_not_confirmed_is_reminded_on_days_10_20_and_27_each_time_once(cast: SimpleNamespace) -> None:
    placement = walk(make_approved(cast), (A.CONFIRM, cast.hina))
    approved = placement.state_since
    counts = []

    for day in (9, 10, 11, 20, 20, 26, 27, 29, 30):
        counts.append(remind_to_confirm(at=approved + day * DAY))

    assert counts == [0, 1, 0, 1, 0, 0, 1, 0, 0]
    reminders = _mails("exchanges.confirm_reminder")
    assert [who for who, _mail in reminders] == ["sana"] * 3
    assert all(mail.subject.startswith("Confirm by 23 December 2026: ") for _who, mail in reminders)


def test_reminders_that_nobody_needs_any_more_are_not_sent(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)
    remind_to_confirm(at=placement.state_since + 10 * DAY)

    walk(placement, (A.CONFIRM, cast.hina), (A.CONFIRM, cast.sana))

    assert [mail for _who, mail in _mails("exchanges.confirm_reminder")] == [None, None]


def test_an_unconfirmed_placement_lapses_after_30_days_and_frees_everything(
    cast: SimpleNamespace,
) -> None:
    placement = make_approved(cast)
    cast.need.refresh_from_db()
    assert cast.need.state == NeedState.FILLED

    early = lapse_due_placements(at=placement.state_since + 30 * DAY)
    lapsed = lapse_due_placements(at=placement.state_since + 30 * DAY + timedelta(minutes=1))

    placement.refresh_from_db()
    cast.need.refresh_from_db()
    assert (early, lapsed, placement.state, cast.need.state) == (0, 1, "lapsed", NeedState.OPEN)
    assert not Commitment.objects.filter(source_ref=placement.invitation.source_ref).exists()
    assert {(who, mail.subject) for who, mail in _mails("exchanges.placement_life")} == {
        (who, "Lapsed: “Mentor for a solar start-up”") for who in ("hina", "sana")
    }
    assert lapse_due_placements(at=placement.state_since + 60 * DAY) == 0
    assert _broken() == []


def test_a_confirmed_placement_whose_last_day_has_passed_lapses(cast: SimpleNamespace) -> None:
    placement = make_confirmed(cast)

    n_early = lapse_due_placements(at=NOW + 120 * DAY)
    n_lapsed = lapse_due_placements(at=NOW + 121 * DAY)

    placement.refresh_from_db()
    assert (n_early, n_lapsed, placement.state) == (0, 1, "lapsed")


def _together(*doing: Callable[[], object]) -> list[str]:
    """Run each in a thread with a connection of its own; what was refused, in words."""
    answers: list[str] = []
    gate = threading.Barrier(len(doing))

    def run(do: Callable[[], object]) -> None:
        gate.wait()
        try:
            do()
            answers.append("done")
        except (Refused, Denied) as refusal:
            answers.append(getattr(refusal, "code", "denied"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(do,)) for do in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_confirm_the_placement_once(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)

    def confirm(by: Any) -> Callable[[], object]:
        return lambda: move_placement(placement_id=placement.pk, action=A.CONFIRM, by=by, at=NOW + DAY)

    answers = _together(*(confirm(by) for by in (cast.hina, cast.sana, cast.hina, cast.sana)))

    placement.refresh_from_db()
    assert placement.state == "confirmed"
    assert answers.count("done") == 2
    assert placement.events.filter(action=A.BOTH_CONFIRMED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_beats_lapse_and_remind_once(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)
    reminded = placement.state_since + 10 * DAY
    over = placement.state_since + 31 * DAY

    _together(*[lambda: remind_to_confirm(at=reminded)] * 2)
    _together(*[lambda: lapse_due_placements(at=over)] * 3)

    assert Outbox.objects.filter(template="exchanges.confirm_reminder").count() == 2  # one for each side
    assert placement.events.filter(action=A.LAPSE).count() == 1
    assert Outbox.objects.filter(template="exchanges.placement_life").count() == 2


def test_it_begins_on_its_first_day_in_pakistan_and_not_before(cast: SimpleNamespace) -> None:
    placement = make_confirmed(cast)

    def start(at: Any) -> Placement:
        return move_placement(placement_id=placement.pk, action=A.START, by=cast.hina, at=at)

    # 19:30 in Greenwich on the day before is half past midnight in Pakistan.
    midnight = FIRST.replace(hour=19, minute=30) - DAY
    assert _refusal_of(lambda: start(midnight - timedelta(hours=1))) == "first_day_has_not_come"
    assert start(midnight).state == "active"
    assert _mails("exchanges.placement_life")[-1][1].subject.startswith("Log your sessions: ")


@pytest.mark.parametrize("who", ["hina", "sana", "dawood"])
def test_cancelling_wants_a_reason_of_its_own_and_a_note(cast: SimpleNamespace, who: str) -> None:
    placement = make_approved(cast)
    by = getattr(cast, who)

    def cancel(**more: Any) -> Placement:
        return move_placement(placement_id=placement.pk, action=A.CANCEL, by=by, at=NOW + DAY, **more)

    assert _refusal_of(lambda: cancel(note="Please.")) == "reasons_required"
    assert _refusal_of(lambda: cancel(reasons=[EndReason.DATES])) == "note_required"
    assert _refusal_of(lambda: cancel(note="Please.", reasons=["tor_unclear"])) == "unknown_choice"
    assert cancel(note="Please.", reasons=[EndReason.VISA_OR_TRAVEL]).state == "cancelled"
    told = _mails("exchanges.placement_life")
    assert sorted(name for name, _mail in told) == sorted({"hina", "sana"} - {who})
    assert all("- Visa or travel" in mail.body for _name, mail in told)


def test_the_parties_read_why_the_ministry_interrupted_it(cast: SimpleNamespace) -> None:
    placement = end(make_active(cast), A.SUSPEND, cast.dawood, at=FIRST + DAY)

    line = case_page(placement, cast.hina, due_at=None).timeline[-1]

    assert (line.who, line.note, line.reasons) == ("the ministry", "Please.", ("The dates no longer suit",))


def test_who_interrupted_it_lets_it_go_on(cast: SimpleNamespace) -> None:
    placement = end(make_active(cast), A.SUSPEND, cast.hina, at=FIRST + DAY)

    with pytest.raises(Denied):
        walk(placement, (A.RESUME, cast.sana), at=FIRST + 2 * DAY)
    assert walk(placement, (A.RESUME, cast.hina), at=FIRST + 2 * DAY).state == "active"


def test_an_early_end_gives_the_later_hours_back(cast: SimpleNamespace) -> None:
    placement = end(make_active(cast), A.END_EARLY, cast.sana, at=FIRST + 10 * DAY)

    promised = Commitment.objects.get(source_ref=placement.invitation.source_ref)

    assert (promised.starts_on, promised.ends_on) == (FIRST_DAY, FIRST_DAY + 10 * DAY)
    cast.need.refresh_from_db()
    assert cast.need.state == NeedState.FILLED  # it took place: the seat was used


def test_a_placement_without_confirmations_is_never_active_whoever_writes(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)

    with pytest.raises(Exception, match="exchanges_placement_confirmed_by_both"), connection.cursor() as sql:
        sql.execute("UPDATE exchanges_placement SET state = 'active' WHERE id = %s", [placement.pk])


@pytest.mark.parametrize(
    ("make", "state"),
    [(make_approved, "cancelled"), (make_confirmed, "cancelled"), (make_active, "ended_early")],
)
def test_whoever_leaves_for_good_ends_what_was_promised(
    cast: SimpleNamespace, make: Callable[..., Placement], state: str
) -> None:
    placement = make(cast)

    leave_exchanges(expert=cast.expert, by=cast.hina, at=FIRST + 5 * DAY)

    placement.refresh_from_db()
    assert placement.state == state
    assert [mail.subject for _who, mail in _mails("exchanges.expert_left")] == [
        "The expert has left: “Mentor for a solar start-up”"
    ]
    kept = Commitment.objects.filter(source_ref=placement.invitation.source_ref)
    assert [one.ends_on for one in kept] == ([FIRST_DAY + 5 * DAY] if state == "ended_early" else [])
    assert "Hina" not in " ".join(EventNote.objects.values_list("text", flat=True))


def _today(user: Any, at: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return [item.what for item in life_waiting(user, 10)]


def test_today_says_what_is_to_be_done_next(cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    placement = walk(make_approved(cast), (A.CONFIRM, cast.hina))

    assert _today(cast.hina, NOW + DAY, monkeypatch) == []
    assert _today(cast.sana, NOW + DAY, monkeypatch) == ["Confirm the placement"]
    walk(placement, (A.CONFIRM, cast.sana))
    assert _today(cast.hina, FIRST - 10 * DAY, monkeypatch) == []
    assert _today(cast.hina, FIRST - 5 * DAY, monkeypatch) == ["Begins on 23 December 2026"]
    assert _today(cast.sana, FIRST, monkeypatch) == ["Say that the placement has begun"]
    assert _today(cast.kamran, FIRST, monkeypatch) == []


def test_the_case_page_offers_the_reasons_of_an_end_and_keeps_what_was_typed(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = make_approved(cast)
    client = client_of(cast.sana)

    answer = client.post(
        reverse("exchanges:step", args=[placement.public_id]),
        {"action": "cancel", "reasons": ["funding"], "note": ""},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'value="funding"[^>]* checked', page)
    assert "Visa or travel" in page
    assert "tor_unclear" not in page


def test_a_calendar_says_when_both_have_confirmed(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)

    def entry() -> tuple[str, int]:
        [event] = Calendar.from_ical(calendar_of_person(cast.hina)).walk("VEVENT")
        return str(event["status"]), int(event["sequence"])

    assert entry() == ("TENTATIVE", 1)
    walk(placement, (A.CONFIRM, cast.hina), (A.CONFIRM, cast.sana))
    assert entry() == ("CONFIRMED", 2)


def test_the_page_of_every_state_answers(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = make_active(cast)
    for who in ("hina", "sana", "rabia", "dawood"):
        assert (
            client_of(getattr(cast, who))
            .get(reverse("exchanges:placement", args=[placement.public_id]))
            .status_code
            == 200
        )
    end(placement, A.END_EARLY, cast.hina, at=FIRST + DAY)
    page = client_of(cast.sana).get(reverse("exchanges:placement", args=[placement.public_id]))
    assert "Invite again" in page.content.decode()
    assert placement.state == PlacementState.ENDED_EARLY
