"""Pages of invitations and placements: constant cost, kind errors, nothing lost, nothing leaked."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.policies import decide
from exchanges.enums import OF_THE_CLOCK
from exchanges.enums import PlacementAction as A
from exchanges.forms import PlanForm
from exchanges.models import Placement
from tests import factories
from tests.factories import NOW, walk

SignIn = Callable[..., Client]
HOSTILE = ("\x00", "9" * 40, "<script>", "' OR 1=1 --", "%00", "-1", "1e309")


def _three_needs(cast: SimpleNamespace, n: int) -> list[Any]:
    cast.expert.capacity = 9
    cast.expert.save()
    return [factories.make_need(cast.organisation, title=f"Need {number}") for number in range(n)]


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_invitations_costs_the_same_for_any_number(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    for need in _three_needs(cast, n):
        factories.make_invitation(need, cast.expert)
    for user, n_queries in ((cast.hina, 8), (cast.sana, 9)):
        client = client_of(user)
        client.get(reverse("exchanges:invitation_list"))

        with django_assert_num_queries(n_queries):
            client.get(reverse("exchanges:invitation_list"))


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_placements_costs_the_same_for_any_number(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    for need in _three_needs(cast, n):
        factories.make_submitted(need, cast.expert)
    client = client_of(cast.hina)
    client.get(reverse("exchanges:placement_list"))

    with django_assert_num_queries(4):
        client.get(reverse("exchanges:placement_list"))


def _plan_typed(placement: Any, **changes: Any) -> dict[str, Any]:
    """The plan's form as a browser posts it."""
    form = PlanForm(instance=placement)
    typed = {name: field.prepare_value(form[name].value()) for name, field in form.fields.items()}
    return {k: v for k, v in (typed | changes).items() if v not in (None, "") and v is not False}


def test_a_stale_plan_keeps_what_was_typed_shows_what_stands_and_can_be_saved_again(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    address = reverse("exchanges:edit_placement", args=[placement.public_id])
    mine = _plan_typed(placement, deliverable="My words")
    client_of(cast.sana).post(address, _plan_typed(placement, deliverable="The host's words"))
    client = client_of(cast.hina)

    page = client.post(address, mine)

    assert "Saved meanwhile: The host&#x27;s words" in page.content.decode()
    again = {name: page.context["form"][name].value() for name in mine}
    assert again["deliverable"] == "My words"
    assert client.post(address, again).status_code == 302


def test_a_day_without_words_and_a_day_outside_the_plan_stand_beside_their_step(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    address = reverse("exchanges:edit_placement", args=[placement.public_id])
    typed = _plan_typed(placement, step_4_by="2027-01-01", step_5="Late", step_5_by="1999-01-01")

    page = client_of(cast.hina).post(address, typed)

    assert set(page.context["form"].errors) == {"step_4", "step_5_by"}


def test_a_refused_step_says_so_beside_its_field_and_can_be_read_again(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    steps = ((A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))
    placement = walk(factories.make_submitted(cast.need, cast.expert), *steps)
    factories.declare_none(placement, cast.dawood)
    address = reverse("exchanges:step", args=[placement.public_id])
    client = client_of(cast.dawood)

    page = client.post(address, {"action": "send_back"}).content.decode()

    assert 'href="#send_back-note"' in page
    assert 'id="send_back-note"' in page
    assert page.count("Please write a note: the other side needs to know why.") == 2
    assert client.get(address).headers["Location"] == reverse(
        "exchanges:placement", args=[placement.public_id]
    )


def test_accepting_twice_leads_to_the_one_placement(cast: SimpleNamespace, client_of: SignIn) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    address = reverse("exchanges:accept_invitation", args=[invitation.public_id])
    client = client_of(cast.hina)
    client.post(address)

    again = client.post(address)

    assert again.headers["Location"] == reverse("exchanges:invitation", args=[invitation.public_id])
    assert Placement.objects.filter(expert=cast.expert).count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_the_review_queue_costs_the_same_for_any_number(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    for need in _three_needs(cast, n):
        factories.make_submitted(need, cast.expert)
    client = client_of(cast.rabia)
    client.get(reverse("exchanges:review_queue"))

    with django_assert_num_queries(8):
        client.get(reverse("exchanges:review_queue"))


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("name", ["invitation", "placement"])
def test_the_api_lists_cost_the_same_for_any_number(
    cast: SimpleNamespace, client_of: SignIn, name: str, n: int, django_assert_num_queries: Any
) -> None:
    for need in _three_needs(cast, n):
        factories.make_submitted(need, cast.expert)
    client = client_of(cast.hina)
    client.get(reverse(f"api:{name}-list"))

    with django_assert_num_queries(4):
        client.get(reverse(f"api:{name}-list"))


def test_what_came_back_stands_on_top_of_the_queue(cast: SimpleNamespace, client_of: SignIn) -> None:
    first, second = _three_needs(cast, 2)
    factories.make_submitted(first, cast.expert)
    back = walk(factories.make_submitted(second, cast.expert), (A.TAKE, cast.rabia), (A.RETURN, cast.rabia))
    walk(back, (A.AGREE, cast.hina), (A.RESUBMIT, cast.sana))

    page = client_of(cast.rabia).get(reverse("exchanges:review_queue"))

    assert page.context["rows"][0].public_id == back.public_id


def test_a_refused_step_shows_why_and_keeps_what_was_typed(cast: SimpleNamespace, client_of: SignIn) -> None:
    steps = ((A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))
    placement = walk(factories.make_submitted(cast.need, cast.expert), *steps)
    factories.declare_none(placement, cast.dawood)

    page = client_of(cast.dawood).post(
        reverse("exchanges:step", args=[placement.public_id]),
        {"action": "send_back", "note": "A long note that must not be lost.", "version": "1"},
    )

    assert page.status_code == 422
    assert "A long note that must not be lost." in page.content.decode()
    assert "Somebody changed this in the meantime." in page.content.decode()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_breaks_a_page(cast: SimpleNamespace, client_of: SignIn, text: str) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    client = client_of(cast.sana)
    plan = dict.fromkeys(("purpose", "starts_on", "hours_per_week", "place", "version", "step_1_by"), text)
    step = {"action": text, "version": text, "note": text, "reasons": [text]}

    answers = [
        client.post(reverse("exchanges:edit_placement", args=[placement.public_id]), plan),
        client.post(reverse("exchanges:step", args=[placement.public_id]), step),
        client.get(reverse("exchanges:placement_list"), {"page": text}),
        client.get(reverse("exchanges:verify"), {"code": text}),
        client.get(reverse("api:placement-list"), {"page": text, "state": text, "need": text}),
        client.get(reverse("api:invitation-list"), {"page": text, "state": text, "page_size": text}),
    ]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


def _pending(cast: SimpleNamespace) -> Placement:
    placement = factories.make_submitted(cast.need, cast.expert)
    return walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia))


@pytest.mark.parametrize("who", ["hina", "sana"])
def test_a_recommendation_shows_outside_through_no_channel(
    cast: SimpleNamespace, client_of: SignIn, who: str
) -> None:
    """Page, list, filter, count and API answer exactly as while the review goes on."""
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia))
    client = client_of(getattr(cast, who))
    before = _what_is_seen(client, placement)

    walk(placement, (A.RECOMMEND_REJECTION, cast.rabia), at=NOW)

    assert _what_is_seen(client, placement) == before


