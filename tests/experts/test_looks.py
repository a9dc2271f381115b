"""Auditors read who saw whom; that they did is recorded as well."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccountEvent
from experts.labels.looks import page_of_look
from experts.models import AccessEvent, Expert
from experts.selectors.looks import viewer_bars
from experts.services.access import record_list, record_look
from tests import factories
from tests.factories import NOW, TODAY

Clients = Callable[..., Client]
PAGE = "/experts/looks/"


@pytest.fixture
def looked(cast: SimpleNamespace) -> SimpleNamespace:
    """Omar opened Hina; Sana saw Bilal in a list of her own."""
    route = "experts:verification"
    record_look(expert=cast.expert, viewer=cast.omar, why="verification", route=route, at=NOW)
    record_list(
        expert_ids=[cast.other_expert.pk],
        viewer=cast.sana,
        why="match",
        route="matching:need_matches",
        at=NOW + timedelta(days=1),
        viewer_is="NUST",
    )
    return cast


def _rows(client: Client, **chosen: str) -> list[tuple[str, str]]:
    return [(row.who, row.expert) for row in client.get(PAGE, chosen).context["rows"]]


def test_an_auditor_reads_who_opened_whom_and_why(looked: SimpleNamespace, client_of: Clients) -> None:
    answer = client_of(looked.asma).get(PAGE)

    in_list, opened = answer.context["rows"]
    assert (opened.who, opened.expert, opened.why) == ("Omar Farooq", looked.expert.public_id, "verification")
    assert (in_list.who, in_list.of, in_list.is_list) == (looked.sana.public_id, "NUST", True)
    page = answer.content.decode()
    assert not any(name in page for name in ("Hina Qureshi", "Bilal", "Sana Tariq"))


def test_looks_are_narrowed_by_viewer_expert_page_and_day(
    looked: SimpleNamespace, client_of: Clients
) -> None:
    client = client_of(looked.asma)
    omar, sana = (
        ("Omar Farooq", looked.expert.public_id),
        (looked.sana.public_id, looked.other_expert.public_id),
    )

    assert _rows(client, viewer="OMAR@demo.example") == [omar]
    assert _rows(client, viewer=looked.sana.public_id) == [sana]
    assert _rows(client, viewer="sana@demo.example") == []
    assert _rows(client, expert=looked.expert.public_id) == [omar]
    assert _rows(client, route="matching:need_matches") == [sana]
    assert _rows(client, until=TODAY.isoformat()) == [omar]
    assert _rows(client, since=(TODAY + timedelta(days=1)).isoformat()) == [sana]


def test_every_page_that_records_a_look_has_words() -> None:
    apps = [Path(settings.BASE_DIR) / app for app in ("experts", "matching", "exchanges", "diaspora_portal")]
    sources = [path.read_text() for app in apps for path in app.rglob("*.py")]
    routes = {route for text in sources for route in re.findall(r'\broute="([a-z_:]+)"', text)}
    # Routes whose name a view takes from the address that was asked for.
    routes |= {"experts:managed_identity", "experts:duplicate", "experts:credential_check", "experts:vouch"}
    routes |= {"matching:directory", "matching:conflict"}

    assert "exchanges:placement" in routes
    assert [route for route in sorted(routes) if page_of_look(route) == "another page"] == []
    assert page_of_look("gone:page") == "another page"


def test_the_pages_of_a_kept_profile_are_one_page(looked: SimpleNamespace, client_of: Clients) -> None:
    for part in ("identity", "works"):
        route = f"experts:managed_{part}"
        record_look(expert=looked.expert, viewer=looked.rabia, why="managed", route=route, at=NOW)
    client = client_of(looked.asma)

    assert len(_rows(client, route="experts:managed_identity")) == 2
    page = client.get(PAGE).content.decode()
    assert page.count("Profiles kept for others</option>") == 1
    assert "experts:managed_works" not in page


def test_reading_the_record_is_recorded(looked: SimpleNamespace, client_of: Clients) -> None:
    client_of(looked.asma).get(PAGE, {"expert": looked.expert.public_id})

    event = AccountEvent.objects.get(action="looks_read")
    assert (event.by, event.detail) == (looked.asma, looked.expert.public_id)


def test_auditors_read_nothing_more_of_themselves(looked: SimpleNamespace, client_of: Clients) -> None:
    own = factories.make_expert(looked.asma)
    record_look(expert=own, viewer=looked.omar, why="verification", route="experts:verification", at=NOW)

    assert own.public_id not in client_of(looked.asma).get(PAGE).content.decode()


@pytest.mark.parametrize("person", ["hina", "sana", "omar", "rabia", "ayesha"])
def test_the_record_is_for_auditors(looked: SimpleNamespace, client_of: Clients, person: str) -> None:
    assert client_of(getattr(looked, person)).get(PAGE).status_code == 403
    assert not AccountEvent.objects.filter(action="looks_read").exists()


def test_who_opened_far_more_people_than_most_is_marked(cast: SimpleNamespace) -> None:
    people = [factories.make_expert(factories.make_user(f"e{n}@demo.example")) for n in range(12)]
    busy = factories.make_staff("busy@demo.example", role=Role.OFFICER, full_name="Busy Officer")
    for viewer, seen in ((busy, people), (cast.omar, people[:2]), (cast.rabia, people[:1])):
        for expert in seen * 2:
            _open(expert, viewer)

    first, *others = viewer_bars(AccessEvent.objects.all())

    assert (first.label, first.value) == ("Busy Officer – far more than most", 12)
    assert [(bar.label, bar.value) for bar in others] == [("Omar Farooq", 2), ("Rabia Malik", 1)]


def _open(expert: Expert, viewer: object) -> None:
    record_look(expert=expert, viewer=viewer, why="verification", route="experts:verification", at=NOW)


def test_the_record_costs_the_same_for_one_look_and_for_three(
    looked: SimpleNamespace, client_of: Clients
) -> None:
    client = client_of(looked.asma)
    client.get(PAGE)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    before = cost()
    for _again in range(3):
        _open(looked.other_expert, looked.rabia)
    assert cost() == before


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"before": "9" * 30}, {"since": "soon"}, {"route": "nowhere"}]
)
def test_nonsense_is_answered(looked: SimpleNamespace, client_of: Clients, query: dict[str, str]) -> None:
    assert client_of(looked.asma).get(PAGE, query).status_code == 200


def test_a_person_reads_that_an_auditor_followed_their_case(
    cast: SimpleNamespace, client_of: Clients
) -> None:
    client_of(cast.asma).get(reverse("audit_chain", args=["expert", cast.expert.public_id]))

    page = client_of(cast.hina).get(reverse("experts:trust")).content.decode()
    assert "to audit how your case was handled" in page
