"""The border: database rows to columns by COPY, ids to rows and back, files that are whole or refused."""

import json
import shutil
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone

from common.jobs import note_change
from experts.models import Affiliation, Availability, Commitment, Expert, ExpertLanguage, ExpertSkill, Work
from incubators.enums import Category
from incubators.models import Need
from matching import adapter
from matching.adapter import best_experts, explanation_of, files, pin_input, verdicts
from matching.adapter import snapshot as snapshots
from matching.adapter.building import fresh_snapshot
from matching.adapter.codes import country_number, day_number, language_number, tie_keys
from matching.adapter.copying import copy_integers, copy_rows, one_moment
from matching.adapter.extract import Who, read_population
from matching.adapter.needs import compile_needs
from matching.adapter.snapshot import Snapshot, open_snapshot, snapshots_root
from matching.engine.spec import Mode, Standing
from matching.models import Conflict, Exclusion
from taxonomy.models import Place, SkillAlias, WorkingCalendar
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def snapshot() -> Snapshot:
    return fresh_snapshot(set())


def held(of: Snapshot) -> list[int]:
    return [skill for part in of.parts for skill in part.experts.skills.skill.tolist()]


def compiled(need: Need, of: Snapshot | None = None):
    [only] = compile_needs(list(Need.objects.with_terms().filter(pk=need.pk)), of or snapshot(), NOW)
    return only


@pytest.fixture
def rich(cast) -> SimpleNamespace:
    """A profile with something in every column."""
    expert = cast.expert
    Availability.objects.filter(expert=expert).delete()
    Availability.objects.create(
        expert=expert,
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 1),
        hours_per_week=5,
        modes=["remote", "in_person"],
    )
    Commitment.objects.create(
        expert=expert,
        kind="held",
        source_ref="x",
        hours_per_week=2,
        starts_on=date(2027, 1, 5),
        ends_on=date(2027, 2, 5),
    )
    ExpertLanguage.objects.create(expert=expert, code="de-CH", level="B1")
    broad, narrow = factories.make_skill("energy"), factories.make_skill("wind-power")
    narrow.broader = broad
    narrow.save()
    ExpertSkill.objects.create(
        expert=expert, skill=narrow, typed="Wind", level=4, years=3, last_used_year=2019
    )
    ExpertSkill.objects.create(expert=expert, typed="Unheard of craft", level=1)
    Work.objects.create(
        expert=expert, kind="publication", title='Wind farms, "offshore"\nand near', text="Foundations"
    )
    Affiliation.objects.create(
        expert=expert, kind="employment", organisation="Secret GmbH", role="Turbine designer"
    )
    lahore = Place.objects.create(
        code="lahore", name="Lahore", kind="district", parent=factories.make_place()
    )
    expert.motivation_places.add(lahore)
    expert.motivation_kinds = [Category.JURY, Category.TALK]
    expert.save()
    return SimpleNamespace(expert=expert, broad=broad, narrow=narrow, lahore=lahore)


def test_every_column_holds_what_the_profile_says(rich):
    population = read_population(Who(ids=[rich.expert.pk], drafts=True))
    columns = population.columns

    assert population.ids.tolist() == [rich.expert.pk]
    assert population.tables.zones == ("Europe/Berlin",)
    assert population.tables.languages == (language_number("de"), language_number("en"))
    scalars = ("listed", "verified", "standing", "country", "zone", "seniority", "capacity")
    assert [int(columns[name][0]) for name in scalars] == [
        1,
        1,
        Standing.ACTIVE,
        country_number("DE"),
        0,
        3,
        2,
    ]
    windows = columns["windows"]
    assert (windows.start[0], windows.end[0]) == (day_number(date(2027, 1, 1)), day_number(date(2027, 3, 1)))
    assert (windows.hours[0], windows.modes[0]) == (5, Mode.REMOTE | Mode.IN_PERSON)
    assert columns["commitments"].hours.tolist() == [2]
    assert list(zip(columns["languages"].code, columns["languages"].level, strict=True)) == [(0, 3), (1, 5)]
    assert int(columns["themes"][0]) == 1 << factories.make_theme().position
    assert int(columns["categories"][0]) == 1 << 5 | 1 << 7
    assert int(columns["provinces"][0]) == 1 << factories.make_place().position