def _what_is_seen(client: Client, placement: Placement) -> list[Any]:
    page = client.get(reverse("exchanges:placement", args=[placement.public_id])).context["page"]
    row = client.get(reverse("api:placement-detail", args=[placement.public_id])).json()
    lists = [
        client.get(reverse("api:placement-list"), {"state": state}).json()["count"]
        for state in ("in_review", "rejected", "approved")
    ]
    listed = client.get(reverse("exchanges:placement_list")).context["rows"]
    seen = (page.state, page.since, page.plan_version, page.timeline, page.next_who, page.actions)
    return [seen, row, lists, listed]


def test_staff_outside_the_unit_see_no_case(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = _pending(cast)
    other = factories.make_staff(
        "other@demo.example", role=factories.Role.REVIEWER, unit=cast.mission, full_name="Other"
    )

    page = client_of(other).get(reverse("exchanges:placement", args=[placement.public_id]))

    assert page.status_code == 404


def test_whoever_may_act_can_see(cast: SimpleNamespace) -> None:
    """For every person, every state and every step: what a rule allows, `visible_to` shows."""

    cases = [factories.make_placement(cast.need, cast.expert), *_cases_in_every_state(cast)]
    people = [
        cast.hina,
        cast.bilal,
        cast.sana,
        cast.kamran,
        cast.omar,
        cast.rabia,
        cast.dawood,
        cast.asma,
        cast.ayesha,
    ]
    unseen = [
        (person.email, case.state, action)
        for case in cases
        for person in people
        for action in A
        if action not in OF_THE_CLOCK
        and decide(person, f"exchanges.{action}_placement", case).allowed
        and not Placement.objects.visible_to(person).filter(pk=case.pk).exists()
    ]

    assert unseen == []


def _cases_in_every_state(cast: SimpleNamespace) -> list[Placement]:
    take, recommend = (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia)
    reject = (A.RECOMMEND_REJECTION, cast.rabia)
    walks = (
        (),
        (take,),
        (take, (A.RETURN, cast.rabia)),
        (take, recommend),
        (take, reject),
        (take, recommend, (A.RELEASE, cast.dawood)),
        (take, reject, (A.RELEASE, cast.dawood)),
        ((A.WITHDRAW, cast.sana),),
    )
    needs = _three_needs(cast, len(walks))
    return [
        walk(factories.make_submitted(need, cast.expert), *steps)
        for need, steps in zip(needs, walks, strict=True)
    ]


def test_a_text_that_is_too_long_is_not_cut_but_answered_beside_its_field(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    match = factories.make_match(cast.need, cast.expert)
    address = reverse("exchanges:invite", args=[match.public_id])
    client = client_of(cast.sana)
    typed = "Please help us. " * 200

    empty, answer = client.get(address), client.post(address, {"message": typed})

    assert "maxlength" not in re.findall(r"<textarea[^>]*>", empty.content.decode())[0]
    assert "at most 2000 characters" in str(answer.context["form"]["message"].errors)
    assert typed in answer.content.decode()


def test_who_was_invited_already_is_not_asked_to_be_invited_again(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    match = factories.make_match(cast.need, cast.expert)
    address, client = reverse("exchanges:invite", args=[match.public_id]), client_of(cast.sana)
    sent = client.post(address, {"message": "Please help us."})

    again = client.get(address, follow=True)

    assert again.redirect_chain[-1][0] == sent.url


def test_checking_a_letter_without_a_code_says_what_is_missing(client_of: SignIn) -> None:
    client, address = client_of(None), reverse("exchanges:verify")

    asked, empty = (client.get(address + query).content.decode() for query in ("", "?code=+"))

    assert "Type the code;" not in asked
    assert "Type the code; it stands after the reference" in empty
    assert 'aria-describedby="code_error"' in empty
