"""An expert steps forward for a need: who may, what the host reads, how it ends."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from common.ledger import drain
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import DeclineReason
from exchanges.models import Invitation, Placement
from exchanges.services.invitations import (
    Answer,
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    invite,
    show_interest,
    view_invitation,
    withdraw_invitation,
)
from experts.models import AccessEvent, Commitment, DuplicatePair, Expert
from experts.services.duplicates import find_duplicates
from experts.services.merging import merge_profiles
from experts.services.profile import choose_visibility
from experts.services.verification import pause_profile
from incubators.models import Need
from matching.models import Conflict, Match
from matching.services import dismiss_match, shortlist_match
from tests import factories
from tests.factories import NOW

SignIn = Callable[..., Client]


def interest_of(cast: SimpleNamespace, need: Need | None = None) -> Invitation:
    return show_interest(
        need_id=(need or cast.need).pk, message="I built two of these.", by=cast.hina, at=NOW
    )


def _refusal_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code


def test_interest_tells_the_host_by_name_and_holds_no_hours(cast: SimpleNamespace) -> None:
    interest = interest_of(cast)

    assert (interest.direction, interest.state) == ("from_expert", "sent")
    assert interest.expires_at == NOW + timedelta(days=14)
    assert not Commitment.objects.exists()
    assert Match.objects.get().state == "interested"
    assert interest.explanation["points"] == Match.objects.get().points > 0
    mail = Outbox.objects.get()
    assert (mail.template, mail.recipient) == ("exchanges.interest_shown", cast.sana)


def test_a_hidden_expert_may_step_forward_and_is_read_by_name_then(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    choose_visibility(expert_id=cast.expert.pk, visibility="hidden", by=cast.hina, at=NOW)
    interest = interest_of(cast)
    sana = client_of(cast.sana)

    page = sana.get(reverse("exchanges:invitation", args=[interest.public_id])).content.decode()
    assert "Hina Qureshi" in page
    assert "Power systems engineer" in page
    assert "hina@demo.example" not in page
    assert AccessEvent.objects.filter(expert=cast.expert, viewer=cast.sana).exists()


def test_the_needs_list_leads_its_host_to_the_interest(
    cast: SimpleNamespace, client_of: SignIn, matched: Any
) -> None:
    matched(cast.need)
    choose_visibility(expert_id=cast.expert.pk, visibility="hidden", by=cast.hina, at=NOW)
    interest = interest_of(cast)
    sana = client_of(cast.sana)

    page = sana.get(reverse("matching:need_matches", args=[cast.need.public_id])).content.decode()

    assert "They wish to help" in page
    assert "Hina Qureshi" in page
    way = reverse("exchanges:invitation_of_match", args=[interest.match.public_id])
    assert way in page
    whole = sana.get(reverse("matching:match", args=[interest.match.public_id]))
    assert "Hina Qureshi" in whole.content.decode()
    assert sana.get(way).headers["Location"] == reverse("exchanges:invitation", args=[interest.public_id])


def test_staff_who_read_the_list_get_no_way_to_answer(
    cast: SimpleNamespace, client_of: SignIn, matched: Any
) -> None:
    matched(cast.need)
    interest = interest_of(cast)

    page = client_of(cast.omar).get(reverse("matching:need_matches", args=[cast.need.public_id]))

    assert (
        reverse("exchanges:invitation_of_match", args=[interest.match.public_id]) not in page.content.decode()
    )


def test_the_host_accepts_and_the_plan_begins(cast: SimpleNamespace) -> None:
    interest = interest_of(cast)
    view_invitation(invitation_id=interest.pk, by=cast.sana, at=NOW)

    placement = accept_invitation(invitation_id=interest.pk, by=cast.sana, at=NOW)

    interest.refresh_from_db()
    assert [(e.action, e.part) for e in interest.events.all()] == [
        ("create", "expert"),
        ("view", "host"),
        ("accept", "host"),
    ]
    assert (placement.state, placement.expert, placement.events.get().part) == ("draft", cast.expert, "host")
    assert Commitment.objects.get().kind == "promised"
    assert Match.objects.get().state == "invited"
    assert Outbox.objects.get(template="exchanges.interest_answered").recipient == cast.hina


def test_nobody_answers_their_own_interest(cast: SimpleNamespace) -> None:
    interest = interest_of(cast)

    with pytest.raises(Denied):
        accept_invitation(invitation_id=interest.pk, by=cast.hina, at=NOW)
    with pytest.raises(Denied):
        withdraw_invitation(invitation_id=interest.pk, by=cast.sana, at=NOW)
    with pytest.raises(Denied):
        accept_invitation(invitation_id=interest.pk, by=cast.kamran, at=NOW)


def test_a_declined_interest_keeps_the_reason_unless_it_is_shared(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    interest = interest_of(cast)
    decline_invitation(
        invitation_id=interest.pk, answer=Answer(DeclineReason.NOT_MY_EXPERTISE), by=cast.sana, at=NOW
    )
    address = reverse("exchanges:invitation", args=[interest.public_id])

    assert "We need other expertise" in client_of(cast.sana).get(address).content.decode()
    assert "We need other expertise" not in client_of(cast.hina).get(address).content.decode()
    assert (Match.objects.get().state, cast.expert.exclusions.get().reason) == ("dismissed", "dismissed")


def test_interest_expires_like_an_invitation_and_the_expert_is_told(cast: SimpleNamespace) -> None:
    interest = interest_of(cast)

    expire_due_invitations(at=NOW + timedelta(days=14))

    interest.refresh_from_db()
    assert (interest.state, Match.objects.get().state) == ("expired", "suggested")
    assert Outbox.objects.get(template="exchanges.invitation_expired").recipient == cast.hina


def test_the_expert_takes_it_back(cast: SimpleNamespace) -> None:
    interest = interest_of(cast)

    withdraw_invitation(invitation_id=interest.pk, by=cast.hina, at=NOW)

    interest.refresh_from_db()
    assert (interest.state, Match.objects.get().state) == ("withdrawn", "suggested")


def test_at_most_five_wait_for_an_answer(cast: SimpleNamespace) -> None:
    cast.expert.capacity = 9
    cast.expert.save()
    for number in range(5):
        interest_of(cast, factories.make_need(cast.organisation, title=f"Need {number}"))

    assert _refusal_of(lambda: interest_of(cast)) == "too_many_open_interests"


def test_whoever_is_fully_engaged_shows_no_interest(cast: SimpleNamespace) -> None:
    for number in range(2):
        factories.make_placement(factories.make_need(cast.organisation, title=f"N{number}"), cast.expert)

    assert _refusal_of(lambda: interest_of(cast)) == "capacity_used"


def test_capacity_counts_again_when_the_host_accepts(cast: SimpleNamespace) -> None:
    interest = interest_of(cast)
    for number in range(2):
        factories.make_placement(factories.make_need(cast.organisation, title=f"N{number}"), cast.expert)

    code = _refusal_of(lambda: accept_invitation(invitation_id=interest.pk, by=cast.sana, at=NOW))

    assert code == "capacity_used"


def test_the_two_sides_ask_each_other_once(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    assert _refusal_of(lambda: interest_of(cast)) == "asked_already"

    withdraw_invitation(invitation_id=invitation.pk, by=cast.sana, at=NOW)
    interest = interest_of(cast)
    again = {"match_id": interest.match_id, "message": "", "by": cast.sana, "at": NOW}
    assert _refusal_of(lambda: invite(**again)) == "interest_waits"


def test_a_host_neither_shortlists_nor_sets_aside_whoever_waits_for_an_answer(
    cast: SimpleNamespace, matched: Any
) -> None:
    matched(cast.need)
    interest_of(cast)
    pair = {"need": cast.need, "code": cast.expert.public_id, "by": cast.sana, "at": NOW}

    assert _refusal_of(lambda: shortlist_match(**pair)) == "match_is_interested"
    assert _refusal_of(lambda: dismiss_match(**pair, reasons=["other"])) == "match_is_interested"


def test_a_confirmed_conflict_bars_interest(cast: SimpleNamespace) -> None:
    Conflict.objects.create(
        expert=cast.expert, organisation=cast.organisation, kind="family", state="confirmed", at=NOW
    )

    assert _refusal_of(lambda: interest_of(cast)) == "conflict_confirmed"
    assert not Match.objects.exists()


@pytest.mark.parametrize("who", ["sana", "omar"])
def test_interest_needs_a_profile_and_another_organisation(cast: SimpleNamespace, who: str) -> None:
    with pytest.raises(Denied):
        show_interest(need_id=cast.need.pk, message="", by=getattr(cast, who), at=NOW)


def test_a_paused_profile_is_resumed_first(cast: SimpleNamespace) -> None:
    pause_profile(expert_id=cast.expert.pk, until=None, by=cast.hina, at=NOW)

    with pytest.raises(Denied) as denied:
        interest_of(cast)

    assert "paused" in str(denied.value.reason)


def test_a_filled_seat_ends_the_interest_of_others_kindly(cast: SimpleNamespace) -> None:
    interest = interest_of(cast)

    factories.make_placement(cast.need, cast.other_expert)

    interest.refresh_from_db()
    assert interest.state == "superseded"
    assert Outbox.objects.get(template="exchanges.interest_ended").recipient == cast.hina


def test_the_page_keeps_the_message_when_it_is_refused(cast: SimpleNamespace, client_of: SignIn) -> None:
    factories.make_invitation(cast.need, cast.expert)
    client = client_of(cast.hina)
    address = reverse("exchanges:show_interest", args=[cast.need.public_id])

    page = client.post(address, {"message": "I built two."})

    assert (page.status_code, "I built two." in page.content.decode()) == (422, True)


def test_whoever_has_no_profile_is_led_to_one(cast: SimpleNamespace, client_of: SignIn) -> None:
    answer = client_of(cast.omar).get(reverse("exchanges:show_interest", args=[cast.need.public_id]))

    assert answer.status_code == 302
    page = client_of(cast.omar).get(answer["Location"]).content.decode()
    assert "Begin your profile" in page


def test_an_interest_without_words_is_sent(cast: SimpleNamespace, client_of: SignIn) -> None:
    address = reverse("exchanges:show_interest", args=[cast.need.public_id])

    answer = client_of(cast.hina).post(address, {})

    assert answer.headers["Location"] == reverse(
        "exchanges:invitation", args=[Invitation.objects.get().public_id]
    )


def test_what_waits_of_a_host_holds_the_interest(cast: SimpleNamespace, client_of: SignIn) -> None:
    interest_of(cast)

    page = client_of(cast.sana).get(reverse("today")).content.decode()

    assert "Answer the interest" in page
    assert "Hina Qureshi" in page


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_acceptances_from_both_sides_never_exceed_the_seats(cast: SimpleNamespace) -> None:
    need = factories.make_need(cast.organisation, title="Three seats", seats=3)
    asked = []
    for number in range(50):
        expert = factories.make_expert(factories.make_user(f"expert{number}@demo.example"))
        if number < 15:
            asked.append((factories.make_invitation(need, expert).pk, expert.user))
        else:
            interest = show_interest(need_id=need.pk, message="", by=expert.user, at=NOW)
            asked.append((interest.pk, cast.sana))

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(_accept, asked))

    assert (answers.count("accepted"), Placement.objects.filter(need=need).count()) == (3, 3)
    assert set(need.invitations.values_list("state", flat=True)) == {"accepted", "superseded"}


@pytest.mark.django_db(transaction=True)
def test_hosts_who_accept_at_once_never_exceed_the_experts_capacity(cast: SimpleNamespace) -> None:
    asked = []
    for number in range(5):
        owner = factories.make_user(f"host{number}@demo.example")
        need = factories.make_need(factories.make_organisation(owner, name=f"Host {number}"))
        asked.append((interest_of(cast, need).pk, owner))

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(_accept, asked))

    assert (answers.count("accepted"), Placement.objects.count()) == (2, 2)


def _accept(pair: tuple[int, Any]) -> str:
    try:
        accept_invitation(invitation_id=pair[0], by=pair[1], at=NOW)
    except (Refused, Denied):
        return "refused"
    finally:
        connections.close_all()
    return "accepted"


def test_an_interest_ends_when_its_profile_is_merged_into_another(cast: SimpleNamespace) -> None:
    interest = interest_of(cast)
    twin = factories.make_expert(factories.make_user("h@demo.example"), orcid="0000-0002-1825-0097")
    Expert.objects.filter(pk=cast.expert.pk).update(orcid="0000-0002-1825-0097")
    for one in (cast.expert, twin):
        find_duplicates(expert_id=one.pk, at=NOW)
    pair = DuplicatePair.objects.get(older=cast.expert, newer=twin)

    merge_profiles(
        pair_id=pair.pk,
        keep=twin.public_id,
        note="One ORCID iD.",
        by=cast.omar,
        at=NOW,
        version=pair.version,
    )

    with pytest.raises(Denied, match="takes no part"):
        accept_invitation(invitation_id=interest.pk, by=cast.sana, at=NOW)
    while drain(worker="test", seconds=30):
        pass
    interest.refresh_from_db()
    assert (interest.state, Placement.objects.count()) == ("superseded", 0)
