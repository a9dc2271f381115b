"""Reports are asked for on schedule, called to mind three times and read; then the placement is complete."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from common.ledger import drain
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import EndReason, ReportAction, ReportKind, ReportReason, Side, SkipReason
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement, Report
from exchanges.selectors.waiting import waiting_for
from exchanges.services.completion import follow_due_placements
from exchanges.services.placements import move_placement
from exchanges.services.reports import move_report, write_report
from exchanges.services.schedule import keep_schedule, remind_of_reports
from experts.models import Commitment
from incubators.models import Membership
from incubators.policies import forget_roles
from tests import factories
from tests.exchanges.reporting import (
    ANSWERS,
    all_mails,
    begun,
    completed,
    hand_in,
    noon,
    report_of,
    states_of,
)

SignIn = Callable[..., Client]
K, E, H = ReportKind, Side.EXPERT, Side.HOST


def _move(report: Report, action: ReportAction, by: Any, at: Any, **more: Any) -> Report:
    return move_report(report_id=report.pk, action=action, by=by, at=at, **more)


def _refusal_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code


def test_a_placement_that_begins_is_asked_for_its_reports(cast: SimpleNamespace) -> None:
    placement = begun(cast)

    due = {(one.kind, one.side): one.due_on for one in placement.reports.all()}
    half = placement.starts_on + timedelta(days=45)
    end = placement.ends_on + timedelta(days=14)
    assert due == {("mid", E): half, ("mid", H): half, ("final", E): end, ("final", H): end}


def test_a_short_placement_has_no_report_at_half_time(cast: SimpleNamespace) -> None:
    first = cast.need.starts_on

    placement = begun(cast, ends_on=first + timedelta(weeks=8))

    assert set(states_of(placement)) == {"final expert", "final host"}


def test_new_dates_move_the_due_days_of_what_is_not_handed_in(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = noon(placement.starts_on + timedelta(days=50))
    hand_in(report_of(placement, K.MID, E), cast, at=at)
    remind_of_reports(at=at)
    before = report_of(placement, K.MID, E).due_on

    placement.ends_on += timedelta(days=60)
    placement.n_amendments += 1
    placement.save(update_fields=["ends_on", "n_amendments"])
    for _twice in range(2):
        keep_schedule(placement, at=at)

    assert report_of(placement, K.MID, E).due_on == before
    moved = report_of(placement, K.MID, H)
    assert (moved.due_on, moved.n_reminders) == (before + timedelta(days=30), 0)
    assert report_of(placement, K.FINAL, H).due_on == placement.ends_on + timedelta(days=14)
    assert placement.reports.count() == 4


def test_drafts_are_saved_in_parts_and_nothing_is_lost(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = begun(cast)
    report = report_of(placement, K.FINAL, E)
    hina = client_of(cast.hina)
    address = reverse("exchanges:report", args=[report.public_id])

    first = hina.post(address, {"version": "1", "done": "Two reviews.", "save": "yes"})
    half = hina.post(address, {"version": "2", "done": "Two reviews.", "hours": "40", "submit": "yes"})

    assert (first.status_code, half.status_code) == (302, 422)
    report.refresh_from_db()
    assert (report.state, report.done, report.hours) == ("draft", "Two reviews.", 40)
    text = half.content.decode()
    assert "What you wrote is saved as a draft." in text
    assert 'name="version" value="3"' in text

    rest = {name: str(value) for name, value in ANSWERS.items()} | {"version": "3", "submit": "yes"}
    assert hina.post(address, rest).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.n_trained_women, report.again) == ("submitted", 2, "yes")


def test_what_two_colleagues_write_at_once_is_not_overwritten_in_silence(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    report = report_of(begun(cast), K.FINAL, H)
    address = reverse("exchanges:report", args=[report.public_id])
    sana = client_of(cast.sana)
    sana.post(address, {"version": "1", "exists_now": "A report.", "save": "yes"})

    page = sana.post(address, {"version": "1", "exists_now": "Another.", "save": "yes"})

    assert page.status_code == 422
    assert "Somebody changed this in the meantime" in page.content.decode()
    assert "Another." in page.content.decode()
    report.refresh_from_db()
    assert report.exists_now == "A report."


@pytest.mark.parametrize(
    "typed",
    [
        {"hours": "9" * 30},
        {"hours": "-1"},
        {"n_trained": "1", "n_trained_women": "2"},
        {"deliverable_met": "x"},
        {"version": "x"},
        {"done": "\x00"},
        {"done": "w" * 4001},
    ],
    ids=str,
)
def test_whatever_is_typed_gets_an_answer_beside_its_field(
    cast: SimpleNamespace, client_of: SignIn, typed: dict[str, str]
) -> None:
    report = report_of(begun(cast), K.FINAL, E)
    address = reverse("exchanges:report", args=[report.public_id])

    page = client_of(cast.hina).post(address, {"version": "1", "save": "yes"} | typed)

    assert page.status_code == 422
    report.refresh_from_db()
    assert report.state == "due"


def test_reports_are_called_to_mind_on_days_0_7_and_21_once_each(cast: SimpleNamespace) -> None:
    report = report_of(begun(cast), K.MID, E)
    mails = []

    for day in range(-1, 30):
        at = noon(report.due_on + timedelta(days=day))
        for _two_beats in range(2):
            remind_of_reports(at=at)
        sent = Outbox.objects.filter(template="exchanges.report_due", recipient=cast.hina).count()
        mails.append((day, sent))

    rises = [day for (day, n), (_d, before) in zip(mails[1:], mails[:-1], strict=True) if n > before]
    assert rises == [0, 7, 21]
    assert mails[-1][1] == 3
    assert Outbox.objects.filter(template="exchanges.report_due", recipient=cast.sana).count() == 3


def test_whoever_has_written_is_not_reminded(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    report = report_of(placement, K.MID, H)
    hand_in(report, cast, at=noon(report.due_on - timedelta(days=1)))

    remind_of_reports(at=noon(report.due_on))

    asked = Outbox.objects.filter(template="exchanges.report_due")
    assert {one.recipient for one in asked} == {cast.hina}


def test_the_mail_names_the_report_and_leads_to_it(cast: SimpleNamespace) -> None:
    report = report_of(begun(cast), K.MID, E)
    Outbox.objects.all().delete()
    remind_of_reports(at=noon(report.due_on))

    all_mails()

    [letter] = [one for one in mail.outbox if one.to == [cast.hina.email]]
    assert "Report at half-time" in letter.subject
    assert reverse("exchanges:report", args=[report.public_id]) in letter.body


def test_both_sides_read_on_today_what_is_due(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    first = report_of(placement, K.MID, E)
    assert not [item for item in waiting_for(cast.hina, 9) if "report" in item.what.lower()]

    hand_over = placement.reports.filter(kind=K.MID)
    hand_over.update(due_on=noon(placement.starts_on).date() - timedelta(days=60))

    [item] = [item for item in waiting_for(cast.hina, 9) if item.what == "Write the report"]
    assert first.public_id in item.url
    [item] = [item for item in waiting_for(cast.sana, 9) if item.what == "Write the report"]
    assert report_of(placement, K.MID, H).public_id in item.url


def test_no_side_reads_the_others_report(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = begun(cast)
    report = hand_in(report_of(placement, K.FINAL, E), cast, at=noon(placement.ends_on))
    address = reverse("exchanges:report", args=[report.public_id])

    assert client_of(cast.sana).get(address).status_code == 404
    listed = client_of(cast.sana).get(reverse("exchanges:placement_reports", args=[placement.public_id]))
    assert "Final report of the expert" in listed.content.decode()
    assert "first call came late" not in listed.content.decode()
    assert "first call came late" in client_of(cast.rabia).get(address).content.decode()


def test_the_ministry_reads_no_drafts(cast: SimpleNamespace, client_of: SignIn) -> None:
    report = report_of(begun(cast), K.FINAL, E)
    at = noon(report.placement.ends_on)
    write_report(report_id=report.pk, answers={"done": "Unfinished words."}, by=cast.hina, at=at)

    page = client_of(cast.rabia).get(reverse("exchanges:report", args=[report.public_id]))

    assert page.status_code == 200
    assert "Unfinished words" not in page.content.decode()


def test_a_returned_report_keeps_its_words_and_says_why(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = begun(cast)
    at = noon(placement.ends_on)
    report = hand_in(report_of(placement, K.FINAL, H), cast, at=at)
    Outbox.objects.all().delete()

    _move(
        report,
        ReportAction.RETURN,
        cast.omar,
        at,
        reasons=[ReportReason.FIGURES_UNCLEAR],
        note="Six of whom?",
    )

    all_mails()
    [letter] = mail.outbox
    assert letter.to == [cast.sana.email]
    assert "The figures are not clear" in letter.body
    page = client_of(cast.sana).get(reverse("exchanges:report", args=[report.public_id])).content.decode()
    assert "Six of whom?" in page
    assert "A design review report with three changes." in page
    hand_in(report, cast, at=at + timedelta(days=1), n_trained=5)
    _move(report, ReportAction.ACCEPT, cast.rabia, at + timedelta(days=2))
    report.refresh_from_db()
    assert (report.state, report.n_trained) == ("accepted", 5)


def test_only_the_unit_accepts_and_never_a_party(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = noon(placement.ends_on)
    report = hand_in(report_of(placement, K.FINAL, E), cast, at=at)
    Membership.objects.create(
        user=cast.rabia, organisation=cast.organisation, role="viewer", since=factories.NOW
    )
    forget_roles(cast.rabia)

    for person in (cast.hina, cast.sana, cast.kamran, cast.asma, cast.dawood, cast.rabia):
        with pytest.raises(Denied):
            _move(report, ReportAction.ACCEPT, person, at)
    assert not Report.objects.visible_to(cast.rabia).filter(side=E).exists()
    _move(report, ReportAction.ACCEPT, cast.omar, at)


def test_it_is_complete_once_both_reports_are_in_and_the_last_day_has_come(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    last = noon(placement.ends_on)
    hand_in(report_of(placement, K.FINAL, E), cast, at=last - timedelta(days=3))
    hand_in(report_of(placement, K.FINAL, H), cast, at=last - timedelta(days=2))
    assert Commitment.objects.filter(expert=cast.expert).exists()

    assert follow_due_placements(at=last - timedelta(days=1)) == 0
    assert follow_due_placements(at=last) == 1
    assert follow_due_placements(at=last) == 0

    placement.refresh_from_db()
    assert placement.state == "completed"
    assert not Commitment.objects.filter(expert=cast.expert).exists()
    answered = report_of(placement, K.FOLLOW_UP, H)
    assert answered.due_on == placement.ends_on.replace(year=placement.ends_on.year + 1)


def test_one_report_alone_completes_nothing(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    hand_in(report_of(placement, K.FINAL, E), cast, at=noon(placement.ends_on))

    assert follow_due_placements(at=noon(placement.ends_on + timedelta(days=90))) == 0


def test_the_last_report_completes_it_at_once(cast: SimpleNamespace) -> None:
    """Handed in late, it need not wait for the hourly look."""
    placement = begun(cast)
    Placement.objects.filter(pk=placement.pk).update(
        starts_on=factories.TODAY - timedelta(days=90),
        ends_on=factories.TODAY - timedelta(days=1),
        n_amendments=1,
    )
    for side in (E, H):
        hand_in(report_of(placement, K.FINAL, side), cast, at=noon(factories.TODAY))

    drain(worker="test", seconds=10)

    placement.refresh_from_db()
    assert placement.state == "completed"


def test_the_ministry_does_without_a_report_with_reason_and_note(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    late = noon(placement.ends_on + timedelta(days=40))
    hand_in(report_of(placement, K.FINAL, H), cast, at=late)
    missing = report_of(placement, K.FINAL, E)

    skips = {"reasons": [SkipReason.NO_ANSWER]}
    code = _refusal_of(lambda: _move(missing, ReportAction.SKIP, cast.rabia, late, **skips))
    assert code == "note_required"
    _move(missing, ReportAction.SKIP, cast.rabia, late, note="Three mails, two calls.", **skips)

    assert follow_due_placements(at=late) == 1
    assert remind_of_reports(at=late) == 2  # the two of half-time alone


def test_what_ended_early_is_reported_on_and_has_no_half_time(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = noon(placement.starts_on + timedelta(days=10))

    move_placement(
        placement_id=placement.pk,
        action=A.END_EARLY,
        by=cast.sana,
        at=at,
        note="It is done.",
        reasons=[EndReason.WORK_IS_DONE],
    )

    assert states_of(placement) == {
        "mid expert": "skipped",
        "mid host": "skipped",
        "final expert": "due",
        "final host": "due",
    }
    assert report_of(placement, K.FINAL, E).due_on == at.date() + timedelta(days=14)


def test_a_follow_up_is_asked_a_year_later_and_closes_the_placement(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = completed(cast)
    report = report_of(placement, K.FOLLOW_UP, H)
    early = noon(placement.ends_on + timedelta(days=100))
    assert _refusal_of(lambda: hand_in(report, cast, at=early)) == "report_not_open_yet"

    page = client_of(cast.sana).get(reverse("exchanges:report", args=[report.public_id])).content.decode()
    assert "This follow-up is asked a year after the placement" in page
    assert "<textarea" not in page

    due = noon(report.due_on)
    Outbox.objects.all().delete()
    remind_of_reports(at=due)
    asked = Outbox.objects.filter(template="exchanges.report_due", ids__report_id=report.pk)
    assert [one.recipient for one in asked] == [cast.sana]
    hand_in(report_of(placement, K.FOLLOW_UP, E), cast, at=due)
    assert follow_due_placements(at=due) == 0
    hand_in(report, cast, at=due)
    assert follow_due_placements(at=due) == 1

    placement.refresh_from_db()
    assert placement.state == "closed"


def test_a_decider_closes_without_the_follow_up(cast: SimpleNamespace) -> None:
    placement = completed(cast)
    report = report_of(placement, K.FOLLOW_UP, H)
    late = noon(report.due_on + timedelta(days=60))
    with pytest.raises(Denied):
        _move(report, ReportAction.SKIP, cast.rabia, late, reasons=[SkipReason.NO_ANSWER], note="Silent.")

    move_placement(
        placement_id=placement.pk,
        action=A.WAIVE_FOLLOW_UP,
        by=cast.dawood,
        at=late,
        note="Silent for months.",
    )

    assert remind_of_reports(at=late) == 0
    hand_in(report_of(placement, K.FOLLOW_UP, E), cast, at=late)  # still welcome


@pytest.mark.parametrize("n", [1, 3])
def test_the_queue_costs_the_same_for_one_report_and_for_three(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    placement = begun(cast)
    at = noon(placement.ends_on)
    for kind, side in ((K.FINAL, E), (K.FINAL, H), (K.MID, E))[:n]:
        hand_in(report_of(placement, kind, side), cast, at=at)
    rabia = client_of(cast.rabia)
    address = reverse("exchanges:report_queue")
    rabia.get(address)

    with django_assert_num_queries(5):
        page = rabia.get(address)

    assert page.content.decode().count("submitted</span>") == n
