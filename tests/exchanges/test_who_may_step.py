"""Who may take which step of a placement, written down here once more, without the table."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.enums import Role
from common.policies import decide
from exchanges.enums import EndReason, PlacementState, Verdict
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.services.placements import move_placement
from incubators.enums import OrganisationState
from tests import factories
from tests.exchanges.grid import People, everybody, grid, of_both, of_host, whoever
from tests.exchanges.reporting import begun
from tests.factories import NOW, walk

pytestmark = pytest.mark.django_db
PENDING = "pending_approval pending_rejection"
WITH_THE_MINISTRY = f"submitted in_review {PENDING}"
STEPS = [
    f"{action}_placement"
    for action in A
    if action not in ("declare", "approve_at_once", "both_confirmed", "lapse", "complete", "close", "amend")
]


@pytest.fixture
def people(cast: SimpleNamespace) -> People:
    cast.saad = factories.make_staff("saad@demo.example", role=Role.REVIEWER, full_name="Saad")
    return everybody(cast)


@pytest.fixture
def placement(cast: SimpleNamespace, people: People) -> Placement:
    """Rabia has the case; she, Saad and Dawood have said that they have no conflict."""
    found = walk(factories.make_submitted(cast.need, cast.expert), (A.TAKE, cast.rabia))
    factories.declare_none(found, cast.saad, cast.dawood)
    return found


def test_each_step_is_for_those_who_play_its_part(people: People, placement: Placement) -> None:
    rabia, dawood = {"rabia": "in_review"}, {"dawood": PENDING}
    team = dict.fromkeys(("rabia", "saad", "dawood", "omar"), WITH_THE_MINISTRY)

    assert grid(people, placement, PlacementState, STEPS) == {
        "edit_placement": of_both("draft changes_requested"),
        "agree_placement": {"hina": "draft changes_requested"},
        "submit_placement": of_host("draft"),
        "resubmit_placement": of_host("changes_requested"),
        "take_placement": {"saad": "submitted in_review"},
        "hand_back_placement": rabia,
        "review_placement": rabia,
        "return_placement": rabia,
        "recommend_approval_placement": rabia,
        "recommend_rejection_placement": rabia,
        "reassign_placement": {"omar": "in_review", "dawood": "in_review"},
        "flag_placement": team,
        "send_back_placement": dawood,
        "turn_placement": dawood,
        "release_placement": dawood,
        "withdraw_placement": of_both(f"draft submitted in_review changes_requested {PENDING}"),
        "appeal_placement": of_both("rejected"),
        "confirm_placement": of_both("approved"),
        "cancel_placement": of_both("approved confirmed", dawood="approved confirmed"),
        "start_placement": of_both("confirmed"),
        "suspend_placement": of_both("active", dawood="active"),
        "end_early_placement": of_both("active suspended", dawood="active suspended"),
        "waive_follow_up_placement": {"dawood": "completed"},
    }


def test_a_flag_is_set_once_and_taken_away_once(people: People, placement: Placement) -> None:
    placement.flagged_at = NOW
    team = dict.fromkeys(("rabia", "saad", "dawood", "omar"), WITH_THE_MINISTRY)

    steps = ("flag_placement", "unflag_placement")
    assert grid(people, placement, PlacementState, steps) == {"unflag_placement": team}


def test_a_review_is_given_once(cast: SimpleNamespace, people: People) -> None:
    two = factories.make_submitted(cast.need, cast.expert, restricted_post=True)
    walk(two, (A.TAKE, cast.rabia), (A.TAKE, cast.saad))
    factories.give(two, cast.rabia, Verdict.APPROVE)

    assert whoever(people, "review_placement", two) == "saad"
    assert whoever(people, "hand_back_placement", two) == "saad"


def test_nobody_releases_what_they_recommended(
    cast: SimpleNamespace, people: People, placement: Placement
) -> None:
    placement.state = PlacementState.PENDING_APPROVAL
    steps = ("send_back_placement", "turn_placement", "release_placement")
    for name in ("recommended_by", "second_recommended_by", "reviewer"):
        before = getattr(placement, name)
        setattr(placement, name, cast.dawood)
        assert [whoever(people, step, placement) for step in steps] == ["", "", ""]
        setattr(placement, name, before)
    assert [whoever(people, step, placement) for step in steps] == ["dawood"] * 3
    cast.rabia.posts.create(unit=cast.most, role="decider", starts_on=NOW.date())
    walk(placement := Placement.objects.get(pk=placement.pk), (A.RECOMMEND_APPROVAL, cast.rabia))
    placement.recommended_by = placement.reviewer = None
    cast.rabia.__dict__.pop("posts_today", None)
    assert whoever(people, "release_placement", placement) == "dawood"


def test_nothing_is_approved_while_a_side_is_suspended(people: People, placement: Placement) -> None:
    def release() -> dict[str, Any]:
        return grid(people, placement, PENDING.split(), ["release_placement"]).get("release_placement", {})

    assert release() == {"dawood": PENDING}
    placement.organisation.state = OrganisationState.SUSPENDED
    assert release() == {"dawood": "pending_rejection"}
    placement.organisation.state = OrganisationState.VERIFIED
    placement.expert.state = "suspended"
    assert release() == {"dawood": "pending_rejection"}
    placement.expert.state = "dormant"
    assert release() == {"dawood": PENDING}


def test_a_suspended_expert_and_an_unverified_host_go_no_further(
    people: People, placement: Placement
) -> None:
    steps = [f"{action}_placement" for action in ("agree", "submit", "resubmit", "confirm", "start")]
    placement.expert.state = "suspended"
    assert grid(people, placement, PlacementState, steps) == {}

    placement.expert.state = "verified"
    placement.organisation.state = OrganisationState.SUSPENDED
    assert grid(people, placement, PlacementState, steps) == {
        "agree_placement": {"hina": "draft changes_requested"}
    }


def test_after_an_appeal_others_look_at_it(
    cast: SimpleNamespace, people: People, placement: Placement
) -> None:
    walk(placement, (A.RECOMMEND_REJECTION, cast.rabia), (A.RELEASE, cast.dawood), (A.APPEAL, cast.hina))
    other = factories.make_staff("other@demo.example", role=Role.DECIDER)
    factories.declare_none(placement, other)
    placement = Placement.objects.get(pk=placement.pk)

    assert whoever(people, "take_placement", placement) == "saad"
    placement.state = PlacementState.PENDING_APPROVAL
    assert whoever(people | {"other": other}, "release_placement", placement) == "other"


@pytest.mark.parametrize(("who", "may"), [("sana", "editor sana"), ("hina", "hina"), ("dawood", "dawood")])
def test_whoever_interrupted_it_lets_it_go_on(
    cast: SimpleNamespace, people: People, who: str, may: str
) -> None:
    running = begun(cast)
    said = {"note": "Please.", "reasons": [EndReason.DATES]}
    by = getattr(cast, who)
    move_placement(placement_id=running.pk, action=A.SUSPEND, by=by, at=NOW, **said)

    running = Placement.objects.get(pk=running.pk)
    assert whoever(people, "resume_placement", running) == may
    running.state = PlacementState.ACTIVE
    assert whoever(people, "resume_placement", running) == ""


def test_a_refusal_names_those_who_may(cast: SimpleNamespace, placement: Placement) -> None:
    reasons = {
        "suspend": "Only the expert, the host and a decider of the unit may do this.",
        "confirm": "Only the expert and the host may do this.",
    }
    for action, reason in reasons.items():
        assert str(decide(cast.kamran, f"exchanges.{action}_placement", placement).reason) == reason
