"""The pages that explain lists, in a real browser, in both languages, on a desk and on a phone."""

from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from common import ledger
from incubators.models import Need
from matching.enums import BoardTab
from matching.models import MatchList
from matching.services import shortlist_match, submit_run
from programmes.enums import Component
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.journey
Window = Callable[..., Page]

LARGEST_PAGE = 200_000
SENIOR = {str(component): 0 for component in Component} | {"seniority": 1, "preview": 1}


@pytest.fixture
def story(transactional_db: None, cast: SimpleNamespace) -> SimpleNamespace:
    """Given a matched list of two whom other weights would order otherwise, and a near-miss."""
    second = factories.make_expert(factories.make_user("second@demo.example"), seniority="executive")
    second.skills.update(level=1)
    third = factories.make_expert(factories.make_user("third@demo.example"))
    third.availabilities.update(hours_per_week=2)
    Need.objects.filter(pk=cast.need.pk).update(least_seniority="executive")
    cast.need.skills.update(least_level=3)
    with transaction.atomic():
        submit_run(need=cast.need, by=cast.sana, at=NOW)
    ledger.drain(worker="journey", seconds=60)
    cast.run = MatchList.objects.current().get(need=cast.need).run
    cast.third = third
    cast.match = shortlist_match(need=cast.need, code=second.public_id, by=cast.sana, at=NOW)
    return cast


def addresses(story: SimpleNamespace) -> list[tuple[str, str]]:
    """Who opens which page."""
    need, programme = story.need.public_id, story.need.programme.slug
    asked = {"code": story.third.public_id}
    weights = reverse("matching:weights", args=[programme])
    return [
        ("sana", reverse("matching:need_matches", args=[need])),
        *(("sana", f"{reverse('matching:need_matches', args=[need])}?show={tab}") for tab in BoardTab),
        ("sana", f"{reverse('matching:compare', args=[need])}?pair={story.match.public_id}"),
        ("sana", reverse("matching:need_changes", args=[need])),
        ("sana", f"{reverse('matching:ask', args=[need])}?{urlencode(asked)}"),
        ("sana", reverse("matching:match", args=[story.match.public_id])),
        ("hina", reverse("matching:why_not", args=[need])),
        ("omar", reverse("matching:need_matches", args=[need])),
        ("omar", reverse("matching:run_list")),
        ("omar", reverse("matching:run", args=[story.run.public_id])),
        ("omar", reverse("matching:weights_list")),
        ("omar", weights),
        ("omar", f"{weights}?{urlencode(SENIOR)}"),
        ("omar", f"{weights}?{urlencode(SENIOR | {'seniority': 0})}"),
    ]


@pytest.mark.parametrize(
    ("language", "width", "night"), [("en", 1200, False), ("ur", 360, False), ("en", 360, True)]
)
def test_every_page_that_explains_is_whole(
    story: SimpleNamespace,
    window: Window,
    violations: Callable[[Page], list[str]],
    language: str,
    width: int,
    night: bool,
) -> None:
    windows = {
        name: window(getattr(story, name), language=language, width=width, night=night)
        for name in ("sana", "hina", "omar")
    }
    found = {}
    for name, address in addresses(story):
        page = windows[name]
        answer = page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        faults = violations(page) + page.complaints
        if answer.status != 200:
            faults.append(f"answered {answer.status}")
        if len(answer.body()) > LARGEST_PAGE:
            faults.append(f"{len(answer.body())} bytes")
        if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            faults.append(f"{wide} pixels too wide")
        if faults:
            found[name, address] = faults
        page.complaints.clear()

    assert found == {}


def test_the_owner_learns_in_place_what_a_change_would_bring(story: SimpleNamespace, window: Window) -> None:
    page = window(story.sana)
    page.goto(reverse("matching:need_matches", args=[story.need.public_id]))

    page.get_by_role("link", name="Compute each change").click()

    expect(page.get_by_text("Ask for 2 hours a week")).to_be_visible()
    expect(page.get_by_text("1 more expert qualifies, with a score of")).to_be_visible()
    assert page.url.endswith(f"/needs/{story.need.public_id}/")


def test_an_officer_previews_and_publishes_without_scripts(story: SimpleNamespace, window: Window) -> None:
    page = window(story.omar, scripts=False)
    page.goto(reverse("matching:weights", args=[story.need.programme.slug]))
    for component in Component:
        page.locator(f"input[name={component}]").fill("1" if component == Component.SENIORITY else "0")

    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Most changed lists")).to_be_visible()
    page.get_by_role("button", name="Publish these weights").click()

    expect(page.get_by_text("Version 2 is in force.")).to_be_visible()
    expect(page.get_by_text("· Omar Farooq · in force")).to_be_visible()
