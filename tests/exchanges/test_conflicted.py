"""Whoever reviews or decides declares their ties first; with a conflict the case is gone for them."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from common.models import Outbox
from common.outbox import deliver
from common.personal_data import Person
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import AmendmentAction, ReportAction, ReportKind, Side, Verdict
from exchanges.enums import PlacementAction as A
from exchanges.models import Outcome, Placement, Report
from exchanges.selectors.lists import waiting_for
from exchanges.selectors.queue import claimable, releasable, review_queue, workload
from exchanges.services.amendments import Change, move_amendment, propose_amendment
from exchanges.services.case_threads import write_to_case
from exchanges.services.conflicts import declare_ties
from exchanges.services.letters import compile_file
from exchanges.services.personal_data.cases import placements
from exchanges.services.placements import move_placement
from exchanges.services.reports import move_report
from exchanges.services.reviews import reassign
from matching.enums import ConflictKind
from tests import factories
from tests.exchanges.reporting import begun, claim, hand_in, noon, report_of
from tests.factories import NOW, TODAY, give, walk

SignIn = Callable[..., Client]


@pytest.fixture
def submitted(cast: SimpleNamespace) -> Placement:
    return factories.make_submitted(cast.need, cast.expert)


def _conflict(placement: Placement, by: User) -> None:
    declare_ties(placement_id=placement.pk, kind=ConflictKind.FAMILY, by=by, at=NOW)


@pytest.fixture
def conflicted(cast: SimpleNamespace, submitted: Placement) -> Placement:
    """Rabia had the case, and found out that she has a tie to it; Dawood has one too."""
    walk(submitted, (A.TAKE, cast.rabia))
    for by in (cast.rabia, cast.dawood):
        _conflict(submitted, by)
    submitted.refresh_from_db()
    return submitted


def test_before_the_declaration_a_case_shows_who_and_nothing_of_the_plan(
    cast: SimpleNamespace, submitted: Placement, client_of: SignIn
) -> None:
    client = client_of(cast.rabia)
    asked = client.get(reverse("exchanges:placement", args=[submitted.public_id]))
    page = client.get(asked.headers["Location"]).content.decode()

    assert "Hina Qureshi" in page and cast.organisation.name in page
    assert submitted.purpose not in page and submitted.deliverable not in page
    assert client.get(reverse("api:placement-detail", args=[submitted.public_id])).status_code == 404
    refused = client.post(reverse("exchanges:step", args=[submitted.public_id]), {"action": "nothing"})
    assert refused.status_code == 403


def test_the_queue_does_not_tell_what_is_pending_before_the_declaration(
    cast: SimpleNamespace, submitted: Placement, client_of: SignIn
) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia))
    address = reverse("exchanges:review_queue")

    def state(by: User) -> str:
        return client_of(by).get(address).context["rows"][0].state

    assert (state(cast.dawood), state(cast.omar)) == ("in_review", "pending_rejection")
    factories.declare_none(submitted, cast.dawood)
    assert state(cast.dawood) == "pending_rejection"


def test_nobody_takes_or_releases_a_case_before_they_declare(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    with pytest.raises(Denied):
        move_placement(placement_id=submitted.pk, action=A.TAKE, by=cast.rabia, at=NOW)
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))
    with pytest.raises(Denied):
        move_placement(placement_id=submitted.pk, action=A.RELEASE, by=cast.dawood, at=NOW)


def test_declaring_none_opens_the_case(
    cast: SimpleNamespace, submitted: Placement, client_of: SignIn
) -> None:
    client = client_of(cast.rabia)
    client.post(reverse("exchanges:declare_ties", args=[submitted.public_id]), {"tie": "none"})

    page = client.get(reverse("exchanges:placement", args=[submitted.public_id]))

    assert page.status_code == 200
    event = submitted.events.order_by("-seq")[0]
    assert (event.action, event.part, event.reasons) == ("declare", "reviewer", ["no_conflict"])


def test_a_conflict_frees_the_place_and_stands_in_the_chain_as_a_code(
    cast: SimpleNamespace, conflicted: Placement
) -> None:
    assert (conflicted.state, conflicted.reviewer) == ("submitted", None)
    said = conflicted.events.filter(action="declare", by=cast.rabia).order_by("seq")
    assert [event.reasons for event in said] == [["no_conflict"], ["family"]]


def test_a_conflict_is_not_taken_back(cast: SimpleNamespace, conflicted: Placement) -> None:
    with pytest.raises(Denied):
        declare_ties(placement_id=conflicted.pk, kind=None, by=cast.rabia, at=NOW)


def test_whoever_gave_a_review_does_not_leave_in_silence(cast: SimpleNamespace, submitted: Placement) -> None:
    walk(submitted, (A.TAKE, cast.rabia))
    give(submitted, cast.rabia, Verdict.APPROVE)

    with pytest.raises(Refused, match="review_is_in"):
        _conflict(submitted, cast.rabia)


def test_whoever_decided_does_not_leave_in_silence(cast: SimpleNamespace, submitted: Placement) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))

    with pytest.raises(Refused, match="judged_already"):
        _conflict(submitted, cast.dawood)


def test_parties_read_nothing_of_declarations(
    cast: SimpleNamespace, conflicted: Placement, client_of: SignIn
) -> None:
    address = reverse("exchanges:placement", args=[conflicted.public_id])
    for party in (cast.hina, cast.sana):
        assert "Declared" not in client_of(party).get(address).content.decode()


# The eight channels


def test_the_page_is_gone(cast: SimpleNamespace, conflicted: Placement, client_of: SignIn) -> None:
    for who in (cast.rabia, cast.dawood):
        for name in ("placement", "declare_ties", "give_review", "reassign", "placement_messages", "step"):
            answer = client_of(who).get(reverse(f"exchanges:{name}", args=[conflicted.public_id]))
            if answer.status_code == 302:  # a step is read again on the page
                answer = client_of(who).get(answer.headers["Location"])
            assert answer.status_code == 404, name


def test_the_lists_are_without_it(cast: SimpleNamespace, conflicted: Placement, client_of: SignIn) -> None:
    page = client_of(cast.rabia).get(reverse("exchanges:review_queue"))

    assert page.context["rows"] == []
    assert conflicted.public_id not in page.content.decode()
    assert len(client_of(cast.omar).get(reverse("exchanges:review_queue")).context["rows"]) == 1


def test_searching_and_filtering_find_nothing(
    cast: SimpleNamespace, conflicted: Placement, client_of: SignIn
) -> None:
    client = client_of(cast.rabia)
    for query in ({"state": "submitted"}, {"need": cast.need.public_id}):
        assert client.get(reverse("api:placement-list"), query).json()["count"] == 0
    for show in ("", "mine", "unclaimed", "came_back", "overdue", "flagged"):
        rows = client.get(reverse("exchanges:review_queue"), {"show": show}).context["rows"]
        assert rows == []


def test_counts_do_not_count_it(cast: SimpleNamespace, conflicted: Placement) -> None:
    rabia = User.objects.get(pk=cast.rabia.pk)

    assert waiting_for(rabia, 5) == []
    assert (review_queue(rabia).count(), claimable(rabia, today=TODAY).count()) == (0, 0)
    assert [row.n_open for row in workload(cast.dawood, at=NOW)] == [0]
    assert releasable(cast.dawood).count() == 0


def test_the_copy_of_ones_own_data_is_without_it(cast: SimpleNamespace, conflicted: Placement) -> None:
    assert placements(Person(user=cast.rabia, expert=None)) == []
    assert not Placement.objects.for_viewer(cast.rabia).exists()


def test_no_mail_is_sent_that_waited(cast: SimpleNamespace, submitted: Placement, mailoutbox: list) -> None:
    walk(submitted, (A.TAKE, cast.rabia))
    give(submitted, cast.rabia, Verdict.RETURN)
    walk(submitted, (A.AGREE, cast.hina), (A.RESUBMIT, cast.sana))
    assert Outbox.objects.filter(template="exchanges.placement_back", recipient=cast.rabia).exists()

    _conflict(submitted, cast.rabia)
    deliver()

    assert [mail.to for mail in mailoutbox if mail.to == ["rabia@demo.example"]] == []


def test_a_fragment_of_a_page_is_gone_as_well(
    cast: SimpleNamespace, conflicted: Placement, client_of: SignIn
) -> None:
    client = client_of(cast.rabia)
    headers = {"HX-Request": "true", "HX-Target": "timeline"}

    gone = client.get(reverse("exchanges:placement", args=[conflicted.public_id]), headers=headers)
    queue = client.get(reverse("exchanges:review_queue"), headers=headers)

    assert gone.status_code == 404
    assert conflicted.public_id not in queue.content.decode()


def test_an_earlier_answer_is_not_confirmed_as_unchanged(
    cast: SimpleNamespace, submitted: Placement, client_of: SignIn
) -> None:
    walk(submitted, (A.TAKE, cast.rabia))
    client = client_of(cast.rabia)
    address = reverse("api:placement-detail", args=[submitted.public_id])
    before = client.get(address)
    assert before.status_code == 200
    tags = {
        "If-None-Match": before.headers.get("ETag", '"*"'),
        "If-Modified-Since": "Mon, 23 Nov 2026 05:00:00 GMT",
    }

    _conflict(submitted, cast.rabia)

    assert client.get(address, headers=tags).status_code == 404


def test_the_letter_is_gone_as_well(cast: SimpleNamespace, submitted: Placement, client_of: SignIn) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))
    other = factories.make_staff("second@demo.example", role=Role.REVIEWER)
    address = reverse("exchanges:letter", args=[submitted.letters.get().code])
    assert client_of(cast.asma).get(address).status_code == 200

    _conflict(submitted, cast.asma)
    _conflict(submitted, other)

    assert client_of(cast.asma).get(address).status_code == 404
    assert client_of(other).get(address).status_code == 404


def test_nobody_gives_the_case_to_somebody_with_a_conflict(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    other = factories.make_staff("second@demo.example", role=Role.REVIEWER)
    walk(submitted, (A.TAKE, cast.rabia))
    _conflict(submitted, other)

    with pytest.raises(Refused, match="not_a_reviewer_for_it"):
        reassign(
            placement_id=submitted.pk, reviewer=cast.rabia, to=other, note="Leave.", by=cast.omar, at=NOW
        )


def test_reports_outcomes_and_letters_of_a_case_are_gone_with_it(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = begun(cast)
    report = hand_in(report_of(placement, ReportKind.FINAL, Side.EXPERT), cast, at=noon(placement.ends_on))
    outcome = claim(placement, cast.sana, at=noon(placement.ends_on))
    colleague = factories.make_staff("colleague@demo.example", role=Role.REVIEWER)
    mine = (Report.objects, Outcome.objects)
    assert [rows.visible_to(colleague).count() > 0 for rows in mine] == [True, True]

    _conflict(placement, colleague)

    assert [rows.visible_to(colleague).count() for rows in mine] == [0, 0]
    client = client_of(colleague)
    assert client.get(reverse("exchanges:report", args=[report.public_id])).status_code == 404
    assert client.get(reverse("exchanges:outcome", args=[outcome.public_id])).status_code == 404
    with pytest.raises(Denied):
        move_report(report_id=report.pk, action=ReportAction.ACCEPT, by=colleague, at=NOW)
    with pytest.raises(Denied):
        write_to_case(placement_id=placement.pk, text="How is it going?", by=colleague, at=NOW)
    with pytest.raises(Denied):
        compile_file(placement_id=placement.pk, by=colleague, at=NOW)


def test_nobody_judges_a_change_of_the_plan_before_they_declare(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = noon(placement.starts_on)
    change = Change(ends_on=placement.ends_on + timedelta(days=14), reason="The inverters come late.")
    amendment = propose_amendment(placement_id=placement.pk, change=change, by=cast.hina, at=at)
    move_amendment(amendment_id=amendment.pk, action=AmendmentAction.AGREE, by=cast.sana, at=at)
    colleague = factories.make_staff("colleague@demo.example", role=Role.REVIEWER)
    said = {"amendment_id": amendment.pk, "action": AmendmentAction.RECOMMEND, "note": "Yes.", "at": at}

    with pytest.raises(Denied):
        move_amendment(by=colleague, **said)
    factories.declare_none(placement, colleague)

    assert move_amendment(by=colleague, **said).state == "recommended"
