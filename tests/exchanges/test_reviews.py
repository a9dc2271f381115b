"""Two reviewers who do not see each other, a decider, and the same words for all three."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import PlacementAction as A
from exchanges.enums import Verdict
from exchanges.models import Placement, Review, ReviewAssignment
from exchanges.selectors.cases import rejection_words
from exchanges.selectors.reviews import review_panel
from exchanges.services.placements import move_placement
from exchanges.services.plans import edit_plan
from exchanges.services.reviews import Finding, give_review
from experts.models import Commitment
from tests import factories
from tests.cast import make_cast
from tests.factories import NOW, give, walk

SignIn = Callable[..., Client]
BOTH = (Verdict.APPROVE, Verdict.REJECT)


def _reviewer(name: str = "Second Reviewer") -> User:
    email = f"{name.lower().replace(' ', '.')}@demo.example"
    return factories.make_staff(email, role=Role.REVIEWER, full_name=name)


@pytest.fixture
def second(cast: SimpleNamespace) -> User:
    return _reviewer()


@pytest.fixture
def two(cast: SimpleNamespace, second: User) -> Placement:
    """A T2 case that two reviewers have."""
    placement = factories.make_submitted(cast.need, cast.expert, restricted_post=True)
    assert placement.tier == "T2"
    return walk(placement, (A.TAKE, cast.rabia), (A.TAKE, second))


def test_a_case_of_two_reviews_takes_two_and_not_a_third(cast: SimpleNamespace, two: Placement) -> None:
    with pytest.raises(Refused) as refused:
        walk(two, (A.TAKE, _reviewer("Third Reviewer")))

    assert refused.value.code == "reviewers_are_found"


def test_nobody_takes_both_places(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert, restricted_post=True)

    with pytest.raises(Denied):
        walk(placement, (A.TAKE, cast.rabia), (A.TAKE, cast.rabia))


def test_one_review_of_two_tells_nobody_what_it_says(
    cast: SimpleNamespace, two: Placement, second: User, client_of: SignIn
) -> None:
    address = reverse("exchanges:placement", args=[two.public_id])
    factories.declare_none(two, cast.dawood)
    give(two, cast.rabia, Verdict.REJECT, letter="A secret reason of Rabia's.")

    event = two.events.order_by("-seq")[0]
    assert (two.state, event.action, event.reasons, event.note_key) == ("in_review", "review", [], None)
    for reader in (second, cast.dawood, cast.omar, cast.asma):
        page = client_of(reader).get(address).content.decode()
        assert "1 of 2 reviews are in" in page
        assert "secret reason" not in page and "recommends rejection" not in page
    assert "secret reason" in client_of(cast.rabia).get(address).content.decode()
    for party in (cast.hina, cast.sana):
        assert "reviews are in" not in client_of(party).get(address).content.decode()


@pytest.mark.parametrize(
    ("first", "other", "state"),
    [
        (Verdict.APPROVE, Verdict.APPROVE, "pending_approval"),
        (Verdict.REJECT, Verdict.REJECT, "pending_rejection"),
        (Verdict.APPROVE, Verdict.RETURN, "changes_requested"),
        (Verdict.RETURN, Verdict.REJECT, "changes_requested"),
        (Verdict.REJECT, Verdict.APPROVE, "pending_approval"),
    ],
)
def test_the_step_follows_from_both_reviews(
    cast: SimpleNamespace, two: Placement, second: User, first: Verdict, other: Verdict, state: str
) -> None:
    give(two, cast.rabia, first)
    give(two, second, other)

    assert two.state == state
    assert not Review.objects.filter(opened_at=None).exists()
    assert two.events.order_by("-seq")[0].part == "clock"


def test_a_return_of_two_carries_all_reasons_and_both_letters(
    cast: SimpleNamespace, two: Placement, second: User, client_of: SignIn
) -> None:
    give(two, cast.rabia, Verdict.RETURN, reasons=["tor_unclear"], letter="Say what he does.")
    give(two, second, Verdict.RETURN, reasons=["dates_or_visa", "tor_unclear"], letter="Say when.")

    page = client_of(cast.sana).get(reverse("exchanges:placement", args=[two.public_id])).content.decode()
    assert two.events.order_by("-seq")[0].reasons == ["tor_unclear", "dates_or_visa"]
    assert "Say what he does." in page and "Say when." in page


def test_after_a_return_the_same_two_review_anew(cast: SimpleNamespace, two: Placement, second: User) -> None:
    give(two, cast.rabia, Verdict.RETURN)
    give(two, second, Verdict.APPROVE)
    walk(two, (A.AGREE, cast.hina), (A.RESUBMIT, cast.sana))

    current = two.assignments.current()
    assert {(one.reviewer, one.plan_number) for one in current} == {(cast.rabia, 2), (second, 2)}
    give(two, cast.rabia, Verdict.APPROVE)
    assert two.state == "in_review"
    assert review_panel(two, second).n_reviews == 1


def test_in_a_second_round_neither_reads_what_the_other_found_in_the_first(
    cast: SimpleNamespace, two: Placement, second: User
) -> None:
    give(two, cast.rabia, Verdict.RETURN)
    give(two, second, Verdict.APPROVE)
    assert len(review_panel(two, second).reviews) == 2
    walk(two, (A.AGREE, cast.hina), (A.RESUBMIT, cast.sana))

    def writers(reader: User) -> list[str]:
        return [one.who for one in review_panel(two, reader).reviews]

    assert (writers(cast.rabia), writers(second)) == ([str(cast.rabia)], [str(second)])
    assert len(writers(cast.omar)) == 2
    give(two, cast.rabia, Verdict.APPROVE)
    assert (writers(cast.rabia), writers(second)) == ([str(cast.rabia)] * 2, [str(second)])
    give(two, second, Verdict.APPROVE)
    assert len(writers(cast.rabia)) == len(writers(second)) == 4


def test_where_two_differ_a_decider_turns_it_and_says_why(
    cast: SimpleNamespace, two: Placement, second: User
) -> None:
    give(two, cast.rabia, Verdict.APPROVE)
    give(two, second, Verdict.REJECT)
    assert review_panel(two, cast.omar).differ
    factories.declare_none(two, cast.dawood)
    why = {"note": "The host has no laboratory.", "reasons": ["outcomes_not_measurable"]}
    move_placement(placement_id=two.pk, action=A.TURN, by=cast.dawood, at=NOW, **why)
    walk(two, (A.RELEASE, cast.dawood))

    assert two.state == "rejected"
    assert rejection_words(two)[1] == "The host has no laboratory."


def test_where_two_agree_nothing_is_turned(cast: SimpleNamespace, two: Placement, second: User) -> None:
    give(two, cast.rabia, Verdict.APPROVE)
    give(two, second, Verdict.APPROVE)

    with pytest.raises(Refused) as refused:
        walk(two, (A.TURN, cast.dawood))

    assert refused.value.code == "reviews_agree"


def test_a_decision_of_two_reviews_has_three_people_and_one_hash(
    cast: SimpleNamespace, two: Placement, second: User
) -> None:
    give(two, cast.rabia, Verdict.APPROVE)
    give(two, second, Verdict.APPROVE)
    walk(two, (A.RELEASE, cast.dawood))

    people = (two.recommended_by, two.second_recommended_by, two.decided_by)
    digest = two.plan_versions.get().digest
    assert people == (cast.rabia, second, cast.dawood)
    assert (two.state, two.recommended_digest, two.decided_digest) == ("approved", digest, digest)


def test_a_second_review_of_the_same_person_is_refused(cast: SimpleNamespace, two: Placement) -> None:
    give(two, cast.rabia, Verdict.APPROVE)

    with pytest.raises(Denied):
        give(two, cast.rabia, Verdict.REJECT)

    assert Review.objects.get().verdict == "approve"


def test_a_review_of_another_plan_is_refused(cast: SimpleNamespace, two: Placement) -> None:
    with pytest.raises(Refused) as refused:
        give_review(
            placement_id=two.pk,
            finding=Finding(Verdict.APPROVE),
            by=cast.rabia,
            at=NOW,
            digest="0" * 64,
        )

    assert refused.value.code == "plan_is_another"


def test_the_page_of_two_offers_to_hand_back_and_no_bare_verdict(
    cast: SimpleNamespace, two: Placement, client_of: SignIn
) -> None:
    page = client_of(cast.rabia).get(reverse("exchanges:placement", args=[two.public_id])).context["page"]

    offered = {choice.name: choice.decision.allowed for choice in page.actions}
    assert offered["hand_back"]
    assert not {"return", "recommend_approval", "recommend_rejection", "review", "reassign"} & set(offered)


def test_whoever_hands_back_leaves_the_other_in_review(
    cast: SimpleNamespace, two: Placement, second: User
) -> None:
    give(two, second, Verdict.APPROVE)
    walk(two, (A.HAND_BACK, cast.rabia))

    assert (two.state, two.reviewer) == ("in_review", second)
    walk(two, (A.TAKE, _reviewer("Third Reviewer")))
    assert two.assignments.current().count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_four_who_take_at_once_two_have_it() -> None:
    cast = make_cast()
    people = [cast.rabia, *(_reviewer(f"Reviewer {n}") for n in range(3))]
    placement = factories.make_submitted(cast.need, cast.expert, restricted_post=True)
    factories.declare_none(placement, *people)

    outcomes = _at_once([lambda one=one: walk(placement, (A.TAKE, one)) for one in people])

    assert sorted(outcomes) == ["", "", "reviewers_are_found", "reviewers_are_found"]
    assert ReviewAssignment.objects.current().filter(placement=placement).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_reviews_given_at_once_settle_the_case_once() -> None:
    cast = make_cast()
    second = _reviewer()
    placement = factories.make_submitted(cast.need, cast.expert, restricted_post=True)
    walk(placement, (A.TAKE, cast.rabia), (A.TAKE, second))

    def gives(by: User) -> Callable[[], Any]:
        return lambda: give(Placement.objects.get(pk=placement.pk), by, Verdict.APPROVE)

    outcomes = _at_once([gives(cast.rabia), gives(second), gives(cast.rabia), gives(second)])

    placement.refresh_from_db()
    assert sorted(outcomes) == ["", "", "denied", "denied"]
    assert placement.state == "pending_approval"
    assert placement.events.filter(action="recommend_approval").count() == 1


def _at_once(tries: list[Callable[[], Any]]) -> list[str]:
    """Each in a thread and a connection of its own; "" where it went well, else why not."""
    outcomes: list[str] = []

    def run(attempt: Callable[[], Any]) -> None:
        try:
            attempt()
            outcomes.append("")
        except Denied:
            outcomes.append("denied")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(attempt,)) for attempt in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def _refused_by_the_database(placement: Placement, **fields: Any) -> bool:
    try:
        with transaction.atomic():
            Placement.objects.filter(pk=placement.pk).update(**fields)
    except IntegrityError:
        return True
    return False


def test_a_plan_under_review_is_changed_by_no_service_and_no_statement(
    cast: SimpleNamespace, two: Placement, second: User
) -> None:
    plan = factories.make_plan(two, purpose="Something else.")
    give(two, cast.rabia, Verdict.APPROVE)

    with pytest.raises(Denied):
        edit_plan(placement_id=two.pk, plan=plan, by=cast.sana, at=NOW)
    assert _refused_by_the_database(two, purpose="Something else.")
    with pytest.raises(IntegrityError), transaction.atomic():
        two.work_items.update(title="Something else")
    give(two, second, Verdict.APPROVE)
    assert _refused_by_the_database(two, allowance_amount=1_000_000)


def test_an_edit_clears_the_agreement_in_the_database_too(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)
    walk(placement, (A.AGREE, cast.hina))

    Placement.objects.filter(pk=placement.pk).update(purpose="Something else.")

    placement.refresh_from_db()
    assert placement.expert_agreed_at is None


def test_an_approved_plan_changes_with_an_amendment_alone(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))

    assert _refused_by_the_database(placement, hours_per_week=5)
    assert not _refused_by_the_database(placement, hours_per_week=5, n_amendments=1)


def test_nobody_approves_alone_by_a_statement(cast: SimpleNamespace, two: Placement, second: User) -> None:
    decided = {"state": "approved", "decided_by": cast.dawood, "decided_at": NOW}
    digest = {"recommended_digest": "a", "decided_digest": "a"}
    one = {"recommended_by": cast.rabia, "recommended_at": NOW}

    assert _refused_by_the_database(two, state="approved")
    assert _refused_by_the_database(two, **decided, **digest)
    assert _refused_by_the_database(two, **decided, **digest, **one)
    assert _refused_by_the_database(two, **decided, **digest, **one, second_recommended_by=cast.dawood)
    assert _refused_by_the_database(two, **decided, **digest, **one, second_recommended_by=cast.rabia)
    assert _refused_by_the_database(
        two, **decided, **one, second_recommended_by=second, recommended_digest="a", decided_digest="b"
    )


def test_an_appeal_takes_seat_and_hours_again_and_others_look_at_it(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia), (A.RELEASE, cast.dawood))
    Outbox.objects.all().delete()

    walk(placement, (A.APPEAL, cast.hina))

    cast.need.refresh_from_db()
    assert (placement.state, cast.need.state, Commitment.objects.count()) == ("submitted", "filled", 1)
    told = Outbox.objects.filter(template="exchanges.placement_step")
    assert set(told.values_list("recipient__email", flat=True)) == {"sana@demo.example"}
    with pytest.raises(Denied):
        walk(placement, (A.TAKE, cast.rabia))
    other = _reviewer()
    walk(placement, (A.TAKE, other), (A.RECOMMEND_APPROVAL, other))
    with pytest.raises(Denied):
        walk(placement, (A.RELEASE, cast.dawood))


def test_an_appeal_needs_a_seat_that_is_still_free(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia), (A.RELEASE, cast.dawood))
    factories.make_placement(cast.need, factories.make_expert(factories.make_user("new@demo.example")))

    with pytest.raises(Refused) as refused:
        walk(placement, (A.APPEAL, cast.hina))

    assert refused.value.code == "appeal_needs_a_seat"


def test_a_letter_is_prepared_in_both_languages_and_nothing_is_sent(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = walk(factories.make_submitted(cast.need, cast.expert), (A.TAKE, cast.rabia))
    address = reverse("exchanges:give_review", args=[placement.public_id])
    typed = {"verdict": "return", "reasons": ["counterpart_missing", "dates_or_visa"], "letter": "Dear both,"}

    page = client_of(cast.rabia).post(address, typed | {"prepare": "1", "score_need": "3"})

    letter = page.context["form"]["letter"].value()
    assert page.status_code == 200
    assert letter.startswith("Dear both,") and "stays when they leave" in letter and "ویزا" in letter
    assert page.context["form"]["score_need"].value() == "3"
    assert not Review.objects.exists()


def test_a_review_on_the_page_keeps_its_points_and_sends_the_letter(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = walk(factories.make_submitted(cast.need, cast.expert), (A.TAKE, cast.rabia))
    address = reverse("exchanges:give_review", args=[placement.public_id])
    digest = placement.plan_versions.get().digest
    given = {"digest": digest, "verdict": "return", "reasons": ["tor_unclear"], "score_outcome": "2"}

    without = client_of(cast.rabia).post(address, given)
    done = client_of(cast.rabia).post(address, given | {"letter": "Say what he does."})

    placement.refresh_from_db()
    assert (without.status_code, done.status_code, placement.state) == (422, 302, "changes_requested")
    assert "Please write what the other side should read." in without.content.decode()
    assert Review.objects.get().scores == {"outcome": 2}


@pytest.mark.parametrize("text", ["", "x" * 9999, "\x00", "-1", "9" * 40, "نا"])
def test_no_input_breaks_the_pages_of_the_review(cast: SimpleNamespace, client_of: SignIn, text: str) -> None:
    placement = walk(factories.make_submitted(cast.need, cast.expert), (A.TAKE, cast.rabia))
    typed = dict.fromkeys(
        ("verdict", "reasons", "letter", "digest", "score_need", "tie", "place", "to", "case"), text
    )
    rabia, dawood = client_of(cast.rabia), client_of(cast.dawood)
    factories.declare_none(placement, cast.dawood)
    code = [placement.public_id]
    of_case = [reverse(f"exchanges:{name}", args=code) for name in ("give_review", "declare_ties")]
    reassign, queue = reverse("exchanges:reassign", args=code), reverse("exchanges:review_queue")
    answers = [
        *(rabia.post(address, typed) for address in of_case),
        rabia.post(of_case[0], typed | {"prepare": "1"}),
        rabia.get(queue, {"show": text, "tier": text, "unit": text, "page": text}),
        dawood.post(reassign, typed),
        dawood.post(reverse("exchanges:decision_list"), {"case": [text, f"{text}:1", ":", "A:B"]}),
    ]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
