"""A base with a delta answers as a base of everybody would; a new base comes when a delta would not do."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.services import erase_account
from common.jobs import note_change
from experts.enums import State
from experts.models import Availability, Expert, ExpertLanguage, ExpertSkill, Work
from experts.services.commitments import set_commitment
from incubators.models import Need
from matching.adapter import best_experts, building, files, pack_changed, pack_everybody, packing, renew
from matching.adapter.building import RENEW_AFTER, StillPacking, forget, fresh_snapshot
from matching.adapter.extract import Who, read_population
from matching.adapter.packing import basis_of, read_packed, unpacked
from matching.adapter.snapshot import Snapshot, open_snapshot, snapshots_root
from matching.engine.text import index
from matching.models import PackedProfile
from taxonomy.models import SkillAlias
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
N_PEOPLE = 12
SKILLS = ("power-systems", "hydrology", "genomics")


@pytest.fixture
def people(db, own_data_dir, monkeypatch) -> list[Expert]:
    """Just enough people for a delta of one of them, of mixed kinds."""
    monkeypatch.setattr(building, "FOLD_AT", N_PEOPLE)
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
        need = factories.make_need(host, skills=skills, title=f"Help with {skills[0]}")
        need.working_languages = ["en", "fr"]
        need.save()
    return list(Need.objects.with_terms().order_by("pk"))


def answers(snapshot: Snapshot, needs: list[Need]) -> list:
    return best_experts(needs, snapshot.name, NOW)


def is_delta(snapshot: Snapshot) -> bool:
    return len(snapshot.parts) == 2


def change(expert: Expert, kind: str) -> None:
    """One change of a profile, told to the feed as services do."""
    with transaction.atomic():
        if kind == "capacity":
            Expert.objects.filter(pk=expert.pk).update(capacity=9)
        elif kind == "pause":
            Expert.objects.filter(pk=expert.pk).update(state=State.PAUSED)
        elif kind == "hide":
            Expert.objects.filter(pk=expert.pk).update(visibility="hidden")
        elif kind == "move":
            Expert.objects.filter(pk=expert.pk).update(time_zone="America/Lima", country="PE")
        elif kind == "speak":
            ExpertLanguage.objects.create(expert=expert, code="fr-CH", level="C2")
        elif kind == "write":
            Work.objects.create(expert=expert, kind="talk", title="Help with power systems and hydrology")
        elif kind == "learn":
            held = ExpertSkill.objects.filter(expert=expert).values("skill")
            skill = factories.make_skill(SKILLS[2])
            if not held.filter(skill=skill).exists():
                ExpertSkill.objects.create(expert=expert, skill=skill, typed="x", level=4)
        elif kind == "rest":
            Availability.objects.filter(expert=expert).delete()
        elif kind == "back_to_draft":
            Expert.objects.filter(pk=expert.pk).update(state=State.DRAFT)
        else:
            raise ValueError(kind)
        note_change("expert", [expert.pk])


KINDS = ("capacity", "pause", "hide", "move", "speak", "write", "learn", "rest", "back_to_draft")


def test_a_few_changes_make_a_delta_that_answers_as_everybody_read_anew(people, needs, monkeypatch):
    monkeypatch.setattr(building, "FOLD_AT", 1)
    random = Random(20261123)
    for at in range(24):
        factories.make_expert(skills=SKILLS[at % 3 :], headline=f"Engineer of dams {at}")
    base = fresh_snapshot(set())
    assert not is_delta(base)

    for _turn in range(4):
        for kind in random.sample(KINDS, 3):
            change(random.choice(people), kind)
        factories.make_expert(skills=SKILLS, headline=f"Newcomer {_turn}", time_zone="Asia/Tokyo")

        delta = fresh_snapshot(set())
        found = answers(delta, needs)
        rebuilt = building.new_base(set(), 30)

        assert is_delta(delta)
        assert not is_delta(rebuilt)
        assert delta.n_experts == rebuilt.n_experts
        assert found == answers(rebuilt, needs)
        assert any(len(result.near_expert_ids) + len(result.expert_ids) for result in found)
        files.point_to(snapshots_root() / base.name)


def test_many_changes_make_a_new_base(people, needs):
    fresh_snapshot(set())
    for expert in people[:2]:
        change(expert, "capacity")

    assert not is_delta(fresh_snapshot(set()))


def test_a_delta_is_as_fresh_as_a_base_until_somebody_changes(people, needs):
    fresh_snapshot(set())
    change(people[0], "capacity")
    delta = fresh_snapshot(set())

    assert is_delta(delta)
    assert fresh_snapshot(set()).name == delta.name

    change(people[0], "pause")
    assert fresh_snapshot(set()).name != delta.name


def test_whoever_is_gone_without_a_word_makes_a_new_base(people, needs):
    fresh_snapshot(set())
    gone = people[7].pk
    Expert.objects.filter(pk=gone).update(state=State.DRAFT)

    snapshot = fresh_snapshot(set())

    assert not is_delta(snapshot)
    assert gone not in snapshot.ids


def test_a_new_alias_makes_a_new_base_and_packs_everybody_again(people, needs):
    before = fresh_snapshot(set())
    SkillAlias.objects.create(
        skill=factories.make_skill(SKILLS[0]), text="bijli ka nizam", language="ur-Latn"
    )
    change(people[0], "capacity")

    after = fresh_snapshot(set())

    assert not is_delta(after)
    assert after.vocabulary.name != before.vocabulary.name
    assert set(PackedProfile.objects.values_list("basis", flat=True)) == {basis_of(after.vocabulary)}


def test_a_base_lives_no_longer_than_a_day_once_somebody_has_changed(people, needs):
    base = fresh_snapshot(set())
    change(people[0], "hide")
    delta = fresh_snapshot(set())
    soon, tomorrow = timezone.now() + timedelta(hours=1), timezone.now() + RENEW_AFTER

    renew(set(), soon)
    assert {folder.name for folder in snapshots_root().glob("snap-*")} == {base.name, delta.name}
    renew(set(), tomorrow)

    [left] = snapshots_root().glob("snap-*")
    assert left.name not in (base.name, delta.name)
    assert not is_delta(open_snapshot(left.name))


def test_a_base_that_nobody_has_changed_since_is_not_made_anew(people, needs):
    base = fresh_snapshot(set())

    renew(set(), timezone.now() + RENEW_AFTER)

    assert [folder.name for folder in snapshots_root().glob("snap-*")] == [base.name]


def test_a_generation_that_a_run_needs_outlives_the_day_with_its_base(people, needs):
    base = fresh_snapshot(set())
    change(people[0], "hide")
    delta = fresh_snapshot(set())

    renew({delta.name}, timezone.now() + RENEW_AFTER)

    assert {base.name, delta.name} < {folder.name for folder in snapshots_root().glob("snap-*")}
    assert len(answers(delta, needs)) == 3


def columns_of(part: object) -> dict[str, object]:
    return {
        each.name: value.tolist()
        if isinstance(value := getattr(part, each.name), np.ndarray)
        else columns_of(value)
        for each in fields(part)
    }


def test_packed_profiles_hold_what_the_profiles_say(people, needs):
    with transaction.atomic():
        set_commitment(
            expert_id=people[3].pk,
            source_ref="x",
            kind="promised",
            hours_per_week=2,
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=9),
        )
    for expert, kind in zip(people, KINDS[3:7], strict=False):
        change(expert, kind)
    vocabulary = fresh_snapshot(set()).vocabulary
    pack_changed([expert.pk for expert in people])
    assert unpacked(Who(), basis_of(vocabulary)) == []

    packed = read_packed(Who(), basis_of(vocabulary))
    plain = read_population(Who())

    assert (packed.ids.tolist(), packed.tables, packed.left_out) == (plain.ids.tolist(), plain.tables, [])
    assert columns_of(packed.experts) == columns_of(plain.experts(index(plain.works, vocabulary.epoch)))


def test_a_packed_row_is_passed_over_once_the_profile_may_have_changed(people, needs):
    basis = basis_of(fresh_snapshot(set()).vocabulary)
    assert unpacked(Who(), basis) == []

    change(people[0], "speak")
    people[1].save()
    PackedProfile.objects.filter(pk=people[2].pk).delete()

    assert unpacked(Who(), basis) == [expert.pk for expert in people[:3]]
    assert len(unpacked(Who(), "another")) == len(people)


def test_a_row_packed_late_does_not_replace_a_newer_one(people, needs, monkeypatch):
    fresh_snapshot(set())
    PackedProfile.objects.filter(pk=people[0].pk).update(basis="newer")
    monkeypatch.setattr(packing, "value_of", lambda _query: 1)

    pack_changed([people[0].pk])

    assert PackedProfile.objects.get(pk=people[0].pk).basis == "newer"


def test_a_row_packed_by_another_server_is_never_trusted_and_gives_way(people, needs):
    basis = basis_of(fresh_snapshot(set()).vocabulary)
    PackedProfile.objects.filter(pk=people[0].pk).update(watermark=2**60)
    assert unpacked(Who(), basis) == [people[0].pk]

    pack_changed([people[0].pk])

    assert unpacked(Who(), basis) == []


def test_packing_that_takes_too_long_goes_on_where_it_stopped(people, needs, monkeypatch):
    monkeypatch.setattr(building, "PACKED_AT_A_TIME", 5)
    clock = iter(range(0, 1000, 20))
    monkeypatch.setattr(building.time, "monotonic", lambda: next(clock))

    with pytest.raises(StillPacking):
        fresh_snapshot(set())

    assert PackedProfile.objects.count() == 5
    monkeypatch.undo()
    assert fresh_snapshot(set()).n_experts == len(people)


def test_while_profiles_are_packed_a_delta_grows_beyond_its_size(people, needs, monkeypatch):
    before = fresh_snapshot(set())
    for expert in people[:5]:
        change(expert, "capacity")
    monkeypatch.setattr(building, "_pack_everybody", never_done)

    snapshot = fresh_snapshot(set())

    assert (is_delta(snapshot), snapshot.is_overdue) == (True, True)
    assert snapshot.vocabulary.name == before.vocabulary.name
    monkeypatch.undo()
    assert pack_everybody()
    assert not fresh_snapshot(set()).is_overdue


def never_done(*_given: object) -> None:
    raise StillPacking


def test_what_changes_while_a_base_is_read_stands_in_its_delta(people, needs, monkeypatch):
    packed_once = building._pack_everybody

    def and_then_somebody_changes(*given: object) -> None:
        packed_once(*given)
        change(people[0], "capacity")

    monkeypatch.setattr(building, "_pack_everybody", and_then_somebody_changes)
    snapshot = fresh_snapshot(set())

    assert [part.experts.capacity.tolist() for part in snapshot.parts][1] == [9]
    assert (len(snapshot.parts[0].experts), snapshot.n_experts) == (len(people) - 1, len(people))


def test_a_file_cut_short_after_it_was_mapped_is_noticed(people, needs):
    snapshot = fresh_snapshot(set())
    (snapshots_root() / snapshot.name / "segment.place.npy").write_bytes(b"short")

    with pytest.raises(files.BrokenFiles, match=r"incomplete: segment\.place"):
        open_snapshot(snapshot.name)
    assert fresh_snapshot(set()).n_experts == len(people)


def test_a_delta_whose_base_is_gone_is_refused_and_made_anew(people, needs):
    base = fresh_snapshot(set())
    change(people[0], "capacity")
    delta = fresh_snapshot(set())
    for file in (snapshots_root() / base.name).iterdir():
        file.unlink()
    (snapshots_root() / base.name).rmdir()

    with pytest.raises(files.BrokenFiles, match="is gone"):
        open_snapshot(delta.name)
    assert not is_delta(fresh_snapshot(set()))


def test_a_restored_database_is_another_population(people, needs, monkeypatch):
    first = fresh_snapshot(set())
    manifest = snapshots_root() / first.name / files.MANIFEST
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::bigint FROM pg_database WHERE datname = current_database()")
        [oid] = cursor.fetchone()
    manifest.write_text(manifest.read_text().replace(f'"database": {oid}', '"database": 1'))

    assert not is_delta(fresh_snapshot(set()))


def test_a_snapshot_of_another_server_is_not_taken_for_fresh(people, needs):
    manifest = files.read_manifest(snapshots_root() / fresh_snapshot(set()).name)
    assert building._is_fresh(manifest)

    assert not building._is_fresh(manifest | {"watermark": 2**60})


def before_it_is_published(monkeypatch, step) -> None:
    """Let something happen once between the writing of a generation and its publication."""
    publish, waits = building.publish, [step]

    def and_then(*given: object) -> Snapshot:
        if waits:
            waits.pop()()
        return publish(*given)

    monkeypatch.setattr(building, "publish", and_then)


def by_another_builder(step) -> None:
    """In a thread of its own, with its own connection, as another worker does."""

    def alone() -> None:
        try:
            step()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(alone).result(timeout=60)


def test_a_builder_whose_generation_an_erasure_took_away_begins_anew(people, needs, monkeypatch):
    fresh_snapshot(set())
    change(people[0], "capacity")
    before_it_is_published(monkeypatch, lambda: by_another_builder(lambda: forget(set())))

    snapshot = fresh_snapshot(set())

    assert open_snapshot(snapshot.name).n_experts == len(people)
    assert files.current_of(snapshots_root()).name == snapshot.name


def test_what_was_read_before_an_erasure_is_not_published_after_it(people, needs, monkeypatch):
    """The slow builder read the person; the quick one was told to forget them and was done first."""
    gone = factories.make_expert(factories.make_user("gone@demo.example"))
    fresh_snapshot(set())
    change(people[1], "capacity")

    def erase() -> None:
        erase_account(typed=gone.user.email, by=gone.user, at=NOW)
        by_another_builder(lambda: forget({slow.pop()}))

    slow = []
    write = building.write_snapshot
    monkeypatch.setattr(building, "write_snapshot", lambda *given: slow.append(write(*given)) or slow[-1])
    before_it_is_published(monkeypatch, erase)
    snapshot = fresh_snapshot(set())

    assert gone.pk not in snapshot.ids
    current = files.current_of(snapshots_root())
    assert (current.name, gone.pk in open_snapshot(current.name).ids) == (snapshot.name, False)


def test_two_builders_at_once_leave_a_current_snapshot_that_is_whole(people, needs):
    def build(turn: int) -> Snapshot:
        try:
            return forget(set()) or fresh_snapshot(set()) if turn % 2 else fresh_snapshot(set())
        finally:
            connection.close()

    for turn in range(4):
        change(people[turn], "capacity")
        with ThreadPoolExecutor(3) as pool:
            made = [future.result(timeout=60) for future in [pool.submit(build, at) for at in range(3)]]
        assert {each.n_experts for each in made} == {len(people)}
        current = files.current_of(snapshots_root())
        assert open_snapshot(current.name).n_experts == len(people)
