"""Profiles behind which nobody is any more: nothing that was made of them is left, and ties go along."""

from datetime import timedelta

import numpy as np
import pytest

from accounts.services import erase_account
from accounts.services.erasure import lock_account
from common.models import EventNote
from common.refusals import Refused
from experts.enums import State
from experts.models import DuplicatePair, Expert
from experts.services.duplicates import find_duplicates
from experts.services.merging import clear_merged, merge_profiles, undo_merge
from experts.services.profile import start_profile
from matching.adapter import listings
from matching.adapter.files import generations
from matching.adapter.snapshot import open_snapshot, snapshots_root
from matching.models import Conflict, Exclusion, Match, PackedProfile
from matching.services import assess_conflict
from matching.services.snapshots import renew_directory
from matching.tasks import profiles_merged
from tests import factories
from tests.factories import NOW
from tests.matching.directory_world import found, make_listed

ALL_OF_IT = ("headline", "bio", "city", "orcid")


def twin(name, **fields):
    user = factories.make_user(f"{name}@demo.example", full_name="Ali Khan")
    return factories.make_expert(user, orcid="0000-0002-1825-0097", **fields)


def join(kept, closed, by, *, at=NOW):
    for one in (kept, closed):
        find_duplicates(expert_id=one.pk, at=at)
    older, newer = sorted((kept, closed), key=lambda one: one.pk)
    pair = DuplicatePair.objects.get(older=older, newer=newer)
    return merge_profiles(
        pair_id=pair.pk, keep=kept.public_id, note="The same Ali Khan.", by=by, at=at, version=pair.version
    )


def part_again(pair, by):
    pair.refresh_from_db()
    undo_merge(pair_id=pair.pk, note="They are two.", by=by, at=NOW, version=pair.version)


def test_erasing_somebody_empties_every_profile_that_went_into_theirs(cast, work):
    """The second went into the first, then the first into the third: none of the three is left."""
    third, first, second = twin("c"), twin("a"), twin("b", city="Bonn")
    work()
    join(first, second, cast.omar)
    join(third, first, cast.omar)
    work()
    Match.objects.create(need=cast.need, expert=second, points=1, changed_at=NOW)

    erase_account(typed=third.user.email, by=third.user, at=NOW)
    work()

    for one in (first, second, third):
        gone = Expert.objects.get(pk=one.pk)
        assert [getattr(gone, name) for name in ALL_OF_IT] == ["", "", "", ""]
        assert not gone.skills.exists()
        assert not PackedProfile.objects.filter(expert=one).exists()
    assert not Match.objects.filter(expert=second).exists()
    assert not EventNote.objects.filter(text__contains="Ali Khan").exists()


def test_a_closed_profile_is_in_no_snapshot_and_not_counted(cast, work, matched):
    kept, closed = twin("a"), twin("b")
    before = matched(cast.need).n_considered
    join(kept, closed, cast.omar)
    work()

    assert matched(cast.need).n_considered == before - 1
    newest = next(iter(generations(snapshots_root())))
    ids = set(open_snapshot(newest).ids.tolist())
    assert (kept.pk in ids, closed.pk in ids) == (True, False)


def test_ties_and_what_was_set_aside_go_along_with_a_merge_and_back(cast, work):
    kept, closed = twin("a"), twin("b")
    Conflict.objects.create(
        expert=closed, organisation=cast.organisation, kind="family", state="confirmed", at=NOW
    )
    for reason, ref in (("not_my_field", "expert:x"), ("dismissed", "match:x")):
        Exclusion.objects.create(expert=closed, need=cast.need, reason=reason, source_ref=ref, at=NOW)

    pair = join(kept, closed, cast.omar)
    work()
    tie = kept.conflicts.get()
    assert (tie.organisation, tie.kind, tie.state) == (cast.organisation, "family", "confirmed")
    assert [row.reason for row in kept.exclusions.all()] == ["not_my_field"]

    part_again(pair, cast.omar)
    work()
    assert (kept.conflicts.count(), kept.exclusions.count()) == (0, 0)
    assert (closed.conflicts.count(), closed.exclusions.count()) == (1, 2)


def tie_of(expert, cast, **fields):
    return Conflict.objects.create(
        expert=expert, organisation=cast.organisation, **({"kind": "employer", "at": NOW} | fields)
    )


def assessed(tie, cast, *, bars, note):
    assess_conflict(conflict_id=tie.pk, bars=bars, note=note, by=cast.omar, at=NOW)


def said(expert):
    return [(tie.state, tie.note, tie.decided_by, tie.decided_at) for tie in expert.conflicts.all()]


