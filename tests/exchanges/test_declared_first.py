"""Nobody of the ministry reads or moves a case before they have said whether they have a conflict in it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from common.policies import decide
from exchanges.enums import EndReason, ReportKind, Side
from exchanges.enums import PlacementAction as A
from exchanges.services.amendments import Change, propose_amendment
from exchanges.services.conflicts import declare_ties
from exchanges.services.placements import move_placement
from exchanges.services.sessions import Entry, log_session
from matching.enums import ConflictKind
from programmes.enums import Mode
from tests import factories
from tests.exchanges.reporting import begun, claim, hand_in, noon, report_of

SignIn = Callable[..., Client]
REASON = "Please say first whether you have a conflict of interest in this case."
PAGES = ("placement", "placement_reports", "session_list", "session", "amendment", "report", "outcome")
# Rule, what it is asked about, the state that lets it through otherwise, and who would do it.
ACTS = (
    ("cancel_placement", "placement", "approved", "decider"),
    ("suspend_placement", "placement", "active", "decider"),
    ("end_early_placement", "placement", "active", "decider"),
    ("waive_follow_up_placement", "placement", "completed", "decider"),
    ("write_to_case", "placement", "active", "decider"),
    ("write_to_case", "placement", "active", "reviewer"),
    ("approve_amendment", "amendment", "recommended", "decider"),
    ("refuse_amendment", "amendment", "recommended", "decider"),
    ("recommend_amendment", "amendment", "agreed", "reviewer"),
    ("return_amendment", "amendment", "agreed", "reviewer"),
    ("accept_report", "report", "submitted", "reviewer"),
    ("return_report", "report", "submitted", "reviewer"),
    ("skip_report", "report", "due", "reviewer"),
    ("uphold_outcome", "outcome", "disputed", "reviewer"),
    ("dismiss_outcome", "outcome", "disputed", "reviewer"),
    ("withdraw_letter", "letter", None, "decider"),
    ("reissue_letter", "letter", None, "decider"),
)


@pytest.fixture
def case(cast: SimpleNamespace) -> SimpleNamespace:
    """A placement under way with all that belongs to one; two of the unit are new to it."""
    placement = begun(cast)
    at = noon(placement.starts_on) + timedelta(days=1)
    change = Change(ends_on=placement.ends_on + timedelta(days=7), reason="Parts come late.")
    entry = Entry(on=placement.starts_on, hours=Decimal("1.5"), mode=Mode.REMOTE, what="A first look")
    report = report_of(placement, ReportKind.FINAL, Side.HOST)
    return SimpleNamespace(
        placement=placement,
        session=log_session(placement_id=placement.pk, entry=entry, by=cast.hina, at=at),
        amendment=propose_amendment(placement_id=placement.pk, change=change, by=cast.hina, at=at),
        report=hand_in(report, cast, at=noon(placement.ends_on)),
        outcome=claim(placement, cast.hina, at=at),
        letter=placement.letters.get(kind="approval"),
        reviewer=factories.make_staff("reviewer@demo.example", role=Role.REVIEWER),
        decider=factories.make_staff("decider@demo.example", role=Role.DECIDER),
    )


def _page(case: SimpleNamespace, name: str) -> str:
    return reverse(f"exchanges:{name}", args=[getattr(case, name, case.placement).public_id])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["reviewer", "decider"])
def test_a_page_of_the_case_opens_after_the_declaration_alone(
    case: SimpleNamespace, client_of: SignIn, name: str, who: str
) -> None:
    address, client = _page(case, name), client_of(getattr(case, who))
    declaration = client.get(address).headers["Location"]
    assert declaration.startswith(reverse("exchanges:declare_ties", args=[case.placement.public_id]))
    assert client.get(declaration).status_code == 200

    # Whoever has none lands where they wanted to go.
    assert client.post(declaration, {"tie": "none"}).headers["Location"] == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_with_a_conflict_the_way_leads_to_the_queue_and_the_page_is_gone(
    case: SimpleNamespace, client_of: SignIn, name: str
) -> None:
    address, client = _page(case, name), client_of(case.reviewer)
    declaration = client.get(address).headers["Location"]

    answer = client.post(declaration, {"tie": ConflictKind.FAMILY})

    assert answer.headers["Location"] == reverse("exchanges:review_queue")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_to_no_other_site(
    case: SimpleNamespace, client_of: SignIn, next_page: str
) -> None:
    address = reverse("exchanges:declare_ties", args=[case.placement.public_id])

    answer = client_of(case.reviewer).post(address, {"tie": "none"}, query_params={"next": next_page})

    assert answer.headers["Location"] == reverse("exchanges:placement", args=[case.placement.public_id])


@pytest.mark.parametrize(("rule", "about", "state", "who"), ACTS)
def test_a_step_of_the_ministry_waits_for_the_declaration(
    case: SimpleNamespace, rule: str, about: str, state: str | None, who: str
) -> None:
    user = getattr(case, who)

    def asked() -> Any:
        subject = type(getattr(case, about)).objects.get(pk=getattr(case, about).pk)
        if state is not None:
            subject.state = state
        if about == "amendment":
            subject.recommended_by = None
        return decide(user, f"exchanges.{rule}", subject)

    assert str(asked().reason) == REASON
    factories.declare_none(case.placement, user)
    assert asked()
    declare_ties(
        placement_id=case.placement.pk, kind=ConflictKind.FAMILY, by=user, at=noon(case.placement.ends_on)
    )
    assert not asked()


def test_officers_who_do_not_judge_and_the_parties_are_not_asked(
    cast: SimpleNamespace, case: SimpleNamespace, client_of: SignIn
) -> None:
    for user in (cast.omar, cast.asma, cast.hina, cast.sana):
        assert client_of(user).get(_page(case, "amendment")).status_code == 200, user


def test_a_decider_lets_go_on_what_another_interrupted_after_the_declaration_alone(
    cast: SimpleNamespace, case: SimpleNamespace
) -> None:
    said = {"note": "Please.", "reasons": [EndReason.DATES], "at": noon(case.placement.starts_on)}
    move_placement(placement_id=case.placement.pk, action=A.SUSPEND, by=cast.dawood, **said)

    def asked() -> Any:
        placement = type(case.placement).objects.get(pk=case.placement.pk)
        return decide(case.decider, "exchanges.resume_placement", placement)

    assert str(asked().reason) == REASON
    factories.declare_none(case.placement, case.decider)
    assert asked()
