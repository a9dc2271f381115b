"""Lists over the API: the same rules as on the pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import Scope
from accounts.models import ApiToken, User
from accounts.selectors import digest_of
from experts.models import AccessEvent, Expert
from matching.models import AssignmentRound, MatchList
from matching.services import publish_round, runs
from tests import factories
from tests.factories import NOW
from tests.matching.round_world import after, listed, preview

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.matching.api_urls")]
LISTS = "/api/v1/match-lists/"
ROUNDS = "/api/v1/assignment-rounds/"


@pytest.fixture
def api_of() -> Callable[..., APIClient]:
    """A client that carries a token with the scopes named."""

    def make(user: User, *scopes: Scope) -> APIClient:
        client, now = APIClient(), timezone.now()
        secret = f"secret-of-{user.pk}-{len(scopes)}"
        ApiToken.objects.create(
            user=user,
            name="test",
            digest=digest_of(secret),
            scopes=list(scopes),
            created_at=now,
            expires_at=now + timedelta(days=1),
            last_used_on=timezone.localdate(now),
        )
        Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": "sealed"}})
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return make


@pytest.fixture
def sana(cast: Any, api_of: Any) -> APIClient:
    return api_of(cast.sana, Scope.READ_MATCHES)


def test_the_host_reads_its_lists_in_numbers(cast, matched, sana):
    matched(cast.need)
    matched(cast.other_need)

    [row] = sana.get(LISTS).json()["results"]

    assert (row["need"], row["n_considered"], row["n_eligible"]) == (cast.need.public_id, 2, 1)
    assert (row["excluded"], row["is_stale"], row["weights_number"]) == ({"must_skill": 1}, False, 1)


def test_a_host_reads_conflicts_among_those_excluded(cast, matched, api_of):
    matched(cast.need)
    MatchList.objects.update(excluded={"excluded": 1, "conflict": 2})

    of_host, of_officer = (
        api_of(user, Scope.READ_MATCHES).get(LISTS).json()["results"][0]["excluded"]
        for user in (cast.sana, cast.omar)
    )

    assert (of_host, of_officer) == ({"excluded": 3}, {"excluded": 1, "conflict": 2})


def test_one_list_holds_cards_with_explanations_and_the_look_is_recorded(cast, matched, sana):
    matched(cast.need)

    found = sana.get(f"{LISTS}{cast.need.public_id}/").json()

    [card] = found["cards"]
    assert (card["code"], card["name"], card["state"]) == (cast.expert.public_id, "", "suggested")
    assert card["explanation"]["reasons"][0] == "Holds these of your must-have skills: Power systems."
    assert found["is_running"] is False
    assert AccessEvent.objects.get().expert == cast.expert


def test_staff_of_the_programmes_unit_read_it_too(cast, matched, api_of):
    matched(cast.need)
    rabia = api_of(cast.rabia, Scope.READ_MATCHES)

    assert rabia.get(f"{LISTS}{cast.need.public_id}/").status_code == 200


@pytest.mark.parametrize("somebody", ["kamran", "hina", "ayesha"])
def test_for_others_there_is_no_such_list(cast, matched, api_of, somebody):
    matched(cast.need)
    client = api_of(getattr(cast, somebody), Scope.READ_MATCHES)

    assert client.get(LISTS).json()["count"] == 0
    assert client.get(f"{LISTS}{cast.need.public_id}/").status_code == 404


def test_a_token_without_the_scope_reads_nothing(cast, matched, api_of):
    matched(cast.need)

    assert api_of(cast.sana, Scope.READ_NEEDS).get(LISTS).status_code == 403


def test_nothing_is_written_over_this_door(cast, matched, sana):
    matched(cast.need)

    for method in ("post", "put", "patch", "delete"):
        assert getattr(sana, method)(f"{LISTS}{cast.need.public_id}/").status_code in (403, 405)


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ({"programme": "general-mentorship"}, 1),
        ({"programme": "other"}, 0),
        ({"n_eligible_min": 2}, 0),
        ({"is_stale": "true"}, 0),
        ({"is_stale": "false"}, 1),
    ],
)
def test_lists_are_filtered(cast, matched, sana, asked, n):
    matched(cast.need)

    assert sana.get(LISTS, asked).json()["count"] == n


def test_a_stale_list_says_so(cast, matched, sana):
    matched(cast.need)
    runs.mark_lists_stale(expert_id=cast.expert.pk, at=NOW)

    assert sana.get(LISTS, {"is_stale": "true"}).json()["results"][0]["is_stale"] is True


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999999999999"])
def test_any_page_is_answered(cast, matched, sana, page):
    matched(cast.need)

    assert sana.get(f"{LISTS}{cast.need.public_id}/", {"after": page, "show": page}).status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_lists_cost_the_same_for_one_and_three(cast, matched, sana, django_assert_num_queries, n):
    for at in range(n):
        matched(factories.make_need(cast.organisation, title=f"Need {at}"))

    with django_assert_num_queries(4):
        assert sana.get(LISTS).json()["count"] == n


@pytest.mark.parametrize("n", [1, 3])
def test_a_list_costs_the_same_for_one_and_three_experts(cast, matched, sana, django_assert_num_queries, n):
    for at in range(n - 1):
        factories.make_expert(factories.make_user(f"more{at}@demo.example"))
    assert len(matched(cast.need).expert_ids) == n == Expert.objects.count() - 1

    with django_assert_num_queries(18):
        sana.get(f"{LISTS}{cast.need.public_id}/")


def test_staff_read_the_rounds_of_their_units_programmes_in_numbers(cast, work, api_of):
    listed(work)
    found = preview(cast, work)
    elsewhere = factories.make_programme("elsewhere", name="Elsewhere", unit=cast.mission)
    AssignmentRound.objects.filter(pk=preview(cast, work).pk).update(programme=elsewhere)
    omar = api_of(cast.omar, Scope.READ_MATCHES)

    [row] = omar.get(ROUNDS).json()["results"]
    one = omar.get(f"{ROUNDS}{found.public_id}/").json()

    assert row == one
    assert (one["programme"], one["state"]) == ("general-mentorship", "preview")
    assert (one["figures"]["n_seats"], one["figures"]["n_proposed"]) == (2, 2)
    assert one["options"]["coverage_first"] is True
    assert cast.expert.public_id not in str(one)
    assert omar.get(ROUNDS, {"state": "published"}).json()["results"] == []


def test_hosts_and_experts_see_no_round_over_the_api(cast, work, sana):
    found = preview(cast, work)

    assert sana.get(ROUNDS).json()["results"] == []
    assert sana.get(f"{ROUNDS}{found.public_id}/").status_code == 404


def test_a_published_proposal_stands_beside_the_hosts_matches_over_the_api(cast, work, sana):
    listed(work)
    found = preview(cast, work)
    publish_round(round_id=found.pk, by=cast.omar, at=after(1))

    page = sana.get(f"{LISTS}{cast.need.public_id}/").json()

    assert [(card["code"], card["state"]) for card in page["proposed"]] == [
        (cast.expert.public_id, "assigned")
    ]
    assert page["cards"] == []
