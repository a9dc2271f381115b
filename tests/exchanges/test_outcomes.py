"""Outcomes are claimed by one side and confirmed over a link, by somebody who is not of that side."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from diaspora_portal.invariants import INVARIANTS
from exchanges.enums import Confirmer, Counterfactual, OutcomeAction, OutcomeType
from exchanges.models import Outcome
from exchanges.selectors.outcomes import outcome_token
from exchanges.selectors.waiting import waiting_for
from exchanges.services.confirmations import (
    answer_outcome,
    ask_again,
    expire_confirmations,
    forget_confirmers,
)
from exchanges.services.outcomes import MOST_OUTCOMES, settle_outcome, withdraw_outcome
from exchanges.views.outcomes import LINKS_OF_A_VISITOR
from incubators.enums import MemberRole
from incubators.models import Membership
from tests import factories
from tests.exchanges.reporting import all_mails, begun, claim, noon

SignIn = Callable[..., Client]
A = OutcomeAction
ANSWER = {"is_right_person": "yes", "verdict": "confirm", "counterfactual": "later", "words": "A year later."}


def _link(outcome: Outcome) -> str:
    return reverse("exchanges:confirm_outcome", args=[outcome_token(outcome.public_id)])


def _refusal_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code


def _claim_now(cast: SimpleNamespace, **changes: Any) -> Outcome:
    return claim(begun(cast), changes.pop("by", cast.sana), at=timezone.now(), **changes)


def test_a_claim_asks_its_third_person_at_once_in_both_languages(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    Outbox.objects.all().delete()

    outcome = claim(placement, cast.sana, at=noon(placement.ends_on))
    all_mails()

    assert (outcome.state, outcome.n_mails, outcome.claimed_side) == ("confirmation_sent", 1, "host")
    [letter] = mail.outbox
    assert letter.to == ["head@training.example"]
    assert letter.body.count(_link(outcome)) == 2
    assert "People trained: 6 people" in letter.body
    assert "ڈائسپورا پورٹل" in letter.body
    for name in ("Head of the training centre", "Hina", "Sana", cast.need.title):
        assert name not in letter.subject
        assert name.replace(" ", "") not in _link(outcome)
    assert outcome_token(outcome.public_id) not in (outcome.token_digest, outcome.public_id)


def test_four_mails_at_most_on_days_0_7_14_and_21_then_it_is_unconfirmed(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = noon(placement.ends_on)
    outcome = claim(placement, cast.sana, at=at)
    sent = Outbox.objects.filter(template="exchanges.confirm_outcome")
    counts = {}

    for day in range(40):
        for _two_beats in range(2):
            ask_again(at=at + timedelta(days=day))
            expire_confirmations(at=at + timedelta(days=day))
        counts[day] = sent.count()

    assert [day for day in counts if counts[day] > counts.get(day - 1, 0)] == [0, 7, 14, 21]
    assert counts[39] == 4
    outcome.refresh_from_db()
    assert (outcome.state, outcome.n_mails) == ("unconfirmed", 4)
    assert outcome.state_since == at + timedelta(days=28)
    told = Outbox.objects.filter(template="exchanges.outcome_answered")
    assert [one.recipient for one in told] == [cast.sana]


def test_the_database_refuses_a_fifth_mail(cast: SimpleNamespace) -> None:
    outcome = _claim_now(cast)

    with pytest.raises(IntegrityError, match="four_mails"), transaction.atomic():
        Outcome.objects.filter(pk=outcome.pk).update(n_mails=5)


def test_mails_that_fell_due_together_are_one(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = noon(placement.ends_on)
    outcome = claim(placement, cast.sana, at=at)

    assert ask_again(at=at + timedelta(days=20)) == 1
    assert ask_again(at=at + timedelta(days=20)) == 0

    outcome.refresh_from_db()
    assert outcome.n_mails == 3


def test_whoever_was_named_confirms_without_an_account(cast: SimpleNamespace) -> None:
    outcome = _claim_now(cast)
    stranger = Client()
    address = _link(outcome)

    for _scanner in range(2):
        assert stranger.get(address).status_code == stranger.head(address).status_code == 200
    outcome.refresh_from_db()
    assert outcome.state == "confirmation_sent"
    page = stranger.get(address).content.decode()
    assert "Six technicians can now maintain the inverters." in page
    assert "Ravi Incubation Centre" in page
    for name in ("Hina", "Sana", "Head of the training centre", "head@training.example"):
        assert name not in page

    done = stranger.post(address, ANSWER)

    assert done.status_code == 200
    assert "Your answer is recorded" in done.content.decode()
    outcome.refresh_from_db()
    assert (outcome.state, outcome.counterfactual) == ("confirmed", "later")
    event = outcome.events.get(action="confirm")
    assert (event.part, event.by) == ("confirmer", None)
    assert stranger.post(address, ANSWER | {"verdict": "dispute"}).status_code == 404
    assert Outcome.objects.get().state == "confirmed"


def test_unknown_used_and_expired_links_answer_alike(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    now = timezone.now()
    old = claim(placement, cast.sana, at=now - timedelta(days=28))
    used = claim(placement, cast.sana, at=now)
    withdraw_outcome(outcome_id=used.pk, by=cast.sana, at=now)
    unknown = reverse("exchanges:confirm_outcome", args=["ABCDEFGHJK.not-signed"])
    never = reverse("exchanges:confirm_outcome", args=[outcome_token("NEVERMADE1")])

    answers = [Client().get(address) for address in (_link(old), _link(used), unknown, never)]

    assert {answer.status_code for answer in answers} == {404}
    bodies = {answer.content.decode().split("<main")[1].split("</main>")[0] for answer in answers}
    assert len(bodies) == 1
    assert "This link is over" in bodies.pop()


def test_the_link_goes_to_no_other_site_into_no_index_and_into_no_cache(cast: SimpleNamespace) -> None:
    outcome = _claim_now(cast)
    address = _link(outcome)

    first, used = Client().get(address), Client().post(address, ANSWER)

    for answer in (first, used, Client().get(address)):
        assert answer["Referrer-Policy"] == "same-origin"  # a stricter one takes the origin from the form
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
    assert [first.status_code, used.status_code, Client().get(address).status_code] == [200, 200, 404]


def test_reading_the_link_changes_nothing(cast: SimpleNamespace) -> None:
    outcome = _claim_now(cast)
    before = Outcome.objects.values().get()
    n_events, n_mails = outcome.events.count(), Outbox.objects.count()

    for _n in range(3):
        Client().get(_link(outcome), {"is_right_person": "yes", "verdict": "confirm"})
        Client().head(_link(outcome))

    assert Outcome.objects.values().get() == before
    assert (outcome.events.count(), Outbox.objects.count()) == (n_events, n_mails)


@pytest.mark.parametrize("how", ["withdrawn", "disputed"])
def test_the_link_is_over_once_the_claim_is_withdrawn_or_disputed(cast: SimpleNamespace, how: str) -> None:
    outcome = _claim_now(cast)
    if how == "withdrawn":
        withdraw_outcome(outcome_id=outcome.pk, by=cast.sana, at=timezone.now())
    else:
        answer_outcome(outcome_id=outcome.pk, action=A.DISPUTE, note="Not so.", by=None, at=timezone.now())
    before = Outcome.objects.values().get()

    answers = [Client().get(_link(outcome)), Client().post(_link(outcome), ANSWER)]

    assert [one.status_code for one in answers] == [404, 404]
    assert Outcome.objects.values().get() == before


def test_the_secret_of_a_link_stands_in_no_line_of_our_log(
    cast: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    outcome = _claim_now(cast)
    caplog.set_level("INFO")

    Client().get(_link(outcome))
    Client().post(_link(outcome), ANSWER)
    Client().get(_link(outcome))

    lines = [str(vars(record)) for record in caplog.records if record.name == "portal.request"]
    assert len(lines) == 3
    assert all("exchanges:confirm_outcome" in line for line in lines)
    assert not [line for line in lines if outcome_token(outcome.public_id) in line]


def test_whoever_guesses_links_is_stopped(cast: SimpleNamespace) -> None:
    client = Client()
    address = reverse("exchanges:confirm_outcome", args=["guess"])
    for _n in range(LINKS_OF_A_VISITOR.limit):
        client.get(address)

    assert client.get(address).status_code == 429


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"is_right_person": ""}, "This field is required."),
        ({"verdict": ""}, "Please say whether it is so."),
        ({"counterfactual": ""}, "Please say what would have happened without it."),
        ({"verdict": "dispute", "words": " "}, "Please say what is wrong."),
        ({"verdict": "uphold"}, "Select a valid choice"),
        ({"words": "w" * 1001}, "at most 1000 characters"),
    ],
    ids=str,
)
def test_an_answer_that_is_not_whole_is_asked_for_again(
    cast: SimpleNamespace, change: dict[str, str], sentence: str
) -> None:
    outcome = _claim_now(cast)

    page = Client().post(_link(outcome), ANSWER | change)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    outcome.refresh_from_db()
    assert outcome.state == "confirmation_sent"


def test_the_wrong_person_says_so_and_is_written_to_no_more(cast: SimpleNamespace) -> None:
    outcome = _claim_now(cast)

    Client().post(_link(outcome), {"is_right_person": "no"})

    outcome.refresh_from_db()
    assert outcome.state == "unconfirmed"
    assert not Outbox.objects.filter(template="exchanges.confirm_outcome").exists()
    assert ask_again(at=timezone.now() + timedelta(days=21)) == 0


def test_a_disputed_outcome_is_settled_by_a_reviewer(cast: SimpleNamespace, client_of: SignIn) -> None:
    outcome = _claim_now(cast)
    Outbox.objects.all().delete()

    Client().post(_link(outcome), ANSWER | {"verdict": "dispute", "words": "Only two came."})

    outcome.refresh_from_db()
    assert outcome.state == "disputed"
    told = {(one.template, one.recipient.email) for one in Outbox.objects.all()}
    assert told == {
        ("exchanges.outcome_answered", "sana@demo.example"),
        ("exchanges.outcome_answered", "hina@demo.example"),
        ("exchanges.outcome_disputed", "rabia@demo.example"),
    }
    [item] = [one for one in waiting_for(cast.rabia, 9) if one.what == "Settle the disputed outcome"]
    assert outcome.public_id in item.url
    page = client_of(cast.rabia).get(item.url).content.decode()
    assert "Only two came." in page
    step = reverse("exchanges:outcome_step", args=[outcome.public_id, "uphold"])
    assert client_of(cast.rabia).post(step, {"note": ""}).status_code == 422
    client_of(cast.rabia).post(step, {"note": "The list of those present shows six."})
    outcome.refresh_from_db()
    assert outcome.state == "confirmed"
    assert (
        "The list of those present shows six."
        in client_of(cast.hina).get(reverse("exchanges:outcome", args=[outcome.public_id])).content.decode()
    )


def test_nobody_but_a_reviewer_settles(cast: SimpleNamespace) -> None:
    outcome = _claim_now(cast)
    now = timezone.now()
    answer_outcome(outcome_id=outcome.pk, action=A.DISPUTE, note="Not so.", by=None, at=now)

    for person in (cast.hina, cast.sana, cast.omar, cast.dawood, cast.asma):
        with pytest.raises(Denied):
            settle_outcome(outcome_id=outcome.pk, action=A.UPHOLD, note="So.", by=person, at=now)
    settle_outcome(outcome_id=outcome.pk, action=A.DISMISS, note="Nothing shows it.", by=cast.rabia, at=now)
    assert Outcome.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    "email",
    [
        "sana@demo.example",
        "Sana+me@Demo.Example",
        "stranger@demo.example",
        "stranger@mail.demo.example",
        "stranger@ravi.example",
    ],
)
def test_nobody_of_the_claimants_side_is_asked(cast: SimpleNamespace, email: str) -> None:
    cast.organisation.email_domain = "ravi.example"
    cast.organisation.save()

    assert _refusal_of(lambda: _claim_now(cast, confirmer_email=email)) == "confirmer_is_of_your_side"
    assert not Outcome.objects.exists()


def test_a_colleague_with_a_private_address_is_not_asked_either(cast: SimpleNamespace) -> None:
    colleague = factories.make_user("colleague@gmail.com")
    cast.organisation.memberships.create(user=colleague, role="viewer", since=factories.NOW)
    placement = begun(cast)
    at = timezone.now()

    code = _refusal_of(lambda: claim(placement, cast.sana, at=at, confirmer_email="colleague+x@gmail.com"))
    assert code == "confirmer_is_of_your_side"
    other = claim(placement, cast.sana, at=at, confirmer_email="someone.else@gmail.com")
    assert other.confirmer_is == "third_person"


@pytest.mark.parametrize(("by", "asked"), [("sana", "hina@demo.example"), ("hina", "sana@demo.example")])
def test_the_other_side_may_confirm_whatever_its_domain(cast: SimpleNamespace, by: str, asked: str) -> None:
    claimant = getattr(cast, by)
    nameless = {"confirmer_name": "", "confirmer_email": ""}
    placement = begun(cast)
    at = timezone.now()

    offered = claim(placement, claimant, at=at, confirmer_is=Confirmer.OTHER_SIDE, **nameless)
    named = claim(placement, claimant, at=at, confirmer_email=asked)

    assert (offered.confirmer_email, offered.confirmer_is) == (asked, "other_side")
    assert named.confirmer_is == "other_side"


def test_a_link_that_was_passed_on_to_the_claimant_confirms_nothing(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    outcome = _claim_now(cast)

    page = client_of(cast.sana).post(_link(outcome), ANSWER)

    assert page.status_code == 422
    assert "Nobody of your own side can confirm it" in page.content.decode()
    outcome.refresh_from_db()
    assert outcome.state == "confirmation_sent"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": None}, "number_missing"),
        ({"type": OutcomeType.INVESTMENT, "amount": None}, "amount_missing"),
        ({"type": OutcomeType.INVESTMENT, "amount": 5, "currency": ""}, "amount_missing"),
        ({"confirmer_name": " "}, "confirmer_missing"),
        ({"confirmer_email": ""}, "confirmer_missing"),
    ],
    ids=str,
)
def test_a_claim_without_what_it_needs_is_refused(
    cast: SimpleNamespace, changes: dict[str, Any], code: str
) -> None:
    assert _refusal_of(lambda: _claim_now(cast, **changes)) == code


def test_an_investment_is_an_amount_in_a_currency(cast: SimpleNamespace, client_of: SignIn) -> None:
    outcome = _claim_now(cast, type=OutcomeType.INVESTMENT, amount=2_500_000, currency="PKR")

    assert (outcome.number, outcome.currency) == (None, "PKR")
    page = client_of(cast.hina).get(reverse("exchanges:outcome", args=[outcome.public_id])).content.decode()
    assert "Investment: PKR 2,500,000" in page
    assert "Head of the training centre" not in page


def test_the_form_keeps_what_was_typed(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = begun(cast)
    address = reverse("exchanges:claim_outcome", args=[placement.public_id])
    typed = {
        "type": "people_trained",
        "number": "6",
        "description": "Six technicians.",
        "confirmer_is": "third_person",
        "confirmer_name": "Somebody",
        "confirmer_email": "stranger@demo.example",
    }

    page = client_of(cast.sana).post(address, typed)

    assert page.status_code == 422
    assert "Nobody of your own side can confirm it" in page.content.decode()
    assert "Six technicians." in page.content.decode()
    assert client_of(cast.sana).post(address, typed | {"number": "1" * 40}).status_code == 422
    done = client_of(cast.sana).post(address, typed | {"confirmer_email": "a@training.example"})
    assert done.status_code == 302
    assert Outcome.objects.get().number == 6


def test_nothing_is_claimed_before_it_has_begun(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)

    for person in (cast.hina, cast.sana, cast.rabia):
        with pytest.raises(Denied):
            claim(placement, person, at=timezone.now())


def test_a_side_claims_twenty_outcomes_at_most(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = timezone.now()
    for _n in range(MOST_OUTCOMES):
        claim(placement, cast.sana, at=at)

    assert _refusal_of(lambda: claim(placement, cast.sana, at=at)) == "too_many_outcomes"
    claim(placement, cast.hina, at=at)


def test_the_confirmer_is_forgotten_90_days_after_the_answer(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = timezone.now()
    outcome, waiting = claim(placement, cast.sana, at=at), claim(placement, cast.sana, at=at)
    answer_outcome(
        outcome_id=outcome.pk, action=A.CONFIRM, counterfactual=Counterfactual.NOTHING, by=None, at=at
    )

    assert forget_confirmers(at=at + timedelta(days=89)) == 0
    assert forget_confirmers(at=at + timedelta(days=90)) == 1

    outcome.refresh_from_db()
    waiting.refresh_from_db()
    assert (outcome.confirmer_email, outcome.confirmer_name) == ("", "")
    assert waiting.confirmer_email == "head@training.example"


def test_a_withdrawn_outcome_asks_nobody(cast: SimpleNamespace) -> None:
    outcome = _claim_now(cast)
    with pytest.raises(Denied):
        withdraw_outcome(outcome_id=outcome.pk, by=cast.hina, at=timezone.now())

    withdraw_outcome(outcome_id=outcome.pk, by=cast.sana, at=timezone.now())

    assert not Outbox.objects.filter(template="exchanges.confirm_outcome").exists()
    all_mails()
    assert "head@training.example" not in [address for one in mail.outbox for address in one.to]


@pytest.mark.parametrize("code", ["I15", "I16", "I17"])
def test_the_promises_hold_and_are_seen_to_break(cast: SimpleNamespace, code: str) -> None:
    """What no service writes is written past them, to see that the check finds it."""
    [check] = [one for one in INVARIANTS if one.code == code]
    outcome = _claim_now(cast)
    assert check.broken() == []

    if code == "I15":
        type(outcome.placement).objects.filter(pk=outcome.placement_id).update(state="completed")
        assert check.broken() == [outcome.placement.public_id]
    elif code == "I16":
        for n in range(2, 6):
            event = outcome.events.order_by("-seq")[0]
            event.pk, event.seq, event.action = None, event.seq + n, "remind"
            event.save(force_insert=True)
        assert check.broken() == [outcome.public_id]
    else:
        Outcome.objects.filter(pk=outcome.pk).update(state="confirmed")
        assert check.broken() == [outcome.public_id]


def test_a_member_of_the_claimants_host_who_only_reads_confirms_nothing_either(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    outcome = _claim_now(cast)
    reader = factories.make_user("reader@demo.example")
    Membership.objects.create(
        user=reader, organisation=cast.organisation, role=MemberRole.VIEWER, since=timezone.now()
    )

    page = client_of(reader).post(_link(outcome), ANSWER)

    assert page.status_code == 422
    outcome.refresh_from_db()
    assert outcome.state == "confirmation_sent"
