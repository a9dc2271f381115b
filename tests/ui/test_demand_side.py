"""The demand side in a real browser: every page whole, and two stories with and without scripts."""

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from incubators.enums import NeedState, OrganisationState, Step
from incubators.models import Need, Organisation
from incubators.selectors.answers import steps_of
from matching.adapter import pin_input
from programmes.services import load_programmes
from taxonomy.services import load_reference
from tests import factories
from tests.factories import NOW, TODAY
from tests.ui.test_in_browser import MOST_BYTES, WEIGHT, WINDOWS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def address(name: str, *args: object) -> str:
    return reverse(f"incubators:{name}", args=args)


def faults_of(page: Page, where: str, violations: Callable[[Page], list[str]]) -> list[str]:
    answer = page.goto(where)
    faults = violations(page)
    if answer is None or answer.status != 200:
        faults.append("not answered with 200")
    if (n := page.locator("h1").count()) != 1:
        faults.append(f"{n} main headings")
    if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        faults.append(f"{wide} pixels too wide")
    if (n_bytes := page.evaluate(WEIGHT)) > MOST_BYTES:
        faults.append(f"{n_bytes} bytes")
    return faults


def pages_of(cast: SimpleNamespace) -> dict[str | None, list[str]]:
    """Every page, as the people see it who use it."""
    draft = factories.make_need(cast.organisation, opened=False, title="Adviser for a wind park", purpose="")
    waiting = factories.make_organisation(cast.hina, name="Swat Food Laboratory", verified=False)
    need, host = cast.need.public_id, cast.organisation.public_id
    return {
        None: [address("need_list"), address("need", need), address("organisation_list"),
               address("organisation", host)],
        "sana": [
            address("my_needs"),
            address("need_start"),
            address("need_new"),
            address("need", need),
            address("need_tasks", draft.public_id),
            *(address("need_step", draft.public_id, step) for step in steps_of(draft)),
            address("need_step", need, Step.SKILLS) + "?words=solar",
            address("need_check", draft.public_id),
            address("need_move", need, "withdraw"),
            reverse("matching:estimate", args=[draft.public_id]),
            *(address(name) for name in ("signals", "signal_new", "need_import")),
            address("organisation", host),
            address("organisation_edit", host),
        ],
        "hina": [address("organisation_new"), address("organisation", waiting.public_id)],
        "omar": [
            *(address(name) for name in ("signal_counts", "organisation_queue")),
            address("organisation_verification", waiting.public_id),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("look", WINDOWS, ids=lambda look: look["language"])
def test_every_page_of_the_demand_side_is_whole(
    cast: SimpleNamespace,
    window: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    look: dict[str, object],
) -> None:
    load_reference()
    load_programmes(by=None, at=NOW)
    faults = []

    for person, addresses in pages_of(cast).items():
        page = window(getattr(cast, person) if person else None, **look)
        for where in addresses:
            faults += [f"{where}: {fault}" for fault in faults_of(page, where, violations)]
        faults += page.complaints

    assert faults == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_need_is_written_and_published(
    cast: SimpleNamespace, window: Callable[..., Page], scripts: bool
) -> None:
    load_reference()
    load_programmes(by=None, at=NOW)
    page = window(cast.sana, scripts=scripts)

    page.goto(address("my_needs"))
    page.get_by_role("link", name="Write a need").first.click()
    page.get_by_role("link", name="Start with an empty page").click()
    page.get_by_label("Title").fill("Adviser for a wind park")
    page.get_by_label("Kind of help").select_option("mentorship")
    page.get_by_label("General mentorship").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Purpose").fill("Our grid connection was refused.")
    page.get_by_label("Deliverable").fill("A connection study.")
    page.get_by_label("Local counterpart").fill("Head of engineering")
    page.get_by_role("button", name="Save and continue").click()
    choose_skills(page, scripts=scripts)
    page.get_by_label("Least level of Power systems").select_option("3")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("First day").fill((TODAY + timedelta(days=400)).isoformat())
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_text("Still to write: Last day")).to_be_visible()
    page.get_by_role("link", name="Check and publish").first.click()
    page.get_by_role("button", name="Publish the need").click()
    expect(page.get_by_role("alert")).to_contain_text("Last day: Please fill this in before you publish.")
    page.get_by_role("link", name="Last day: Please fill this in").click()
    page.get_by_label("Last day").fill((TODAY + timedelta(days=500)).isoformat())
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Change Languages and themes").click()
    page.get_by_label("English").check()
    expect(page.get_by_label("Renewable energy")).to_be_checked()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Publish the need").click()

    expect(page.get_by_text("Your need is published.")).to_be_visible()
    need = Need.objects.get(title="Adviser for a wind park")
    assert need.state == NeedState.OPEN
    assert [(row.skill.slug, row.importance, row.least_level) for row in need.skills.all()] == [
        ("power-systems", "must", 3),
        ("solar-photovoltaics", "should", 2),
    ]
    assert page.complaints == []


def choose_skills(page: Page, *, scripts: bool) -> None:
    """One must found in Urdu written with Latin letters or English, one helpful; the order is kept."""
    for words, name, button in (
        ("power syst", "Power systems", "Add as a must"),
        ("solar ph", "Solar photovoltaics", "Add as helpful"),
    ):
        found = page.get_by_role("button", name=f"{button} {name}")
        page.get_by_label("Skill", exact=True).fill("")
        page.get_by_label("Skill", exact=True).press_sequentially(words)
        if not scripts:
            page.locator("main").get_by_role("button", name="Find").click()
        found.click()
        expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
        expect(page.locator(".htmx-added")).to_have_count(0)  # from here on the new field hears what is typed


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_organisation_is_refused_changed_and_verified(
    cast: SimpleNamespace, window: Callable[..., Page], scripts: bool
) -> None:
    load_reference()
    hina, omar = window(cast.hina, scripts=scripts), window(cast.omar, scripts=scripts)

    hina.goto(address("organisation_new"))
    hina.get_by_label("Name of the organisation").fill("Swat Food Laboratory")
    hina.get_by_label("Kind").select_option("research_centre")
    hina.get_by_label("academia").check()
    hina.get_by_label("Place in Pakistan").select_option("swat")
    hina.get_by_role("button", name="Register").click()
    expect(hina.get_by_text("waits for verification").first).to_be_visible()

    omar.goto(address("organisation_queue"))
    omar.get_by_role("link", name="Swat Food Laboratory").click()
    omar.get_by_label("Do not verify it, with reasons").check()
    omar.get_by_label("Note to the members").fill("Which domain do your addresses have?")
    omar.get_by_role("button", name="Decide").click()
    expect(omar.get_by_role("alert")).to_contain_text("Please choose at least one reason.")
    expect(omar.get_by_label("Note to the members")).to_have_value("Which domain do your addresses have?")
    omar.get_by_label("does not belong to the organisation's domain").check()
    omar.get_by_role("button", name="Decide").click()
    expect(omar.get_by_text("No organisation waits")).to_be_visible()

    hina.reload()
    expect(hina.get_by_text("Which domain do your addresses have?").first).to_be_visible()
    hina.get_by_role("link", name="Change the registration").click()
    hina.get_by_label("E-mail domain").fill("demo.example")
    hina.get_by_role("button", name="Save").click()
    hina.get_by_role("button", name="Ask for verification again").click()

    omar.reload()
    expect(omar.get_by_text("came back")).to_be_visible()
    omar.get_by_role("link", name="Swat Food Laboratory").click()
    expect(omar.get_by_text("address at this domain")).to_be_visible()
    omar.get_by_label("Verify the organisation").check()
    omar.get_by_role("button", name="Decide").click()

    assert Organisation.objects.get(name="Swat Food Laboratory").state == OrganisationState.VERIFIED
    hina.reload()
    expect(hina.get_by_role("link", name="Write a need")).to_be_visible()
    assert hina.complaints == omar.complaints == []


def test_the_estimate_follows_what_is_typed(cast: SimpleNamespace, window: Callable[..., Page]) -> None:
    load_reference()
    load_programmes(by=None, at=NOW)
    for n in range(6):
        factories.make_expert(factories.make_user(f"fits{n}@demo.example"))
    draft = factories.make_need(cast.organisation, opened=False)
    pin_input([draft.pk], set())
    page = window(cast.sana)
    estimate = page.locator("#estimate")

    page.goto(address("need_step", draft.public_id, Step.SCHEDULE))
    expect(estimate.get_by_text("By these answers about 5 experts could fit.")).to_be_visible()
    page.get_by_label("Hours a week").fill("20")
    expect(estimate.get_by_text("By these answers fewer than 5 experts could fit.")).to_be_visible()

    draft.refresh_from_db()
    assert draft.hours_per_week == 4
    assert page.complaints == []


def test_the_estimate_comes_without_a_script_too(cast: SimpleNamespace, window: Callable[..., Page]) -> None:
    load_reference()
    load_programmes(by=None, at=NOW)
    draft = factories.make_need(cast.organisation, opened=False)
    pin_input([draft.pk], set())
    page = window(cast.sana, scripts=False)

    page.goto(address("need_step", draft.public_id, Step.SCHEDULE))
    page.get_by_label("Hours a week").fill("5")
    page.get_by_role("button", name="Save and see how many could fit").click()

    expect(page.get_by_text("By these answers fewer than 5 experts could fit.")).to_be_visible()
    page.get_by_role("link", name="Back to “When, where and how much”").click()
    expect(page.get_by_label("Hours a week")).to_have_value("5")


def test_a_job_description_is_brought_and_taken_back(
    cast: SimpleNamespace, window: Callable[..., Page]
) -> None:
    load_reference()
    load_programmes(by=None, at=NOW)
    job = {"title": "Wind adviser", "company": "X", "skills": [{"name": "Power systems"}, {"name": "Blades"}]}
    page = window(cast.sana)

    page.goto(address("my_needs"))
    page.get_by_role("link", name="Bring needs from a file").click()
    page.get_by_label("Your file").set_input_files(
        {"name": "job.json", "mimeType": "application/json", "buffer": json.dumps(job).encode()}
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("1 need was read. Nothing is written yet.")).to_be_visible()
    page.get_by_role("button", name="Take over as drafts").click()
    page.get_by_role("button", name="Take it back: withdraw 1 draft").click()
    expect(page.get_by_text("1 draft was withdrawn.")).to_be_visible()

    assert Need.objects.get(title="Wind adviser").state == NeedState.WITHDRAWN
    assert page.complaints == []
