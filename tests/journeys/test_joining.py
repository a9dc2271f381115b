"""From signing up to a profile that is sent in: on a phone, in both languages, with scripts and without."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from common.models import Outbox
from experts.enums import State
from experts.models import Expert
from taxonomy.services import load_reference

pytestmark = pytest.mark.journey
Window = Callable[..., Page]

PHONE = 360
LARGEST_PAGE = 200_000
PASSWORD = "correct horse battery 7"


@pytest.fixture
def portal(transactional_db: None) -> None:
    """An empty portal with its vocabulary and calendar."""
    load_reference()


def _code() -> str:
    """The code in the mail that was sent last."""
    found = re.search(r"^[A-Z0-9-]{6,}$", Outbox.objects.latest("pk").body, re.MULTILINE)
    assert found
    return found.group()


def _send(page: Page, *, button: str = "main form.form .form-foot button.primary") -> None:
    """Press the one main action of the page and wait for the next page."""
    with page.expect_navigation():
        page.locator(button).first.click()


def _about_oneself(page: Page, email: str) -> None:
    page.locator("input[name=part][value=expert]").check()
    page.locator("input[name=full_name]").fill("نسرین Nasreen")
    page.locator("input[name=email]").fill(email)
    page.locator("select[name=time_zone]").select_option("Europe/Oslo")
    page.locator("input[name=consent]").check()


def _sign_up(page: Page) -> None:
    page.goto("/")
    page.goto(reverse("account_signup"))
    _about_oneself(page, "nasreen@demo.example")
    page.locator("input[name=password1]").fill(PASSWORD)
    _send(page)
    page.locator("input[name=code]").fill(_code())
    _send(page)


def _is_at(page: Page, name: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(reverse(name)) + r"(\?.*)?$"))


def _write_profile(page: Page) -> None:
    """Every step, in the order in which the portal leads on."""
    page.goto(reverse("experts:profile"))
    _send(page, button="main form .actions button.primary")
    page.goto(reverse("experts:identity"))
    page.locator("input[name=headline]").fill("Glaciologist, lakes that burst")
    page.locator("textarea[name=bio]").fill("Forecasts of floods from lakes in the Karakoram.")
    _send(page)
    _is_at(page, "experts:place")
    page.locator("select[name=country]").select_option("NO")
    page.locator("select[name=time_zone]").select_option("Europe/Oslo")
    _send(page)
    _is_at(page, "experts:languages")
    page.goto(reverse("experts:add_language"))
    page.locator("select[name=code]").select_option("ur")
    page.locator("select[name=level]").select_option("C2")
    _send(page)
    page.goto(reverse("experts:add_skill"))
    page.locator("input[name=typed]").fill("Glaciology")
    page.locator("input[name=level][value='4']").check()
    _send(page)
    _is_at(page, "experts:skills")
    page.goto(reverse("experts:add_availability"))
    page.locator("input[name=starts_on]").fill("2027-01-04")
    page.locator("input[name=ends_on]").fill("2027-12-17")
    page.locator("input[name=hours_per_week]").fill("4")
    page.locator("input[name=modes][value=remote]").check()
    _send(page)
    _is_at(page, "experts:availability")
    expect(page.locator("svg rect.host").first).to_be_attached()
    page.goto(reverse("experts:motivation"))
    page.locator("input[name=kinds][value=mentorship]").check()
    _send(page)
    _is_at(page, "experts:terms")
    page.goto(reverse("experts:visibility"))
    page.locator("input[name=visibility][value=after_matching]").check()
    _send(page)
    _is_at(page, "experts:consent")
    page.locator("input[name=agrees]").check()
    _send(page)


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_profile_is_written_and_sent_on_a_phone(
    portal: None,
    window: Window,
    violations: Callable[[Page], list[str]],
    language: str,
    scripts: bool,
) -> None:
    page = window(language=language, width=PHONE, scripts=scripts)
    weights: dict[str, int] = {}
    page.on(
        "response",
        lambda answer: weights.update({answer.url: len(answer.body())} if _is_page(answer) else {}),
    )

    _sign_up(page)
    _write_profile(page)
    page.goto(reverse("experts:check_answers"))
    faults = violations(page) if scripts else []
    wide = page.evaluate("document.documentElement.scrollWidth") if scripts else PHONE
    _send(page, button="main form .actions button.primary")

    assert Expert.objects.get(user__email="nasreen@demo.example").state == State.SUBMITTED
    assert faults == []
    assert wide <= PHONE
    assert page.complaints == []
    assert max(weights.values()) < LARGEST_PAGE


def _is_page(answer: object) -> bool:
    return answer.status == 200 and "text/html" in answer.headers.get("content-type", "")


def test_an_account_begins_with_a_passkey_and_signs_in_with_it(portal: None, window: Window) -> None:
    page = window(width=PHONE)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    page.goto(reverse("account_signup_by_passkey"))
    _about_oneself(page, "key@demo.example")
    _send(page)
    page.locator("input[name=code]").fill(_code())
    _send(page)
    with page.expect_navigation():
        page.locator("#mfa_webauthn_signup").click()
    page.goto(reverse("today"))
    expect(page.locator("h1")).to_be_visible()
    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    with page.expect_navigation():
        page.locator("#passkey_login").click()

    assert page.goto(reverse("today")).status == 200
    _is_at(page, "today")
    assert page.complaints == []
