"""One person with two accounts whose profiles were merged: what is done to one reaches the other."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.services.erasure import erase_account
from common.models import EventNote
from exchanges.enums import PlacementAction
from exchanges.models import Placement
from exchanges.services.plans import edit_plan
from experts.enums import State
from experts.models import DuplicatePair, Expert, Merge
from experts.selectors.duplicates import profiles_of
from experts.services.merging import clear_merged
from tests import factories
from tests.experts.test_merging import merge, pair_of, undo
from tests.factories import NOW, TODAY, walk

LATER = NOW + timedelta(days=400)


def make_twins() -> tuple[Expert, Expert]:
    first = factories.make_expert(factories.make_user("a@demo.example", full_name="Ali Khan"))
    second = factories.make_expert(
        factories.make_user("b@demo.example", full_name="Aly Qhan"), orcid="0000-0002-1825-0097"
    )
    for expert in (first, second):
        Expert.objects.filter(pk=expert.pk).update(orcid="0000-0002-1825-0097")
    return first, second


@pytest.fixture
def case(cast):
    """A placement of the second profile whose days are over, and the merge of the second into the first."""
    first, second = make_twins()
    placement = factories.make_placement(cast.need, second)
    plan = factories.make_plan(placement, purpose="Aly Qhan reviews the design.", deliverable="My own words.")
    edit_plan(placement_id=placement.pk, plan=plan, by=second.user, at=NOW)
    placement.refresh_from_db()
    walk(placement, (PlacementAction.AGREE, second.user), (PlacementAction.SUBMIT, cast.sana))
    second.commitments.update(starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=2))
    merge(pair_of(first, second), first, cast.omar)
    return placement


def people_of(placement: Placement) -> tuple[Expert, Expert]:
    second = Expert.objects.get(pk=placement.expert_id)
    return second.merged_into.get().kept, second


def wait_until_blocked(n: int) -> None:
    """Until so many sessions wait for a lock of somebody else."""
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= n:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


def in_a_thread(step: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        try:
            return step()
        finally:
            connection.close()

    return run


@pytest.mark.django_db(transaction=True)
def test_an_erasure_and_the_undoing_of_a_merge_never_wait_for_each_other_in_a_ring(cast):
    older, newer = make_twins()
    pair = pair_of(older, newer)
    merge(pair, newer, cast.omar)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Expert.objects.select_for_update().get(pk=older.pk)
            undoing = pool.submit(in_a_thread(lambda: undo(pair, cast.omar)))
            wait_until_blocked(1)
            erasing = pool.submit(
                in_a_thread(lambda: erase_account(typed=newer.user.email, by=newer.user, at=NOW))
            )
            wait_until_blocked(2)
        undoing.result(timeout=20)
        erasing.result(timeout=20)

    assert DuplicatePair.objects.get(pk=pair.pk).state == "proposed"
    # The undoing came first: what it gave back is not the erased person's any more.
    assert {expert.pk: expert.state for expert in Expert.objects.filter(pk__in=[older.pk, newer.pk])} == {
        older.pk: State.VERIFIED,
        newer.pk: State.ERASED,
    }


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_waited_for_a_merge_takes_what_was_merged_as_well(cast):
    older, newer = make_twins()
    pair = pair_of(older, newer)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Expert.objects.select_for_update().get(pk=older.pk)
            merging = pool.submit(in_a_thread(lambda: merge(pair, older, cast.omar)))
            wait_until_blocked(1)
            erasing = pool.submit(
                in_a_thread(lambda: erase_account(typed=older.user.email, by=older.user, at=NOW))
            )
            wait_until_blocked(2)
        merging.result(timeout=20)
        erasing.result(timeout=20)

    assert Merge.objects.get().cleared_at == NOW
    assert Expert.objects.get(pk=newer.pk).headline == ""


def test_a_profile_and_all_that_went_into_it_are_one_person(cast):
    first, second = make_twins()
    third = factories.make_expert(factories.make_user("c@demo.example", full_name="Aly Qhan"))
    Expert.objects.filter(pk=third.pk).update(orcid="0000-0002-1825-0097")
    earlier = pair_of(first, second)
    merge(earlier, second, cast.omar)
    later = pair_of(second, third)
    merge(later, third, cast.omar)

    assert profiles_of(third.pk) == [first.pk, second.pk, third.pk]
    undo(later, cast.omar)
    assert profiles_of(third.pk) == [third.pk]
    assert profiles_of(second.pk) == [first.pk, second.pk]


@pytest.mark.parametrize("is_over", [False, True], ids=["can be undone", "thirty days later"])
def test_erasing_one_account_reaches_the_cases_of_the_profile_that_was_merged_into_it(
    cast, case, client_of, is_over
):
    first, second = people_of(case)
    if is_over:
        clear_merged(merge_id=Merge.objects.get().pk, at=NOW + timedelta(days=31))
    browser = client_of(cast.sana)
    address = f"/placements/{case.public_id}/"
    assert "Aly Qhan" in browser.get(address).content.decode()

    erase_account(typed=first.user.email, by=first.user, at=LATER)

    left = Placement.objects.get(pk=case.pk)
    assert left.state == "withdrawn"
    assert (left.purpose, left.deliverable) == (left.need.purpose, left.need.deliverable)
    assert left.invitation.message == ""
    assert "Qhan" not in browser.get(address).content.decode()
    assert Expert.objects.get(pk=second.pk).user is None
    assert not EventNote.objects.filter(text__contains="Qhan").exists()


def test_the_page_before_erasing_says_what_becomes_of_the_merged_profile(cast, case, client_of):
    first, _second = people_of(case)
    alone = client_of(cast.bilal).get("/settings/data/erase/", follow=True).content.decode()

    page = client_of(first.user).get("/settings/data/erase/", follow=True).content.decode()

    assert "What was merged into your profile goes with it" in page
    assert "to 1 invitation of a profile that was merged into yours" in page
    assert "merged into your" not in alone


def test_the_account_whose_profile_was_merged_away_can_begin_anew(cast, case, client_of):
    first, second = people_of(case)
    user = second.user
    erase_account(typed=first.user.email, by=first.user, at=LATER)

    page = client_of(user).get("/experts/profile/")

    assert page.status_code == 200
    assert "This profile is closed" not in page.content.decode()