def test_who_holds_a_narrower_skill_holds_the_broader_one_too(rich):
    skills = read_population(Who(ids=[rich.expert.pk], drafts=True)).columns["skills"]
    rows = zip(skills.skill, skills.level, skills.years, skills.last_used, strict=True)
    held = {int(skill): tuple(int(value) for value in rest) for skill, *rest in rows}

    assert held[rich.narrow.pk] == held[rich.broad.pk] == (4, 3, 2019)
    assert skills.skill.tolist() == sorted(skills.skill.tolist())


def test_texts_are_what_people_wrote_about_their_work_and_never_who_they_are(rich):
    [bag] = read_population(Who(ids=[rich.expert.pk], drafts=True)).works
    words = " ".join(f"{work.title} {work.text}" for work in bag)

    assert [work.title for work in bag] == ["Power systems engineer", 'Wind farms, "offshore"\nand near']
    assert "Turbine designer" in words
    assert "Unheard of craft" in words
    assert "Hina" not in words
    assert "Secret GmbH" not in words


@pytest.mark.parametrize(
    ("state", "verified", "standing"),
    [
        ("verified", True, Standing.ACTIVE),
        ("submitted", False, Standing.ACTIVE),
        ("changes_requested", False, Standing.ACTIVE),
        ("paused", True, Standing.PAUSED),
        ("suspended", True, Standing.SUSPENDED),
    ],
)
def test_the_state_of_a_profile_becomes_standing_and_verified(cast, state, verified, standing):
    Expert.objects.filter(pk=cast.expert.pk).update(state=state)

    columns = read_population(Who(ids=[cast.expert.pk], drafts=True)).columns

    assert (bool(columns["verified"][0]), int(columns["standing"][0])) == (verified, standing)


@pytest.mark.parametrize(("visibility", "listed"), [("", False), ("hidden", False), ("public", True)])
def test_only_who_chose_to_be_seen_is_listed(cast, visibility, listed):
    Expert.objects.filter(pk=cast.expert.pk).update(visibility=visibility)

    assert bool(read_population(Who(ids=[cast.expert.pk], drafts=True)).columns["listed"][0]) is listed


def test_drafts_are_not_in_the_population_unless_asked_for(cast):
    Expert.objects.filter(pk=cast.expert.pk).update(state="draft")

    assert cast.expert.pk not in read_population(Who()).ids
    assert read_population(Who(ids=[cast.expert.pk], drafts=True)).ids.tolist() == [cast.expert.pk]


def test_ties_follow_public_ids(cast):
    population = read_population(Who())
    codes = {expert.pk: expert.public_id for expert in Expert.objects.all()}
    ranked = [codes[int(pk)] for pk in population.ids[np.argsort(population.columns["tie_key"])]]

    assert ranked == sorted(codes.values())


def test_no_experts_at_all_make_an_empty_population(db):
    population = read_population(Who())

    assert (len(population.ids), population.works, population.tables.zones) == (0, [], ())
    assert len(snapshot().ids) == 0


def test_a_snapshot_is_read_back_as_it_was_written(rich):
    first = snapshot()

    again = open_snapshot(first.name)

    assert again.ids.tolist() == read_population(Who()).ids.tolist()
    assert held(again) == read_population(Who()).columns["skills"].skill.tolist()
    assert again.vocabulary.epoch.digest() == first.vocabulary.epoch.digest()


def test_a_snapshot_is_built_anew_only_when_experts_have_changed(cast):
    first = snapshot()
    assert snapshot().name == first.name

    cast.expert.capacity = 7
    cast.expert.save()

    assert snapshot().name != first.name


def test_a_change_in_the_feed_is_enough_to_build_anew(cast):
    first = snapshot()
    Availability.objects.update(hours_per_week=1)
    note_change("expert", [cast.expert.pk])

    assert snapshot().name != first.name


