"""A run from its request to its published lists: prepare, match blocks of needs, finish.

The ledger carries it (`tasks.py` registers the handlers): a killed worker costs a second attempt and
nothing else. Lists appear one pointer switch per need, when the whole run is done.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.enums import RunState as LedgerState
from common.jobs import add_shards, enqueue, submit
from common.ledger import retry
from common.models import Run, Shard
from common.policies import require
from common.refusals import Refused
from experts.models import ExpertSkill
from incubators.enums import NeedState
from incubators.models import Need
from matching import adapter
from matching.enums import ASKED, RunMessage, RunScope, RunState
from matching.models import Match, MatchList, MatchRun
from matching.querysets import MatchListQuerySet
from matching.services.snapshots import ask_for_packing, pack_profile, pinned_snapshots
from matching.services.storing import store_lists
from taxonomy.models import Skill

RUN = "matching.run"
PREPARE = "matching.prepare"
BLOCK = "matching.block"
REFRESH = "matching.refresh"
NEEDS_PER_BLOCK = 250


def submit_run(*, need: Need, by: User | None, at: datetime) -> MatchRun:
    """Ask for one need to be matched; `by` is empty when the portal itself asks.

    Raises Denied, or Refused when the need is not open.
    """
    with transaction.atomic():
        need = Need.objects.select_for_update(of=("self",)).select_related("programme").get(pk=need.pk)
        if by is not None:
            require(by, "matching.start_run", need)
        if need.state != NeedState.OPEN:
            raise Refused("need_not_open")
        waiting = MatchRun.objects.filter(need=need, scope=RunScope.NEED, state=RunState.QUEUED).first()
        if waiting is not None:
            # Not begun yet: it will read the need as it is now.
            return waiting
        return _submit(RunScope.NEED, [need.pk], need=need, by=by, at=at)


def retry_run(*, match_run_id: int, by: User, at: datetime) -> MatchRun:
    """Give the failed parts of a run another round of attempts. Raises Denied."""
    with transaction.atomic():
        match_run = MatchRun.objects.select_for_update(of=("self",)).get(pk=match_run_id)
        require(by, "matching.retry_run", match_run)
        match_run.state = RunState.RUNNING if match_run.snapshot else RunState.QUEUED
        match_run.message, match_run.finished_at = "", None
        match_run.requested_by, match_run.requested_at = by, at
        match_run.save(update_fields=["state", "message", "finished_at", "requested_by", "requested_at"])
        retry(match_run.run_id)
    return match_run


def submit_round(*, need_ids: Sequence[int], at: datetime) -> MatchRun:
    """Ask for several needs to be matched on one snapshot."""
    with transaction.atomic():
        return _submit(RunScope.ROUND, list(need_ids), need=None, by=None, at=at)


def _submit(
    scope: RunScope, need_ids: list[int], *, need: Need | None, by: User | None, at: datetime
) -> MatchRun:
    match_run = MatchRun.objects.create(
        scope=scope, need=need, n_needs=len(need_ids), requested_by=by, requested_at=at
    )
    ids = {"match_run_id": match_run.pk, "need_ids": need_ids}
    match_run.run = submit(RUN, shards=[(PREPARE, ids)])
    match_run.save(update_fields=["run"])
    return match_run


def prepare_run(
    *, match_run_id: int, need_ids: Sequence[int], run_id: int, at: datetime
) -> Callable[[], None]:
    """Pin a fresh snapshot; what is returned hands out the blocks, in the shard's own commit.

    Where more profiles have to be packed than one shard has time for, it hands out one more of its kind.
    """
    still_open = list(
        Need.objects.filter(pk__in=need_ids, state=NeedState.OPEN).order_by("pk").values_list("pk", flat=True)
    )
    try:
        pinned = adapter.pin_input(still_open, pinned_snapshots())
    except adapter.StillPacking:
        return lambda: _prepare_again(match_run_id, need_ids, run_id)

    def hand_out() -> None:
        MatchRun.objects.filter(pk=match_run_id).update(
            state=RunState.RUNNING,
            started_at=at,
            snapshot=pinned.snapshot,
            engine_version=pinned.engine_version,
            input_digest=pinned.digest,
            n_experts=pinned.n_experts,
            n_needs=len(still_open),
        )
        if not still_open:
            MatchRun.objects.filter(pk=match_run_id).update(message=RunMessage.NOT_OPEN)
        firsts = range(0, len(still_open), NEEDS_PER_BLOCK)
        blocks = [still_open[first : first + NEEDS_PER_BLOCK] for first in firsts]
        shards = [(BLOCK, {"match_run_id": match_run_id, "need_ids": block}) for block in blocks]
        add_shards(Run.objects.get(pk=run_id), shards)
        if pinned.is_overdue:
            ask_for_packing()

    return hand_out


def _prepare_again(match_run_id: int, need_ids: Sequence[int], run_id: int) -> None:
    ids = {"match_run_id": match_run_id, "need_ids": list(need_ids)}
    add_shards(Run.objects.get(pk=run_id), [(PREPARE, ids)])


def match_block(*, match_run_id: int, need_ids: Sequence[int], at: datetime) -> Callable[[], None]:
    """Compute the lists of a block of needs; what is returned stores them. Storing twice changes nothing.

    A run whose snapshot is damaged or gone starts over once, on a new one.
    """
    match_run = MatchRun.objects.get(pk=match_run_id)
    if not match_run.snapshot:
        # Another block has found the snapshot broken: the run is being prepared anew.
        return _nothing
    needs = list(Need.objects.filter(pk__in=need_ids).with_terms().order_by("pk"))
    try:
        results = adapter.best_experts(
            needs,
            match_run.snapshot,
            match_run.started_at,
            may_follow=match_run.scope == RunScope.DELTA,
        )
    except adapter.BrokenFiles:
        if match_run.message == RunMessage.STARTED_OVER:
            raise
        return lambda: _start_over(match_run_id, match_run.snapshot)
    return lambda: store_lists(match_run=match_run, results=results, at=at)


def _nothing() -> None:
    pass


def _start_over(match_run_id: int, broken: str) -> None:
    """Prepare a run anew with all its needs, unless somebody has done so already."""
    match_run = MatchRun.objects.select_for_update(of=("self",)).get(pk=match_run_id)
    if match_run.snapshot != broken:
        return
    match_run.state, match_run.snapshot, match_run.message = RunState.QUEUED, "", RunMessage.STARTED_OVER
    match_run.save(update_fields=["state", "snapshot", "message"])
    blocks = Shard.objects.filter(run_id=match_run.run_id, kind=BLOCK).order_by("n")
    need_ids = sorted(
        {need_id for ids in blocks.values_list("ids", flat=True) for need_id in ids["need_ids"]}
    )
    _prepare_again(match_run.pk, need_ids, match_run.run_id)


def finish_run(*, run_id: int, n_dead: int, at: datetime) -> None:
    """Publish the lists of a run whose shards are all done or dead, and say how it ended."""
    match_run = MatchRun.objects.select_for_update(of=("self",)).get(run_id=run_id)
    has_lists = match_run.lists.exists()
    if has_lists:
        _publish(match_run)
        _refresh_open_pairs(match_run)
    found_somebody = match_run.lists.filter(n_eligible__gt=0).exists()
    nobody = match_run.scope == RunScope.NEED and has_lists and not found_somebody
    match_run.state = RunState.NO_ELIGIBLE if nobody else RunState.COMPLETE
    if n_dead:
        match_run.state = RunState.FAILED
        match_run.message = RunMessage.PARTS_FAILED
    match_run.finished_at = at
    match_run.save(update_fields=["state", "message", "finished_at"])


def give_up_run(*, run_id: int, at: datetime) -> None:
    """The lists were computed but could not be published: the run has failed and may be tried again."""
    MatchRun.objects.unfinished().filter(run_id=run_id).update(
        state=RunState.FAILED, message=RunMessage.NOT_FINISHED, finished_at=at
    )


def _publish(match_run: MatchRun) -> None:
    """Make this run's lists the current ones, except where a newer run has published already."""
    newer = MatchList.objects.current().filter(
        need__in=match_run.lists.values("need"), run_id__gt=match_run.pk
    )
    own = match_run.lists.exclude(need__in=newer.values("need"))
    older = MatchList.objects.current().filter(need__in=own.values("need")).exclude(run=match_run)
    own_ids = list(own.values_list("pk", flat=True))
    replaced = set(older.values_list("need_id", flat=True))
    # A profile that changed while the run was computing is not in it: the new list is as stale as the old.
    stale = dict(older.filter(stale_since__gte=match_run.started_at).values_list("need_id", "stale_since"))
    first_ones = [row_id for row_id, need_id in own.values_list("pk", "need_id") if need_id not in replaced]
    older.update(is_current=False)
    MatchList.objects.filter(pk__in=own_ids).update(is_current=True)
    for need_id, since in stale.items():
        MatchList.objects.filter(pk__in=own_ids, need_id=need_id).update(stale_since=since)
    if first_ones and adapter.has_changed_since(match_run.snapshot):
        MatchList.objects.filter(pk__in=first_ones).update(stale_since=match_run.started_at)