@pytest.mark.parametrize("own", ["undecided", "managed"])
def test_a_bar_is_not_lost_by_a_merge_and_its_undoing_gives_both_assessments_back(cast, work, own):
    kept, closed = twin("a"), twin("b")
    mine, theirs = tie_of(kept, cast), tie_of(closed, cast)
    if own == "managed":
        assessed(mine, cast, bars=False, note="Left long ago.")
    assessed(theirs, cast, bars=True, note="Employed there.")
    before = said(kept)

    pair = join(kept, closed, cast.omar)
    work()
    profiles_merged(kept_id=kept.pk, closed_id=closed.pk)
    assert said(kept) == [("confirmed", "Employed there.", cast.omar, NOW)]

    part_again(pair, cast.omar)
    work()
    assert said(kept) == before
    assert said(closed) == [("confirmed", "Employed there.", cast.omar, NOW)]


def test_a_bar_of_the_kept_profile_stays_whatever_the_other_one_said(cast, work):
    kept, closed = twin("a"), twin("b")
    assessed(tie_of(kept, cast), cast, bars=True, note="Employed there.")
    assessed(tie_of(closed, cast), cast, bars=False, note="Known.")

    pair = join(kept, closed, cast.omar)
    work()
    assert [tie.state for tie in kept.conflicts.all()] == ["confirmed"]
    part_again(pair, cast.omar)
    work()
    assert [tie.state for tie in kept.conflicts.all()] == ["confirmed"]


def test_what_staff_decide_while_the_two_are_one_holds_for_where_the_tie_came_from(cast, work):
    kept, closed = twin("a"), twin("b")
    tie_of(closed, cast)
    pair = join(kept, closed, cast.omar)
    work()
    waiting = Conflict.objects.visible_to(cast.omar).awaiting_assessment_by(cast.omar)
    assert [tie.expert for tie in waiting] == [kept]
    assessed(kept.conflicts.get(), cast, bars=True, note="Employed there.")

    part_again(pair, cast.omar)
    work()

    assert (said(kept), said(closed)) == ([], [("confirmed", "Employed there.", cast.omar, NOW)])


def test_two_merges_that_gave_the_same_tie_are_undone_one_by_one(cast, work):
    kept, one, other = twin("a"), twin("b"), twin("c")
    tie_of(one, cast)
    assessed(tie_of(other, cast), cast, bars=True, note="Employed there.")
    earlier = join(kept, one, cast.omar)
    later = join(kept, other, cast.omar)
    work()

    part_again(earlier, cast.omar)
    work()
    assert [tie.state for tie in kept.conflicts.all()] == ["confirmed"]
    join(kept, one, cast.omar)
    part_again(later, cast.omar)
    work()

    assert [tie.state for tie in kept.conflicts.all()] == ["proposed"]


def test_after_the_last_day_of_undoing_the_ties_stay_with_the_person(cast, work):
    kept, closed = twin("a"), twin("b")
    Conflict.objects.create(expert=closed, organisation=cast.organisation, kind="vendor", at=NOW)
    pair = join(kept, closed, cast.omar)
    work()

    clear_merged(merge_id=pair.merges.get().pk, at=NOW + timedelta(days=31))
    work()

    assert [tie.expert_id for tie in Conflict.objects.all()] == [kept.pk]
    assert not PackedProfile.objects.filter(expert=closed).exists()


def test_nobody_gives_a_profile_to_an_account_that_is_erased(cast):
    ali = factories.make_user("a@demo.example")
    erase_account(typed=ali.email, by=ali, at=NOW)

    with pytest.raises(Refused, match="account_is_gone"):
        start_profile(by=ali, at=NOW)
    with pytest.raises(Refused, match="account_is_gone"):
        lock_account(ali)
    assert not Expert.objects.filter(user=ali).exists()


@pytest.mark.django_db(transaction=True)
def test_an_erased_person_is_out_of_the_directory_at_once_and_out_of_its_files_with_the_next_minute(
    cast, client_of, work
):
    amna = make_listed("Amna Baig")
    make_listed("Bilal Aziz")
    work()
    assert renew_directory() is None
    assert held_by_directory(amna.pk)

    erase_account(typed=amna.user.email, by=amna.user, at=NOW)
    assert "Amna Baig" not in str(found(client_of(cast.sana)))
    work()
    while ask := renew_directory():
        ask()
        work()

    assert generations(listings.listings_root())
    assert not held_by_directory(amna.pk)
    assert Expert.objects.get(pk=amna.pk).state == State.ERASED


def held_by_directory(expert_id):
    """Whether any column of any listing on disk holds the number of a person."""
    columns = [np.load(path) for path in listings.listings_root().rglob("*.npy")]
    assert columns
    return any(expert_id in column for column in columns if column.dtype == np.int64)
