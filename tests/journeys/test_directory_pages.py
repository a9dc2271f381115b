"""The directory and what belongs to it, in a real browser, in both languages, on a desk and on a phone."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from experts.enums import Visibility
from tests.matching.directory_world import make_listed

pytestmark = pytest.mark.journey
Window = Callable[..., Page]


@pytest.fixture
def story(transactional_db: None, cast: SimpleNamespace) -> SimpleNamespace:
    """Given more than a page of people whom everybody may find, and one for verified organisations."""
    for number in range(27):
        make_listed(f"Person {number}", country="NO" if number % 3 else "DE")
    cast.listed = make_listed("Zarmina Durrani", level=Visibility.VERIFIED_ORGANISATIONS)
    return cast


@pytest.mark.parametrize(
    ("language", "width", "night"), [("en", 1200, False), ("ur", 360, False), ("en", 360, True)]
)
def test_every_page_of_the_directory_is_whole(
    story: SimpleNamespace,
    window: Window,
    violations: Callable[[Page], list[str]],
    language: str,
    width: int,
    night: bool,
) -> None:
    pages = [
        ("sana", "/directory/"),
        ("sana", "/directory/?q=power&hours=5&country=DE"),
        ("sana", f"/directory/{story.listed.public_id}/"),
        ("hina", "/directory/what-others-see/"),
        ("hina", "/matching/strength/"),
        ("hina", "/experts/profile/visibility/"),
    ]
    windows = {
        name: window(getattr(story, name), language=language, width=width, night=night)
        for name in ("sana", "hina")
    }
    found = {}
    for name, address in pages:
        page = windows[name]
        answer = page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        faults = violations(page) + page.complaints
        if answer.status != 200:
            faults.append(f"answered {answer.status}")
        if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            faults.append(f"{wide} pixels too wide")
        if faults:
            found[name, address] = faults
        page.complaints.clear()

    assert found == {}


def test_a_host_narrows_leafs_and_opens_a_person_without_scripts(
    story: SimpleNamespace, window: Window
) -> None:
    page = window(story.sana, scripts=False)
    page.goto("/directory/")
    expect(page.get_by_text("28 experts", exact=True)).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.locator("article")).to_have_count(3)
    page.get_by_role("link", name="Previous").click()
    expect(page.locator("article")).to_have_count(25)

    page.get_by_label("Name", exact=True).fill("zarmeena")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("1 expert", exact=True)).to_be_visible()
    page.get_by_role("link", name="Zarmina Durrani").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Zarmina Durrani")
    expect(page.get_by_text("Power systems").first).to_be_visible()