def _refresh_open_pairs(match_run: MatchRun) -> None:
    """Pairs that nobody has been invited for follow the new list; an invitation keeps what it froze."""
    pairs = Match.objects.filter(need__match_lists__run=match_run).exclude(state__in=ASKED)
    by_need = {row.need_id: row for row in match_run.lists.filter(need__in=pairs.values("need"))}
    changed = []
    for pair in pairs.select_for_update(of=("self",)).order_by("pk"):
        row = by_need[pair.need_id]
        if pair.expert_id in row.expert_ids:
            at = row.expert_ids.index(pair.expert_id)
            pair.points, pair.run = row.points[at], match_run
            pair.explanation = frozen_explanation(row, at)
            changed.append(pair)
    Match.objects.bulk_update(changed, ["points", "run", "explanation"], batch_size=500)


def frozen_explanation(row: MatchList, at: int) -> dict[str, Any]:
    """Codes, integers, skill ids and versions of one row: enough to word it again years later."""
    n_components = len(row.weights)
    return adapter.explanation_of(row, at) | {
        "points": row.points[at],
        "components": row.components[at * n_components : (at + 1) * n_components],
        "weights": row.weights,
        "weights_number": row.weights_number,
        "engine": row.run.engine_version,
        "run": row.run.public_id,
        "place": at + 1,
        "n_considered": row.n_considered,
        "n_eligible": row.n_eligible,
    }


