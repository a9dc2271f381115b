"""An officer assigns a whole programme and thinks better of it; then every page is looked at."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from common import ledger
from incubators.models import Need
from matching.models import AssignmentRound, Match
from matching.selectors.round_results import RoundOptions
from matching.services import publish_round, start_round, submit_round
from tests import factories
from tests.factories import NOW
from tests.matching.round_world import after

pytestmark = pytest.mark.journey
Window = Callable[..., Page]
MOST_BYTES = 200_000
WEIGHT = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""


@pytest.fixture
def story(transactional_db: None, cast: SimpleNamespace) -> SimpleNamespace:
    """Given a dozen open needs that a worker has matched."""
    for at in range(12):
        factories.make_need(cast.organisation, title=f"Adviser {at:02}", seats=2)
    with transaction.atomic():
        submit_round(need_ids=list(Need.objects.open().values_list("pk", flat=True)), at=NOW)
    ledger.drain(worker="journey", seconds=60)
    return cast


def test_an_officer_publishes_a_round_and_takes_it_back(story: SimpleNamespace, window: Window) -> None:
    omar, sana = window(story.omar, scripts=False), window(story.sana, scripts=False)
    hosts_page = reverse("matching:need_matches", args=[story.need.public_id])

    # When an officer starts a round from the menu
    omar.goto(reverse("today"))
    omar.get_by_role("link", name="Assignment rounds").click()
    omar.get_by_role("link", name="Start a round").click()
    omar.get_by_label("General mentorship").check()
    omar.get_by_role("button", name="Continue").click()

    # A contradiction is answered beside its field, and nothing typed is lost
    omar.get_by_label("Least points of a proposal").fill("100")
    omar.get_by_label("Lift the worst-served need").check()
    omar.get_by_label("No two of one employer").check()
    omar.get_by_role("button", name="Compute a preview").click()
    expect(omar.locator(".error-summary")).to_contain_text("cannot be combined with rules")
    expect(omar.get_by_label("Least points of a proposal")).to_have_value("100")
    omar.get_by_label("Lift the worst-served need").uncheck()
    omar.get_by_role("button", name="Compute a preview").click()
    expect(omar.get_by_text("Computing who goes where").first).to_be_visible()

    # Then a worker computes it, and nothing of it shows outside
    ledger.drain(worker="journey", seconds=60)
    omar.get_by_role("link", name="Look again").click()
    expect(omar.get_by_text("preview, not published")).to_be_visible()
    expect(omar.get_by_text("seats filled.").first).to_be_visible()
    sana.goto(hosts_page)
    expect(sana.get_by_role("heading", name="Proposed by the round")).to_have_count(0)

    # The officer publishes; the host sees the proposal and may invite
    omar.get_by_text("Publish the proposals").click()
    omar.get_by_role("button", name="Publish", exact=True).click()
    expect(omar.get_by_text("published", exact=True).first).to_be_visible()
    proposed = Match.objects.filter(state="assigned").select_related("need", "expert").first()
    sana.goto(reverse("matching:need_matches", args=[proposed.need.public_id]))
    expect(sana.get_by_role("heading", name="Proposed by the round")).to_be_visible()
    sana.get_by_role("button", name=f"Shortlist {proposed.expert.public_id}").click()
    expect(sana.get_by_text("The expert is on your shortlist.")).to_be_visible()

    # Undone, the touched one stays and is marked
    omar.get_by_text("Undo this round").click()
    omar.get_by_role("button", name="Undo", exact=True).click()
    expect(omar.get_by_text("undone", exact=True)).to_be_visible()
    assert not Match.objects.filter(state="assigned").exists()
    proposed.refresh_from_db()
    assert proposed.state == "shortlisted"


def test_every_page_of_a_round_is_whole_in_both_languages(
    story: SimpleNamespace, window: Window, violations: Callable[[Page], list[str]]
) -> None:
    rounds = {}
    for name, options in (("failed", None), ("preview", RoundOptions()), ("published", RoundOptions())):
        with transaction.atomic():
            rounds[name] = start_round(
                programme=story.need.programme,
                need_ids=[],
                options=options or RoundOptions(),
                by=story.omar,
                at=NOW,
            )
        ledger.drain(worker="journey", seconds=60)
    publish_round(round_id=rounds["published"].pk, by=story.omar, at=after(1))
    AssignmentRound.objects.filter(pk=rounds["failed"].pk).update(
        state="failed", message="pins_contradict", message_need_ids=[story.need.pk]
    )
    addresses = {
        "list": reverse("matching:round_list"),
        "programme": reverse("matching:round_new"),
        "form": f"{reverse('matching:round_new')}?programme=general-mentorship",
        **{name: reverse("matching:round", args=[one.public_id]) for name, one in rounds.items()},
        "host": reverse("matching:need_matches", args=[story.need.public_id]),
    }
    found = {}
    for language, width, night in (("en", 1200, False), ("ur", 390, True)):
        for name, address in addresses.items():
            who = story.sana if name == "host" else story.omar
            page = window(who, language=language, width=width, night=night)
            page.goto(address)
            faults = violations(page) + page.complaints
            if (n := page.locator("h1").count()) != 1:
                faults.append(f"{n} main headings")
            if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                faults.append(f"{wide} pixels too wide")
            if (n_bytes := page.evaluate(WEIGHT)) > MOST_BYTES:
                faults.append(f"{n_bytes} bytes")
            if faults:
                found[name, language] = faults

    assert found == {}
