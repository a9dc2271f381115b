"""The ledger's handlers for matching: fetch by id, call one service."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from common.jobs import finisher, given_up, handler, on, periodic
from experts.enums import Fact as ExpertFact
from incubators.enums import Fact as NeedFact
from incubators.enums import NeedState
from incubators.models import Need
from matching.services import (
    forgetting,
    merged,
    organisations_merged,
    rematching,
    rounds,
    runs,
    snapshots,
    telling,
    ties,
)
from programmes.enums import Fact as ProgrammeFact

REFRESH_EVERY = timedelta(seconds=30)
RENEW_EVERY = timedelta(hours=1)
LIST_EVERY = timedelta(minutes=1)
REMATCH_EVERY = timedelta(hours=1)
TELL_EVERY = timedelta(minutes=20)


@handler(runs.PREPARE, compute=True)
def prepare(*, match_run_id: int, need_ids: Sequence[int], run_id: int, **_future: Any) -> Callable[[], None]:
    return runs.prepare_run(match_run_id=match_run_id, need_ids=need_ids, run_id=run_id, at=timezone.now())


@handler(runs.BLOCK, compute=True)
def block(*, match_run_id: int, need_ids: Sequence[int], **_future: Any) -> Callable[[], None]:
    return runs.match_block(match_run_id=match_run_id, need_ids=need_ids, at=timezone.now())


@finisher(runs.RUN)
def finish(*, run_id: int, n_dead: int, **_future: Any) -> None:
    runs.finish_run(run_id=run_id, n_dead=n_dead, at=timezone.now())


@given_up(runs.RUN)
def give_up(*, run_id: int, **_future: Any) -> None:
    runs.give_up_run(run_id=run_id, at=timezone.now())


@handler(rounds.ASSIGN, compute=True)
def assign(*, round_id: int, run_id: int, **_future: Any) -> Callable[[], None]:
    return rounds.compute_round(round_id=round_id, run_id=run_id, at=timezone.now())


@finisher(rounds.ROUND)
def finish_round(*, run_id: int, n_dead: int, **_future: Any) -> None:
    rounds.finish_round(run_id=run_id, n_dead=n_dead, at=timezone.now())


@given_up(rounds.ROUND)
def give_up_round(*, run_id: int, **_future: Any) -> None:
    rounds.finish_round(run_id=run_id, n_dead=1, at=timezone.now())


@on(NeedFact.NEED_OPENED)
def need_opened(*, need_id: int, **_future: Any) -> None:
    """A published need is matched at once."""
    _match_if_open(need_id)


@on(NeedFact.NEED_CHANGED)
def need_changed(*, need_id: int, **_future: Any) -> None:
    """New terms make a new list."""
    _match_if_open(need_id)


@on(ExpertFact.PROFILE_CHANGED)
def profile_changed(*, expert_id: int, **_future: Any) -> None:
    """Lists that the profile may matter to are stale; a refresh makes them anew, together."""
    runs.profile_changed(expert_id=expert_id, at=timezone.now())
    ties.look_again(expert_id=expert_id)


@handler(ties.FIND_TIES)
def find_ties(*, expert_ids: Sequence[int], **_future: Any) -> None:
    for expert_id in expert_ids:
        ties.find_ties(expert_id=expert_id, at=timezone.now())


@periodic("matching.renew", every=RENEW_EVERY, compute=True)
def renew(**_future: Any) -> Callable[[], None] | None:
    """No stored generation of the experts outlives a day in which somebody changed or went."""
    return snapshots.renew_snapshots(at=timezone.now())


@periodic("matching.renew_directory", every=LIST_EVERY, compute=True)
def renew_directory(**_future: Any) -> Callable[[], None] | None:
    """Whoever changed is read for each answer of the directory until a listing holds them."""
    return snapshots.renew_directory()


@handler(snapshots.FORGET, compute=True)
def forget(**_future: Any) -> Callable[[], None] | None:
    return snapshots.forget_snapshots()


@on(ExpertFact.PROFILE_ERASED)
def profile_erased(*, expert_id: int, **_future: Any) -> None:
    """Lists are cut, and what the engine reads is made anew without the person."""
    forgetting.forget_expert(expert_id)
    snapshots.ask_to_forget()


@on(ExpertFact.PROFILES_MERGED)
def profiles_merged(*, kept_id: int, closed_id: int, **_future: Any) -> None:
    """Ties and what was set aside belong to the person, whichever profile they stand with."""
    merged.follow_merge(kept_id=kept_id, closed_id=closed_id, at=timezone.now())


@on(NeedFact.ORGANISATIONS_MERGED)
def follow_merged_organisations(*, merge_id: int, **_future: Any) -> None:
    """Ties and what was set aside belong to the organisation, under whichever entry it stands."""
    organisations_merged.follow_organisation_merge(merge_id=merge_id, at=timezone.now())


@periodic("matching.forget_erased", every=RENEW_EVERY)
def forget_erased(**_future: Any) -> None:
    """A run that was under way may have stored a list with somebody who is gone."""
    forgetting.cut_lately_erased(at=timezone.now())


@handler(snapshots.PACK, compute=True)
def pack(**_future: Any) -> Callable[[], None] | None:
    """What one shard has no time for, the next one does."""
    return snapshots.pack_profiles()


@on(ProgrammeFact.WEIGHTS_PUBLISHED)
def weights_published(*, programme_id: int, **_future: Any) -> None:
    """Other weights make other lists."""
    rematching.rematch_programme(programme_id=programme_id, at=timezone.now())


@periodic(runs.REFRESH, every=REFRESH_EVERY)
def refresh(**_future: Any) -> None:
    """Many changes in a short time cost one round."""
    runs.refresh_stale_lists(at=timezone.now())


@periodic("matching.rematch_old", every=REMATCH_EVERY)
def rematch_old(**_future: Any) -> None:
    """A day that passes changes lists as well."""
    rematching.rematch_old_lists(at=timezone.now())


@periodic("matching.new_needs", every=TELL_EVERY, compute=True)
def tell_of_new_needs(**_future: Any) -> None:
    telling.tell_all_of_new_needs(at=timezone.now())


def _match_if_open(need_id: int) -> None:
    need = Need.objects.filter(pk=need_id, state=NeedState.OPEN).first()
    if need is not None:
        runs.submit_run(need=need, by=None, at=timezone.now())
