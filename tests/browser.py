"""A real Chromium for the tests that look at pages."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from accounts.models import User

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("PORTAL_CHROMIUM")
    if not path:
        pytest.skip("no Chromium: set PORTAL_CHROMIUM")
    # Playwright keeps an event loop in this thread; the ORM is used between its calls, never inside them.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def window(
    browser: Browser, live_server: Any, client_of: Callable[..., Client]
) -> Iterator[Callable[..., Page]]:
    """Open a window as somebody, in a language, of a width, by day or by night, with or without scripts."""
    contexts: list[BrowserContext] = []

    def opened(
        user: User | None = None,
        *,
        language: str = "en",
        width: int = 1200,
        night: bool = False,
        scripts: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if night else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        cookies = {"language": language}
        if user is not None:
            cookies["sessionid"] = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe finds on a page, one line each."""
    axe = Axe()

    def found(page: Page) -> list[str]:
        return [
            f"{violation['id']}: {node['target']}"
            for violation in axe.run(page).response["violations"]
            for node in violation["nodes"]
        ]

    return found
