"""Needs, organisations and the vocabulary over the API: the same rules as on the pages."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import Scope
from accounts.models import ApiToken, User
from accounts.selectors import digest_of
from incubators.enums import NeedState
from incubators.models import Need
from taxonomy.models import SkillAlias
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

NEEDS, ORGANISATIONS = "/api/v1/needs/", "/api/v1/organisations/"


@pytest.fixture
def api_of() -> Callable[..., APIClient]:
    """A client that carries a token with the scopes named, or nothing at all."""

    def make(user: User | None, *scopes: Scope) -> APIClient:
        client = APIClient()
        if user is not None:
            now = timezone.now()
            secret = f"secret-of-{user.pk}-{len(scopes)}"
            ApiToken.objects.create(
                user=user,
                name="test",
                digest=digest_of(secret),
                scopes=list(scopes),
                created_at=now,
                expires_at=now + timedelta(days=1),
            )
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return make


@pytest.fixture
def sana(cast: SimpleNamespace, api_of: Any) -> APIClient:
    return api_of(cast.sana, Scope.READ_NEEDS, Scope.WRITE_NEEDS)


def draft_of(cast: SimpleNamespace, **changed: Any) -> dict[str, Any]:
    return {
        "organisation": cast.organisation.public_id,
        "programme": "general-mentorship",
        "category": "mentorship",
        "title": "Adviser for a wind park",
        "purpose": "Our grid connection was refused.",
        "deliverable": "A connection study.",
        "counterpart": "Head of engineering",
        "mode": "hybrid",
        "place": "PK-PB",
        "starts_on": (TODAY + timedelta(days=400)).isoformat(),
        "ends_on": (TODAY + timedelta(days=500)).isoformat(),
        "hours_per_week": 6,
        "weeks": 10,
        "seats": 2,
        "working_languages": ["en"],
        "themes": ["renewable-energy"],
        "skills": [{"skill": "power-systems", "importance": "must", "least_level": 3}],
    } | changed


def test_a_need_is_drafted_changed_and_published(cast: SimpleNamespace, sana: APIClient) -> None:
    created = sana.post(NEEDS, draft_of(cast), format="json")
    assert created.status_code == 201, created.json()
    need = created.json()
    assert (need["state"], need["counterpart"]) == ("draft", "Head of engineering")
    assert need["skills"] == [{"skill": "power-systems", "importance": "must", "least_level": 3, "rank": 1}]

    changed = sana.patch(f"{NEEDS}{need['public_id']}/", {"seats": 3, "themes": []}, format="json").json()
    assert (changed["seats"], changed["themes"], changed["title"]) == (3, [], "Adviser for a wind park")
    sana.patch(f"{NEEDS}{need['public_id']}/", {"themes": ["renewable-energy"]}, format="json")
    published = sana.post(f"{NEEDS}{need['public_id']}/publish/")

    assert (published.status_code, published.json()["state"]) == (200, "open")
    assert APIClient().get(f"{NEEDS}{need['public_id']}/").json()["counterpart"] == ""


def test_a_refusal_names_code_field_and_reason(cast: SimpleNamespace, sana: APIClient) -> None:
    need = sana.post(NEEDS, draft_of(cast, deliverable=""), format="json").json()

    refused = sana.post(f"{NEEDS}{need['public_id']}/publish/")

    assert refused.status_code == 409
    assert refused.json() == {
        "code": "need_incomplete",
        "field": "deliverable",
        "detail": "Please fill this in before you publish.",
    }


def test_open_needs_are_read_by_everybody(cast: SimpleNamespace) -> None:
    factories.make_need(cast.organisation, opened=False, title="A draft")

    listed = APIClient().get(NEEDS).json()

    assert {row["title"] for row in listed["results"]} == {cast.need.title, cast.other_need.title}
    assert {row["counterpart"] for row in listed["results"]} == {""}


def test_members_find_their_drafts_by_state(cast: SimpleNamespace, sana: APIClient) -> None:
    factories.make_need(cast.organisation, opened=False, title="A draft")
    query = {"state": "draft", "organisation": cast.organisation.public_id}

    assert [row["title"] for row in sana.get(NEEDS, query).json()["results"]] == ["A draft"]
    assert APIClient().get(NEEDS, query).json()["count"] == 0


def test_nobody_writes_without_signing_in(cast: SimpleNamespace) -> None:
    anonymous = APIClient()

    assert anonymous.post(NEEDS, draft_of(cast), format="json").status_code == 401
    assert anonymous.post(f"{NEEDS}{cast.need.public_id}/pause/").status_code == 401


def test_a_token_does_what_its_scopes_name(cast: SimpleNamespace, api_of: Any) -> None:
    reads, other = api_of(cast.sana, Scope.READ_NEEDS), api_of(cast.kamran, Scope.READ_PROFILE)

    assert reads.get(NEEDS).status_code == 200
    assert reads.post(f"{NEEDS}{cast.need.public_id}/pause/").status_code == 403
    assert other.get(NEEDS).status_code == 403
    assert other.get("/api/v1/skills/").status_code == 200


def test_visible_but_refused_is_403_and_hidden_is_404(cast: SimpleNamespace, api_of: Any) -> None:
    draft = factories.make_need(cast.organisation, opened=False)
    kamran = api_of(cast.kamran, Scope.READ_NEEDS, Scope.WRITE_NEEDS)

    refused = kamran.post(f"{NEEDS}{cast.need.public_id}/pause/")
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "Only an owner or editor of the organisation may do this.",
    )
    assert kamran.patch(f"{NEEDS}{cast.need.public_id}/", {"seats": 3}, format="json").status_code == 403
    assert kamran.get(f"{NEEDS}{draft.public_id}/").status_code == 404
    assert kamran.post(f"{NEEDS}{draft.public_id}/publish/").status_code == 404
    foreign = kamran.post(NEEDS, draft_of(cast), format="json")
    assert foreign.status_code == 403


def test_an_organisation_that_is_hidden_cannot_be_named(cast: SimpleNamespace, sana: APIClient) -> None:
    hidden = factories.make_organisation(cast.kamran, name="Hidden Lab", verified=False)

    answer = sana.post(NEEDS, draft_of(cast, organisation=hidden.public_id), format="json")

    assert (answer.status_code, list(answer.json())) == (400, ["organisation"])


def test_pausing_resuming_and_withdrawing(cast: SimpleNamespace, sana: APIClient) -> None:
    need = f"{NEEDS}{cast.need.public_id}/"

    assert sana.post(f"{need}pause/", {"note": "Exams."}, format="json").json()["state"] == "paused"
    Need.objects.filter(pk=cast.need.pk).update(ends_on=TODAY + timedelta(days=400))
    assert sana.post(f"{need}resume/").json()["state"] == "open"
    assert sana.post(f"{need}withdraw/").json()["code"] == "reasons_required"
    other = sana.post(f"{need}withdraw/", {"reasons": ["other"]}, format="json").json()
    assert (other["code"], other["field"]) == ("note_required", "note")
    closed = sana.post(f"{need}withdraw/", {"reasons": ["funding_fell_away"]}, format="json").json()
    assert closed["state"] == NeedState.WITHDRAWN


def test_organisations_show_no_domain_and_no_member(cast: SimpleNamespace, sana: APIClient) -> None:
    waiting = factories.make_organisation(cast.sana, name="Waiting Lab", verified=False)

    public = APIClient().get(ORGANISATIONS).json()["results"]
    own = sana.get(f"{ORGANISATIONS}{waiting.public_id}/").json()

    assert [row["name"] for row in public] == ["Quetta Water Research Centre", "Ravi Incubation Centre"]
    assert public[1]["n_open_needs"] == 1
    assert own["state"] == "pending"
    assert not {"email_domain", "unit", "memberships"} & set(own)


def test_the_vocabulary_is_found_in_three_scripts() -> None:
    skill = factories.make_skill("solar-energy")
    factories.make_skill("hydrology")
    SkillAlias.objects.create(skill=skill, text="شمسی توانائی", language="ur")
    factories.make_place("PK-SD", name="Sindh", position=2)
    anonymous = APIClient()

    for words in ("SOLAR", "شمسى"):
        (found,) = anonymous.get("/api/v1/skills/", {"q": words}).json()["results"]
        assert found["slug"] == "solar-energy"
    assert {"text": "شمسی توانائی", "language": "ur"} in found["aliases"]
    assert anonymous.get("/api/v1/themes/").json()["results"][0]["slug"] == "renewable-energy"
    assert anonymous.get("/api/v1/places/PK-SD/").json()["kind"] == "territory"
    assert anonymous.get("/api/v1/places/", {"within": "PK-SD"}).json()["count"] == 0


@pytest.mark.parametrize("n", [1, 3])
def test_lists_cost_the_same_for_one_row_and_for_three(
    cast: SimpleNamespace, n: int, django_assert_num_queries: Any
) -> None:
    for m in range(n - 1):
        organisation = factories.make_organisation(name=f"Lab {m}")
        factories.make_need(organisation, skills=("power-systems", "hydrology"))
        factories.make_skill(f"skill-{m}", theme=factories.make_theme(f"theme-{m}", position=m + 5))
        factories.make_place(f"PK-{m}", name=f"Place {m}", position=m + 2)
    anonymous = APIClient()

    for address, cost in (
        (NEEDS, 5),
        (ORGANISATIONS, 4),
        ("/api/v1/skills/", 3),
        ("/api/v1/themes/", 2),
        ("/api/v1/places/", 2),
    ):
        with django_assert_num_queries(cost):
            assert anonymous.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", "a\x00b"),
        ("title", "x" * 141),
        ("title", ""),
        ("title", None),
        ("title", {"a": 1}),
        ("category", "casino"),
        ("programme", "nonsense"),
        ("programme", 1),
        ("mode", "by post"),
        ("place", "a\x00b"),
        ("starts_on", "1930-02-29"),
        ("starts_on", "9999-12-31"),
        ("hours_per_week", 10**30),
        ("hours_per_week", 0),
        ("weeks", "many"),
        ("seats", True),
        ("working_languages", ["xx"]),
        ("working_languages", "en"),
        ("themes", ["nonsense"]),
        ("themes", ["a\x00b"]),
        ("themes", [["renewable-energy"]]),
        ("skills", [{"skill": "nonsense", "importance": "must"}]),
        ("skills", [{"skill": "power-systems", "importance": "never"}]),
        ("skills", [{"skill": "power-systems", "importance": "must", "least_level": 9}]),
        ("skills", [{"skill": "power-systems", "importance": "must"}] * 25),
        ("skills", ["power-systems"]),
        ("skills", None),
        ("organisation", "a\x00b"),
    ],
)
def test_bad_input_is_answered_with_its_field(
    cast: SimpleNamespace, sana: APIClient, field: str, wrong: Any
) -> None:
    answer = sana.post(NEEDS, draft_of(cast) | {field: wrong}, format="json")

    assert answer.status_code == 400, answer.json()
    assert list(answer.json()) == [field]


@pytest.mark.parametrize("nonsense", ["a\x00b", "x" * 3_000, "99999999999999999999", "-1", "🜨", "{{ x }}"])
def test_no_query_breaks_a_list(cast: SimpleNamespace, nonsense: str) -> None:
    anonymous = APIClient()
    for address, names in (
        (NEEDS, ("q", "theme", "category", "mode", "territory", "programme", "state", "organisation")),
        (ORGANISATIONS, ("q", "kind", "territory")),
        ("/api/v1/skills/", ("q", "theme")),
        ("/api/v1/places/", ("kind", "within")),
    ):
        for name in (*names, "page", "page_size"):
            assert anonymous.get(address, {name: nonsense}).status_code in (200, 400, 404), (address, name)


def test_a_wrong_address_is_not_found(cast: SimpleNamespace, sana: APIClient) -> None:
    for public_id in ("zzzzzzzzzz", "0", "a" * 500, "%00", "AAAAAAAAAA"):
        expected = 400 if public_id == "%00" else 404  # a NUL is refused at the gate, for every page alike
        assert sana.get(f"{NEEDS}{public_id}/").status_code == expected
        assert sana.post(f"{NEEDS}{public_id}/publish/").status_code == expected
        assert sana.get(f"{ORGANISATIONS}{public_id}/").status_code == expected


def test_a_body_that_is_not_an_object_is_refused(cast: SimpleNamespace, sana: APIClient) -> None:
    for body in ([], [1], "text", 5, None):
        assert sana.post(NEEDS, body, format="json").status_code == 400
        answer = sana.patch(f"{NEEDS}{cast.need.public_id}/", body, format="json")
        assert answer.status_code in (200, 400)
