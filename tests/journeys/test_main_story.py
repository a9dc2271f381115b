"""From a list of matches to an approval letter, by the cast, in a real browser without JavaScript."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from common import ledger
from exchanges.models import Invitation, Letter, Placement
from matching.services import submit_run
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.journey
Window = Callable[..., Page]


@pytest.fixture
def story(transactional_db: None, cast: SimpleNamespace) -> SimpleNamespace:
    """Given an open need that a worker has matched."""
    with transaction.atomic():
        submit_run(need=cast.need, by=cast.sana, at=NOW)
    ledger.drain(worker="journey", seconds=60)
    return cast


def _go(page: Page, name: str, *arguments: str) -> None:
    answer = page.goto(reverse(name, args=arguments))
    assert answer is not None and answer.status == 200, f"{name} answered {answer and answer.status}"


def _press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()


def _step(page: Page, action: str, *, note: str = "", reason: str = "") -> None:
    """Take a step on the case page, in the panel that is meant for it."""
    panel = page.locator(f"#step-{action}")
    if reason:
        panel.get_by_label(reason).check()
    if note:
        panel.get_by_label("Note").fill(note)
    panel.get_by_role("button").click()
    expect(page.get_by_text("Done:")).to_be_visible()


def _declare(page: Page) -> None:
    page.get_by_label("I have no conflict of interest").check()
    _press(page, "Declare")


def test_a_need_becomes_an_approved_placement(story: SimpleNamespace, window: Window) -> None:
    sana, hina, rabia, dawood = (
        window(getattr(story, name), scripts=False) for name in ("sana", "hina", "rabia", "dawood")
    )

    # When the host reads why, and invites
    _go(sana, "matching:need_matches", story.need.public_id)
    expect(sana.get_by_text(story.expert.public_id).first).to_be_visible()
    sana.get_by_role("button", name=f"Invite {story.expert.public_id}").click()
    sana.get_by_label("Your message to the expert").fill("Please review our inverter.")
    _press(sana, "Send the invitation")
    invitation = Invitation.objects.get()

    # Then the expert reads why, and accepts
    _go(hina, "today")
    hina.get_by_role("link", name="Answer the invitation").click()
    expect(hina.get_by_text("Please review our inverter.")).to_be_visible()
    _press(hina, "Accept and plan")
    placement = Placement.objects.get(invitation=invitation)

    # Both complete the plan; the host submits
    _go(sana, "exchanges:edit_placement", placement.public_id)
    sana.get_by_label("Step 1", exact=False).first.fill("Kick-off call")
    _press(sana, "Save the plan")
    _go(hina, "exchanges:placement", placement.public_id)
    _step(hina, "agree")
    _go(sana, "exchanges:placement", placement.public_id)
    _step(sana, "submit")

    # The reviewer takes it from the queue and returns it with reasons
    _go(rabia, "exchanges:review_queue")
    rabia.get_by_role("link", name=story.need.title).click()
    _declare(rabia)
    _step(rabia, "take")
    rabia.get_by_role("link", name="Give your review").click()
    rabia.get_by_label("It goes back with reasons").check()
    rabia.get_by_label("The outcome cannot be measured").check()
    _press(rabia, "Prepare the letter")
    expect(rabia.get_by_role("textbox", name="Letter")).to_have_value(re.compile("seen or counted"))
    rabia.get_by_role("textbox", name="Letter").fill("Say who accepts the report.")
    _press(rabia, "Give your review")

    # The parties read why, change the plan, and it comes back marked
    _go(sana, "exchanges:placement", placement.public_id)
    expect(sana.get_by_text("Say who accepts the report.").first).to_be_visible()
    _go(sana, "exchanges:edit_placement", placement.public_id)
    sana.get_by_label("what will exist at the end").fill("A report that the board accepts.")
    _press(sana, "Save the plan")
    _go(hina, "exchanges:placement", placement.public_id)
    _step(hina, "agree")
    _go(sana, "exchanges:placement", placement.public_id)
    _step(sana, "resubmit")
    _go(rabia, "exchanges:review_queue")
    expect(rabia.locator("td").get_by_text("came back", exact=True)).to_be_visible()
    rabia.get_by_role("link", name=story.need.title).click()
    expect(rabia.locator("ins")).to_have_text("A report that the board accepts.")

    # She recommends; nothing of it shows outside; a second person releases
    rabia.get_by_role("link", name="Give your review").click()
    rabia.get_by_label("I recommend approval").check()
    _press(rabia, "Give your review")
    _go(hina, "exchanges:placement", placement.public_id)
    expect(hina.get_by_text("in review").first).to_be_visible()
    assert "recommended" not in hina.content().lower()
    _go(dawood, "today")
    dawood.get_by_role("link", name="Release the decision").first.click()
    _declare(dawood)
    _step(dawood, "release")

    # Both are told, and a letter in both languages can be checked by anybody
    _go(hina, "exchanges:placement", placement.public_id)
    hina.get_by_role("link", name="Read and print the approval letter").click()
    expect(hina.locator("article[lang=ur]")).to_be_visible()
    anybody = window(None, scripts=False)
    anybody.goto(f"{reverse('exchanges:verify')}?code={Letter.objects.get().code}")
    expect(anybody.get_by_text("This letter is in force")).to_be_visible()
    assert "Hina" not in anybody.content()


VISITS = (
    ("sana", "matching:need_matches", "need"),
    ("sana", "exchanges:invitation_list", ""),
    ("hina", "exchanges:invitation", "invitation"),
    ("hina", "exchanges:placement_list", ""),
    ("hina", "exchanges:placement", "draft"),
    ("sana", "exchanges:edit_placement", "draft"),
    ("rabia", "exchanges:review_queue", ""),
    ("rabia", "exchanges:placement", "submitted"),
    ("hina", "exchanges:letter", "letter"),
    ("hina", "matching:expert_matches", ""),
    ("hina", "today", ""),
    (None, "insights:numbers", ""),
    (None, "exchanges:verify", ""),
)


def test_every_page_of_a_case_is_whole_in_both_languages(
    story: SimpleNamespace, window: Window, violations: Callable[[Page], list[str]]
) -> None:
    story.expert.capacity = 4
    story.expert.save()
    more = [factories.make_need(story.organisation, title=f"Need {n}") for n in range(3)]
    invitation = factories.make_invitation(story.need, story.expert)
    submitted = factories.make_submitted(more[1], story.expert)
    approved = factories.make_submitted(more[2], story.expert)
    steps = (("take", story.rabia), ("recommend_approval", story.rabia), ("release", story.dawood))
    factories.walk(approved, *((factories.PlacementAction(action), by) for action, by in steps))
    things = {
        "need": story.need.public_id,
        "invitation": invitation.public_id,
        "draft": factories.make_placement(more[0], story.expert).public_id,
        "submitted": submitted.public_id,
        "letter": approved.letters.get().code,
    }
    found = {}
    for language, width in (("en", 1200), ("ur", 390)):
        windows = {
            name: window(getattr(story, name) if name else None, language=language, width=width)
            for name in ("sana", "hina", "rabia", None)
        }
        for name, route, thing in VISITS:
            page = windows[name]
            _go(page, route, *([things[thing]] if thing else []))
            faults = violations(page) + page.complaints
            if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                faults.append(f"{wide} pixels too wide")
            if faults:
                found[route, language] = faults
            page.complaints.clear()

    assert found == {}
