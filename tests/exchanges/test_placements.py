"""The case: two sides agree, a reviewer recommends, somebody else releases."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Post, User
from accounts.services import end_post
from common import ledger
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import PlacementAction as A
from exchanges.models import Letter, Placement
from exchanges.selectors.lists import waiting_for
from exchanges.selectors.plans import plan_rows
from exchanges.services.placements import hand_back_cases_of, move_placement
from exchanges.services.plans import edit_plan
from exchanges.tasks import free_cases_of_leaver
from experts.models import Commitment
from incubators.enums import OrganisationAction
from incubators.models import Membership
from incubators.services import move_organisation
from programmes.enums import Mode
from tests import factories
from tests.cast import make_cast
from tests.factories import NOW, TODAY, walk


@pytest.fixture
def submitted(cast: SimpleNamespace) -> Placement:
    return factories.make_submitted(cast.need, cast.expert)


def _told(template: str) -> list[str]:
    return sorted(Outbox.objects.filter(template=template).values_list("recipient__email", flat=True))


def test_the_host_cannot_submit_before_the_expert_agreed(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)

    with pytest.raises(Refused) as refused:
        walk(placement, (A.SUBMIT, cast.sana))

    assert refused.value.code == "expert_has_not_agreed"


def test_an_edit_clears_the_experts_agreement(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    plan = factories.make_plan(placement)
    edit_plan(placement_id=placement.pk, plan=plan, by=cast.sana, at=NOW)
    walk(placement, (A.AGREE, cast.hina))

    edit_plan(placement_id=placement.pk, plan=plan, by=cast.hina, at=NOW)

    placement.refresh_from_db()
    assert placement.expert_agreed_at is None


@pytest.mark.parametrize(
    ("missing", "mode"),
    [
        *((name, Mode.REMOTE) for name in ("purpose", "deliverable", "steps", "starts_on")),
        # Whoever comes works with somebody who stays.
        *(
            (name, mode)
            for name in ("counterpart", "counterpart_role")
            for mode in (Mode.HYBRID, Mode.IN_PERSON)
        ),
    ],
)
def test_an_incomplete_plan_is_not_submitted(cast: SimpleNamespace, missing: str, mode: Mode) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    empty: Any = {"steps": (), "starts_on": None}.get(missing, "")
    plan = factories.make_plan(placement, **{"mode": mode, missing: empty})
    edit_plan(placement_id=placement.pk, plan=plan, by=cast.sana, at=NOW)

    with pytest.raises(Refused) as refused:
        walk(placement, (A.AGREE, cast.hina))

    assert refused.value.code == "plan_incomplete"


def test_a_stale_edit_is_refused(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)

    with pytest.raises(Refused) as refused:
        edit_plan(
            placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW, version=99
        )

    assert refused.value.code == "stale_version"


@pytest.mark.parametrize(
    ("changes", "tier"),
    [
        ({}, "T1"),
        ({"hours_per_week": 4, "days_in_country": 15}, "T2"),
        ({"mode": Mode.HYBRID, "days_in_country": 14}, "T1"),
        ({"allowance_amount": 500, "allowance_currency": "USD", "allowance_payer": "HEC"}, "T1"),
        (
            {
                "mode": Mode.IN_PERSON,
                "allowance_amount": 500,
                "allowance_currency": "USD",
                "allowance_payer": "HEC",
            },
            "T2",
        ),
        ({"restricted_post": True}, "T2"),
    ],
)
def test_the_tier_follows_the_plan(cast: SimpleNamespace, changes: dict[str, Any], tier: str) -> None:
    placement = factories.make_placement(cast.need, cast.expert)

    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement, **changes), by=cast.sana, at=NOW)

    placement.refresh_from_db()
    assert placement.tier == tier


def test_a_t0_case_is_approved_at_once(cast: SimpleNamespace) -> None:
    need = factories.make_need(
        cast.organisation, title="One hour", starts_on=factories.TODAY, ends_on=factories.TODAY
    )
    placement = factories.make_submitted(need, cast.expert, hours_per_week=1)

    assert (placement.tier, placement.state) == ("T0", "approved")
    assert Letter.objects.get().placement == placement


def test_returned_with_reasons_it_comes_back_to_the_same_reviewer_with_the_change_marked(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RETURN, cast.rabia))
    assert _told("exchanges.placement_step") == [
        "hina@demo.example",
        "sana@demo.example",
        "sana@demo.example",
    ]

    plan = factories.make_plan(submitted, deliverable="A report, accepted by the board.")
    edit_plan(placement_id=submitted.pk, plan=plan, by=cast.sana, at=NOW)
    walk(submitted, (A.AGREE, cast.hina), (A.RESUBMIT, cast.sana))

    before, after = submitted.plan_versions.order_by("number")
    changed = [row.name for row in plan_rows(after.plan, before=before.plan) if row.is_changed]
    assert (submitted.state, submitted.reviewer, changed) == ("in_review", cast.rabia, ["deliverable"])
    assert _told("exchanges.placement_back") == ["rabia@demo.example"]


def test_a_second_person_releases_and_both_sides_are_told(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))
    walk(submitted, (A.RELEASE, cast.dawood))

    assert (submitted.state, submitted.decided_by) == ("approved", cast.dawood)
    assert len(_told("exchanges.placement_decided")) == 2
    assert Letter.objects.get().plan_digest == submitted.plan_versions.get().digest


def test_nobody_releases_what_they_recommended(cast: SimpleNamespace, submitted: Placement) -> None:
    factories.Post.objects.create(
        user=cast.rabia, unit=cast.most, role=Role.DECIDER, starts_on=factories.date(2026, 1, 1)
    )
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))
    cast.rabia.__dict__.pop("posts_today", None)

    with pytest.raises(Denied):
        walk(submitted, (A.RELEASE, cast.rabia))


def test_nobody_releases_a_case_that_they_recommended_in_an_earlier_round(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    """Rabia recommends, gets the case back, hands it on to a colleague, and is a decider too by then."""
    Post.objects.create(user=cast.rabia, unit=cast.most, role=Role.DECIDER, starts_on="2026-01-01")
    other = factories.make_staff("second@demo.example", role=Role.REVIEWER, unit=cast.most)
    rabia = User.objects.get(pk=cast.rabia.pk)
    walk(submitted, (A.TAKE, rabia), (A.RECOMMEND_APPROVAL, rabia), (A.SEND_BACK, cast.dawood))
    walk(submitted, (A.HAND_BACK, rabia), (A.TAKE, other), (A.RECOMMEND_APPROVAL, other))

    with pytest.raises(Denied):
        walk(submitted, (A.RELEASE, rabia))
    assert [item.what for item in waiting_for(rabia, 5)] == []
    assert [item.what for item in waiting_for(cast.dawood, 5)] == ["Release the decision"]


def test_a_decider_who_is_a_party_does_not_learn_that_a_decision_waits(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))
    Membership.objects.create(user=cast.dawood, organisation=cast.organisation, role="viewer", since=NOW)

    assert waiting_for(User.objects.get(pk=cast.dawood.pk), 5) == []


def test_a_suspended_organisation_submits_nothing(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)
    walk(placement, (A.AGREE, cast.hina))
    move_organisation(
        organisation_id=cast.organisation.pk,
        action=OrganisationAction.SUSPEND,
        by=cast.omar,
        at=NOW,
        note="Under inquiry.",
    )

    with pytest.raises(Denied):
        walk(placement, (A.SUBMIT, cast.sana))


@pytest.mark.parametrize("action", ["approve_at_once", "edit"])
def test_steps_that_nobody_takes_by_hand_are_refused(
    cast: SimpleNamespace, client_of: Callable[..., Client], action: str
) -> None:
    placement = factories.make_placement(cast.need, cast.expert)

    answer = client_of(cast.sana).post(
        reverse("exchanges:step", args=[placement.public_id]), {"action": action}
    )

    assert answer.status_code == 422
    assert placement.events.count() == 1


def test_the_database_refuses_one_person_in_both_parts(cast: SimpleNamespace, submitted: Placement) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=submitted.pk).update(
            recommended_by=cast.rabia, recommended_at=NOW, decided_by=cast.rabia
        )


def test_a_rejection_frees_the_expert_and_the_seat(cast: SimpleNamespace, submitted: Placement) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia), (A.RELEASE, cast.dawood))

    cast.need.refresh_from_db()
    assert (submitted.state, cast.need.state, Commitment.objects.count()) == ("rejected", "open", 0)


def test_a_decider_may_send_a_case_back(cast: SimpleNamespace, submitted: Placement) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.SEND_BACK, cast.dawood))

    assert (submitted.state, submitted.recommended_by) == ("in_review", None)


def test_either_side_may_withdraw_even_while_a_decision_is_pending(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.WITHDRAW, cast.hina))

    assert submitted.state == "withdrawn"


def test_cases_of_a_leaver_go_back_to_the_queue(cast: SimpleNamespace, submitted: Placement) -> None:
    walk(submitted, (A.TAKE, cast.rabia))

    assert hand_back_cases_of(reviewer_id=cast.rabia.pk, unit_id=cast.most.pk, at=NOW) == 1

    submitted.refresh_from_db()
    assert (submitted.state, submitted.reviewer) == ("submitted", None)


@pytest.mark.django_db(transaction=True)
def test_ending_a_reviewers_post_frees_their_cases_in_the_background() -> None:
    cast = make_cast()
    placement = walk(factories.make_submitted(cast.need, cast.expert), (A.TAKE, cast.rabia))
    ledger.drain(worker="test", seconds=30)

    end_post(post_id=cast.rabia.posts.get().pk, by=cast.ayesha, at=timezone.now())
    ledger.drain(worker="test", seconds=30)

    placement.refresh_from_db()
    assert (placement.state, placement.reviewer) == ("submitted", None)


def test_a_reviewer_keeps_the_cases_when_another_post_of_theirs_ends(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    walk(submitted, (A.TAKE, cast.rabia))
    day = timezone.localdate() - timedelta(days=1)
    ended = {"role": Role.AUDITOR, "starts_on": day, "ends_on": day}
    other = Post.objects.create(user=cast.rabia, unit=cast.most, **ended)

    free_cases_of_leaver(post_id=other.pk)

    submitted.refresh_from_db()
    assert (submitted.state, submitted.reviewer) == ("in_review", cast.rabia)


def test_a_case_that_comes_back_after_its_reviewer_left_waits_for_everybody(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    why: dict[str, Any] = {"note": "Which weeks?", "reasons": ["dates_or_visa"]}
    walk(submitted, (A.TAKE, cast.rabia))
    move_placement(placement_id=submitted.pk, action=A.RETURN, by=cast.rabia, at=NOW, **why)
    end_post(post_id=cast.rabia.posts.get().pk, by=cast.ayesha, at=timezone.now())

    walk(submitted, (A.AGREE, cast.hina), (A.RESUBMIT, cast.sana))

    assert (submitted.state, submitted.reviewer) == ("submitted", None)


def test_whoever_reads_a_letter_is_seen_by_the_person_it_names(
    cast: SimpleNamespace, submitted: Placement, client_of: Callable[..., Client]
) -> None:
    walk(submitted, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))
    address = reverse("exchanges:letter", args=[submitted.letters.get().code])

    for reader in (cast.asma, cast.sana, cast.hina):
        assert client_of(reader).get(address).status_code == 200

    looks = cast.expert.access_events.filter(route="exchanges:letter")
    assert {(look.viewer, look.viewer_is) for look in looks} == {
        (cast.asma, str(cast.most)),
        (cast.sana, str(cast.organisation)),
    }


def test_what_an_expert_has_promised_follows_the_plan(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    later = {"starts_on": TODAY + timedelta(days=200), "ends_on": TODAY + timedelta(days=260)}

    plan = factories.make_plan(placement, **later, hours_per_week=2, steps=())
    edit_plan(placement_id=placement.pk, plan=plan, by=cast.sana, at=NOW)

    promised = Commitment.objects.values("kind", "starts_on", "ends_on", "hours_per_week").get()
    assert promised == later | {"kind": "promised", "hours_per_week": 2}


def test_a_plan_is_not_moved_into_days_on_which_the_expert_has_no_room(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    later = {"starts_on": TODAY + timedelta(days=200), "ends_on": TODAY + timedelta(days=260)}
    for number in range(2):
        busy = factories.make_need(cast.organisation, title=f"Busy {number}", **later)
        factories.make_placement(busy, cast.expert)

    plan = factories.make_plan(placement, **later, steps=())
    with pytest.raises(Refused, match="capacity_used"):
        edit_plan(placement_id=placement.pk, plan=plan, by=cast.sana, at=NOW)


def test_nobody_is_approved_in_two_places_on_one_day(cast: SimpleNamespace) -> None:
    dates = {"mode": Mode.IN_PERSON, "days_in_country": 5}
    placements = []
    for number in range(2):
        need = factories.make_need(cast.organisation, title=f"Visit {number}", mode=Mode.IN_PERSON)
        placements.append(factories.make_submitted(need, cast.expert, **dates))
    approve = ((A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))
    walk(placements[0], *approve)

    with pytest.raises(Refused) as refused:
        walk(placements[1], *approve)

    assert refused.value.code == "dates_overlap"


def test_a_reviewer_who_belongs_to_the_host_is_a_party_not_a_reviewer(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    factories.Membership.objects.create(
        user=cast.rabia, organisation=cast.organisation, role="viewer", since=NOW
    )

    with pytest.raises(Denied):
        move_placement(placement_id=submitted.pk, action=A.TAKE, by=cast.rabia, at=NOW)
