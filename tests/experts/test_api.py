"""The own profile over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import Scope
from accounts.models import ApiToken
from accounts.selectors import digest_of
from experts.models import Work

pytestmark = pytest.mark.django_db


def client_with(user, *scopes):
    now = timezone.now()
    ApiToken.objects.create(
        user=user,
        name="test",
        digest=digest_of("some-secret"),
        scopes=list(scopes),
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Bearer some-secret")
    return client


def test_a_token_with_the_scope_reads_the_own_profile_and_no_other(cast):
    answer = client_with(cast.hina, Scope.READ_PROFILE).get("/api/v1/profile/").json()

    assert [profile["public_id"] for profile in answer["results"]] == [cast.expert.public_id]
    assert answer["results"][0]["skills"] == [
        {"skill": "power-systems", "typed": "Power systems", "level": 3, "years": 8, "last_used_year": None}
    ]


def test_a_token_without_the_scope_reads_nothing(cast):
    assert client_with(cast.hina, Scope.READ_NEEDS).get("/api/v1/profile/").status_code == 403


def test_people_without_a_profile_get_an_empty_list(cast):
    assert client_with(cast.sana, Scope.READ_PROFILE).get("/api/v1/profile/").json()["results"] == []


def test_a_stranger_gets_nothing():
    assert APIClient().get("/api/v1/profile/").status_code in (401, 403)


@pytest.mark.parametrize("n", [1, 3])
def test_a_profile_costs_the_same_with_one_work_and_with_three(cast, n, django_assert_num_queries):
    for i in range(n):
        Work.objects.create(expert=cast.expert, kind="talk", title=f"Talk {i}")
    client = client_with(cast.hina, Scope.READ_PROFILE)
    client.get("/api/v1/profile/")

    with django_assert_num_queries(12):
        client.get("/api/v1/profile/")
