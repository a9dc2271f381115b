"""Answering on a phone: from the mail to the offer after the answer, with and without scripts."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from common.outbox import TEMPLATES
from exchanges.models import Invitation
from exchanges.services.invitations import show_interest
from experts.models import Expert
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.journey
Window = Callable[..., Page]
PHONE = 360


@pytest.fixture
def story(transactional_db: None, cast: SimpleNamespace) -> SimpleNamespace:
    """Given an invitation that has just been sent, and a second need that is open."""
    cast.invitation = factories.make_invitation(cast.need, cast.expert)
    cast.second = factories.make_need(cast.organisation, title="A second need")
    return cast


def _press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_from_the_mail_through_maybe_later_to_a_pause(
    story: SimpleNamespace, window: Window, scripts: bool
) -> None:
    hina = window(story.hina, width=PHONE, scripts=scripts)
    mail = TEMPLATES["exchanges.invitation_sent"](invitation_id=story.invitation.pk)
    [later] = re.findall(r"https?://[^/\s]+(/\S+/later/)", mail.body)

    # The mail's link leads to the page, with that very answer open
    hina.goto(later)
    hina.get_by_label("Ask me again on").fill("2027-02-10")
    _press(hina, "Ask me again then")
    expect(hina.get_by_text("Asks again on 10 February 2027")).to_be_visible()

    # The host reads when; the expert declines after all, and is offered a pause on the same page
    sana = window(story.sana, width=PHONE, scripts=scripts)
    sana.goto(reverse("exchanges:invitation", args=[story.invitation.public_id]))
    expect(sana.get_by_text("Asks again on 10 February 2027")).to_be_visible()
    hina.goto(reverse("exchanges:decline_invitation", args=[story.invitation.public_id]))
    hina.get_by_label("I have no time").check()
    _press(hina, "Decline")
    expect(hina.get_by_text("Fewer requests for a while?")).to_be_visible()
    hina.get_by_label("Engagements at the same time").fill("1")
    _press(hina, "Save")
    hina.get_by_label("Pause until").fill("2027-09-01")
    _press(hina, "Pause my profile")

    expect(hina.get_by_text("Your profile is paused until 1 September 2027.")).to_be_visible()
    expert = Expert.objects.get(pk=story.expert.pk)
    assert (expert.capacity, expert.state) == (1, "paused")


def test_an_expert_steps_forward_and_the_host_accepts(story: SimpleNamespace, window: Window) -> None:
    hina, sana = (window(getattr(story, name), width=PHONE, scripts=False) for name in ("hina", "sana"))

    hina.goto(reverse("matching:expert_matches"))
    hina.get_by_role("link", name=re.compile("I would like to help.*A second need")).click()
    hina.get_by_label("Your message to the host").fill("I built two of these.")
    _press(hina, "Show interest")
    expect(hina.get_by_text("The host reads your name now, and has 14 days to answer.")).to_be_visible()

    sana.goto(reverse("today"))
    sana.get_by_role("link", name="Answer the interest").click()
    expect(sana.get_by_text("I built two of these.")).to_be_visible()
    expect(sana.get_by_role("heading", name="Hina Qureshi")).to_be_visible()
    _press(sana, "Accept and plan")

    expect(sana.get_by_text("You accepted. Now complete the plan together.")).to_be_visible()
    assert Invitation.objects.get(need=story.second).state == "accepted"


def test_a_need_is_set_aside_and_taken_back_with_one_press_each(
    story: SimpleNamespace, window: Window
) -> None:
    hina = window(story.hina, width=PHONE, scripts=False)
    hina.goto(reverse("matching:expert_matches"))

    hina.get_by_text("Not for me: A second need").click()
    hina.get_by_role("button", name="Not now", exact=True).click()
    expect(hina.get_by_role("heading", name="A second need")).to_have_count(0)
    hina.get_by_text("1 thing that you set aside").click()
    hina.get_by_role("button", name=re.compile("Take back.*A second need")).click()

    expect(hina.get_by_role("heading", name="A second need")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("en", 1200), ("ur", PHONE)])
def test_every_page_of_an_answer_is_whole(
    story: SimpleNamespace,
    window: Window,
    violations: Callable[[Page], list[str]],
    language: str,
    width: int,
) -> None:
    interest = show_interest(need_id=story.second.pk, message="I can help.", by=story.hina, at=NOW)
    visits = [
        ("hina", reverse("matching:expert_matches")),
        ("hina", reverse("matching:set_aside", args=[story.need.public_id])),
        ("hina", reverse("exchanges:show_interest", args=[story.other_need.public_id])),
        ("hina", reverse("exchanges:invitation", args=[story.invitation.public_id]) + "?answer=postpone"),
        ("hina", reverse("exchanges:invitation", args=[interest.public_id])),
        ("sana", reverse("exchanges:invitation", args=[interest.public_id]) + "?answer=decline"),
        ("sana", reverse("exchanges:invitation_list")),
        ("hina", reverse("accounts:notices")),
        ("hina", reverse("accounts:calendar")),
        ("hina", reverse("accounts:calendar_create")),
    ]
    windows = {
        name: window(getattr(story, name), language=language, width=width) for name in ("hina", "sana")
    }
    found = {}
    for name, address in visits:
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
