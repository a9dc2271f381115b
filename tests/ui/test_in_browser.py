"""Pages in a real browser: axe in both languages and lights, wide and narrow; manners without scripts too."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Concern
from tests.accounts.test_pages import ADMINISTRATION, ENTRANCE, OWN
from tests.diaspora_portal.test_public_pages import PAGES

pytestmark = pytest.mark.journey
MOST_BYTES = 200_000
# Everything that the page needs, whether it came over the line or out of the browser's cache.
WEIGHT = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""
VISITS = {
    None: (*PAGES, *ENTRANCE, "ui_catalogue"),
    "hina": OWN,
    "ayesha": ADMINISTRATION,
    "asma": ("insights:oversight",),
}
WINDOWS = (
    {"language": "en", "width": 1200, "night": False},
    {"language": "ur", "width": 390, "night": True},
)


def _faults(page: Page, route: str, violations: Callable[[Page], list[str]]) -> list[str]:
    page.goto(reverse(route))
    faults = violations(page) + page.complaints
    if (n := page.locator("h1").count()) != 1:
        faults.append(f"{n} main headings")
    if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        faults.append(f"{wide} pixels too wide")
    if (n_bytes := page.evaluate(WEIGHT)) > MOST_BYTES:
        faults.append(f"{n_bytes} bytes")
    return faults


@pytest.mark.parametrize("person", VISITS)
def test_every_page_is_whole_in_both_languages(
    cast: SimpleNamespace,
    window: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    person: str | None,
) -> None:
    user = getattr(cast, person) if person else None
    found = {}
    for options in WINDOWS:
        page = window(user, **options)
        for route in VISITS[person]:
            found[route, options["language"]] = _faults(page, route, violations)
            page.complaints.clear()

    assert {visit: faults for visit, faults in found.items() if faults} == {}


def test_the_first_stop_of_the_keyboard_leads_past_the_menus(db: Any, window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/help/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#main")
    expect(page.locator("main")).to_be_focused()


def test_the_account_menu_closes_on_escape(cast: SimpleNamespace, window: Callable[..., Page]) -> None:
    page = window(cast.hina, width=390)
    page.goto("/help/")
    summary = page.locator(".menu > summary")

    summary.click()
    expect(page.get_by_role("link", name="Settings")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Settings")).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_form_with_errors_takes_the_focus_and_leads_to_the_field(
    db: Any, window: Callable[..., Page], scripts: bool
) -> None:
    page = window(scripts=scripts)
    page.goto("/report-a-concern/")
    page.get_by_label("What happened?").fill("Something is wrong.")
    page.get_by_role("button", name="Send").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_value("Something is wrong.")
    summary.get_by_role("link").click()
    expect(page.get_by_label("Privacy: my data")).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your concern was sent.")
    assert Concern.objects.get().text == "Something is wrong."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_language_is_changed_where_one_stands(
    db: Any, window: Callable[..., Page], scripts: bool
) -> None:
    page = window(scripts=scripts)
    page.goto("/privacy/")

    page.get_by_role("button", name="اردو").click()

    assert page.url.endswith("/privacy/")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_the_browser_proposes_its_own_time_zone(db: Any, window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/account/signup/")

    zone = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    offered = page.get_by_label("Your time zone").evaluate("select => [...select.options].map(o => o.value)")

    expect(page.get_by_label("Your time zone")).to_have_value(zone if zone in offered else "")
