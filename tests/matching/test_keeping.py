"""What is kept of a block of needs saves searches and changes no result; without it all are searched."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from experts.models import Expert
from incubators.models import Need
from matching.adapter import best_experts, building, files, keeping, renew
from matching.adapter.building import RENEW_AFTER, fresh_snapshot
from matching.adapter.keeping import kept_root
from matching.adapter.snapshot import Snapshot, snapshots_root
from matching.engine import follow
from matching.engine.check import WrongResult
from matching.enums import RunScope, RunState
from matching.models import Exclusion, MatchList, MatchRun
from matching.selectors.results import NeedResult
from matching.services import runs
from tests import factories
from tests.factories import NOW
from tests.matching.test_deltas import KINDS, SKILLS, change

pytestmark = pytest.mark.django_db(transaction=True)
N_PEOPLE = 24


@pytest.fixture
def people(db, own_data_dir, monkeypatch) -> list[Expert]:
    """Few people, of whom as many may change as like."""
    for place, name in ((building, "FOLD_AT"), (keeping, "FOLLOWED_AT")):
        monkeypatch.setattr(place, name, 0)
    monkeypatch.setattr(keeping, "LEAST_WORK", 0)
    return [
        factories.make_expert(
            skills=SKILLS[: 1 + at % 3],
            headline=f"Engineer of {('pumps', 'grids', 'genomes')[at % 3]} {at}",
            time_zone=("Europe/Berlin", "Asia/Dubai")[at % 2],
            capacity=1 + at % 3,
        )
        for at in range(N_PEOPLE)
    ]


@pytest.fixture
def needs(people) -> list[Need]:
    host = factories.make_organisation(factories.make_user("host@demo.example"))
    for skills in (SKILLS[:1], SKILLS[1:2], SKILLS):
        factories.make_need(host, skills=skills, title=f"Help with {skills[0]}")
    return list(Need.objects.with_terms().order_by("pk"))


@pytest.fixture
def searches(monkeypatch) -> list[Any]:
    """Needs searched in full so far."""
    seen: list[Any] = []
    search = follow.search

    def counted(parts: Any, need: Any, *others: Any) -> Any:
        seen.append(need)
        return search(parts, need, *others)

    monkeypatch.setattr(follow, "search", counted)
    return seen


def answers(snapshot: Snapshot, needs: Sequence[Need]) -> list[NeedResult]:
    return best_experts(needs, snapshot.name, NOW, may_follow=True)


def kept_of(snapshot: Snapshot) -> Path:
    [folder] = (kept_root() / snapshot.name).glob("[!.]*")
    return folder


def searched_plainly(
    snapshot: Snapshot, needs: Sequence[Need], monkeypatch: pytest.MonkeyPatch
) -> list[NeedResult]:
    with monkeypatch.context() as without:
        without.setattr(keeping, "LEAST_WORK", 1_000_000)
        return answers(snapshot, needs)


def test_deltas_are_followed_and_say_what_everybody_read_anew_says(people, needs, searches, monkeypatch):
    random = Random(20261124)
    monkeypatch.setattr(follow, "SPARE", 3)
    base = fresh_snapshot(set())
    answers(base, needs)
    n_before = len(searches)

    for turn in range(6):
        # A language or a zone that is new to the tables makes every need another one; here none is.
        for kind in random.sample([kind for kind in KINDS if kind not in ("speak", "move")], 3):
            change(random.choice(people), kind)
        factories.make_expert(skills=SKILLS, headline=f"Newcomer {turn}", time_zone="Asia/Dubai")
        delta = fresh_snapshot(set())
        found = answers(delta, needs)
        rebuilt = building.new_base(set(), 30)

        assert (delta.base, len(delta.parts)) == (base.name, 2)
        assert found == searched_plainly(rebuilt, needs, monkeypatch)
        files.point_to(snapshots_root() / base.name)
    assert len(searches) == n_before


def test_a_list_that_runs_out_is_searched(people, needs, searches, monkeypatch):
    monkeypatch.setattr(follow, "SPARE", 0)
    monkeypatch.setattr("matching.adapter.LIST_LENGTH", 3)
    base = fresh_snapshot(set())
    first = answers(base, needs)
    n_before = len(searches)
    leaving = Expert.objects.get(pk=first[0].expert_ids[0])

    change(leaving, "pause")
    delta = fresh_snapshot(set())

    assert answers(delta, needs) == searched_plainly(delta, needs, monkeypatch)
    assert len(searches) > n_before


def test_needs_of_one_block_follow_from_several(people, needs, searches, monkeypatch):
    base = fresh_snapshot(set())
    for block in ([needs[0]], [needs[0], needs[2]], [needs[1]]):
        answers(base, block)
    searches.clear()
    change(people[2], "capacity")
    delta = fresh_snapshot(set())

    assert answers(delta, needs) == searched_plainly(delta, needs, monkeypatch)
    assert answers(delta, needs[1:]) == searched_plainly(delta, needs[1:], monkeypatch)
    assert searches == []


def test_a_need_that_asks_otherwise_is_searched_and_the_others_are_not(people, needs, searches, monkeypatch):
    answers(fresh_snapshot(set()), needs)
    change(people[0], "capacity")
    delta = fresh_snapshot(set())
    needs[1].hours_per_week += 1
    searches.clear()

    assert answers(delta, needs) == searched_plainly(delta, needs, monkeypatch)
    assert [need.hours_per_week for need in searches] == [needs[1].hours_per_week]


def test_who_is_excluded_stays_so_after_a_change_and_makes_another_need_by_leaving(
    people, needs, searches, monkeypatch
):
    for at, expert in enumerate(people[:2]):
        Exclusion.objects.create(
            expert=expert, need=needs[2 * at], reason="declined", source_ref=f"x{at}", at=NOW
        )
    answers(fresh_snapshot(set()), needs)
    searches.clear()

    change(people[0], "capacity")
    change(people[1], "back_to_draft")
    delta = fresh_snapshot(set())

    assert answers(delta, needs) == searched_plainly(delta, needs, monkeypatch)
    assert len(searches) == 1


def test_a_language_new_to_the_tables_makes_every_need_searched(people, needs, searches, monkeypatch):
    answers(fresh_snapshot(set()), needs)
    searches.clear()
    change(people[0], "speak")
    delta = fresh_snapshot(set())

    assert answers(delta, needs) == searched_plainly(delta, needs, monkeypatch)
    assert len(searches) == len(needs)


def damaged(folder: Path) -> None:
    (folder / "best.ties.npy").write_bytes(b"short")


def of_another_version(folder: Path) -> None:
    file = folder / files.MANIFEST
    file.write_text(file.read_text().replace('"spec": "', '"spec": "other'))


def without_a_file(folder: Path) -> None:
    (folder / "ptr.npy").unlink()


def without_a_manifest(folder: Path) -> None:
    (folder / files.MANIFEST).unlink()


@pytest.mark.parametrize("spoil", [damaged, of_another_version, without_a_file, without_a_manifest])
def test_what_is_damaged_or_foreign_only_costs_a_search(spoil, people, needs, searches, monkeypatch):
    base = fresh_snapshot(set())
    answers(base, needs)
    searches.clear()
    spoil(kept_of(base))
    change(people[0], "capacity")
    delta = fresh_snapshot(set())

    assert answers(delta, needs) == searched_plainly(delta, needs, monkeypatch)
    assert len(searches) == len(needs)


def test_a_round_is_searched_even_where_it_could_follow(people, needs, searches):
    answers(fresh_snapshot(set()), needs)
    change(people[0], "capacity")
    searches.clear()

    best_experts(needs, fresh_snapshot(set()).name, NOW)

    assert len(searches) == len(needs)


def test_what_was_kept_on_another_base_or_of_too_many_changes_is_not_followed(
    people, needs, searches, monkeypatch
):
    answers(fresh_snapshot(set()), needs)
    searches.clear()
    change(people[0], "capacity")

    answers(building.new_base(set(), 30), needs)
    assert len(searches) == len(needs)

    change(people[1], "capacity")
    monkeypatch.setattr(keeping, "FOLLOWED_AT", N_PEOPLE)
    answers(fresh_snapshot(set()), needs)
    assert len(searches) == 2 * len(needs)


def test_a_wrong_kept_result_is_refused_as_a_wrong_search_is(people, needs, monkeypatch):
    answers(fresh_snapshot(set()), needs)
    change(people[0], "capacity")
    delta = fresh_snapshot(set())
    at = follow.Kept.at

    def one_too_many(kept: follow.Kept, n: int) -> Any:
        kept.n_eligible[n] += 1
        return at(kept, n)

    monkeypatch.setattr(follow.Kept, "at", one_too_many)
    with pytest.raises((WrongResult, ValueError)):
        answers(delta, needs)


def test_a_full_disk_keeps_nothing_and_stops_nothing(people, needs, monkeypatch, caplog):
    snapshot = fresh_snapshot(set())

    def no_room(*_given: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as full:
        full.setattr(keeping.files, "write_folder", no_room)
        found = answers(snapshot, needs)

    assert len(found) == len(needs)
    assert "could not be kept" in caplog.text


def test_few_experts_are_searched_and_nothing_is_kept(people, needs, monkeypatch):
    searched_plainly(fresh_snapshot(set()), needs, monkeypatch)

    assert not kept_root().exists()


def test_what_is_kept_goes_with_its_snapshot(people, needs):
    base = fresh_snapshot(set())
    answers(base, needs)
    change(people[0], "hide")
    delta = fresh_snapshot(set())
    answers(delta, needs)
    assert {folder.name for folder in kept_root().iterdir()} == {base.name, delta.name}

    renew(set(), timezone.now() + RENEW_AFTER)

    assert list(kept_root().iterdir()) == []


def test_a_run_after_a_changed_profile_stores_what_a_run_over_all_needs_stores(
    people, needs, searches, work, monkeypatch
):
    runs.submit_round(need_ids=[need.pk for need in needs], at=NOW)
    work()
    searches.clear()
    change(people[2], "capacity")
    with transaction.atomic():
        runs.profile_changed(expert_id=people[2].pk, at=NOW)
    work()
    delta_run = MatchRun.objects.get(scope=RunScope.DELTA)
    assert (delta_run.state, delta_run.n_needs, searches) == (RunState.COMPLETE, len(needs), [])
    followed = stored()

    monkeypatch.setattr(keeping, "LEAST_WORK", 1_000_000)
    building.new_base(set(), 30)
    runs.submit_round(need_ids=[need.pk for need in needs], at=NOW)
    work()

    assert stored() == followed


def stored() -> list[dict[str, Any]]:
    """The current lists but for their own number and run."""
    rows = MatchList.objects.current().order_by("need_id").values()
    return [{name: row[name] for name in row if name not in ("id", "run_id", "matched_at")} for row in rows]
