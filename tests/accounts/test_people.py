"""A person's own account: signing up, settings, consents."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.enums import PRIVACY_NOTICE_VERSION, Purpose
from accounts.models import User
from common.models import Outbox
from common.refusals import Refused
from tests.factories import NOW

SIGN_UP = {
    "part": "organisation",
    "full_name": "Zara",
    "email": "zara@demo.example",
    "password1": "a long demo passphrase",
    "time_zone": "Europe/London",
    "consent": "on",
}


def test_the_door_that_was_taken_is_remembered(client: Client, db: None) -> None:
    page = client.get(reverse("account_signup") + "?part=organisation")

    form = page.context["form"]
    assert form["part"].initial == "organisation"
    assert [value for value, _label in form.fields["part"].choices] == ["expert", "organisation"]


def test_the_staff_door_opens_only_to_those_sent_through_it(client: Client, db: None) -> None:
    page = client.get(reverse("account_signup") + "?part=staff")

    assert [value for value, _label in page.context["form"].fields["part"].choices] == [
        "expert",
        "organisation",
        "staff",
    ]
    client.post(reverse("account_signup"), SIGN_UP | {"part": "staff"})
    assert not User.objects.exists()


def test_a_code_that_never_came_is_sent_anew(client: Client, db: None) -> None:
    client.post(reverse("account_signup"), SIGN_UP)

    page = client.get(reverse("account_email_verification_sent"))
    cache.clear()  # ten seconds later
    client.post(reverse("account_email_verification_sent"), {"action": "resend"})

    assert "Send a new code" in page.content.decode()
    assert Outbox.objects.filter(address=SIGN_UP["email"]).count() == 2


def test_signing_up_stores_name_language_zone_and_consent(client: Client, db: None) -> None:
    client.cookies["language"] = "ur"

    answer = client.post(reverse("account_signup"), SIGN_UP)

    user = User.objects.get()
    consent = user.consents.get()
    assert answer["Location"].startswith("/account/confirm-email/")
    assert (user.full_name, user.language, user.time_zone) == ("Zara", "ur", "Europe/London")
    assert (user.arrival, consent.purpose, consent.notice_version) == (
        "organisation",
        "notice",
        PRIVACY_NOTICE_VERSION,
    )


@pytest.mark.parametrize("missing", ["part", "full_name", "email", "password1", "consent"])
def test_an_incomplete_sign_up_makes_no_account(client: Client, db: None, missing: str) -> None:
    answer = client.post(reverse("account_signup"), SIGN_UP | {missing: ""})

    assert missing in answer.context["form"].errors
    assert not User.objects.exists()
    if missing != "full_name":
        assert 'value="Zara"' in answer.content.decode()


def test_a_name_of_spaces_is_no_name(client: Client, db: None) -> None:
    answer = client.post(reverse("account_signup"), SIGN_UP | {"full_name": " \t "})

    assert "full_name" in answer.context["form"].errors


def test_settings_change_the_very_next_page(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.hina)

    answer = client.post(
        reverse("accounts:settings"),
        {
            "full_name": "Hina Qureshi",
            "preferred_name": "Hina",
            "name_ur": "حنا قریشی",
            "language": "ur",
            "time_zone": "Asia/Dubai",
        },
        follow=True,
    )

    cast.hina.refresh_from_db()
    assert (cast.hina.preferred_name, cast.hina.name_ur) == ("Hina", "حنا قریشی")
    assert (cast.hina.language, cast.hina.time_zone) == ("ur", "Asia/Dubai")
    assert '<html lang="ur" dir="rtl">' in answer.content.decode()


def test_an_unknown_time_zone_is_refused(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    with pytest.raises(Refused, match="unknown_time_zone"):
        services.change_settings(
            by=cast.hina,
            full_name="H",
            preferred_name="",
            name_ur="",
            language="en",
            time_zone="Mars/Olympus",
        )
    answer = client_of(cast.hina).post(
        reverse("accounts:settings"),
        {"full_name": "Typed Anew", "language": "en", "time_zone": "Mars/Olympus"},
    )
    assert answer.status_code == 422
    assert "Typed Anew" in answer.content.decode()


def test_a_consent_is_withdrawn_with_one_press(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    services.give_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)
    client = client_of(cast.hina)

    answer = client.post(reverse("accounts:consent_withdraw", args=[Purpose.MATCHING]), follow=True)

    assert not cast.hina.consents.filter(purpose=Purpose.MATCHING, withdrawn_at__isnull=True).exists()
    assert "Your consent was withdrawn." in answer.content.decode()


@pytest.mark.parametrize("there", ["foo", "foo\x00\u202e", "//elsewhere.example", "accounts:nowhere"])
def test_a_tampered_way_back_breaks_nothing_and_leads_nowhere_else(
    cast: SimpleNamespace, client_of: Callable[..., Client], there: str
) -> None:
    services.give_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)
    address = reverse("accounts:consent_withdraw", args=[Purpose.MATCHING])

    answer = client_of(cast.hina).post(address, {"next": there})

    assert answer.status_code == 302 and "elsewhere" not in answer["Location"]
    assert not cast.hina.consents.filter(purpose=Purpose.MATCHING, withdrawn_at__isnull=True).exists()


def test_the_yes_that_the_account_rests_on_stays(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    client_of(cast.hina).post(reverse("accounts:consent_withdraw", args=[Purpose.NOTICE]))

    assert cast.hina.consents.filter(purpose=Purpose.NOTICE, withdrawn_at__isnull=True).exists()


def test_an_unknown_purpose_has_no_address(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.hina).post("/settings/consents/selling/withdraw/").status_code == 404


def test_agreeing_twice_to_one_version_is_one_consent(cast: SimpleNamespace) -> None:
    first = services.give_consent(user=cast.hina, purpose=Purpose.DIRECTORY, at=NOW)

    assert services.give_consent(user=cast.hina, purpose=Purpose.DIRECTORY, at=NOW) == first


def test_a_new_version_of_the_notice_is_a_new_consent(cast: SimpleNamespace) -> None:
    cast.hina.consents.update(notice_version="2025-01")

    services.give_consent(user=cast.hina, purpose=Purpose.NOTICE, at=NOW)

    versions = cast.hina.consents.order_by("pk").values_list("notice_version", "withdrawn_at")
    assert list(versions) == [("2025-01", NOW), (PRIVACY_NOTICE_VERSION, None)]
