"""The way in, walked from the first page to the last: sign-up, code, password, second factor."""

import re
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.models import Outbox
from tests.accounts.test_people import SIGN_UP
from tests.factories import PASSWORD


def _last_mail() -> Outbox:
    return Outbox.objects.latest("pk")


def _code_in(mail: Outbox) -> str:
    return re.search(r"^[A-Z0-9-]{6,}$", mail.body, re.MULTILINE).group()


def _app_code(secret: str) -> str:
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(secret, counter))


def test_a_newcomer_signs_up_confirms_and_is_at_home(client: Client, db: None) -> None:
    first = client.post(reverse("account_signup") + "?next=/settings/", SIGN_UP | {"next": "/settings/"})
    mail = _last_mail()
    page = client.get(first["Location"])
    wrong = client.post(first["Location"], {"code": "WRONG1"})
    right = client.post(first["Location"], {"code": _code_in(mail)})

    assert (mail.address, mail.subject) == ("zara@demo.example", "Your code for the Diaspora Portal")
    assert "zara@demo.example" in page.content.decode()
    assert "This code is not right." in wrong.content.decode()
    assert right["Location"] == "/settings/"
    assert client.get("/today/").status_code == 200


def test_an_address_that_has_an_account_gets_a_mail_instead_of_a_hint(
    cast: SimpleNamespace, client: Client
) -> None:
    fresh = client.post(reverse("account_signup"), SIGN_UP)
    other = Client()
    taken = other.post(reverse("account_signup"), SIGN_UP | {"email": cast.hina.email})

    assert (fresh.status_code, fresh["Location"]) == (taken.status_code, taken["Location"])
    mail = _last_mail()
    assert (mail.address, mail.subject) == (cast.hina.email, "You already have an account")
    assert User.objects.filter(email=cast.hina.email).count() == 1


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    cast: SimpleNamespace, client: Client, language: str
) -> None:
    client.cookies["language"] = language
    client.post(reverse("account_reset_password"), {"email": cast.hina.email})
    link = re.search(r"http://\S+", _last_mail().body).group()
    path = link.split("/", 3)[3]

    page = client.get(f"/{path}", follow=True)
    action = page.request["PATH_INFO"]
    new = "quite another long passphrase"
    done = client.post(action, {"password1": new, "password2": new}, follow=True)
    again = Client().get(f"/{path}", follow=True)

    assert done.status_code == 200
    assert "<form" not in again.content.decode().split("<main")[1].split("</main>")[0]
    assert client.login(email=cast.hina.email, password=new)


def test_an_unknown_address_is_answered_like_a_known_one(cast: SimpleNamespace, client: Client) -> None:
    known = client.post(reverse("account_reset_password"), {"email": cast.hina.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@demo.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert _last_mail().subject == "No account has this address"


def test_a_wrong_password_says_so_without_saying_which_half_is_wrong(
    cast: SimpleNamespace, client: Client
) -> None:
    pages = [
        client.post(reverse("account_login"), {"login": email, "password": "wrong"}).content.decode()
        for email in (cast.hina.email, "nobody@demo.example")
    ]

    assert all("This address and this password do not belong together." in page for page in pages)
    assert pages[0].count("<li>") == pages[1].count("<li>")


def test_staff_set_up_a_second_factor_before_anything_else(cast: SimpleNamespace, client: Client) -> None:
    client.post(reverse("account_login"), {"login": cast.rabia.email, "password": PASSWORD})
    sent_to = client.get("/today/")["Location"]
    first = client.get(sent_to)
    if first.status_code == 302:  # asked who they are once more
        client.post(first["Location"], {"password": PASSWORD})
        first = client.get(sent_to)
    secret = first.context["form"].secret

    assert sent_to == reverse("mfa_activate_totp")
    assert "data:image/svg+xml" in first.content.decode()
    done = client.post(sent_to, {"code": _app_code(secret)})
    assert done.status_code == 302
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))


def test_staff_sign_in_with_the_app_and_wrong_digits_do_not_help(
    cast: SimpleNamespace, client: Client
) -> None:
    client.post(reverse("account_login"), {"login": cast.rabia.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": _app_code(secret)})
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    fresh = Client()

    asked = fresh.post(reverse("account_login"), {"login": cast.rabia.email, "password": PASSWORD})
    wrong = fresh.post(asked["Location"], {"code": "000000"})
    still_out = fresh.get("/today/")

    assert asked["Location"] == reverse("mfa_authenticate")
    assert "This code is not right." in wrong.content.decode()
    assert still_out["Location"].startswith("/account/login/")


def test_the_library_s_mails_are_in_our_words(client: Client, db: None) -> None:
    client.post(reverse("account_signup"), SIGN_UP)

    body = _last_mail().body

    assert body.rstrip().endswith("http://localhost:8000")
    assert "Hello from" not in body


def test_signing_out_needs_a_press(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.hina)

    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get("/today/").status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get("/today/").status_code == 302