def mark_stale(lists: MatchListQuerySet, *, at: datetime) -> int:
    """Note on the current ones of these lists that something changed since; returns how many."""
    return lists.current().filter(stale_since__isnull=True, need__state=NeedState.OPEN).update(stale_since=at)


def profile_changed(*, expert_id: int, at: datetime) -> None:
    """Pack the profile for the next snapshot, and let the lists follow that it may matter to.

    The first change after a quiet time is followed at once; those that come while lists wait already are
    followed together, by the refresh that comes by itself.
    """
    pack_profile(expert_id=expert_id)
    waits_already = _stale_lists().exists()
    if mark_lists_stale(expert_id=expert_id, at=at) and not waits_already:
        enqueue(REFRESH, key="slot")


def mark_lists_stale(*, expert_id: int, at: datetime) -> int:
    """Note on every current list that this expert's change may matter to; returns how many."""
    touched = MatchList.objects.touched_by(expert_id, _skills_with_broader(expert_id))
    return mark_stale(touched, at=at)


def refresh_stale_lists(*, at: datetime) -> MatchRun | None:
    """Match anew the open needs whose lists are stale, and no others, unless that is under way."""
    with transaction.atomic():
        under_way = MatchRun.objects.unfinished().filter(scope=RunScope.DELTA, run__state=LedgerState.RUNNING)
        if under_way.exists():
            return None
        need_ids = list(_stale_lists().order_by("need_id").values_list("need_id", flat=True))
        return _submit(RunScope.DELTA, need_ids, need=None, by=None, at=at) if need_ids else None


def _stale_lists() -> MatchListQuerySet:
    return MatchList.objects.current().filter(stale_since__isnull=False, need__state=NeedState.OPEN)


def _skills_with_broader(expert_id: int) -> list[int]:
    """The skills of the vocabulary that an expert holds, and those that are broader than these."""
    own = ExpertSkill.objects.filter(expert_id=expert_id, skill__isnull=False)
    found: set[int] = set()
    new = set(own.values_list("skill_id", flat=True))
    while new:
        found |= new
        new = set(Skill.objects.filter(narrower__in=new).values_list("pk", flat=True)) - found
    return sorted(found)