def test_two_generations_and_pinned_snapshots_are_kept(cast, own_data_dir):
    names = []
    for capacity in (3, 4, 5, 6):
        cast.expert.capacity = capacity
        cast.expert.save()
        names.append(fresh_snapshot({names[0]} if names else set()).name)

    assert _on_disk() == set(names), "whoever has just taken one has a minute to pin it"
    for name in names[:3]:
        spoil_manifest(snapshots_root() / name, made_at=(timezone.now() - timedelta(minutes=2)).isoformat())
    cast.expert.capacity = 7
    cast.expert.save()
    names.append(fresh_snapshot({names[0]}).name)

    assert _on_disk() == {names[0], names[3], names[4]}
    assert len(open_snapshot(names[0]).ids) == 2


def _on_disk() -> set[str]:
    return {folder.name for folder in snapshots_root().iterdir() if folder.is_dir()}


def spoil_manifest(folder, **changes) -> None:
    file = folder / files.MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda folder: (folder / "capacity.npy").write_bytes(b"short"), "incomplete: capacity"),
        (lambda folder: (folder / "capacity.npy").unlink(), "incomplete: capacity"),
        (lambda folder: spoil_manifest(folder, spec="other"), "another version"),
        (lambda folder: (folder / files.MANIFEST).write_text("{"), "no readable manifest"),
        (shutil.rmtree, "no readable manifest"),
    ],
)
def test_a_damaged_or_foreign_snapshot_is_refused_by_name(cast, spoil, reason):
    folder = snapshots_root() / snapshot().name
    spoil(folder)

    with pytest.raises(files.BrokenFiles, match=reason):
        files.read_folder(folder)


def test_a_current_snapshot_of_another_version_is_simply_made_anew(cast):
    first = snapshot()
    spoil_manifest(snapshots_root() / first.name, spec="other")
    Expert.objects.update(capacity=9)

    assert [part.experts.capacity.tolist() for part in snapshot().parts] == [[9, 9]]


def test_the_vocabulary_stays_until_the_texts_have_grown_by_a_quarter(cast):
    first = snapshot().vocabulary
    cast.expert.save()
    assert snapshot().vocabulary.name == first.name

    for at in range(2):
        Work.objects.create(expert=cast.expert, kind="talk", title=f"Novel turbines {at}")
    cast.expert.save()

    assert snapshot().vocabulary.name != first.name


def test_a_new_alias_makes_a_new_vocabulary(cast):
    first = snapshot().vocabulary
    SkillAlias.objects.create(skill=factories.make_skill(), text="bijli ka nizam", language="ur-Latn")
    cast.expert.save()

    assert snapshot().vocabulary.name != first.name


def test_rare_skills_weigh_more_than_common_ones(cast):
    everybody, nobody = factories.make_skill("power-systems"), factories.make_skill("unheld")
    ExpertSkill.objects.create(expert=cast.other_expert, skill=everybody, typed="Power systems")

    vocabulary = snapshot().vocabulary

    held_by_one = factories.make_skill("hydrology")
    assert (
        vocabulary.weight_of(everybody.pk)
        < vocabulary.weight_of(held_by_one.pk)
        < vocabulary.weight_of(nobody.pk)
    )


def test_a_need_becomes_numbers_of_the_snapshot(cast):
    cast.need.working_languages = ["en-GB", "fr"]
    cast.need.least_language_level = "C1"
    cast.need.least_seniority = "senior"
    cast.need.place = factories.make_place()
    cast.need.save()
    cast.need.programme.barred_countries = ["XK"]
    cast.need.programme.save()

    only = compiled(cast.need)
    need = only.need

    assert only.skill_ids == (factories.make_skill("power-systems").pk,)
    assert (need.modes, need.hours_per_week, need.category, need.province) == (Mode.REMOTE, 4, 0, 1)
    assert (need.start_day, need.end_day) == (day_number(cast.need.starts_on), day_number(cast.need.ends_on))
    assert (need.min_overlap_days, need.seniority, need.requires_verified) == (14, 3, True)
    assert need.language_codes.tolist() == [0, 1]
    assert need.language_levels.tolist() == [5, 5]
    assert need.barred_countries.tolist() == [country_number("XK")]
    assert len(need.text.term) > 0
    assert len(need.overlap_tenths) == 1


