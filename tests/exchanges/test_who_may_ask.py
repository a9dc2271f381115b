"""Who may do what with invitations, referrals and controls, written down here once more."""

from types import SimpleNamespace

import pytest

from common.policies import decide
from exchanges.enums import (
    CampaignState,
    InvitationState,
    ReferralState,
    SampleState,
)
from exchanges.policies.threads import side_in
from exchanges.selectors.senders import senders_of
from exchanges.services.invitations import show_interest
from exchanges.services.referrals import refer_expert, refer_need
from tests import factories
from tests.exchanges.grid import People, everybody, grid, of_both, of_host, whoever
from tests.exchanges.sampling import drawn, has_no_conflict, only_case
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast: SimpleNamespace) -> People:
    return everybody(cast)


def test_who_runs_a_campaign_of_controls(cast: SimpleNamespace, people: People) -> None:
    campaign = drawn(cast)
    case = only_case(campaign)
    has_no_conflict(case, cast.omar, cast.rabia, cast.dawood)
    names = ("draw_sample", "send_sample_messages", "close_sample")

    assert grid(people, campaign, CampaignState, names) == {
        "draw_sample": {"omar": "draft"},
        "send_sample_messages": {"omar": "open"},
        "close_sample": {"omar": "open"},
    }
    assert grid(people, case, SampleState, ("give_evidence", "find_sample")) == {
        "give_evidence": of_both("waiting"),
        "find_sample": {"omar": "waiting answered"},
    }
    assert whoever(people, "begin_sample", campaign.programme) == "omar"
    assert whoever(people, "read_samples") == "asma dawood omar rabia"


def test_who_answers_an_invitation_and_who_takes_it_back(cast: SimpleNamespace, people: People) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    awaited, is_open = "sent viewed", "sent viewed maybe_later"
    not_accepted = " ".join(one for one in InvitationState if one != "accepted")
    names = (
        "answer_invitation",
        "postpone_invitation",
        "withdraw_invitation",
        "offer_to_next",
        "write_message",
        "tell_colleague",
    )

    assert grid(people, invitation, InvitationState, names) == {
        "answer_invitation": {"hina": is_open},
        "postpone_invitation": {"hina": awaited},
        "withdraw_invitation": of_host(is_open),
        "offer_to_next": of_host(not_accepted),
        "write_message": of_both(f"{is_open} accepted"),
    }
    invitation.decline_reason = "suggest_someone_else"
    assert grid(people, invitation, ["declined"], ["tell_colleague"]) == {
        "tell_colleague": {"hina": "declined"}
    }
    invitation.need.state = "paused"
    assert grid(people, invitation, InvitationState, ["offer_to_next"]) == {}


def test_nobody_writes_while_a_side_is_out(cast: SimpleNamespace, people: People) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    assert [side_in(one, invitation) for one in (cast.hina, cast.sana, cast.kamran)] == [
        "expert",
        "host",
        None,
    ]
    assert whoever(people, "write_message", invitation) == "editor hina sana"

    for state in ("suspended", "closed", "erased"):
        invitation.expert.state = state
        assert whoever(people, "write_message", invitation) == ""
    invitation.expert.state = "verified"
    invitation.need.organisation.state = "suspended"
    assert whoever(people, "write_message", invitation) == ""


def test_a_paused_profile_is_told_to_go_on_first(cast: SimpleNamespace) -> None:
    cast.expert.state = "paused"
    cast.expert.save()

    decision = decide(cast.hina, "exchanges.show_interest", cast.need)

    assert str(decision.reason) == "Your profile is paused. Resume it first."


def test_who_answers_an_interest_and_who_takes_it_back(cast: SimpleNamespace, people: People) -> None:
    interest = show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)
    interest.decline_reason = "suggest_someone_else"
    is_open = "sent viewed maybe_later"
    names = (
        "answer_invitation",
        "postpone_invitation",
        "withdraw_invitation",
        "offer_to_next",
        "tell_colleague",
    )

    assert grid(people, interest, InvitationState, names) == {
        "answer_invitation": of_host(is_open),
        "withdraw_invitation": {"hina": is_open},
    }


@pytest.mark.parametrize(
    ("state", "may"),
    [("suspended", ""), ("closed", ""), ("paused", "hina"), ("verified", "hina"), ("dormant", "hina")],
)
def test_suspended_and_closed_profiles_answer_nothing(
    cast: SimpleNamespace, people: People, state: str, may: str
) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    invitation.expert.state = state

    assert whoever(people, "answer_invitation", invitation) == may


def test_who_answers_and_ends_a_referral(cast: SimpleNamespace, people: People) -> None:
    names = [f"{action}_referral" for action in ("agree", "refuse", "accept", "decline", "withdraw", "close")]
    receivers = {"accept_referral": {"kamran": "sent"}, "decline_referral": {"kamran": "sent"}}
    need = refer_need(
        sender=senders_of(cast.sana)[0],
        need=cast.need,
        organisation=cast.other_organisation,
        note="So.",
        by=cast.sana,
        at=NOW,
    )
    assert grid(people, need, ReferralState, names) == receivers | {
        "withdraw_referral": of_host("asked sent"),
        "close_referral": of_host("accepted") | {"kamran": "accepted"},
    }

    expert = refer_expert(
        sender=senders_of(cast.omar)[0],
        expert=cast.expert,
        organisation=cast.other_organisation,
        note="So.",
        by=cast.omar,
        at=NOW,
    )
    unit = dict.fromkeys(("omar", "rabia", "dawood"), "asked sent")
    assert grid(people, expert, ReferralState, names) == receivers | {
        "agree_referral": {"hina": "asked"},
        "refuse_referral": {"hina": "asked"},
        "withdraw_referral": unit,
        "close_referral": dict.fromkeys((*unit, "kamran"), "accepted"),
    }


def test_who_asks_somebody_new(cast: SimpleNamespace, people: People) -> None:
    match = factories.make_match(cast.need, cast.expert)

    assert whoever(people, "invite_match", match) == "editor sana"
    assert whoever(people, "show_interest", cast.other_need) == "bilal hina"
    assert whoever(people, "show_interest", cast.need) == "bilal hina"
    assert whoever(people, "refer_need", cast.need) == "dawood editor omar rabia sana"
    assert whoever(people, "refer_expert", cast.expert) == "dawood editor kamran omar rabia sana"
    assert whoever(people, "log_contact", cast.expert) == "dawood editor kamran omar rabia sana"
    assert whoever(people, "coordinate") == "dawood editor kamran omar rabia sana"
    cast.need.organisation.state = match.need.organisation.state = "submitted"
    assert whoever(people, "invite_match", match) == ""
    assert whoever(people, "refer_need", cast.need) == "dawood omar rabia"


def test_who_claims_decides_and_reads_who_has_how_much(people: People) -> None:
    assert whoever(people, "claim_next") == "rabia"
    assert whoever(people, "release_decisions") == "dawood"
    assert whoever(people, "read_workload") == "dawood omar"
