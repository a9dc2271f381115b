"""A directory on disk and what has changed since: together they answer as the profiles themselves would."""

import shutil
from typing import Any

import numpy as np
import pytest

from accounts.enums import Purpose
from accounts.services import withdraw_consent
from accounts.services.people import change_settings
from experts.enums import Visibility
from experts.models import Expert, ExpertLanguage
from experts.services.profile import choose_visibility
from matching.adapter import listings
from matching.adapter.directory import directory_now
from matching.adapter.files import current_of, flatten
from matching.adapter.snapshot import snapshots_root
from matching.services.snapshots import renew_directory
from tests.factories import NOW
from tests.matching.directory_world import found, make_liaison, make_listed, make_people, names, walk

# Committed for good: what a transaction of their own still holds open, a snapshot must not have seen.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(cast):
    make_people()
    return cast


@pytest.fixture
def stored(people, work):
    """The directory on disk, as the minute's work makes it."""
    work()
    assert renew_directory() is None
    assert listings.current() is not None
    return people


def test_a_stored_directory_answers_like_the_profiles_themselves(people, client_of, work):
    for number in range(70):
        expert = make_listed(f"Person {number}", country=("DE", "NO", "US")[number % 3])
        ExpertLanguage.objects.create(expert=expert, code=("ur", "de")[number % 2], level="B2")
    readers = [client_of(user) for user in (None, people.sana, people.omar, make_liaison("NO"))]
    questions = [{}, {"country": "NO"}, {"language": "ur", "q": "power"}, {"name": "person", "hours": 3}]

    def answers() -> list[list[Any]]:
        return [list(walk(client, **asked)) for client in readers for asked in questions]

    before = answers()
    assert len(directory_now()) == 1
    renew_directory()
    assert listings.current() is not None

    assert answers() == before


def test_of_very_many_the_snapshot_is_one_turn_and_the_listing_the_next(people, work, monkeypatch):
    work()
    monkeypatch.setattr(listings, "MOST_IN_A_TURN", 1)

    renew_directory()
    assert (current_of(snapshots_root()) is not None, listings.current()) == (True, None)
    renew_directory()
    assert len(listings.current().listings[0]) == len(people_listed())


def test_a_listing_is_read_in_turns_and_says_the_same(stored, work, monkeypatch):
    at_once = listings.current().listings[0]
    shutil.rmtree(listings.listings_root())
    monkeypatch.setattr(listings, "PEOPLE_IN_A_BLOCK", 2)
    monkeypatch.setattr(listings, "READING_SECONDS", 0)

    turns = 0
    while listings.current() is None and turns < 9:
        renew_directory()
        turns += 1

    in_turns = listings.current().listings[0]
    assert turns == 1 + (len(at_once) - 1) // 2
    ours, theirs = (flatten("", each) for each in (in_turns, at_once))
    assert all(np.array_equal(ours[name], theirs[name]) for name in theirs)
    assert list(listings.listings_root().glob(".said-*")) == []


def people_listed():
    return Expert.objects.exclude(state__in=("draft", "erased", "closed"))


def test_changes_since_show_at_once(stored, client_of, work):
    client, host = client_of(None), client_of(stored.sana)
    assert names(host) == {"Amna Baig", "Bashir Dar"}
    amna = Expert.objects.get(user__full_name="Amna Baig")
    chand = Expert.objects.get(user__full_name="Chand Bibi")

    choose_visibility(expert_id=amna.pk, visibility=Visibility.HIDDEN, by=amna.user, at=NOW)
    choose_visibility(
        expert_id=chand.pk, visibility=Visibility.PUBLIC, public_parts=["country"], by=chand.user, at=NOW
    )

    assert names(client) == {"Chand Bibi"}
    assert names(client, country="NO") == {"Chand Bibi"}
    assert names(host) == {"Bashir Dar", "Chand Bibi"}
    assert len(directory_now()) == 2
    make_listed("Late Comer")
    assert names(client) == {"Chand Bibi", "Late Comer"}


def test_a_withdrawn_consent_takes_a_person_off_the_page_at_once_and_out_of_the_count_with_the_next_work(
    stored, client_of, work
):
    amna = Expert.objects.get(user__full_name="Amna Baig")
    client = client_of(None)

    withdraw_consent(user=amna.user, purpose=Purpose.DIRECTORY, at=NOW)

    assert found(client)["results"] == []
    assert client.get(f"/directory/{amna.public_id}/").status_code == 404
    work()
    assert found(client)["count"] == 0
    assert names(client_of(stored.sana)) == {"Bashir Dar"}


def test_a_new_name_is_found_and_the_old_one_is_not(stored, client_of, work):
    amna = Expert.objects.get(user__full_name="Amna Baig")
    change_settings(
        by=amna.user,
        full_name="Zubaida Khanum",
        preferred_name="",
        name_ur="",
        language="en",
        time_zone="Asia/Karachi",
    )
    work()

    assert names(client_of(None), name="Zubaidah") == {"Zubaida Khanum"}
    assert names(client_of(None), name="Amna") == set()


def test_a_delta_is_laid_out_beside_its_base(people, client_of, work):
    for number in range(60):
        make_listed(f"Person {number}")
    renew_directory()
    [base] = directory_now()
    amna = Expert.objects.get(user__full_name="Amna Baig")
    choose_visibility(expert_id=amna.pk, visibility=Visibility.HIDDEN, by=amna.user, at=NOW)
    hidden = list(walk(client_of(None)))

    listings.renew(set())

    kept, delta = directory_now()
    assert len(kept.listing) == len(base.listing)
    assert delta.listing.ids.tolist() == [amna.pk]
    assert list(walk(client_of(None))) == hidden
    assert hidden[0]["count"] == 60
    make_listed("Late Comer")
    assert len(directory_now()) == 3
    assert found(client_of(None))["count"] == 61
