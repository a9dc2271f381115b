"""Publishing a round and taking it back. Neither ever moves what a person has touched."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.events import move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from incubators.models import Need
from matching.adapter.rounds import what_broke
from matching.enums import TOUCHED, MatchState, PairChange, RoundAction, RoundBreak, RoundState
from matching.models import AssignmentRound, Match, MatchList, RoundPair
from matching.selectors.round_results import Proposal, RoundOptions
from matching.selectors.round_words import broken_sentences
from matching.services.rounds import locked_round, present_input
from matching.services.runs import frozen_explanation
from matching.services.ties import look_for_ties
from matching.workflow import RoundFacts

NEEDS_PER_BLOCK = 100


def publish_round(*, round_id: int, by: User, at: datetime, version: int | None = None) -> AssignmentRound:
    """Put every proposal before its host; nobody is written to, and the experts are asked by the hosts.

    Locks the round, then its needs, then the pairs. Raises Denied, or Refused: another officer was
    faster (`stale_version`), or something happened that a proposal would not survive (`round_is_stale`,
    saying what).
    """
    with transaction.atomic():
        found = locked_round(round_id)
        require(by, "matching.publish_round", found)
        pairs = list(found.pairs.order_by("need_id", "expert_id"))
        _lock_needs(pair.need_id for pair in pairs)
        broken = _broken(found, pairs, at)
        if broken:
            raise _stale(broken)
        found.published_by, found.published_at = by, at
        facts = RoundFacts(proposals_still_hold=True, is_the_last=True)
        move(found, action=RoundAction.PUBLISH, part=Part.STAFF, by=by, at=at, facts=facts, version=version)
        new = [pair for pair in pairs if pair.change == PairChange.NEW]
        for block in _by_blocks(new):
            _propose(found, block, by=by, at=at)
        _take_back([pair for pair in pairs if pair.change == PairChange.REMOVED], by=by, at=at)
    return found


def undo_round(*, round_id: int, by: User, at: datetime, version: int | None = None) -> AssignmentRound:
    """Take back exactly the proposals that nobody has touched, and restore those that this round replaced.

    Whatever a person has decided about since stays as it is and is marked. Raises Denied, or Refused:
    `stale_version`, or `later_round_published` while a later round over one of its needs stands.
    """
    with transaction.atomic():
        found = locked_round(round_id)
        require(by, "matching.undo_round", found)
        pairs = list(found.pairs.order_by("need_id", "expert_id"))
        _lock_needs(pair.need_id for pair in pairs)
        found.undone_by, found.undone_at = by, at
        facts = RoundFacts(proposals_still_hold=True, is_the_last=not _later_rounds(found))
        move(found, action=RoundAction.UNDO, part=Part.STAFF, by=by, at=at, facts=facts, version=version)
        new = [pair for pair in pairs if pair.change == PairChange.NEW]
        untouched = _locked_matches(new)
        taken_back = [
            match.pk
            for match in untouched.values()
            if match.state == MatchState.ASSIGNED and match.round_id == found.pk
        ]
        for pair in new:
            pair.stays = untouched[pair.need_id, pair.expert_id].state in TOUCHED
        RoundPair.objects.bulk_update(new, ["stays"], batch_size=1_000)
        _set(taken_back, MatchState.SUGGESTED, round_id=None, by=by, at=at)
        _restore(found, [pair for pair in pairs if pair.change == PairChange.REMOVED], by=by, at=at)
    return found


def _broken(found: AssignmentRound, pairs: Iterable[RoundPair], at: datetime) -> dict[RoundBreak, int]:
    options = RoundOptions.read(found.options)
    proposals = [
        Proposal(
            need_id=pair.need_id,
            expert_id=pair.expert_id,
            points=pair.points,
            change=PairChange(pair.change),
            was=MatchState(pair.was),
        )
        for pair in pairs
    ]
    return what_broke(present_input(found, options, at), options, proposals)


def _stale(broken: Mapping[RoundBreak, int]) -> Refused:
    return Refused("round_is_stale", message=" ".join(broken_sentences(broken)))


def _lock_needs(need_ids: Iterable[int]) -> None:
    """Needs before pairs, in one order: rounds over the same needs, and invitations, wait in a queue.

    Not the key: a host who is just giving a pair its record refers to the need, and we may wait for them.
    """
    needs = Need.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=set(need_ids))
    list(needs.order_by("pk").values_list("pk", flat=True))


def _by_blocks(pairs: list[RoundPair]) -> Iterable[list[RoundPair]]:
    """Pairs of so many needs at a time, so that lists with their explanations fit into memory."""
    by_need: dict[int, list[RoundPair]] = {}
    for pair in pairs:
        by_need.setdefault(pair.need_id, []).append(pair)
    needs = list(by_need.values())
    for first in range(0, len(needs), NEEDS_PER_BLOCK):
        yield [pair for mine in needs[first : first + NEEDS_PER_BLOCK] for pair in mine]


def _propose(found: AssignmentRound, pairs: list[RoundPair], *, by: User, at: datetime) -> None:
    """Give each pair its record as proposed, explained as of now."""
    lists = MatchList.objects.current().select_related("run")
    rows = {row.need_id: row for row in lists.filter(need_id__in={pair.need_id for pair in pairs})}
    fresh = []
    for pair in pairs:
        row = rows.get(pair.need_id)
        if row is None or pair.expert_id not in row.expert_ids:
            raise _stale({RoundBreak.NO_LONGER_FITS: 1})
        explanation = frozen_explanation(row, row.expert_ids.index(pair.expert_id))
        fresh.append(
            Match(
                need_id=pair.need_id,
                expert_id=pair.expert_id,
                points=explanation["points"],
                explanation=explanation,
                run=row.run,
                changed_by=by,
                changed_at=at,
            )
        )
    # Who surfaces the same pair at this moment is waited for; what they decided is then seen under the lock.
    Match.objects.bulk_create(fresh, ignore_conflicts=True)
    matches = _locked_matches(pairs)
    touched = [match for match in matches.values() if match.state != MatchState.SUGGESTED]
    if touched:
        raise _stale({RoundBreak.TOUCHED: len(touched)})
    _set([match.pk for match in matches.values()], MatchState.ASSIGNED, round_id=found.pk, by=by, at=at)
    look_for_ties([pair.expert_id for pair in pairs])


def _take_back(pairs: list[RoundPair], *, by: User, at: datetime) -> None:
    """Earlier proposals that this round does not make; one that was touched meanwhile stays."""
    matches = _locked_matches(pairs)
    gone = [match.pk for match in matches.values() if match.state == MatchState.ASSIGNED]
    _set(gone, MatchState.SUGGESTED, round_id=None, by=by, at=at)


def _restore(found: AssignmentRound, pairs: list[RoundPair], *, by: User, at: datetime) -> None:
    """What this round had taken back stands again, unless somebody has touched it since."""
    matches = _locked_matches(pairs)
    for pair in pairs:
        match = matches[pair.need_id, pair.expert_id]
        if match.state == MatchState.SUGGESTED and match.changed_at == found.published_at:
            _set([match.pk], MatchState.ASSIGNED, round_id=pair.previous_id, by=by, at=at)


def _locked_matches(pairs: Iterable[RoundPair]) -> dict[tuple[int, int], Match]:
    """The records of these pairs under their locks, by need and expert."""
    wanted = {(pair.need_id, pair.expert_id) for pair in pairs}
    rows = (
        Match.objects.select_for_update(of=("self",))
        .filter(need_id__in={pair[0] for pair in wanted}, expert_id__in={pair[1] for pair in wanted})
        .order_by("pk")
    )
    return {pair: row for row in rows if (pair := (row.need_id, row.expert_id)) in wanted}


def _set(ids: list[int], state: MatchState, *, round_id: int | None, by: User, at: datetime) -> None:
    Match.objects.filter(pk__in=ids).update(
        state=state, round_id=round_id, reason="", reasons=[], changed_by=by, changed_at=at
    )


def _later_rounds(found: AssignmentRound) -> bool:
    """Whether a round published after this one stands over one of its needs."""
    later = AssignmentRound.objects.filter(state=RoundState.PUBLISHED, published_at__gt=found.published_at)
    return later.filter(needs__need_id__in=found.needs.values("need_id")).exists()
