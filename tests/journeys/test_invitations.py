"""An invitation from both sides, in both languages, through all its days: nothing of it goes silent."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from common import ledger
from common.models import Outbox
from common.outbox import TEMPLATES, Mail, as_read_by
from exchanges.models import Invitation
from exchanges.services.invitations import expire_due_invitations, remind_of_invitations
from matching.models import Match
from matching.services import shortlist_match, submit_run
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.journey
Window = Callable[..., Page]
DAY = timedelta(days=1)
BEGINS = {"en": "Answer by ", "ur": "تک جواب دیں: "}


@pytest.fixture
def story(transactional_db: None, cast: SimpleNamespace) -> SimpleNamespace:
    """Given a need whose list holds Hina, with Bilal on its shortlist."""
    with transaction.atomic():
        submit_run(need=cast.need, by=cast.sana, at=NOW)
    ledger.drain(worker="journey", seconds=60)
    cast.match = factories.make_match(cast.need, cast.expert)
    factories.make_match(cast.need, cast.other_expert)
    shortlist_match(need=cast.need, code=cast.other_expert.public_id, by=cast.sana, at=NOW)
    return cast


def _to(page: Page, name: str, *arguments: str, more: str = "") -> None:
    answer = page.goto(reverse(f"exchanges:{name}", args=arguments) + more)
    assert answer is not None and answer.status == 200, f"{name} answered {answer and answer.status}"


def _send(page: Page, name: str = "", *arguments: str) -> None:
    """Press the button of the form that goes there, or of the page's own form."""
    form = f'form[action="{reverse(f"exchanges:{name}", args=arguments)}"]' if name else "form.form"
    page.locator(f"{form} button.action").first.click()


def _newest_mail() -> tuple[str, Mail]:
    row = Outbox.objects.order_by("-pk")[0]
    with as_read_by(row.recipient):
        return row.recipient.email, TEMPLATES[row.template](**row.ids)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_invitation_is_answered_or_ends_and_the_host_goes_on(
    story: SimpleNamespace, window: Window, language: str
) -> None:
    for user in (story.sana, story.hina, story.bilal):
        user.language = language
        user.save()
    sana, hina, bilal = (
        window(user, language=language, width=360, scripts=False)
        for user in (story.sana, story.hina, story.bilal)
    )

    # When the host writes a telephone number, the words stay and the sentence stands beside them
    _to(sana, "invite", story.match.public_id)
    sana.locator("[name=message]").fill("Please ring me: 0300 1234567")
    _send(sana)
    expect(sana.locator(".field .error")).to_be_visible()
    expect(sana.locator("[name=message]")).to_have_value("Please ring me: 0300 1234567")
    sana.locator("[name=message]").fill("Please help us.")
    _send(sana)
    invitation = Invitation.objects.get()

    # Then it is the expert's turn, who looks and says nothing
    _to(hina, "invitation_list")
    expect(hina.locator("td strong")).to_have_count(1)
    hina.locator("th a").click()
    expect(hina.locator("#answer")).to_be_visible()
    _to(sana, "invitation_list", more="?state=viewed")
    expect(sana.locator("tbody tr")).to_have_count(1)

    # On day 5 and on day 11 she is asked once more, each time once
    for days in (5, 11):
        at = invitation.sent_at + days * DAY
        assert [remind_of_invitations(at=at - DAY / 24), remind_of_invitations(at=at)] == [0, 1]
        assert remind_of_invitations(at=at) == 0
        email, mail = _newest_mail()
        assert (email, BEGINS[language] in mail.subject) == ("hina@demo.example", True)

    # On day 14 it ends, once, and the host is told at once
    at = invitation.sent_at + 14 * DAY
    assert [expire_due_invitations(at=at - DAY / 24), expire_due_invitations(at=at)] == [0, 1]
    assert (expire_due_invitations(at=at), _newest_mail()[0]) == (0, "sana@demo.example")

    # The host goes on to the one on the shortlist, who is shown first
    _to(sana, "invitation_list", more="?state=expired")
    sana.locator('a[href$="/next/"]').click()
    expect(sana.get_by_text(story.other_expert.public_id)).to_be_visible()
    sana.locator("[name=message]").fill("Please help us.")
    _send(sana)
    second = Invitation.objects.get(expert=story.other_expert)

    # Who says "maybe later", waits in the pool, and comes back by itself on that day
    later_on = timezone.localdate() + 20 * DAY
    _to(bilal, "invitation", second.public_id, more="?answer=postpone")
    bilal.locator("[name=later_on]").fill(later_on.isoformat())
    _send(bilal, "postpone_invitation", second.public_id)
    _to(sana, "invitation_list", more="?state=maybe_later")
    expect(sana.locator("tbody tr")).to_have_count(1)
    second.refresh_from_db()
    asks_at = second.expires_at - 14 * DAY
    assert [remind_of_invitations(at=asks_at - DAY), remind_of_invitations(at=asks_at)] == [0, 1]
    assert BEGINS[language] in _newest_mail()[1].subject

    # He declines and lets the host read why
    _to(bilal, "invitation", second.public_id, more="?answer=decline")
    bilal.locator("[name=reason][value=dates]").check()
    bilal.locator("[name=shares_reason]").check()
    _send(bilal, "decline_invitation", second.public_id)
    reason = {"en": "The dates do not suit me", "ur": "تاریخیں"}[language]
    _to(sana, "invitation_list", more="?state=declined")
    expect(sana.locator("tbody tr", has_text=reason)).to_have_count(1)

    # Hina offers after all; now it is the host's turn, and the seat is filled
    _to(hina, "show_interest", story.need.public_id)
    _send(hina)
    _to(sana, "invitation_list", more="?state=sent")
    sana.locator('td a[href$="#answer"]').click()
    interest = Invitation.objects.get(direction="from_expert")
    _send(sana, "accept_invitation", interest.public_id)
    _to(sana, "invitation_list")

    states = {row.state for row in Invitation.objects.all()}
    assert states == {"expired", "declined", "accepted"}
    expect(sana.locator("tbody tr")).to_have_count(3)
    assert Match.objects.get(pk=story.match.pk).state == "invited"


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("en", 360), ("ur", 1280), ("ur", 360)])
def test_the_list_and_the_way_to_the_next_one_are_whole(
    story: SimpleNamespace,
    window: Window,
    violations: Callable[[Page], list[str]],
    language: str,
    width: int,
) -> None:
    invitation = factories.make_invitation(story.need, story.expert, at=timezone.now() - 3 * DAY)
    addresses = [
        reverse("exchanges:invitation_list"),
        reverse("exchanges:invitation_list") + "?state=maybe_later",
        reverse("exchanges:invitation_list") + f"?need={story.need.public_id}",
        reverse("exchanges:offer_to_next", args=[invitation.public_id]),
        reverse("exchanges:invitation", args=[invitation.public_id]),
    ]
    found = {}
    page = window(story.sana, language=language, width=width)
    for address in addresses:
        answer = page.goto(address)
        faults = violations(page) + page.complaints
        if answer is None or answer.status != 200 or page.locator("h1").count() != 1:
            faults.append("not answered with one heading")
        if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            faults.append(f"{wide} pixels too wide")
        if faults:
            found[address] = faults
        page.complaints.clear()

    assert found == {}
