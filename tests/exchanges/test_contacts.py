"""Who approached whom: others learn that somebody did, the expert learns all of it."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Purpose, Role
from accounts.models import Consent, Post, User
from common.models import Outbox
from common.policies import Denied, decide
from common.refusals import Refused
from exchanges.enums import Channel
from exchanges.models import ContactLog
from exchanges.selectors.contacts import approached_by_another
from exchanges.selectors.senders import named_expert, senders_of
from exchanges.services.contacts import log_contact
from exchanges.services.invitations import show_interest
from experts.enums import Visibility
from experts.models import AccessEvent, Expert
from incubators.models import Membership
from tests import factories
from tests.factories import NOW, TODAY

SignIn = Callable[..., Client]
SIGN = "Approached by another in the last 30 days"
WARNING = "approached this expert in the last 30 days"
NOTE = "Met beside the poster on kilns."


@pytest.fixture
def listed(cast: SimpleNamespace) -> Expert:
    """Hina, by name in the directory of verified organisations."""
    Expert.objects.filter(pk=cast.expert.pk).update(visibility=Visibility.VERIFIED_ORGANISATIONS)
    Consent.objects.create(user=cast.hina, purpose=Purpose.DIRECTORY, notice_version="2026-11", given_at=NOW)
    cast.expert.refresh_from_db()
    return cast.expert


def _log(expert: Expert, by: User, on: date = TODAY, **more: Any) -> ContactLog:
    sender = senders_of(by)[0]
    return log_contact(
        expert=expert, sender=sender, channel=Channel.CONFERENCE, on=on, note=NOTE, by=by, at=NOW, **more
    )


def _liaison(cast: SimpleNamespace, *countries: str) -> User:
    user = factories.make_user("nadia@demo.example", full_name="Nadia Rehman")
    Post.objects.create(
        user=user, unit=cast.mission, role=Role.LIAISON, countries=list(countries), starts_on=date(2026, 1, 1)
    )
    return user


def test_an_entry_is_read_by_its_writers_and_the_expert_alone(
    cast: SimpleNamespace, listed: Expert, client_of: SignIn
) -> None:
    _log(listed, cast.sana)
    colleague = factories.make_user("tariq@demo.example", full_name="Tariq Aziz")
    cast.organisation.memberships.create(user=colleague, role="viewer", since=NOW)
    own, about_me = reverse("exchanges:contact_list"), reverse("exchanges:contacts_of_me")

    for writer in (cast.sana, colleague):
        assert NOTE in client_of(writer).get(own).content.decode()
    page = client_of(cast.hina).get(about_me).content.decode()
    assert NOTE in page
    assert "Ravi Incubation Centre" in page
    assert "met at a conference" in page
    for other in (cast.kamran, cast.bilal, cast.omar, cast.rabia, cast.asma, cast.ayesha):
        assert NOTE not in client_of(other).get(own).content.decode()
        assert not ContactLog.objects.visible_to(other).exists()
    assert NOTE not in client_of(cast.bilal).get(about_me).content.decode()
    assert not Outbox.objects.filter(template__contains="contact").exists()


def test_the_trust_page_leads_to_the_whole_log(cast: SimpleNamespace, client_of: SignIn) -> None:
    factories.make_invitation(cast.need, cast.expert)
    hina = client_of(cast.hina)

    trust = hina.get(reverse("experts:trust")).content.decode()

    address = reverse("exchanges:contacts_of_me")
    assert f'href="{address}"' in trust
    log = hina.get(address).content.decode()
    assert "an invitation in the portal" in log
    assert "Ravi Incubation Centre" in log
    assert not ContactLog.objects.exists()


def test_whoever_may_invite_learns_that_another_did_and_nothing_else(
    cast: SimpleNamespace, listed: Expert, client_of: SignIn
) -> None:
    _log(listed, cast.sana)
    match = factories.make_match(cast.other_need, listed)
    kamran, sana = client_of(cast.kamran), client_of(cast.sana)
    profile = reverse("matching:profile", args=[listed.public_id])
    invite = reverse("exchanges:invite", args=[match.public_id])
    whole = reverse("matching:match", args=[match.public_id])

    pages = {address: kamran.get(address).content.decode() for address in (profile, invite, whole)}

    assert SIGN in pages[profile]
    assert SIGN in pages[whole]
    assert WARNING in pages[invite]
    for page in pages.values():
        assert not any(word in page for word in ("Ravi", "Sana", NOTE, "conference"))
    assert SIGN not in sana.get(profile).content.decode()


def test_the_sign_is_the_same_for_one_approach_and_for_many(
    cast: SimpleNamespace, listed: Expert, client_of: SignIn
) -> None:
    profile = reverse("matching:profile", args=[listed.public_id])
    kamran = client_of(cast.kamran)
    _log(listed, cast.sana)
    once = kamran.get(profile).content
    factories.make_invitation(cast.need, listed)
    _log(listed, cast.omar, on=TODAY - timedelta(days=3))

    assert kamran.get(profile).content.count(SIGN.encode()) == once.count(SIGN.encode()) == 1


@pytest.mark.parametrize("who", ["bilal", "omar", "asma", "hina"])
def test_nobody_else_reads_the_sign(cast: SimpleNamespace, listed: Expert, who: str) -> None:
    _log(listed, cast.sana)

    assert approached_by_another([listed.pk], getattr(cast, who), NOW) == set()


def test_an_unverified_organisation_reads_no_sign(cast: SimpleNamespace, listed: Expert) -> None:
    _log(listed, cast.sana)
    newcomer = factories.make_user("new@demo.example")
    factories.make_organisation(newcomer, name="Not verified", verified=False)

    assert approached_by_another([listed.pk], newcomer, NOW) == set()
    assert named_expert(newcomer, listed.public_id) is None


def test_an_invitation_counts_by_itself_for_thirty_days(cast: SimpleNamespace) -> None:
    factories.make_invitation(cast.need, cast.expert)

    assert approached_by_another([cast.expert.pk], cast.kamran, NOW + timedelta(days=30)) == {cast.expert.pk}
    assert approached_by_another([cast.expert.pk], cast.kamran, NOW + timedelta(days=31)) == set()
    assert approached_by_another([cast.expert.pk], cast.sana, NOW) == set()


def test_an_expert_who_steps_forward_was_not_approached(cast: SimpleNamespace) -> None:
    show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)

    assert approached_by_another([cast.expert.pk], cast.kamran, NOW) == set()


def test_an_old_contact_shows_no_sign(cast: SimpleNamespace, listed: Expert) -> None:
    _log(listed, cast.sana, on=TODAY - timedelta(days=31))

    assert approached_by_another([listed.pk], cast.kamran, NOW) == set()


def test_the_sign_costs_one_query_for_any_number(
    cast: SimpleNamespace, listed: Expert, django_assert_num_queries: Any
) -> None:
    for on in (TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=2)):
        _log(listed, cast.sana, on=on)
    kamran = User.objects.get(pk=cast.kamran.pk)
    assert kamran.posts_today == []

    with django_assert_num_queries(1):
        found = approached_by_another([listed.pk, cast.other_expert.pk], kamran, NOW)

    assert found == {listed.pk}


def test_nobody_writes_about_an_expert_whom_they_do_not_know_by_name(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    """Hina shows her name after matching only."""
    address = reverse("exchanges:contact_new", args=[cast.expert.public_id])

    assert client_of(cast.sana).get(address).status_code == 404
    assert client_of(cast.bilal).get(address).status_code == 404
    assert client_of(cast.hina).get(address).status_code == 404
    assert client_of(cast.omar).get(address).status_code == 200

    factories.make_placement(cast.need, cast.expert)

    assert client_of(cast.sana).get(address).status_code == 200
    assert client_of(cast.kamran).get(address).status_code == 404


def test_a_liaison_writes_and_reads_about_their_own_countries_alone(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    nadia = _liaison(cast, "DE")
    abroad = factories.make_expert(
        factories.make_user("far@demo.example", full_name="Far Away"), country="CA"
    )
    client = client_of(nadia)

    assert client.get(reverse("exchanges:contact_new", args=[abroad.public_id])).status_code == 404
    assert decide(nadia, "exchanges.coordinate", cast.expert.public_id)
    assert not decide(nadia, "exchanges.coordinate", abroad.public_id)
    _log(cast.expert, nadia)
    assert client.get(reverse("exchanges:contact_list")).content.decode().count(NOTE) == 1
    with pytest.raises(Denied):
        log_contact(
            expert=abroad,
            sender=senders_of(nadia)[0],
            channel=Channel.CALL,
            on=TODAY,
            note="",
            by=nadia,
            at=NOW,
        )

    Expert.objects.filter(pk=cast.expert.pk).update(country="CA")

    assert not ContactLog.objects.visible_to(nadia).exists()


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), TODAY - timedelta(days=366)])
def test_a_contact_lies_within_the_last_year(cast: SimpleNamespace, listed: Expert, on: date) -> None:
    with pytest.raises(Refused) as refused:
        _log(listed, cast.sana, on=on)

    assert (refused.value.code, refused.value.field) == ("contact_day_range", "on")


def test_the_form_keeps_what_was_typed_and_writes_a_look(
    cast: SimpleNamespace, listed: Expert, client_of: SignIn
) -> None:
    address = reverse("exchanges:contact_new", args=[listed.public_id])
    sana = client_of(cast.sana)

    wrong = sana.post(address, {"channel": "call", "on": "3026-01-01", "note": NOTE})

    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"on"})
    assert NOTE in wrong.content.decode()
    look = AccessEvent.objects.filter(expert=listed, viewer=cast.sana).last()
    assert (look.why, look.viewer_is) == ("contact", "Ravi Incubation Centre")


@pytest.mark.parametrize("value", ["\x00", "9" * 40, "<script>", "-1", ""])
def test_nothing_typed_breaks_the_form(
    cast: SimpleNamespace, listed: Expert, client_of: SignIn, value: str
) -> None:
    address = reverse("exchanges:contact_new", args=[listed.public_id])

    for name in ("channel", "on", "note", "sender"):
        good = {"channel": "call", "on": "2026-11-20", "note": "", "sender": ""}
        assert client_of(cast.sana).post(address, good | {name: value}).status_code in (302, 422)


@pytest.mark.parametrize("n", [1, 3])
def test_the_log_costs_the_same_for_any_number(
    cast: SimpleNamespace, listed: Expert, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    for days in range(n):
        _log(listed, cast.sana, on=TODAY - timedelta(days=days))
    sana, hina = client_of(cast.sana), client_of(cast.hina)
    sana.get(reverse("exchanges:contact_list"))
    hina.get(reverse("exchanges:contacts_of_me"))

    with django_assert_num_queries(6):
        sana.get(reverse("exchanges:contact_list"))
    with django_assert_num_queries(5):
        hina.get(reverse("exchanges:contacts_of_me"))


def test_what_one_organisation_knows_is_not_told_in_the_name_of_another(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    """Kamran reads for Sana's organisation whom it knows, and writes for his own."""
    factories.make_placement(cast.need, cast.expert)
    Membership.objects.create(user=cast.kamran, organisation=cast.organisation, role="viewer", since=NOW)

    with pytest.raises(Refused, match="expert_not_known"):
        _log(cast.expert, cast.kamran)

    kamran = client_of(cast.kamran)
    for page in ("contact_new", "refer_expert"):
        address = reverse(f"exchanges:{page}", args=[cast.expert.public_id])
        assert kamran.get(address).status_code == 404
        assert client_of(cast.sana).get(address).status_code == 200
