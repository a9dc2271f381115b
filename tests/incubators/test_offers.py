"""Facilities and ventures: kept by the organisation, shown to everybody but for who leads a venture."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.enums import Role
from accounts.services.export import take_data_along
from common.policies import Denied, decide
from common.refusals import Refused
from incubators import services
from incubators.enums import MemberRole, OrganisationAction
from incubators.models import Facility, Membership, Need, Venture
from incubators.services import FacilityFacts, Terms, VentureFacts
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


def address(name: str, *args: str) -> str:
    return reverse(f"incubators:{name}", args=args)


def facility_facts(**changed: Any) -> FacilityFacts:
    given = {
        "kind": "lab",
        "name": " Solar \t lab ",
        "description": "An inverter test bench.",
        "place": None,
        "available_from": TODAY,
        "available_to": TODAY + timedelta(days=200),
        "capacity": 3,
    }
    return FacilityFacts(**given | changed)


def venture_facts(**changed: Any) -> VentureFacts:
    given = {
        "name": "Sun Pumps",
        "stage": "pilot",
        "themes": [factories.make_theme()],
        "about": "Solar pumps for orchards.",
        "founded_on": TODAY - timedelta(days=400),
        "website": "https://sunpumps.example",
        "women_led": None,
        "minority_led": None,
    }
    return VentureFacts(**given | changed)


def add_facility(cast: SimpleNamespace, **changed: Any) -> Facility:
    return services.add_facility(
        organisation_id=cast.organisation.pk, facts=facility_facts(**changed), by=cast.sana, at=NOW
    )


def add_venture(cast: SimpleNamespace, **changed: Any) -> Venture:
    return services.add_venture(
        organisation_id=cast.organisation.pk, facts=venture_facts(**changed), by=cast.sana, at=NOW
    )


def test_a_facility_is_added_edited_and_removed_on_the_record(cast: SimpleNamespace) -> None:
    facility = add_facility(cast)
    services.edit_facility(facility_id=facility.pk, facts=facility_facts(capacity=None), by=cast.sana, at=NOW)
    facility.refresh_from_db()
    assert (facility.name, facility.capacity) == ("Solar lab", None)

    services.remove_facility(facility_id=facility.pk, by=cast.sana, at=NOW)

    assert not Facility.objects.exists()
    assert [event.action for event in cast.organisation.events.order_by("seq")][2:] == [
        "add_facility",
        "edit_facility",
        "remove_facility",
    ]


def test_the_last_day_of_a_facility_comes_after_the_first(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        add_facility(cast, available_to=TODAY - timedelta(days=1))

    assert (refused.value.code, refused.value.field) == ("facility_dates_order", "available_to")


def test_everybody_reads_what_a_visiting_expert_can_use(cast: SimpleNamespace) -> None:
    add_facility(cast)

    for page in (
        address("organisation", cast.organisation.public_id),
        address("need", cast.need.public_id),
    ):
        shown = Client().get(page).content.decode()
        assert "Solar lab" in shown, page
        assert "for 3 people" in shown, page
    assert "Solar lab" not in Client().get(address("need", cast.other_need.public_id)).content.decode()
    answer = APIClient().get(f"/api/v1/organisations/{cast.organisation.public_id}/").json()
    assert answer["facilities"][0]["name"] == "Solar lab"


def test_only_owners_and_editors_keep_the_lists(cast: SimpleNamespace) -> None:
    Membership.objects.create(
        user=cast.bilal, organisation=cast.organisation, role=MemberRole.VIEWER, since=NOW
    )
    for somebody in (cast.bilal, cast.kamran, cast.omar):
        assert not decide(somebody, "incubators.edit_offers", cast.organisation)
    services.move_organisation(
        organisation_id=cast.organisation.pk,
        action=OrganisationAction.SUSPEND,
        by=cast.omar,
        at=NOW,
        note="A complaint.",
    )
    with pytest.raises(Denied):
        add_facility(cast)


def test_what_a_hidden_organisation_has_is_hidden(cast: SimpleNamespace) -> None:
    facility, venture = add_facility(cast), add_venture(cast)
    services.move_organisation(
        organisation_id=cast.organisation.pk,
        action=OrganisationAction.SUSPEND,
        by=cast.omar,
        at=NOW,
        note="A complaint.",
    )

    assert facility not in Facility.objects.visible_to(cast.kamran)
    assert venture not in Venture.objects.visible_to(cast.kamran)
    assert venture in Venture.objects.visible_to(cast.sana)


def test_the_pages_of_facilities(cast: SimpleNamespace, client_of: SignIn) -> None:
    sana = client_of(cast.sana)
    code = cast.organisation.public_id
    assert "No facility yet" in sana.get(address("facilities", code)).content.decode()

    typed = {"name": "Guest room", "kind": "housing", "capacity": "2", "available_from": "2027-01-01"}
    wrong = sana.post(address("facility_new", code), typed | {"available_to": "2026-01-01"})
    assert "Guest room" in wrong.content.decode()
    assert 'id="id_available_to_error"' in wrong.content.decode()
    sana.post(address("facility_new", code), typed)
    facility = Facility.objects.get()
    page = address("facility_edit", facility.public_id)
    assert "Guest room" in sana.get(page).content.decode()
    sana.post(page, typed | {"name": "Two guest rooms"})
    assert "Two guest rooms" in sana.get(address("facilities", code)).content.decode()
    sana.post(address("facility_remove", facility.public_id))
    assert not Facility.objects.exists()


def test_the_pages_of_ventures(cast: SimpleNamespace, client_of: SignIn) -> None:
    sana = client_of(cast.sana)
    code = cast.organisation.public_id
    theme = factories.make_theme()
    assert "No venture yet" in sana.get(address("ventures", code)).content.decode()

    typed = {"name": "Sun Pumps", "stage": "idea", "themes": [theme.slug], "women_led": "yes"}
    ahead = sana.post(address("venture_new", code), typed | {"founded_on": "2090-01-01"})
    assert "This day has not come yet." in ahead.content.decode()
    sana.post(address("venture_new", code), typed)
    venture = Venture.objects.get()
    assert (venture.women_led, venture.minority_led) == (True, None)
    assert list(venture.themes.all()) == [theme]
    page = address("venture_edit", venture.public_id)
    assert re.search(r'value="yes"[^>]* checked', sana.get(page).content.decode())
    sana.post(page, typed | {"women_led": "", "minority_led": "no"})
    venture.refresh_from_db()
    assert (venture.women_led, venture.minority_led) == (None, False)
    twice = sana.post(address("venture_new", code), typed | {"name": "sun pumps"}).content.decode()
    assert "in the list already" in twice
    sana.post(address("venture_remove", venture.public_id))
    assert not Venture.objects.exists()


def test_a_need_names_a_venture_of_its_own_organisation(cast: SimpleNamespace, client_of: SignIn) -> None:
    venture = add_venture(cast)
    sana = client_of(cast.sana)
    page = address("need_step", cast.need.public_id, "basics")
    assert "Sun Pumps" in sana.get(page).content.decode()

    typed = {
        "title": cast.need.title,
        "category": "mentorship",
        "programme": cast.need.programme.slug,
        "language": "en",
        "venture": venture.public_id,
    }
    sana.post(page, typed)

    assert Need.objects.get(pk=cast.need.pk).venture == venture
    assert "Sun Pumps" in Client().get(address("need", cast.need.public_id)).content.decode()
    assert APIClient().get(f"/api/v1/needs/{cast.need.public_id}/").json()["venture"] == {
        "public_id": venture.public_id,
        "name": "Sun Pumps",
    }
    sana.post(page, typed | {"venture": ""})
    assert Need.objects.get(pk=cast.need.pk).venture is None


def test_a_need_cannot_serve_the_venture_of_another(cast: SimpleNamespace) -> None:
    venture = add_venture(cast)

    with pytest.raises(Refused) as refused:
        services.edit_need(need_id=cast.other_need.pk, terms=Terms(venture=venture), by=cast.kamran, at=NOW)

    assert (refused.value.code, refused.value.field) == ("venture_of_another", "venture")


def test_a_venture_that_a_need_names_stays(cast: SimpleNamespace) -> None:
    venture = add_venture(cast)
    services.edit_need(need_id=cast.need.pk, terms=Terms(venture=venture), by=cast.sana, at=NOW)

    with pytest.raises(Refused) as refused:
        services.remove_venture(venture_id=venture.pk, by=cast.sana, at=NOW)

    assert refused.value.code == "venture_is_named"


def _may_read(cast: SimpleNamespace, venture: Venture) -> set[str]:
    names = ["hina", "bilal", "sana", "kamran", "omar", "rabia", "dawood", "asma", "ayesha"]
    return {name for name in names if decide(getattr(cast, name), "incubators.read_declarations", venture)}


def test_who_leads_a_venture_is_read_by_its_organisation_and_staff_of_programmes(
    cast: SimpleNamespace,
) -> None:
    venture = add_venture(cast, women_led=True)
    liaison = factories.make_staff("liaison@demo.example", role=Role.OFFICER, unit=cast.mission)

    assert _may_read(cast, venture) == {"sana", "omar", "rabia", "dawood"}
    assert not decide(liaison, "incubators.read_declarations", venture)


def test_the_parents_people_do_not_read_who_leads_a_tenants_venture(cast: SimpleNamespace) -> None:
    venture = add_venture(cast, women_led=True)
    services.ask_parent(
        tenant_id=cast.organisation.pk, parent_id=cast.other_organisation.pk, by=cast.sana, at=NOW
    )
    services.answer_tenant(tenant_id=cast.organisation.pk, agrees=True, by=cast.kamran, at=NOW)

    assert not decide(cast.kamran, "incubators.read_declarations", venture)


def test_those_who_may_read_it_on_the_page(cast: SimpleNamespace, client_of: SignIn) -> None:
    add_venture(cast, women_led=True, minority_led=False)
    page = address("organisation", cast.organisation.public_id)

    for reader in (cast.sana, cast.omar):
        assert "led by women" in client_of(reader).get(page).content.decode()
    for reader in (None, cast.kamran, cast.hina, cast.asma):
        assert "led by" not in client_of(reader).get(page).content.decode()


ANSWERS = [(None, None), (True, True), (False, False), (True, None), (None, False)]
# What differs from one request to the next and says nothing: its tokens and its id.
_NOISE = re.compile(rb"[A-Za-z0-9]{64}|[0-9a-f-]{32,36}")


def _everything_that_others_read(cast: SimpleNamespace, client_of: SignIn) -> Iterator[bytes]:
    """Pages, lists, searches and the API, as everybody else gets them, with their headers."""
    organisation, need = cast.organisation.public_id, cast.need.public_id
    pages = [
        address("organisation", organisation),
        address("organisation_list") + "?q=women",
        address("organisation_list") + "?women_led=true&ordering=women_led",
        address("need_list") + "?q=sun&women_led=true",
        address("need", need),
        "/api/v1/organisations/",
        f"/api/v1/organisations/{organisation}/",
        "/api/v1/organisations/?women_led=true&ordering=ventures__women_led",
        f"/api/v1/needs/{need}/",
        "/api/v1/needs/?venture__women_led=true&ordering=venture__women_led&search=led",
    ]
    for reader in (None, cast.kamran, cast.hina, cast.asma, cast.ayesha):
        client = client_of(reader)
        for page in pages:
            answer = client.get(page)
            headers = {name: answer.get(name, "") for name in ("ETag", "Last-Modified")}
            yield _NOISE.sub(b"", answer.content) + repr((answer.status_code, headers)).encode()


def test_whatever_is_declared_everybody_else_reads_the_same_bytes(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    """No list, order, count, filter, version or header tells who leads a venture."""
    venture = add_venture(cast)
    services.edit_need(need_id=cast.need.pk, terms=Terms(venture=venture), by=cast.sana, at=NOW)
    seen = []
    for women, minority in ANSWERS:
        services.edit_venture(
            venture_id=venture.pk,
            facts=venture_facts(women_led=women, minority_led=minority),
            by=cast.sana,
            at=NOW,
        )
        seen.append(list(_everything_that_others_read(cast, client_of)))

    for answers in seen[1:]:
        assert answers == seen[0]
    assert b"Sun Pumps" in b"".join(seen[0])


def test_the_api_tells_nobody_who_leads_a_venture(cast: SimpleNamespace) -> None:
    add_venture(cast, women_led=True)
    for reader in (cast.sana, cast.omar):
        client = APIClient()
        client.force_authenticate(reader)
        answer = client.get(f"/api/v1/organisations/{cast.organisation.public_id}/").content

        assert b"Sun Pumps" in answer
        assert b"_led" not in answer


@pytest.mark.parametrize("n", [1, 3])
def test_lists_of_offers_cost_the_same_for_one_and_for_three(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Callable
) -> None:
    for number in range(n):
        add_facility(cast, name=f"Lab {number}", place=factories.make_place())
        add_venture(cast, name=f"Venture {number}")
    sana = client_of(cast.sana)
    sana.get(address("facilities", cast.organisation.public_id))

    for name, cost in (("facilities", 5), ("ventures", 6), ("organisation", 15)):
        with django_assert_num_queries(cost):
            assert sana.get(address(name, cast.organisation.public_id)).status_code == 200


@pytest.mark.parametrize("nonsense", ["a\x00b", "x" * 30_000, "99999999999999999999", "-1", "{{ x }}"])
def test_no_input_breaks_the_pages_of_offers(cast: SimpleNamespace, client_of: SignIn, nonsense: str) -> None:
    sana = client_of(cast.sana)
    fields = (
        "name kind description place available_from available_to capacity stage themes about founded_on"
        " website women_led minority_led"
    )
    typed = dict.fromkeys(fields.split(), nonsense)

    for name in ("facility_new", "venture_new"):
        assert sana.post(address(name, cast.organisation.public_id), typed).status_code == 200
    assert not Facility.objects.exists()
    assert not Venture.objects.exists()


def test_nothing_of_ventures_is_in_a_persons_export(cast: SimpleNamespace) -> None:
    add_venture(cast, women_led=True)

    with zipfile.ZipFile(io.BytesIO(take_data_along(by=cast.sana, at=NOW))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    assert "memberships.json" in files
    assert not any(b"_led" in content or b"Sun Pumps" in content for content in files.values())
