"""What one change of a need, or other weights, would do: exact, and nothing is written."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common.refusals import Refused
from experts.models import Availability, Expert, ExpertSkill
from incubators.enums import Importance
from incubators.models import Need, NeedSkill
from matching.adapter import BrokenFiles, best_experts, files, pin_input, supposing
from matching.adapter.snapshot import snapshots_root
from matching.enums import ChangeKind
from matching.models import MatchList, MatchRun
from matching.selectors.changes import changes_of
from matching.selectors.results import Change, Effect
from matching.services import preview_weights, show_changes
from programmes.enums import DEFAULT_WEIGHTS, Component, Mode
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def with_terms(need: Need) -> Need:
    return Need.objects.with_terms().get(pk=need.pk)


def effect(need: Need, change: Change) -> Effect:
    name = pin_input([need.pk], set()).snapshot
    [only] = supposing.effects_of(with_terms(need), [change], name, NOW)
    return only


def follow(need: Need, change: Change) -> tuple[int, int]:
    """What the engine finds when the owner really makes the change: how many fit, and the best score."""
    name = pin_input([need.pk], set()).snapshot
    [result] = best_experts([with_terms(need)], name, NOW)
    return result.n_eligible, result.points[0]


@pytest.mark.parametrize(
    ("obstacle", "change", "field", "value"),
    [
        ({"hours_per_week": 12}, Change(ChangeKind.HOURS, 6), "hours_per_week", 6),
        ({"mode": Mode.IN_PERSON}, Change(ChangeKind.MODE, "remote"), "mode", "remote"),
        (
            {"least_language_level": "C2"},
            Change(ChangeKind.LANGUAGE_LEVEL, "C1"),
            "least_language_level",
            "C1",
        ),
        ({"working_languages": ["de"]}, Change(ChangeKind.LANGUAGE, "en"), "working_languages", ["de", "en"]),
        (
            {"starts_on": TODAY + timedelta(days=420), "ends_on": TODAY + timedelta(days=480)},
            Change(ChangeKind.BEGINS_EARLIER, 8),
            "starts_on",
            TODAY + timedelta(days=364),
        ),
    ],
)
def test_a_change_brings_exactly_those_whom_it_would_bring_when_made(cast, obstacle, change, field, value):
    Availability.objects.filter(expert=cast.expert).update(modes=["remote"])
    Need.objects.filter(pk=cast.need.pk).update(**obstacle)
    supposed = effect(cast.need, change)
    assert (supposed.n_more, supposed.n_fewer) == (1, 0)

    Need.objects.filter(pk=cast.need.pk).update(**{field: value})

    assert follow(cast.need, change) == (1, supposed.best_points)


def test_a_later_end_lets_in_who_is_free_only_then(cast):
    Availability.objects.filter(expert=cast.expert).update(starts_on=cast.need.ends_on + timedelta(days=1))

    supposed = effect(cast.need, Change(ChangeKind.ENDS_LATER, 4))

    assert (supposed.n_more, supposed.n_fewer) == (1, 0)


def test_another_way_of_working_may_cost_somebody_who_fits_now(cast):
    Availability.objects.filter(expert=cast.expert).update(modes=["remote"])

    supposed = effect(cast.need, Change(ChangeKind.MODE, "in_person"))

    assert (supposed.n_more, supposed.n_fewer, supposed.best_points) == (0, 1, 0)


def test_a_skill_that_helps_opens_the_list_as_a_must(cast):
    hydrology = factories.make_skill("hydrology")
    row = NeedSkill.objects.create(need=cast.need, skill=hydrology, importance=Importance.SHOULD, rank=1)
    supposed = effect(cast.need, Change(ChangeKind.MUST_SKILL, hydrology.pk))
    assert supposed.n_more == 1

    row.importance, row.rank = Importance.MUST, 2
    row.save()

    n_eligible, _best = follow(cast.need, Change(ChangeKind.MUST_SKILL))
    assert n_eligible == 2


def test_the_programme_could_let_in_who_is_not_verified(cast):
    factories.make_expert(factories.make_user("new@demo.example"), verified=False)
    Expert.objects.exclude(pk__in=[cast.expert.pk, cast.other_expert.pk]).update(state="submitted")

    assert effect(cast.need, Change(ChangeKind.VERIFIED)).n_more == 1
    assert cast.need.programme.requires_verified_expert


def test_what_a_need_can_change_follows_its_terms_and_its_programme(cast):
    programme = cast.need.programme
    programme.modes, programme.least_overlap_days = ["remote", "hybrid"], 14
    programme.save()
    Need.objects.filter(pk=cast.need.pk).update(hours_per_week=1, least_language_level="A2", starts_on=None)

    found = changes_of(with_terms(cast.need), TODAY)

    assert [(str(change.kind), change.value) for change in found] == [
        ("mode", "hybrid"),
        ("other_mode", "in_person"),
        ("language_level", "A1"),
        ("language", "ur"),
        ("ends_later", 4),
        ("ends_later", 8),
        ("ends_later", 13),
        ("verified", 0),
        ("shared_days", 7),
        ("shared_days", 1),
    ]


def test_of_several_steps_the_mildest_that_brings_anybody_is_shown(cast, matched):
    Need.objects.filter(pk=cast.need.pk).update(hours_per_week=8)
    matched(cast.need)

    page = show_changes(need=cast.need, by=cast.sana, at=NOW)

    assert [(row.words, row.n_more) for row in page.effects] == [("Ask for 6 hours a week", 1)]
    assert page.in_the_programmes_hands == []


def test_nothing_is_written_by_asking(cast, matched):
    matched(cast.need)
    before = (MatchRun.objects.count(), MatchList.objects.count(), with_terms(cast.need).changed_at)

    show_changes(need=cast.need, by=cast.sana, at=NOW)

    assert (MatchRun.objects.count(), MatchList.objects.count(), with_terms(cast.need).changed_at) == before


def test_without_a_snapshot_there_is_nothing_to_compare_with(cast):
    assert show_changes(need=cast.need, by=cast.sana, at=NOW).as_of is None
    assert preview_weights(programme=cast.need.programme, values=OTHER, by=cast.omar, at=NOW).as_of is None


def test_nothing_is_supposed_about_a_need_that_was_never_open(cast, client_of):
    draft = factories.make_need(cast.organisation, opened=False)
    address = reverse("matching:need_changes", args=[draft.public_id])

    response = client_of(cast.sana).get(address, follow=True)

    assert response.redirect_chain == [(reverse("matching:need_matches", args=[draft.public_id]), 302)]
    assert "Only an open need can be matched." in response.content.decode()


def test_a_snapshot_that_was_cut_short_is_like_none(cast, matched):
    matched(cast.need)
    files_of_it = files.current_of(snapshots_root())
    (files_of_it / "ids.npy").write_bytes(b"cut")

    supposing.open_snapshot.__globals__["_open"].cache_clear()

    assert supposing.known_snapshot() is None
    with pytest.raises(BrokenFiles):
        supposing.reordered([with_terms(cast.need)], OTHER, files_of_it.name, 50, NOW)


OTHER = {str(component): 0 for component in Component} | {"seniority": 1}


@pytest.fixture
def two_fit(cast):
    """Two experts fit the need: one by skills, the other by seniority."""
    second = factories.make_expert(factories.make_user("second@demo.example"), seniority="executive")
    ExpertSkill.objects.filter(expert=second).update(level=1)
    Need.objects.filter(pk=cast.need.pk).update(least_seniority="executive")
    NeedSkill.objects.filter(need=cast.need).update(least_level=3)
    return second


def test_other_weights_order_the_same_experts_otherwise(cast, two_fit):
    name = pin_input([cast.need.pk], set()).snapshot

    [found] = supposing.reordered([with_terms(cast.need)], OTHER, name, 50, NOW)

    assert found.before == [cast.expert.pk, two_fit.pk]
    assert found.after == [two_fit.pk, cast.expert.pk]
    assert found.points_after[0] == 10_000
    [listed] = best_experts([with_terms(cast.need)], name, NOW)
    assert (found.before, found.points_before) == (listed.expert_ids.tolist(), listed.points.tolist())


def test_a_preview_says_who_moves_and_stores_nothing(cast, two_fit, matched):
    matched(cast.need)

    preview = preview_weights(programme=cast.need.programme, values=OTHER, by=cast.omar, at=NOW)

    assert (preview.n_open, preview.n_compared, preview.n_changed, preview.n_entered) == (2, 2, 1, 0)
    [shift] = preview.shifts
    assert (shift.need, shift.mean_move, shift.places) == (cast.need, 10, 1.0)
    assert {shift.biggest.before, shift.biggest.after} == {1, 2}
    assert cast.need.programme.weights.count() == 1


def test_a_preview_leaves_out_who_hides_in_the_meantime(cast, two_fit, matched):
    matched(cast.need)
    Expert.objects.filter(pk=two_fit.pk).update(visibility="hidden")

    preview = preview_weights(programme=cast.need.programme, values=OTHER, by=cast.omar, at=NOW)

    assert (preview.shifts, preview.expert_ids) == ([], [])


def test_too_many_needs_are_sampled_and_the_answer_says_so(cast, matched, monkeypatch):
    for at in range(4):
        factories.make_need(cast.organisation, title=f"Another {at}")
    matched(cast.need)
    monkeypatch.setattr("matching.services.weighing.MOST_NEEDS", 2)
    monkeypatch.setattr("matching.services.weighing._FEWEST_NEEDS", 1)

    preview = preview_weights(programme=cast.need.programme, values=OTHER, by=cast.omar, at=NOW)

    assert (preview.n_open, preview.n_compared) == (6, 2)


def test_weights_that_are_all_zero_are_refused_before_anything_is_computed(cast, matched):
    matched(cast.need)

    with pytest.raises(Refused) as refused:
        preview_weights(
            programme=cast.need.programme, values=dict.fromkeys(DEFAULT_WEIGHTS, 0), by=cast.omar, at=NOW
        )

    assert refused.value.code == "weights_all_zero"
