"""From a published need to its list, through the real ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Sum

from common import ledger
from common.jobs import announce, note_change
from common.models import Shard
from common.policies import Denied
from common.refusals import Refused
from experts.enums import Fact as ExpertFact
from experts.models import Expert, ExpertSkill
from experts.services.commitments import set_commitment
from incubators.enums import Fact as NeedFact
from incubators.enums import NeedState
from incubators.models import Need
from matching import adapter
from matching.adapter.snapshot import snapshots_root
from matching.enums import MatchState, RunMessage, RunScope, RunState
from matching.models import MatchList, MatchRun
from matching.services import (
    rematch_old_lists,
    retry_run,
    runs,
    shortlist_match,
    snapshots,
    submit_run,
)
from matching.services.storing import store_lists
from programmes.models import Weights
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def tell(fact: str, **ids: int) -> None:
    with transaction.atomic():
        announce(fact, **ids)


def test_a_published_need_gets_its_list_from_the_worker(cast, work):
    tell(NeedFact.NEED_OPENED, need_id=cast.need.pk)

    work()

    run, row = MatchRun.objects.get(), MatchList.objects.get()
    assert (run.state, run.n_experts, run.n_needs) == (RunState.COMPLETE, 2, 1)
    assert run.snapshot.startswith("snap-")
    assert run.engine_version
    assert len(run.input_digest) == 64
    assert (row.is_current, row.expert_ids) == (True, [cast.expert.pk])
    assert (row.n_considered, row.n_eligible, row.excluded) == (2, 1, {"must_skill": 1})
    assert adapter.explanation_of(row, 0)["reasons"][0][0] == "must_skills"


def test_new_terms_replace_the_list_and_keep_the_old_one(cast, matched, work):
    first = matched(cast.need)
    cast.need.skills.all().delete()
    cast.need.skills.create(skill=factories.make_skill("hydrology"), importance="must")

    tell(NeedFact.NEED_CHANGED, need_id=cast.need.pk)
    work()

    now_current = MatchList.objects.current().get(need=cast.need)
    assert now_current.expert_ids == [cast.other_expert.pk]
    assert MatchList.objects.filter(pk=first.pk, is_current=False).exists()


def test_a_need_that_is_not_open_is_left_alone(cast, work):
    Need.objects.filter(pk=cast.need.pk).update(state=NeedState.PAUSED)

    tell(NeedFact.NEED_CHANGED, need_id=cast.need.pk)
    work()

    assert not MatchRun.objects.exists()


def test_a_need_that_closes_before_its_turn_is_not_matched(cast, work):
    run = submit_run(need=cast.need, by=cast.sana, at=NOW)
    Need.objects.filter(pk=cast.need.pk).update(state=NeedState.PAUSED)

    work()

    run.refresh_from_db()
    assert (run.state, run.message, run.n_needs) == (RunState.COMPLETE, RunMessage.NOT_OPEN, 0)
    assert not MatchList.objects.exists()


def test_a_run_that_finds_nobody_says_so(cast, matched):
    Expert.objects.update(visibility="hidden")

    row = matched(cast.need)

    assert row.run.state == RunState.NO_ELIGIBLE
    assert (row.n_considered, row.expert_ids) == (0, [])


def test_only_the_host_and_its_ministry_ask_for_a_run(cast):
    with pytest.raises(Denied):
        submit_run(need=cast.need, by=cast.kamran, at=NOW)

    assert submit_run(need=cast.need, by=cast.rabia, at=NOW).requested_by == cast.rabia


def test_only_an_open_need_can_be_matched(cast):
    Need.objects.filter(pk=cast.need.pk).update(state=NeedState.PAUSED)

    with pytest.raises(Refused) as refused:
        submit_run(need=cast.need, by=None, at=NOW)

    assert refused.value.code == "need_not_open"


def test_an_older_run_that_ends_late_does_not_replace_a_newer_list(cast, work):
    older = submit_run(need=cast.need, by=None, at=NOW)
    newer = submit_run(need=cast.need, by=None, at=LATER)
    Shard.objects.filter(run=older.run).update(state="claimed", lease_until=LATER + timedelta(days=3650))
    work()
    Shard.objects.filter(run=older.run).update(lease_until=NOW - timedelta(days=3650))

    work()

    assert MatchList.objects.filter(run=older).exists()
    assert MatchList.objects.current().get(need=cast.need).run == newer


def test_a_worker_that_dies_costs_a_second_attempt_and_nothing_else(cast, matched):
    undisturbed = matched(cast.need)
    run = submit_run(need=cast.need, by=None, at=NOW)
    for kind in (runs.PREPARE, runs.BLOCK):
        dead = ledger.claim("about to be killed")
        assert dead.kind == kind
        ledger.HANDLERS[kind].run(**dead.ids, run_id=dead.run_id)
        Shard.objects.filter(pk=dead.shard_id).update(lease_until=NOW - timedelta(days=3650))
        assert ledger.work(ledger.claim("second"))
    ledger.sweep()

    row = MatchList.objects.get(run=run)
    assert (row.expert_ids, row.points) == (undisturbed.expert_ids, undisturbed.points)
    assert row.is_current
    assert Shard.objects.filter(run=run.run).aggregate(n=Sum("attempts"))["n"] == 4


def break_snapshot(run: MatchRun) -> None:
    run.refresh_from_db()
    (snapshots_root() / run.snapshot / "capacity.npy").unlink()


def test_a_run_whose_snapshot_is_damaged_starts_over_on_a_new_one_and_says_so(cast, matched, work):
    undisturbed = matched(cast.need)
    run = submit_run(need=cast.need, by=None, at=LATER)
    assert ledger.work(ledger.claim("prepares"))
    break_snapshot(run)

    work()

    run.refresh_from_db()
    row = MatchList.objects.current().get(need=cast.need)
    assert (run.state, run.message) == (RunState.COMPLETE, RunMessage.STARTED_OVER)
    assert (row.run, row.expert_ids, row.points) == (run, undisturbed.expert_ids, undisturbed.points)


def test_a_run_whose_snapshot_is_damaged_again_fails_with_the_old_list_in_place(cast, matched, work):
    before = matched(cast.need)
    run = submit_run(need=cast.need, by=None, at=LATER)
    for _twice in range(2):
        while not MatchRun.objects.filter(pk=run.pk, state=RunState.RUNNING).exists():
            assert ledger.work(ledger.claim("prepares"))
        break_snapshot(run)
        if not _twice:
            assert ledger.work(ledger.claim("finds it broken"))
    Shard.objects.filter(kind=runs.BLOCK).update(attempts=4, lease_until=None)

    work()

    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.FAILED, RunMessage.PARTS_FAILED)
    assert MatchList.objects.current().get(need=cast.need) == before


def test_profiles_that_take_long_to_pack_cost_one_more_part_and_no_attempt(cast, work, monkeypatch):
    turns = []
    pin = adapter.pin_input

    def first_too_long(*given: object) -> adapter.PinnedInput:
        turns.append(given)
        if len(turns) == 1:
            raise adapter.StillPacking
        return pin(*given)

    monkeypatch.setattr(adapter, "pin_input", first_too_long)
    run = submit_run(need=cast.need, by=None, at=NOW)
    work()

    run.refresh_from_db()
    assert run.state == RunState.COMPLETE
    assert list(run.run.shards.order_by("n").values_list("kind", "attempts")) == [
        (runs.PREPARE, 1),
        (runs.PREPARE, 1),
        (runs.BLOCK, 1),
    ]


def test_storing_a_block_again_writes_nothing(cast, matched):
    row = matched(cast.need)
    needs = list(Need.objects.with_terms().filter(pk=cast.need.pk))
    results = adapter.best_experts(needs, row.run.snapshot, row.run.started_at)

    assert store_lists(match_run=row.run, results=results, at=LATER) == 0
    assert store_lists(match_run=row.run, results=[replace(results[0], n_considered=9)], at=LATER) == 1
    assert store_lists(match_run=row.run, results=[], at=LATER) == 0
    row.refresh_from_db()
    assert (row.n_considered, row.matched_at) == (9, LATER)


def test_weights_that_make_no_sense_end_the_run_with_a_message_and_a_second_chance(cast, work):
    nonsense = Weights.objects.create(programme=cast.need.programme, number=2, values={"text": 0}, since=NOW)
    run = submit_run(need=cast.need, by=None, at=NOW)
    work()
    Shard.objects.filter(kind=runs.BLOCK).update(attempts=4, lease_until=None)
    work()
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.FAILED, RunMessage.PARTS_FAILED)

    nonsense.delete()
    retry_run(match_run_id=run.pk, by=cast.rabia, at=LATER)
    work()

    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.COMPLETE, "")
    assert MatchList.objects.current().get(need=cast.need).run == run


def test_a_run_that_cannot_be_published_fails_with_a_message_and_a_second_chance(cast, work, monkeypatch):
    run = submit_run(need=cast.need, by=None, at=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(runs, "_publish", lambda _run: 1 / 0)
        work()
        for _time in range(ledger.MOST_ATTEMPTS):
            ledger.sweep()
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.FAILED, RunMessage.NOT_FINISHED)
    assert not MatchRun.objects.unfinished().exists()

    retry_run(match_run_id=run.pk, by=cast.rabia, at=LATER)
    ledger.sweep()

    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.COMPLETE, "")


def test_only_a_failed_run_is_tried_again_and_only_by_staff(cast, matched):
    run = matched(cast.need).run

    for somebody in (cast.rabia, cast.sana):
        with pytest.raises(Denied):
            retry_run(match_run_id=run.pk, by=somebody, at=LATER)


def test_the_list_of_weights_in_force_is_stored_with_the_list(cast, matched):
    Weights.objects.create(programme=cast.need.programme, number=2, values={"text": 7}, since=NOW)

    row = matched(cast.need)

    assert (row.weights_number, row.weights) == (2, [0, 0, 7, 0, 0, 0, 0, 0, 0])


def test_a_changed_profile_makes_the_lists_stale_that_it_may_matter_to(cast, matched, work):
    matched(cast.need)
    matched(cast.other_need)

    runs.mark_lists_stale(expert_id=cast.expert.pk, at=LATER)

    stale = MatchList.objects.current().filter(stale_since__isnull=False)
    assert [row.need for row in stale] == [cast.need]


def test_a_changed_profile_is_followed_at_once_by_a_run_that_says_so(cast, matched, work):
    before = matched(cast.need)
    matched(cast.other_need)
    ExpertSkill.objects.create(
        expert=cast.other_expert, skill=factories.make_skill("power-systems"), typed="Power", level=3
    )

    with transaction.atomic():
        note_change("expert", [cast.other_expert.pk])
        announce(ExpertFact.PROFILE_CHANGED, expert_id=cast.other_expert.pk)
    work()

    run = MatchRun.objects.get(scope=RunScope.DELTA)
    now_current = MatchList.objects.current().get(need=cast.need)
    assert (run.state, run.n_needs) == (RunState.COMPLETE, 2)
    assert (now_current.run, now_current.stale_since) == (run, None)
    assert set(now_current.expert_ids) == {cast.expert.pk, cast.other_expert.pk}
    assert not MatchList.objects.get(pk=before.pk).is_current


def test_lists_of_open_needs_are_made_anew_once_a_day(cast, matched, work):
    matched(cast.need)
    matched(cast.other_need)
    MatchRun.objects.filter(need=cast.need).update(started_at=NOW)
    MatchRun.objects.filter(need=cast.other_need).update(started_at=NOW + timedelta(hours=12))

    assert rematch_old_lists(at=NOW + timedelta(hours=19)) is None
    run = rematch_old_lists(at=NOW + timedelta(hours=21))
    assert rematch_old_lists(at=NOW + timedelta(hours=21)) is None, "one is under way"
    work()

    assert (run.scope, run.n_needs) == (RunScope.ROUND, 1)
    assert MatchList.objects.current().get(need=cast.need).run == run
    assert MatchList.objects.current().get(need=cast.other_need).run != run


def test_a_need_that_was_never_matched_is_matched_within_the_hour(cast, work):
    submit_run(need=cast.need, by=None, at=NOW)

    run = rematch_old_lists(at=NOW)
    work()

    assert run.n_needs == 1
    assert MatchList.objects.current().get(need=cast.other_need).run == run


def test_changes_that_come_while_lists_wait_are_followed_together(cast, matched):
    matched(cast.need)
    for _twice in range(2):
        with transaction.atomic():
            runs.profile_changed(expert_id=cast.expert.pk, at=LATER)

    assert Shard.objects.filter(kind=runs.REFRESH).count() == 1


def test_a_new_skill_makes_lists_stale_that_ask_for_a_broader_one(cast, matched):
    broad = factories.make_skill("power-systems")
    narrow = factories.make_skill("grid-stability")
    narrow.broader = broad
    narrow.save()
    matched(cast.need)
    ExpertSkill.objects.create(expert=cast.other_expert, skill=narrow, typed="Grid stability")

    assert runs.mark_lists_stale(expert_id=cast.other_expert.pk, at=LATER) == 1


def test_many_changes_cost_one_round(cast, matched, work):
    matched(cast.need)
    matched(cast.other_need)
    for expert in (cast.expert, cast.other_expert):
        set_commitment(
            expert_id=expert.pk,
            source_ref=f"test:{expert.pk}",
            kind="promised",
            hours_per_week=6,
            starts_on=cast.need.starts_on,
            ends_on=cast.need.ends_on,
        )
        runs.mark_lists_stale(expert_id=expert.pk, at=LATER)

    round_ = runs.refresh_stale_lists(at=LATER)
    assert runs.refresh_stale_lists(at=LATER) is None
    work()

    round_.refresh_from_db()
    assert (round_.state, round_.n_needs) == (RunState.COMPLETE, 2)
    fresh = MatchList.objects.current().get(need=cast.need)
    assert (fresh.run, fresh.n_eligible, fresh.stale_since) == (round_, 0, None)
    assert fresh.near_codes == ["hours"]
    assert runs.refresh_stale_lists(at=LATER) is None


def test_a_profile_that_changes_while_a_round_computes_keeps_the_list_stale(cast, matched, work):
    matched(cast.need)
    run = submit_run(need=cast.need, by=None, at=LATER)
    assert ledger.work(ledger.claim("prepares"))
    runs.mark_lists_stale(expert_id=cast.expert.pk, at=LATER + timedelta(days=3650))

    work()

    assert MatchList.objects.current().get(run=run).stale_since == LATER + timedelta(days=3650)


def test_a_first_list_is_stale_when_the_snapshot_may_have_missed_a_change(cast, work):
    run = submit_run(need=cast.need, by=None, at=NOW)
    assert ledger.work(ledger.claim("prepares"))
    note_change("expert", [cast.expert.pk])

    work()

    run.refresh_from_db()
    assert MatchList.objects.current().get(run=run).stale_since == run.started_at


def test_a_shortlisted_pair_follows_the_new_list_and_an_invited_one_keeps_what_it_froze(cast, matched):
    second = factories.make_expert(factories.make_user("second@demo.example"))
    matched(cast.need)
    for expert in (cast.expert, second):
        shortlist_match(need=cast.need, code=expert.public_id, by=cast.sana, at=NOW)
    cast.need.matches.filter(expert=second).update(state=MatchState.INVITED)
    Weights.objects.create(programme=cast.need.programme, number=2, values={"theme": 5}, since=NOW)

    row = matched(cast.need)

    weights = {match.expert_id: match.explanation["weights_number"] for match in cast.need.matches.all()}
    assert weights == {cast.expert.pk: 2, second.pk: 1}
    assert cast.need.matches.get(expert=cast.expert).run == row.run


def test_an_overdue_base_is_packed_for_in_the_background(cast, work, monkeypatch):
    pin = adapter.pin_input
    monkeypatch.setattr(adapter, "pin_input", lambda *given: replace(pin(*given), is_overdue=True))
    turns = iter((False, True))
    monkeypatch.setattr(adapter, "pack_everybody", lambda **_given: next(turns))

    submit_run(need=cast.need, by=None, at=NOW)
    work()

    assert Shard.objects.filter(kind=snapshots.PACK, state="done").count() == 2
    assert next(turns, None) is None
