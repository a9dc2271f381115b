"""What the stories of whole lives share: windows of the cast, pages, steps, and what each side reads."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core import mail
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from common import ledger
from common.outbox import deliver
from exchanges.models import Placement

PICTURES = os.environ.get("PORTAL_PICTURES", "")
WIDTHS = (360, 1280)
# A code that was never put into words, or a value that was never there.
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\bNone\b")


class Story:
    """One placement and everybody's windows on it, each in the language of its reader."""

    placement: Placement

    def __init__(
        self,
        cast: SimpleNamespace,
        window: Callable[..., Page],
        *,
        name: str,
        languages: dict[str, str],
        otherwise: str = "en",
        width: int = 1280,
        scripts: bool = True,
    ) -> None:
        self.cast, self.name, self.n_pictures = cast, name, 0
        self._window = window
        self._manners = {"width": width, "scripts": scripts}
        self._languages, self._otherwise = languages, otherwise
        self._pages: dict[str, Page] = {}
        for key, person in vars(cast).items():
            if hasattr(person, "email"):
                person.language = self._language_of(key)
                person.save()

    def _language_of(self, who: str) -> str:
        return self._languages.get(who, self._otherwise)

    def page(self, who: str) -> Page:
        """`nobody` is somebody without an account."""
        if who not in self._pages:
            user = getattr(self.cast, who, None)
            self._pages[who] = self._window(user, language=self._language_of(who), **self._manners)
        return self._pages[who]

    def go(self, who: str, name: str, *arguments: str, more: str = "") -> Page:
        page = self.page(who)
        answer = page.goto(reverse(name, args=arguments) + more)
        assert answer is not None and answer.status == 200, f"{name} answered {answer and answer.status}"
        return page

    def case(self, who: str) -> Page:
        return self.go(who, "exchanges:placement", self.placement.public_id)

    def step(self, who: str, action: str, *, becomes: str) -> None:
        """Take a step in its panel on the page of the case."""
        page = self.case(who)
        page.locator(f"#step-{action} button.action").click()
        self.stands(becomes)

    def stands(self, state: str) -> None:
        self.placement.refresh_from_db()
        assert self.placement.state == state

    def turns(self, stage: str, **kinds: str) -> None:
        """Who waits for whom, on the page of each; an outsider finds nothing of it."""
        for who, kind in kinds.items():
            page = self.case(who)
            turn = page.locator(".turn").first
            assert f"turn {kind}" == turn.get_attribute("class"), f"{stage}: {who} reads {turn.inner_text()}"
            assert kind == "nobody" or turn.locator("time, .dates span").count(), (
                f"{stage}: {who} reads no day"
            )
            self.look(stage, who)
        stranger = self.page("kamran")
        found = stranger.goto(reverse("exchanges:placement", args=[self.placement.public_id]))
        assert found is not None and found.status == 404
        assert self.placement.need.title not in self.go("kamran", "exchanges:placement_list").content()

    def look(self, stage: str, who: str) -> None:
        """The page as it stands: in the reader's language, in words, not too wide; kept where wanted."""
        page = self.page(who)
        assert page.locator("html").get_attribute("lang") == self._language_of(who)
        assert page.locator("h1").count() == 1
        raw = RAW.findall(page.locator("main").inner_text())
        assert raw == [], f"{stage}: {who} reads {raw}"
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{stage}: {who} reads {wide} pixels too wide"
        if PICTURES:
            self.n_pictures += 1
            for width in WIDTHS:
                size = {"width": width, "height": 900}
                page.set_viewport_size(size)
                file = f"{self.name}-{self.n_pictures:02}-{stage}-{who}-{width}.png"
                page.screenshot(path=Path(PICTURES) / file, full_page=True)
            page.set_viewport_size({"width": self._manners["width"], "height": 900})


def fill(page: Page, **values: Any) -> None:
    """Type, choose or tick, by the names of the fields."""
    for name, value in values.items():
        field = page.locator(f'[name="{name}"]')
        if page.locator(f'select[name="{name}"]').count():
            field.select_option(str(value))
        elif field.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            field.fill(str(value))


def send(page: Page, name: str = "", *arguments: Any, button: str = "") -> None:
    """Press the button of the form that goes there, or of the page's own form; nothing is refused."""
    place = f'form[action="{reverse(name, args=arguments)}"]' if name else "main form.form"
    pressed = page.locator(f"{place} button.action{button}").first
    swaps = "typeof htmx !== 'undefined' && document.querySelector(where)?.hasAttribute('hx-post')"
    if page.evaluate(f"where => {swaps}", place):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            pressed.click()
        expect(page.locator(".htmx-request, .htmx-added")).to_have_count(0)
    else:
        with page.expect_navigation():
            pressed.click()
    errors = page.locator("main .field.has-error").all_inner_texts()
    assert errors == [], errors


def unfold(page: Page, name: str, *arguments: Any) -> None:
    page.locator(f'details:has(form[action="{reverse(name, args=arguments)}"]) > summary').click()


def work() -> None:
    """All that the workers have to do now, and every mail that waits."""
    ledger.drain(worker="journey", seconds=60)
    while deliver():
        pass


def later(job: Callable[..., Any], **more: Any) -> Any:
    """A periodic job at another time, and what follows from it."""
    answer = job(**more)
    work()
    return answer


def link_mailed_to(address: str, route: str) -> str:
    """The path of that kind of page in the newest mail to somebody."""
    bodies = [one.body for one in mail.outbox if address in one.to]
    found = [re.search(rf"https?://[^/\s]+(/{route}/[^\s>]+)", body) for body in reversed(bodies)]
    [first, *_others] = [one for one in found if one]
    return first[1]


def matched(need: Any, *, by: Any, at: Any) -> None:
    from matching.services import submit_run

    with transaction.atomic():
        submit_run(need=need, by=by, at=at)
    work()
