"""Who may do what beside the steps of a placement, written down here once more."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from common.policies import decide
from exchanges.enums import (
    AmendmentState,
    LetterKind,
    OutcomeState,
    PlacementState,
    ReportKind,
    ReportState,
    SessionState,
)
from exchanges.models import CaseDocument, Letter, Outcome, Placement, SessionLog
from exchanges.policies import is_party, parts_played
from exchanges.services.amendments import Change, propose_amendment
from tests import factories
from tests.exchanges.grid import People, everybody, grid, of_both, of_host, whoever
from tests.exchanges.reporting import begun, report_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast: SimpleNamespace) -> People:
    return everybody(cast)


ALL = " ".join(PlacementState)


@pytest.fixture
def placement(cast: SimpleNamespace) -> Placement:
    return begun(cast)


def test_what_is_done_beside_the_steps_of_a_placement(people: People, placement: Placement) -> None:
    begun_or_over = "active suspended completed closed ended_early"
    under_way = " ".join(
        one
        for one in PlacementState
        if one not in ("rejected", "withdrawn", "cancelled", "lapsed", "closed", "ended_early")
    )
    pending = "in_review pending_approval pending_rejection"
    submitted = ALL.removeprefix("draft ")
    names = (
        "log_session propose_amendment renew_placement claim_outcome write_reference add_case_document"
        " write_to_case word_letter declare_placement compile_file read_messages_of_placement open_case"
    )

    assert grid(people, placement, PlacementState, names.split()) == {
        "log_session": of_both("active suspended completed ended_early"),
        "propose_amendment": of_both("approved confirmed active suspended"),
        "renew_placement": of_host("completed closed ended_early"),
        "claim_outcome": of_both(begun_or_over),
        "write_reference": of_host("completed closed"),
        "add_case_document": of_both(under_way),
        "write_to_case": of_both(ALL, omar=ALL, rabia=ALL, dawood=ALL),
        "word_letter": {"rabia": pending, "dawood": pending},
        "declare_placement": {"omar": ALL, "rabia": ALL, "dawood": ALL, "asma": ALL},
        "compile_file": {"omar": submitted, "rabia": submitted, "dawood": submitted, "asma": submitted},
        "read_messages_of_placement": {"omar": ALL, "rabia": ALL, "dawood": ALL, "asma": ALL},
        # Rows that somebody may not see never come so far: `visible_to` answers before.
        "open_case": dict.fromkeys(people, ALL),
    }


def test_a_draft_is_not_yet_a_case_of_the_ministry(cast: SimpleNamespace, people: People) -> None:
    draft = factories.make_placement(cast.need, cast.expert)

    assert grid(people, draft, ["draft"], ["write_to_case", "declare_placement"]) == {}


def test_a_letter_is_worded_by_the_reviewer_who_has_the_case(
    cast: SimpleNamespace, people: People, placement: Placement
) -> None:
    placement.reviewer = cast.dawood

    assert grid(people, placement, ["in_review"], ["word_letter"]) == {"word_letter": {"dawood": "in_review"}}


def test_who_answers_and_decides_a_change_of_the_plan(
    cast: SimpleNamespace, people: People, placement: Placement
) -> None:
    names = [
        f"{action}_amendment"
        for action in ("agree", "decline", "revise", "withdraw", "return", "recommend", "approve", "refuse")
    ]
    open_states = "proposed agreed returned recommended"
    of_the_expert = {
        "agree_amendment": of_host("proposed"),
        "decline_amendment": of_host("proposed"),
        "revise_amendment": {"hina": "returned"},
        "withdraw_amendment": {"hina": open_states},
        "return_amendment": {"rabia": "agreed"},
        "recommend_amendment": {"rabia": "agreed"},
        "approve_amendment": {"dawood": "recommended"},
        "refuse_amendment": {"dawood": "recommended"},
    }

    change = Change(hours_per_week=3, reason="Less to do.")
    amendment = propose_amendment(placement_id=placement.pk, change=change, by=cast.hina, at=NOW)
    amendment.placement = placement
    assert grid(people, amendment, AmendmentState, names) == of_the_expert

    amendment.side, amendment.recommended_by = "host", cast.dawood
    assert grid(people, amendment, AmendmentState, names) == {
        "agree_amendment": {"hina": "proposed"},
        "decline_amendment": {"hina": "proposed"},
        "revise_amendment": of_host("returned"),
        "withdraw_amendment": of_host(open_states),
        "return_amendment": {"rabia": "agreed"},
        "recommend_amendment": {"rabia": "agreed"},
    }

    placement.state = PlacementState.COMPLETED
    assert grid(people, amendment, AmendmentState, names) == {
        "withdraw_amendment": of_host(open_states),
        "return_amendment": {"rabia": "agreed"},
        "recommend_amendment": {"rabia": "agreed"},
    }


def test_while_a_side_is_suspended_nothing_new_is_agreed(
    cast: SimpleNamespace, people: People, placement: Placement
) -> None:
    change = Change(hours_per_week=3, reason="Less to do.")
    amendment = propose_amendment(placement_id=placement.pk, change=change, by=cast.hina, at=NOW)
    amendment.placement = placement
    over = Placement.objects.get(pk=placement.pk)
    over.state = "completed"

    def asked() -> list[str]:
        found = [whoever(people, "propose_amendment", placement)]
        for state, step in (("proposed", "agree"), ("recommended", "approve"), ("recommended", "refuse")):
            amendment.state = state
            found.append(whoever(people, f"{step}_amendment", amendment))
        return found + [whoever(people, step, over) for step in ("renew_placement", "write_reference")]

    both, host = "editor hina sana", "editor sana"
    assert asked() == [both, host, "dawood", "dawood", host, host]
    placement.expert.state = "suspended"
    assert asked() == ["", "", "", "dawood", host, host]
    placement.expert.state = "verified"
    placement.organisation.state = over.organisation.state = "suspended"
    assert asked() == ["", "", "", "dawood", "", ""]


def test_who_answers_for_an_entry_in_the_log(people: People, placement: Placement) -> None:
    names = [f"{action}_session" for action in ("correct", "withdraw", "question", "accept")]
    counted = "logged questioned"
    entry = SessionLog(placement=placement, side="expert")
    assert grid(people, entry, SessionState, names) == {
        "correct_session": {"hina": counted},
        "withdraw_session": {"hina": counted},
        "question_session": of_host("logged"),
        "accept_session": of_host("questioned"),
    }

    entry.side = "host"
    assert grid(people, entry, SessionState, names) == {
        "correct_session": of_host(counted),
        "withdraw_session": of_host(counted),
        "question_session": {"hina": "logged"},
        "accept_session": {"hina": "questioned"},
    }
    placement.state = PlacementState.CLOSED
    assert grid(people, entry, SessionState, names) == {}


@pytest.mark.parametrize("kind", [ReportKind.MID, ReportKind.FINAL, ReportKind.FOLLOW_UP])
def test_who_writes_and_who_takes_a_report(people: People, placement: Placement, kind: ReportKind) -> None:
    names = [f"{action}_report" for action in ("write", "submit", "accept", "return", "skip")]
    ministry = {"omar": "submitted", "rabia": "submitted"}
    to_write = "due draft returned"
    skipped = {} if kind == ReportKind.FOLLOW_UP else {"skip_report": dict.fromkeys(ministry, to_write)}
    for side, writers in (("expert", {"hina": ""}), ("host", of_host(""))):
        report = report_of(placement, ReportKind.FINAL, side)
        report.kind, report.placement = kind, placement
        assert grid(people, report, ReportState, names) == {
            "write_report": dict.fromkeys(writers, to_write),
            "submit_report": dict.fromkeys(writers, "draft returned"),
            "accept_report": ministry,
            "return_report": ministry,
            **skipped,
        }


@pytest.mark.parametrize(("side", "claimants"), [("expert", ("hina",)), ("host", ("sana", "editor"))])
def test_who_takes_an_outcome_back_and_who_settles_it(
    people: People, placement: Placement, side: str, claimants: tuple[str, ...]
) -> None:
    outcome = Outcome(placement=placement, claimed_side=side)
    names = [f"{action}_outcome" for action in ("withdraw", "uphold", "dismiss")]

    assert grid(people, outcome, OutcomeState, names) == {
        "withdraw_outcome": dict.fromkeys(claimants, "claimed confirmation_sent disputed unconfirmed"),
        "uphold_outcome": {"rabia": "disputed"},
        "dismiss_outcome": {"rabia": "disputed"},
    }


def _letters(people: People, placement: Placement, state: str, **fields: Any) -> dict[str, str]:
    """Rule → kind of letter → who may, in one state of the placement."""
    found = {}
    placement.state = state
    for name in ("withdraw_letter", "reissue_letter"):
        for kind in LetterKind:
            letter = Letter(placement=placement, kind=kind, **fields)
            if allowed := whoever(people, name, letter):
                found[f"{name} {kind}"] = allowed
    return found


def test_who_withdraws_letters_and_issues_them_anew(people: People, placement: Placement) -> None:
    of_deciders = {
        f"withdraw_letter {kind}": "dawood"
        for kind in ("invitation", "approval", "rejection", "certificate", "dossier")
    }
    always = of_deciders | {"withdraw_letter reference": "editor hina sana"}
    standing = {"reissue_letter invitation": "dawood", "reissue_letter approval": "dawood"}

    assert _letters(people, placement, "active") == always | standing
    assert _letters(people, placement, "rejected") == always | {"reissue_letter rejection": "dawood"}
    assert _letters(people, placement, "completed") == always | {
        "reissue_letter approval": "dawood",
        "reissue_letter certificate": "dawood",
    }
    assert _letters(people, placement, "active", withdrawn_at=NOW) == {}


def test_the_expert_agrees_once_to_what_a_reference_says(people: People, placement: Placement) -> None:
    letter = Letter(placement=placement, kind=LetterKind.REFERENCE)
    assert letter.waits_for_agreement

    assert whoever(people, "answer_reference", letter) == "hina"
    letter.agreed_at = NOW
    assert whoever(people, "answer_reference", letter) == ""
    letter.agreed_at, letter.withdrawn_at = None, NOW
    assert whoever(people, "answer_reference", letter) == ""


def test_a_document_is_taken_away_by_its_side_while_the_case_goes_on(
    people: People, placement: Placement
) -> None:
    for side, owners in (("expert", "hina"), ("host", "editor sana")):
        document = CaseDocument(placement=placement, side=side)
        assert whoever(people, "remove_case_document", document) == owners
        for state in ("closed", "ended_early", "rejected"):
            placement.state = state
            assert whoever(people, "remove_case_document", document) == ""
        placement.state = "active"


def test_somebody_without_an_account_plays_no_part(placement: Placement) -> None:
    nobody = AnonymousUser()

    assert not is_party(nobody, placement)
    assert parts_played(nobody, placement) == []
    assert decide(nobody, "exchanges.open_case", placement)
    for name in ("log_session", "claim_outcome", "read_messages_of_placement"):
        assert not decide(nobody, f"exchanges.{name}", placement)
