"""Every page of accounts answers, guards its door, and costs the same for one row and for three."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.enums import ConcernTopic, Role, Scope
from accounts.models import FactorReset, User
from accounts.selectors import waiting_for
from tests.factories import make_unit, make_user

ADMINISTRATION = (
    "accounts:administration",
    "accounts:unit_create",
    "accounts:factor_reset_list",
    "accounts:factor_reset_request",
    "accounts:concern_list",
    "accounts:account_event_list",
)
OWN = (
    "accounts:settings",
    "accounts:consents",
    "accounts:tokens",
    "accounts:token_create",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
)
ENTRANCE = ("account_login", "account_signup", "account_reset_password", "account_reset_password_done")


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("route", ENTRANCE)
def test_the_entrance_stands_open(client: Client, db: None, route: str, language: str) -> None:
    client.cookies["language"] = language

    answer = client.get(reverse(route) + "?next=/today/")

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("route", OWN)
def test_everyone_has_pages_of_their_own(
    cast: SimpleNamespace, client_of: Callable[..., Client], route: str, language: str
) -> None:
    client = client_of(cast.hina)
    client.cookies["language"] = language

    answer = client.get(reverse(route))

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1
    assert "None" not in answer.content.decode()


@pytest.mark.parametrize("route", ADMINISTRATION)
def test_administration_is_for_administrators(
    cast: SimpleNamespace, client_of: Callable[..., Client], route: str
) -> None:
    assert client_of(cast.ayesha).get(reverse(route)).status_code == 200
    refused = client_of(cast.rabia).get(reverse(route))
    assert refused.status_code == 403
    assert "Only an administrator" in refused.content.decode()


def test_auditors_read_the_record(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    answer = client_of(cast.asma).get(reverse("accounts:account_event_list"))

    assert answer.status_code == 200


def test_pages_of_a_second_factor_in_use(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.hina)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    Authenticator.objects.create(user=cast.hina, type="totp", data={"secret": "sealed"})

    pages = [client.get(reverse(name)) for name in ("mfa_index", "mfa_deactivate_totp", "mfa_reauthenticate")]
    made = client.post(reverse("mfa_generate_recovery_codes"), follow=True)

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert made.status_code == 200
    assert "recovery_codes" in made.content.decode()
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert "Each works once." in download.content.decode()


def test_administrator_walks_through_unit_invitation_and_post(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    client = client_of(cast.ayesha)
    made = client.post(
        reverse("accounts:unit_create"), {"name": "Embassy in Oslo", "duties": []}, follow=True
    )
    unit = made.context["page"].unit
    invite = reverse("accounts:staff_invite", args=[unit.public_id])
    give = reverse("accounts:post_create", args=[unit.public_id])

    wrong = client.post(invite, {"email": "x@demo.example", "role": "liaison"})
    sent = client.post(
        invite, {"email": "x@demo.example", "role": "liaison", "countries": ["NO"]}, follow=True
    )
    given = client.post(
        give, {"email": "bilal@demo.example", "role": "officer", "starts_on": "2026-01-01"}, follow=True
    )
    post = cast.bilal.posts.get()
    asked = client.get(reverse("accounts:post_end", args=[post.public_id]))
    ended = client.post(reverse("accounts:post_end", args=[post.public_id]), follow=True)

    assert (wrong.status_code, asked.status_code) == (422, 200)
    assert "A liaison needs at least one country." in wrong.content.decode()
    assert "Norway" in sent.content.decode()
    assert "Bilal" in given.content.decode()
    assert ended.context["page"].posts == []
    invitation = ended.context["page"].invitations[0].row
    client.post(reverse("accounts:staff_invitation_withdraw", args=[invitation.public_id]))
    again = client.post(
        reverse("accounts:staff_invitation_withdraw", args=[invitation.public_id]), follow=True
    )
    assert "has expired" in again.content.decode()


def test_two_administrators_walk_through_a_reset(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    Authenticator.objects.create(user=cast.rabia, type="totp", data={"secret": "sealed"})
    client_of(cast.ayesha).post(
        reverse("accounts:factor_reset_request"), {"email": cast.rabia.email, "reason": "Phone stolen."}
    )
    reset = FactorReset.objects.get()
    address = reverse("accounts:factor_reset_decide", args=[reset.public_id])
    colleague = client_of(cast.naveed)

    assert client_of(cast.ayesha).get(address).status_code == 403
    assert "Phone stolen." in colleague.get(address).content.decode()
    assert colleague.post(address, {"answer": "perhaps"}).status_code == 200
    done = colleague.post(address, {"answer": "confirm"}, follow=True)

    assert "The person was told." in done.content.decode()
    assert not Authenticator.objects.exists()
    assert colleague.post(address, {"answer": "confirm"}).status_code == 302


def _units(cast: SimpleNamespace, n: int) -> None:
    for i in range(n):
        make_unit(f"unit-{i}", name=f"Unit {i}")


def _posts(cast: SimpleNamespace, n: int) -> None:
    for i in range(n):
        holder = make_user(f"holder{i}@demo.example")
        cast.mission.posts.create(user=holder, role=Role.OFFICER, starts_on="2026-01-01")
        services.invite_staff(
            email=f"guest{i}@demo.example",
            unit=cast.mission,
            role=Role.OFFICER,
            countries=[],
            by=cast.ayesha,
            at=timezone.now(),
        )


def _resets(cast: SimpleNamespace, n: int) -> None:
    for i in range(n):
        person = make_user(f"lost{i}@demo.example")
        Authenticator.objects.create(user=person, type="totp", data={})
        services.request_factor_reset(email=person.email, reason="x", by=cast.naveed, at=timezone.now())


def _concerns(cast: SimpleNamespace, n: int) -> None:
    for _ in range(n):
        services.report_concern(
            topic=ConcernTopic.PRIVACY, text="x", email="", by=cast.hina, at=timezone.now()
        )


def _tokens(cast: SimpleNamespace, n: int) -> None:
    for _ in range(n):
        services.create_token(
            name="x", scopes=[Scope.READ_NEEDS], days=1, by=cast.ayesha, at=timezone.now() - timedelta(days=2)
        )


def _unit_address(cast: SimpleNamespace) -> str:
    return reverse("accounts:unit", args=[cast.mission.public_id])


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(
    ("make", "route", "n_queries"),
    [
        (_units, "accounts:administration", 3),
        (_posts, _unit_address, 5),
        (_resets, "accounts:factor_reset_list", 4),
        (_concerns, "accounts:concern_list", 4),
        (_posts, "accounts:account_event_list", 4),
        (_tokens, "accounts:tokens", 3),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_for_three(
    cast: SimpleNamespace,
    client_of: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    make: Callable[..., None],
    route: object,
    n_queries: int,
    n: int,
) -> None:
    make(cast, n)
    client = client_of(cast.ayesha)
    address = route(cast) if callable(route) else reverse(route)
    client.get(address)

    with django_assert_num_queries(n_queries):
        assert client.get(address).status_code == 200


def test_administrators_see_what_waits_for_them(cast: SimpleNamespace) -> None:
    _resets(cast, 2)
    _concerns(cast, 1)

    waiting = waiting_for(User.objects.get(pk=cast.ayesha.pk), 20)

    assert [item.about for item in waiting] == [
        "Some One",
        "Some One",
        "Privacy: my data, or somebody else’s",
    ]
    assert waiting_for(cast.rabia, 20) == []
    assert [item.what for item in waiting_for(cast.naveed, 20)] == ["Read a concern"]