def test_a_window_that_has_begun_counts_from_today(cast):
    cast.need.starts_on, cast.need.ends_on = TODAY - timedelta(days=40), TODAY + timedelta(days=4)
    cast.need.save()

    need = compiled(cast.need).need

    assert (need.start_day, need.min_overlap_days) == (day_number(TODAY), 5)


def test_a_window_that_is_over_or_open_is_still_a_window(cast):
    cast.need.starts_on, cast.need.ends_on = TODAY - timedelta(days=40), TODAY - timedelta(days=4)
    cast.need.save()
    assert compiled(cast.need).need.start_day == compiled(cast.need).need.end_day == day_number(TODAY)

    cast.need.starts_on = cast.need.ends_on = None
    cast.need.save()
    assert compiled(cast.need).need.end_day > day_number(TODAY + timedelta(days=3650))


def test_shared_hours_do_not_matter_to_work_in_person(cast):
    cast.need.mode = "in_person"
    cast.need.save()

    assert len(compiled(cast.need).need.overlap_tenths) == 0


def test_the_hosts_calendar_sets_the_shared_hours(cast):
    usual = compiled(cast.need).need.overlap_tenths[0]
    WorkingCalendar.objects.create(
        slug="pakistan-federal", name="x", weekend=[5, 6, 7], opens_at="09:00", closes_at="17:00"
    )

    assert compiled(cast.need).need.overlap_tenths[0] == usual * 4 // 5


@pytest.mark.parametrize(
    ("until", "excluded"), [(None, True), (TODAY, True), (TODAY - timedelta(days=1), False)]
)
def test_exclusions_hold_until_their_last_day(cast, until, excluded):
    Exclusion.objects.create(
        expert=cast.expert, need=cast.need, reason="declined", until=until, source_ref="x", at=NOW
    )

    assert (len(compiled(cast.need).need.excluded_rows) == 1) is excluded


def test_an_exclusion_of_an_organisation_covers_all_its_needs(cast):
    Exclusion.objects.create(
        expert=cast.expert,
        organisation=cast.organisation,
        reason="never_this_organisation",
        source_ref="x",
        at=NOW,
    )
    second = factories.make_need(cast.organisation, title="Another")

    assert len(compiled(second).need.excluded_rows) == 1
    assert len(compiled(cast.other_need).need.excluded_rows) == 0


@pytest.mark.parametrize(("state", "n"), [("proposed", 0), ("confirmed", 1), ("dismissed", 0)])
def test_only_a_confirmed_conflict_keeps_people_apart(cast, state, n):
    Conflict.objects.create(
        expert=cast.expert, organisation=cast.organisation, kind="family", state=state, at=NOW
    )

    assert len(compiled(cast.need).need.conflict_rows) == n


def test_a_programme_without_weights_uses_the_portals_own(cast):
    cast.need.programme.weights.all().delete()

    only = compiled(cast.need)

    assert only.weights_number == 0
    assert sum(only.weights.values) == 100


def test_compiling_costs_the_same_for_one_and_for_three_needs(cast, django_assert_num_queries):
    of = snapshot()
    factories.make_need(cast.organisation, title="Third")
    needs = list(Need.objects.with_terms())
    assert len(needs) == 3

    for some in (needs[:1], needs):
        with django_assert_num_queries(5):
            compile_needs(some, of, NOW)


def test_results_leave_the_border_with_ids_and_words(cast):
    pinned = pin_input([cast.need.pk], set())

    [result] = best_experts(list(Need.objects.with_terms().filter(pk=cast.need.pk)), pinned.snapshot, NOW)

    assert result.expert_ids.tolist() == [cast.expert.pk]
    assert (result.n_must, result.skill_bits.tolist()) == (1, [1])
    assert len(result.components) == len(result.weights) == 9
    assert set(result.excluded) == {"must_skill"}
    assert (result.low_bits.tolist(), result.unknown.tolist()) == ([0], [0])


