"""A lost second factor: one administrator asks, another decides, the person hears of both."""

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.enums import Scope
from accounts.models import AccountEvent, FactorReset, User
from accounts.selectors import token_in_force
from common.models import Outbox
from common.outbox import TEMPLATES
from common.policies import Denied
from common.refusals import Refused
from tests.factories import NOW


@pytest.fixture
def rabia(cast: SimpleNamespace) -> User:
    """Rabia has a second factor, and has lost it."""
    Authenticator.objects.create(user=cast.rabia, type="totp", data={"secret": "sealed"})
    Authenticator.objects.create(user=cast.rabia, type="recovery_codes", data={})
    return cast.rabia


def _ask(cast: SimpleNamespace, person: User) -> FactorReset:
    return services.request_factor_reset(
        email=person.email, reason="Phone stolen; spoken face to face.", by=cast.ayesha, at=NOW
    )


def _told() -> list[str]:
    return list(Outbox.objects.order_by("pk").values_list("template", flat=True))


def test_a_second_administrator_removes_every_factor(cast: SimpleNamespace, rabia: User) -> None:
    reset = _ask(cast, rabia)

    services.decide_factor_reset(reset_id=reset.pk, confirm=True, by=cast.naveed, at=NOW)

    assert not Authenticator.objects.filter(user=rabia).exists()
    assert _told() == ["accounts.factor_reset_requested", "accounts.factor_reset_decided"]
    assert set(AccountEvent.objects.values_list("action", "by__full_name")) == {
        ("factor_reset_requested", "Ayesha Khan"),
        ("factor_reset_done", "Naveed Iqbal"),
    }


def test_a_refusal_leaves_the_factors(cast: SimpleNamespace, rabia: User) -> None:
    reset = _ask(cast, rabia)

    services.decide_factor_reset(reset_id=reset.pk, confirm=False, by=cast.naveed, at=NOW)

    assert Authenticator.objects.filter(user=rabia).count() == 2
    row = Outbox.objects.latest("pk")
    assert "stays as it is" in TEMPLATES[row.template](**row.ids).subject


def test_the_sessions_of_the_person_end(cast: SimpleNamespace, rabia: User, client: Client) -> None:
    client.force_login(rabia, backend="allauth.account.auth_backends.AuthenticationBackend")
    UserSession.objects.create(user=rabia, session_key=client.session.session_key, ip="127.0.0.1")
    reset = _ask(cast, rabia)

    services.decide_factor_reset(reset_id=reset.pk, confirm=True, by=cast.naveed, at=NOW)

    assert client.get("/today/").url.startswith("/account/login/")


def test_one_administrator_alone_cannot_do_it(cast: SimpleNamespace, rabia: User) -> None:
    reset = _ask(cast, rabia)

    with pytest.raises(Denied, match="second administrator"):
        services.decide_factor_reset(reset_id=reset.pk, confirm=True, by=cast.ayesha, at=NOW)

    assert Authenticator.objects.filter(user=rabia).count() == 2


def test_nobody_resets_their_own_factor(cast: SimpleNamespace) -> None:
    Authenticator.objects.create(user=cast.ayesha, type="totp", data={"secret": "sealed"})
    with pytest.raises(Denied):
        _ask(cast, cast.ayesha)

    reset = services.request_factor_reset(email=cast.ayesha.email, reason="Lost.", by=cast.naveed, at=NOW)
    with pytest.raises(Denied):
        services.decide_factor_reset(reset_id=reset.pk, confirm=True, by=cast.ayesha, at=NOW)


@pytest.mark.parametrize("person", ["rabia", "dawood", "asma", "hina"])
def test_only_administrators_ask(cast: SimpleNamespace, person: str) -> None:
    with pytest.raises(Denied):
        services.request_factor_reset(email="x@y.example", reason="", by=getattr(cast, person), at=NOW)


def test_what_cannot_be_reset_is_refused(cast: SimpleNamespace, rabia: User) -> None:
    _ask(cast, rabia)

    for email, code in (
        ("nobody@demo.example", "no_such_account"),
        (cast.dawood.email, "nothing_to_reset"),
        (rabia.email, "reset_open"),
    ):
        with pytest.raises(Refused, match=code):
            services.request_factor_reset(email=email, reason="x", by=cast.naveed, at=NOW)


def test_a_request_is_decided_once(cast: SimpleNamespace, rabia: User) -> None:
    reset = _ask(cast, rabia)
    services.decide_factor_reset(reset_id=reset.pk, confirm=False, by=cast.naveed, at=NOW)

    with pytest.raises(Refused, match="reset_decided"):
        services.decide_factor_reset(reset_id=reset.pk, confirm=True, by=cast.naveed, at=NOW)


def test_the_database_refuses_two_eyes(cast: SimpleNamespace, rabia: User) -> None:
    reset = _ask(cast, rabia)
    reset.decided_by = cast.ayesha

    with pytest.raises(IntegrityError), transaction.atomic():
        reset.save()


def test_a_mail_about_a_decided_request_is_not_sent(cast: SimpleNamespace, rabia: User) -> None:
    reset = _ask(cast, rabia)
    services.decide_factor_reset(reset_id=reset.pk, confirm=True, by=cast.naveed, at=NOW)

    assert TEMPLATES["accounts.factor_reset_requested"](reset_id=reset.pk) is None


def test_a_reset_ends_the_api_tokens_too(cast: SimpleNamespace, rabia: User) -> None:
    """Whoever holds the lost device may hold the tokens."""
    answers = {"name": "Script", "scopes": [Scope.READ_PLACEMENTS], "days": 30, "at": timezone.now()}
    secret = services.create_token(by=rabia, **answers).secret
    reset = _ask(cast, rabia)

    services.decide_factor_reset(reset_id=reset.pk, confirm=True, by=cast.naveed, at=timezone.now())

    assert token_in_force(secret) is None
