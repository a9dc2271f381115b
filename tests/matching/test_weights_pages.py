"""Pages on which a programme's weights are read, tried out and published."""

import pytest
from django.urls import reverse

from experts.models import AccessEvent
from incubators.models import Need, NeedSkill
from matching.models import MatchList, MatchRun
from programmes.enums import DEFAULT_WEIGHTS, Component
from programmes.models import Programme, Weights
from tests import factories
from tests.factories import NOW
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db

SENIOR = {str(component): 0 for component in Component} | {"seniority": 1}


@pytest.fixture
def address(cast) -> str:
    return reverse("matching:weights", args=[cast.need.programme.slug])


@pytest.fixture
def publish_address(cast) -> str:
    return reverse("matching:publish_weights", args=[cast.need.programme.slug])


@pytest.fixture
def contested(cast, matched):
    """A list of two whose order depends on the weights."""
    second = factories.make_expert(factories.make_user("second@demo.example"), seniority="executive")
    second.skills.update(level=1)
    Need.objects.filter(pk=cast.need.pk).update(least_seniority="executive")
    NeedSkill.objects.filter(need=cast.need).update(least_level=3)
    matched(cast.need)
    return second


def test_staff_read_the_weights_in_force_and_their_history(cast, client_of, address):
    Weights.objects.create(programme=cast.need.programme, number=2, values=SENIOR, since=NOW, by=cast.omar)

    page = text_of(client_of(cast.rabia).get(address))

    assert "Version 2, since 23 November 2026 · Omar Farooq · in force" in page
    assert "Version 1, since 23 November 2026" in page
    assert "Only officers of the unit that owns this programme may change its weights." in page


def test_programmes_are_listed_with_the_version_in_force(cast, client_of, address):
    page = text_of(client_of(cast.omar).get(reverse("matching:weights_list")))

    assert f'<a href="{address}">General mentorship</a>' in page


def test_an_officer_sees_who_would_move_before_anything_changes(cast, client_of, address, contested):
    page = text_of(client_of(cast.omar).get(address, SENIOR | {"preview": "1"}))

    assert "What would change" in page
    assert f"{contested.public_id}" in page
    assert "the same people" in page
    assert "Left: now. Right: with the other weights." in page
    assert Weights.objects.filter(programme=cast.need.programme).count() == 1
    assert set(AccessEvent.objects.values_list("expert", flat=True)) == {cast.expert.pk, contested.pk}


def test_only_those_who_may_change_weights_see_a_preview(cast, client_of, address, contested):
    response = client_of(cast.rabia).get(address, SENIOR | {"preview": "1"})

    assert response.status_code == 403
    assert AccessEvent.objects.count() == 0


def test_publishing_makes_a_version_and_matches_the_open_needs_again(
    cast, client_of, publish_address, contested, work
):
    client = client_of(cast.omar)

    response = client.post(publish_address, SENIOR | {"seen_number": 1}, follow=True)
    work()

    assert "Version 2 is in force." in text_of(response)
    row = MatchList.objects.current().get(need=cast.need)
    assert (row.weights_number, row.expert_ids[0]) == (2, contested.pk)
    assert MatchRun.objects.filter(scope="round").get().n_needs == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seniority": "0"}, "At least one weight must be above zero"),
        ({"text": "1001"}, "Please give a whole number from 0 to 1,000."),
        ({"text": "-1"}, "Please give a whole number from 0 to 1,000."),
        ({"text": "2.5"}, "Please give a whole number from 0 to 1,000."),
        ({"text": "بیس"}, "Please give a whole number from 0 to 1,000."),
        ({"text": ""}, "Please give a whole number from 0 to 1,000."),
    ],
)
def test_weights_that_make_no_sense_are_answered_with_a_sentence(
    cast, client_of, address, publish_address, change, words
):
    client = client_of(cast.omar)

    previewed = text_of(client.get(address, SENIOR | change | {"preview": "1"}))
    published = text_of(client.post(publish_address, SENIOR | change | {"seen_number": 1}, follow=True))

    assert words in previewed
    assert words in published
    assert Weights.objects.filter(programme=cast.need.programme).count() == 1


def test_publishing_what_is_in_force_or_an_older_look_is_refused(cast, client_of, publish_address):
    client = client_of(cast.omar)

    same = text_of(client.post(publish_address, DEFAULT_WEIGHTS | {"seen_number": 1}, follow=True))
    late = text_of(client.post(publish_address, SENIOR | {"seen_number": 7}, follow=True))

    assert "nothing would change" in same
    assert "Somebody changed this in the meantime." in late


def test_weights_that_move_nobody_say_so(cast, client_of, address, matched):
    matched(cast.need)

    page = text_of(client_of(cast.omar).get(address, SENIOR | {"preview": "1"}))

    assert "No list changes its order." in page


def test_a_programme_without_open_needs_or_without_weights(cast, client_of, matched):
    matched(cast.need)
    empty = factories.make_programme("empty", name="Empty")
    bare = Programme.objects.create(
        slug="bare", name="Bare", kind="training", owner_unit=cast.most, modes=["remote"]
    )
    client = client_of(cast.omar)

    page = text_of(client.get(reverse("matching:weights", args=[empty.slug]), SENIOR | {"preview": "1"}))

    assert "This programme has no open needs" in page
    assert client.get(reverse("matching:weights", args=[bare.slug])).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_a_preview_costs_the_same_for_one_and_three_needs(
    cast, matched, client_of, address, django_assert_num_queries, n
):
    for at in range(n - 1):
        factories.make_need(cast.organisation, title=f"Another {at}")
    matched(cast.need)
    client = client_of(cast.omar)
    client.get(address, SENIOR | {"preview": "1"})

    with django_assert_num_queries(17):
        client.get(address, SENIOR | {"preview": "1"})