def test_what_explains_a_stored_row_is_codes_and_ids(cast, matched):
    why = explanation_of(matched(cast.need), 0)

    assert why["reasons"][0][0] == "must_skills"
    assert why["reasons"][0][2] == [factories.make_skill("power-systems").pk]
    json.dumps(why)


@pytest.mark.parametrize(("every", "tried"), [(1, [[0]]), (10**9, [])])
def test_one_need_of_many_is_also_tried_in_other_orders_and_shards(cast, monkeypatch, every, tried):
    pinned = pin_input([cast.need.pk], set())
    found = []
    monkeypatch.setattr(
        snapshots, "check_promises", lambda *given: found.append(given[-1].best.rows.tolist())
    )
    monkeypatch.setattr(adapter, "PROMISES_EVERY", every)

    best_experts(list(Need.objects.with_terms().filter(pk=cast.need.pk)), pinned.snapshot, NOW)

    assert found == tried


def test_a_verdict_on_one_expert_equals_the_list(cast):
    pinned = pin_input([cast.need.pk], set())
    needs = list(Need.objects.with_terms().filter(pk=cast.need.pk))
    [result] = best_experts(needs, pinned.snapshot, NOW)

    [fits] = verdicts(needs, cast.expert.pk, NOW)
    [misses] = verdicts(needs, cast.other_expert.pk, NOW)

    assert (fits.failed, fits.points, fits.components) == ([], result.points[0], result.components.tolist())
    assert misses.failed == ["must_skill"]


def test_a_verdict_needs_no_snapshot(cast, own_data_dir):
    [fits] = verdicts(list(Need.objects.with_terms().filter(pk=cast.need.pk)), cast.expert.pk, NOW)

    assert fits.failed == []
    assert fits.components[2] == -1
    assert list(own_data_dir.iterdir()) == []


def test_writing_the_same_content_twice_leaves_one_whole_folder(tmp_path):
    arrays = {"numbers": np.arange(3)}

    for _ in range(2):
        files.write_folder(tmp_path / "folder", arrays, {})

    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]
    assert files.read_folder(tmp_path / "folder")[0]["numbers"].tolist() == [0, 1, 2]


def test_a_folder_that_cannot_appear_is_an_error(tmp_path):
    (tmp_path / "folder").write_text("a file in the way")
    with pytest.raises(OSError):
        files.write_folder(tmp_path / "folder" / "inner", {}, {})


def test_what_is_not_a_country_has_no_number():
    assert [country_number(code) for code in ("", "pk", "P1", "PAK", "PK")] == [-1, -1, -1, -1, 15 * 26 + 10]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_snapshot_is_read_in_one_moment(own_data_dir):
    with transaction.atomic():
        factories.make_expert(factories.make_user("one@demo.example"))

    assert len(snapshot().ids) == 1
    with one_moment(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)


def test_a_copy_with_other_columns_than_named_is_refused(db):
    with pytest.raises(ValueError, match="do not divide into rows of i4 i4"):
        copy_integers("SELECT 1::int4 AS only", ("one", "two"), {})


def test_a_copy_of_a_text_of_another_width_is_refused(db):
    query = "SELECT 'ab'::text, 7::int8 UNION ALL SELECT 'abcd', 8 UNION ALL SELECT 'abcdef', 9"
    with pytest.raises(ValueError, match="a value of code is not 4 bytes wide"):
        copy_rows(query, {"code": "S4", "n": "i8"}, {})


def test_a_public_id_with_a_foreign_letter_is_refused():
    with pytest.raises(ValueError, match="alphabet"):
        tie_keys(np.array([b"22222A2222"]))


def test_a_broken_folder_of_the_same_content_is_replaced(tmp_path):
    arrays = {"numbers": np.arange(3)}
    files.write_folder(tmp_path / "folder", arrays, {})
    (tmp_path / "folder" / "numbers.npy").write_bytes(b"short")

    files.write_folder(tmp_path / "folder", arrays, {})

    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]
    assert files.read_folder(tmp_path / "folder")[0]["numbers"].tolist() == [0, 1, 2]
