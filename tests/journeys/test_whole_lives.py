"""From the invitation to the follow-up a year later: a placement of each tier, by the cast, in a browser."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role
from programmes.enums import Mode, Tier
from tests import factories
from tests.journeys.lives import Story, fill, send, work
from tests.journeys.stages import (
    a_year_later,
    accepted,
    begun,
    came_of_it,
    completed,
    declared,
    extended,
    half_time,
    planned,
    released,
    reviewed,
)

pytestmark = pytest.mark.journey
Window = Callable[..., Page]
DAY = timedelta(days=1)


@pytest.fixture
def people(transactional_db: None, cast: SimpleNamespace) -> SimpleNamespace:
    """The cast with a second reviewer; the expert has time from today on."""
    cast.saad = factories.make_staff("saad@demo.example", role=Role.REVIEWER, full_name="Saad Hussain")
    cast.expert.availabilities.update(
        starts_on=timezone.localdate(), ends_on=timezone.localdate() + 400 * DAY
    )
    return cast


def test_a_small_placement_lives_from_the_invitation_to_the_follow_up_in_urdu(
    people: SimpleNamespace, window: Window
) -> None:
    story = Story(people, window, name="T0", languages={}, otherwise="ur", width=360)
    accepted(story, days=7, hours_per_week=2)
    planned(story, Tier.T0)
    story.step("sana", "submit", becomes="approved")
    work()
    begun(story)
    completed(story)
    came_of_it(story)
    a_year_later(story)


def test_a_reviewed_placement_lives_from_the_invitation_to_the_follow_up_without_scripts(
    people: SimpleNamespace, window: Window
) -> None:
    languages = {"hina": "ur", "dawood": "ur"}
    story = Story(people, window, name="T1", languages=languages, scripts=False)
    accepted(story, days=70)
    planned(story, Tier.T1)
    story.step("sana", "submit", becomes="submitted")
    work()
    story.turns("submitted", hina="other", sana="other")
    declared(story, "rabia")
    story.step("rabia", "take", becomes="in_review")
    story.turns("in-review", hina="other", sana="other", rabia="mine")
    reviewed(story, "rabia", "approve", becomes="pending_approval")
    story.turns("recommended", hina="other", sana="other", rabia="other")
    released(story)
    begun(story)
    extended(story)
    half_time(story)
    completed(story)
    came_of_it(story)
    a_year_later(story)


def test_a_funded_visit_that_came_back_lives_from_the_invitation_to_the_follow_up(
    people: SimpleNamespace, window: Window
) -> None:
    languages = {"sana": "ur", "saad": "ur"}
    story = Story(people, window, name="T2", languages=languages)
    accepted(story, days=50, mode=Mode.IN_PERSON, place=factories.make_place())
    money = {"allowance_amount": 900, "allowance_currency": "USD", "allowance_per": "month"}
    planned(
        story, Tier.T2, days_in_country=10, allowance_payer="ministry", allowance_purpose="Lodging", **money
    )
    story.step("sana", "submit", becomes="submitted")
    for who in ("rabia", "saad"):
        declared(story, who)
        story.step(who, "take", becomes="in_review")

    # Neither reads the other's review before both are in; then both sides read why it comes back
    reviewed(story, "rabia", "return", letter="Say who accepts the report.", becomes="in_review")
    assert "Say who accepts the report." not in story.case("saad").content()
    story.turns("one-review", hina="other", sana="other", rabia="other", saad="mine")
    reviewed(story, "saad", "return", letter="Say how it is counted.", becomes="changes_requested")
    work()
    story.turns("came-back", hina="mine", sana="mine", rabia="other")
    expect(story.case("sana").get_by_text("Say who accepts the report.").first).to_be_visible()
    page = story.go("sana", "exchanges:edit_placement", story.placement.public_id)
    fill(page, deliverable="A report that the board accepts.")
    send(page)
    story.turns("changed", hina="mine", sana="other")
    story.step("hina", "agree", becomes="changes_requested")
    story.step("sana", "resubmit", becomes="in_review")
    for who, becomes in (("rabia", "in_review"), ("saad", "pending_approval")):
        expect(story.case(who).locator("ins").first).to_have_text("A report that the board accepts.")
        reviewed(story, who, "approve", becomes=becomes)
    story.placement.refresh_from_db()
    released(story)
    approvers = {
        story.placement.recommended_by,
        story.placement.second_recommended_by,
        story.placement.decided_by,
    }
    assert approvers == {people.rabia, people.saad, people.dawood}
    begun(story)
    completed(story)
    came_of_it(story)
    a_year_later(story)
