"""Pages for everyone, in both languages, without an account and without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.enums import PRIVACY_NOTICE_VERSION

PAGES = (
    "home",
    "how_it_works",
    "privacy",
    "terms",
    "accessibility",
    "help",
    "report_concern",
    "concern_reported",
)
PROSE = Path(settings.BASE_DIR) / "templates/public/prose"


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
@pytest.mark.parametrize("route", PAGES)
def test_a_page_for_everyone_opens(
    client: Client, db: None, route: str, language: str, direction: str
) -> None:
    client.cookies["language"] = language

    answer = client.get(reverse(route))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert page.count("<h1") == 1
    assert len(answer.content) < 100_000


def test_home_counts_what_is_there(cast: SimpleNamespace, client: Client) -> None:
    numbers = client.get(reverse("home")).context["numbers"]

    assert numbers.n_experts == 2
    assert numbers.n_organisations == 2


def test_home_offers_three_doors(client: Client, db: None) -> None:
    page = client.get(reverse("home")).content.decode()

    doors = re.findall(r'class="card-link" href="([^"]+)"', page)
    assert doors == ["/account/signup/?part=expert", "/account/signup/?part=organisation", "/account/login/"]


def test_the_privacy_notice_names_its_version(client: Client, db: None) -> None:
    assert PRIVACY_NOTICE_VERSION in client.get(reverse("privacy")).content.decode()


def test_the_privacy_notice_says_who_finds_whom_and_when_an_erasure_takes_effect() -> None:
    english, urdu = ((PROSE / f"privacy.{language}.html").read_text() for language in ("en", "ur"))

    assert "only what you ticked" in english and "جس پر آپ نے نشان لگایا" in urdu
    assert "in no number, no order and no filter" in english and "گنتی، ترتیب یا چھانٹی" in urdu
    assert "takes effect at once" in english and "within 24 hours" in english and "24" in urdu


def test_an_urdu_text_says_that_no_native_speaker_read_it(client: Client, db: None) -> None:
    client.cookies["language"] = "ur"

    answer = client.get(reverse("terms"))

    assert answer.context["is_translation"]
    assert 'class="notice' in answer.content.decode()


def test_every_text_is_there_twice_with_the_same_parts() -> None:
    english = sorted(path.name.removesuffix(".en.html") for path in PROSE.glob("*.en.html"))

    for name in english:
        parts = [
            re.findall(r"<(h2|h3|li|dt)\b|\{% url '(\w+)'", (PROSE / f"{name}.{language}.html").read_text())
            for language in ("en", "ur")
        ]
        assert parts[0] == parts[1], name
    assert len(list(PROSE.glob("*.ur.html"))) == len(english)


@pytest.mark.parametrize("person", [None, "hina", "ayesha"])
def test_a_page_that_is_not_there_stands_in_the_frame(
    cast: SimpleNamespace, client_of: Callable[..., Client], person: str | None
) -> None:
    answer = client_of(getattr(cast, person) if person else None).get("/nowhere/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'class="masthead"' in page
    assert answer["X-Request-ID"] in page


def test_the_language_switch_remembers(client: Client, db: None) -> None:
    answer = client.post(reverse("set_language"), {"language": "ur", "next": "/help/"}, follow=True)

    assert '<html lang="ur" dir="rtl">' in answer.content.decode()
