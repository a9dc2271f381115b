"""The frame of every page: who is led where, and what an address answers that is no page."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from incubators.enums import MemberRole
from incubators.models import Membership
from tests import factories

SignIn = Callable[..., Client]


def _led_to(client: Client) -> list[str]:
    navigation = client.get(reverse("today")).context["navigation"]
    return [link.label for link in (*navigation.in_line, *navigation.more)]


def test_an_expert_who_belongs_to_an_organisation_is_led_to_its_needs_too(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    Membership.objects.create(
        organisation=cast.organisation, user=cast.hina, role=MemberRole.VIEWER, since=factories.NOW
    )

    assert _led_to(client_of(cast.hina)) == [
        "Today",
        "Profile",
        "Needs that fit",
        "Our needs",
        "Invitations",
        "Placements",
        "Referrals",
        "Open needs",
        "Directory",
    ]
    assert "Our needs" not in _led_to(client_of(cast.bilal))


@pytest.mark.parametrize("who", ["omar", "rabia", "dawood", "asma", "ayesha"])
def test_staff_are_led_to_the_runs_and_those_who_oversee_to_their_rooms(
    cast: SimpleNamespace, client_of: SignIn, who: str
) -> None:
    links = _led_to(client_of(getattr(cast, who)))

    assert "Matching runs" in links
    assert ("Oversight" in links) == (who != "rabia")


def test_what_does_not_fit_a_line_stands_behind_more_and_the_current_page_never_does(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    client = client_of(cast.omar)

    today = client.get(reverse("today")).context["navigation"]
    programmes = client.get(reverse("programmes:programme_list")).context["navigation"]

    assert len(today.in_line) == 6 and "Programmes" in [link.label for link in today.more]
    assert programmes.in_line[-1].label == "Programmes" and programmes.in_line[-1].current
    assert not any(link.current for link in programmes.more)


def test_an_address_behind_a_button_opened_as_a_page_says_what_to_do(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    answer = client_of(cast.hina).get(reverse("experts:pause"))

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Please press the button once more" in answer.content.decode()


def test_a_stranger_who_opens_an_address_behind_a_button_is_not_left_with_an_empty_page(
    client: Client, db: None
) -> None:
    answer = client.get("/language/")

    assert answer.status_code == 405
    assert "Please press the button once more" in answer.content.decode()
    assert "Go to the home page" in answer.content.decode()


def test_the_api_leads_to_its_page_and_answers_programs_in_json(client: Client) -> None:
    assert client.get("/api/v1/").headers["Location"] == reverse("api:docs")

    answer = client.get("/api/v1/nothing/")

    assert (answer.status_code, answer.json()) == (404, {"detail": "Nothing is at this address."})


def test_a_request_that_cannot_be_read_is_answered_in_the_reader_s_language(client: Client) -> None:
    """It is refused before the language is known; the cookie still tells it."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ur"

    answer = client.get("/needs/%00/")

    assert answer.status_code == 400
    assert '<html lang="ur"' in answer.content.decode()
    assert "This request could not be read" not in answer.content.decode()


@pytest.mark.parametrize(
    ("came_from", "leads_back"),
    [("http://testserver/needs/", True), ("https://elsewhere.example/needs/", False), ("", False)],
)
def test_who_is_refused_can_go_back_to_the_page_that_led_here(
    cast: SimpleNamespace, client_of: Callable[..., Client], came_from: str, leads_back: bool
) -> None:
    refused = reverse("incubators:need_tasks", args=[cast.need.public_id])

    answer = client_of(cast.kamran).get(refused, headers={"Referer": came_from})

    assert answer.status_code == 403
    assert ('href="http://testserver/needs/"' in answer.content.decode()) == leads_back
    assert "elsewhere.example" not in answer.content.decode()
