"""One search box: a reference leads straight to its case, and what is foreign is not found at all."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from diaspora_portal.finding import find
from exchanges.enums import PlacementAction as A
from exchanges.models import Letter
from exchanges.services.conflicts import declare_ties
from exchanges.services.letters import compile_file
from experts.models import AccessEvent
from matching.enums import ConflictKind
from tests import factories
from tests.exchanges.letter_world import make_approved
from tests.factories import NOW, walk

Clients = Callable[..., Client]
FIND = "/find/"


def test_an_exact_reference_leads_straight_there(cast: SimpleNamespace, client_of: Clients) -> None:
    need = factories.make_need(cast.organisation, title="Another need")
    invitation = factories.make_invitation(need, cast.expert)
    placement = walk(
        factories.make_submitted(cast.need, cast.expert),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_APPROVAL, cast.rabia),
        (A.RELEASE, cast.dawood),
    )
    letter = Letter.objects.get()
    client = client_of(cast.hina)

    for reference, address in (
        (invitation.public_id, reverse("exchanges:invitation", args=[invitation.public_id])),
        (placement.public_id.lower(), reverse("exchanges:placement", args=[placement.public_id])),
        (f" {letter.code[:5]} {letter.code[5:]} ", reverse("exchanges:letter", args=[letter.code])),
        (need.public_id, reverse("incubators:need", args=[need.public_id])),
        (cast.organisation.public_id, reverse("incubators:organisation", args=[cast.organisation.public_id])),
    ):
        answer = client.get(FIND, {"q": reference})
        assert (answer.status_code, answer.get("Location")) == (302, address)
        assert client.get(address).status_code == 200


def test_a_foreign_reference_answers_as_an_unknown_one_does(
    cast: SimpleNamespace, client_of: Clients
) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    draft = factories.make_need(cast.organisation, title="A secret draft", opened=False)
    client = client_of(cast.kamran)

    unknown = client.get(FIND, {"q": "9999999999"})
    for code in (placement.public_id, placement.invitation.public_id, draft.public_id, cast.expert.public_id):
        foreign = client.get(FIND, {"q": code})
        assert foreign.status_code == unknown.status_code == 200
        assert foreign.context["items"] == unknown.context["items"] == []
        assert _without(foreign, code) == _without(unknown, "9999999999")


def test_a_letter_is_found_by_whoever_may_read_it(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)
    approval = placement.letters.get(kind="approval")
    case_file = compile_file(placement_id=placement.pk, by=cast.rabia, at=NOW)
    new, tied = (factories.make_staff(f"{n}@demo.example", role=Role.REVIEWER) for n in ("new", "tied"))
    declare_ties(placement_id=placement.pk, kind=ConflictKind.FAMILY, by=tied, at=NOW)
    people = vars(cast) | {"new": new, "tied": tied}

    def finders(code: str) -> set[str]:
        asked = ("hina", "sana", "bilal", "kamran", "omar", "rabia", "dawood", "asma", "new", "tied")
        return {who for who in asked if find(people[who], code)}

    assert finders(approval.code) == {"hina", "sana", "omar", "rabia", "dawood", "asma"}
    assert finders(case_file.code) == {"omar", "rabia", "dawood", "asma"}


def _without(answer: object, code: str) -> str:
    lines = answer.content.decode().replace(code, "CODE").splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower())


@pytest.mark.parametrize("name", ["hina", "Heena Quraishi", "QURESHI", "qureshi hina"])
def test_staff_who_verify_find_people_however_they_are_spelt(cast: SimpleNamespace, name: str) -> None:
    assert [item.title for item in find(cast.omar, name) if item.kind == "expert"] == ["Hina Qureshi"]


def test_nobody_else_finds_people_by_name(cast: SimpleNamespace) -> None:
    for user in (cast.sana, cast.kamran, cast.bilal, cast.asma, cast.ayesha):
        assert [item for item in find(user, "Hina Qureshi") if item.kind == "expert"] == []


def test_whoever_was_found_can_read_it(cast: SimpleNamespace, client_of: Clients) -> None:
    client_of(cast.omar).get(FIND, {"q": "Hina"})

    look = AccessEvent.objects.get(expert=cast.expert)
    assert (look.viewer, look.why, look.is_list) == (cast.omar, "search", True)


def test_needs_and_organisations_are_found_by_a_part_of_their_name(cast: SimpleNamespace) -> None:
    assert "Groundwater adviser" in [item.title for item in find(cast.hina, "groundwater")]
    assert cast.other_organisation.name in [item.title for item in find(cast.hina, "quetta WATER")]


@pytest.mark.parametrize("text", ["", "   ", "%", "'", "[", "\\", "ح", "x" * 500, "Dr.", "12345", "()*+?"])
def test_whatever_is_typed_is_answered(cast: SimpleNamespace, client_of: Clients, text: str) -> None:
    answer = client_of(cast.omar).get(FIND, {"q": text})

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_a_search_costs_the_same_for_one_and_for_three(cast: SimpleNamespace) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            find(cast.omar, "solar")
        return len(queries)

    factories.make_need(cast.organisation, title="Solar one")
    assert cast.omar.is_ministry_staff  # read once a request
    one = cost()
    for number in range(3):
        factories.make_need(cast.organisation, title=f"Solar {number}")
        factories.make_expert(factories.make_user(f"solar{number}@demo.example", full_name=f"Solar {number}"))
    assert cost() == one


def test_the_box_stands_on_every_page_of_those_who_are_signed_in(
    cast: SimpleNamespace, client_of: Clients, client: Client
) -> None:
    assert 'action="/find/"' in client_of(cast.hina).get(reverse("today")).content.decode()
    assert 'action="/find/"' not in client.get(reverse("home")).content.decode()
