"""API tokens: shown once, stored as a digest, scoped, short-lived, made after signing in again."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.enums import Scope
from accounts.models import ApiToken
from accounts.selectors import token_in_force
from common.policies import Denied
from common.refusals import Refused
from tests.factories import NOW


def _create(cast: SimpleNamespace, **changes: object) -> services.IssuedToken:
    answers = {"name": "My script", "scopes": [Scope.READ_NEEDS], "days": 30, "at": timezone.now()} | changes
    return services.create_token(by=cast.hina, **answers)


def test_the_secret_opens_and_is_stored_nowhere(cast: SimpleNamespace) -> None:
    issued = _create(cast)

    assert token_in_force(issued.secret) == issued.token
    assert issued.secret.startswith("dp_")
    assert issued.secret not in str(ApiToken.objects.values())


@pytest.mark.parametrize(("days", "fits"), [(1, True), (90, True), (0, False), (91, False), (-1, False)])
def test_a_token_lives_from_1_to_90_days(cast: SimpleNamespace, days: int, fits: bool) -> None:
    if fits:
        issued = _create(cast, days=days, at=NOW)
        assert issued.token.expires_at == NOW + timedelta(days=days)
        return
    with pytest.raises(Refused, match="days_out_of_range"):
        _create(cast, days=days)


def test_a_token_without_scopes_is_refused(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="scopes_required"):
        _create(cast, scopes=[])


def test_ten_tokens_are_enough(cast: SimpleNamespace) -> None:
    issued = [_create(cast) for _ in range(10)]
    with pytest.raises(Refused, match="too_many_tokens"):
        _create(cast)

    services.revoke_token(token_id=issued[0].token.pk, by=cast.hina, at=timezone.now())

    assert _create(cast).token.pk


def test_a_revoked_token_opens_nothing(cast: SimpleNamespace) -> None:
    issued = _create(cast)

    services.revoke_token(token_id=issued.token.pk, by=cast.hina, at=timezone.now())

    assert token_in_force(issued.secret) is None
    first = ApiToken.objects.get().revoked_at
    services.revoke_token(token_id=issued.token.pk, by=cast.hina, at=timezone.now())
    assert ApiToken.objects.get().revoked_at == first


def test_nobody_revokes_the_token_of_somebody_else(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    issued = _create(cast)

    with pytest.raises(Denied):
        services.revoke_token(token_id=issued.token.pk, by=cast.bilal, at=timezone.now())
    address = reverse("accounts:token_revoke", args=[issued.token.public_id])
    assert client_of(cast.bilal).post(address).status_code == 404
    assert token_in_force(issued.secret)


def test_the_page_shows_the_secret_once(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.hina)

    answer = client.post(
        reverse("accounts:token_create"),
        {"name": "My script", "scopes": [Scope.READ_NEEDS.value, Scope.WRITE_NEEDS.value], "days": "7"},
    )

    token = ApiToken.objects.get()
    secret = answer.context["issued"].secret
    assert secret in answer.content.decode()
    assert token.scopes == ["read:needs", "write:needs"]
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get(reverse("accounts:tokens")).content.decode()


def test_making_a_token_asks_who_you_are_again(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    client = client_of(cast.hina)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()

    answer = client.get(reverse("accounts:token_create"))

    assert answer["Location"].startswith("/account/reauthenticate/")


def test_a_wrong_answer_keeps_what_was_typed(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    answer = client_of(cast.hina).post(reverse("accounts:token_create"), {"name": "My script", "days": "400"})

    assert answer.status_code == 422
    assert "My script" in answer.content.decode()


def _ask(secret: str) -> Any:
    return Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/placements/")


def test_a_token_of_staff_without_a_second_factor_opens_nothing(cast: SimpleNamespace) -> None:
    """Made before the post was given, it never saw a second factor."""
    answers = {"name": "Old script", "scopes": [Scope.READ_PLACEMENTS], "days": 30, "at": timezone.now()}
    secret = services.create_token(by=cast.rabia, **answers).secret

    assert _ask(secret).status_code == 403

    Authenticator.objects.create(user=cast.rabia, type="totp", data={"secret": "sealed"})
    assert _ask(secret).status_code == 200


def test_the_day_on_which_a_token_was_last_used_is_kept(cast: SimpleNamespace) -> None:
    issued = _create(cast, scopes=[Scope.READ_PLACEMENTS])

    assert _ask(issued.secret).status_code == 200

    issued.token.refresh_from_db()
    assert issued.token.last_used_on == timezone.localdate()
