"""What people do with a pair: look closer, shortlist, set aside, take back. And what exchanges hands down."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from experts.models import Expert
from incubators.enums import NeedState
from incubators.models import Need
from matching import adapter
from matching.enums import ASKED, DismissReason, ExclusionReason, MatchState, RoundState
from matching.models import Exclusion, Match, MatchList
from matching.selectors.experts import shown_to
from matching.services.runs import frozen_explanation, mark_stale
from matching.services.ties import look_for_ties


def surface_match(*, need: Need, code: str, by: User, at: datetime) -> Match:
    """Give a row of the need's present list (or a near-miss) a record of its own, explained as of now.

    `code` is what stands on the card. Raises Denied, or Refused when nobody of that code is in the list, or
    when the need is not open and nobody can be invited.
    """
    with transaction.atomic():
        require(by, "matching.choose_match", need)
        if need.state != NeedState.OPEN:
            raise Refused("need_not_open_to_invite")
        return _surfaced(need, code, by=by, at=at)


def shortlist_match(*, need: Need, code: str, by: User, at: datetime) -> Match:
    """Put an expert of the list on the shortlist. Raises as `surface_match`."""
    with transaction.atomic():
        require(by, "matching.choose_match", need)
        match = _surfaced(need, code, by=by, at=at)
        _check_not_asked(match)
        forget_dismissal(match, at=at)
        return _change(match, MatchState.SHORTLISTED, by=by, at=at)


def dismiss_match(
    *, need: Need, code: str, reasons: Sequence[DismissReason], by: User, at: datetime
) -> Match:
    """Set an expert aside for this need, with coded reasons; no list, near-miss or round offers them again.

    A conflict among the reasons is put before those who assess ties. Raises as `surface_match`, and Refused
    when the expert has been invited.
    """
    with transaction.atomic():
        require(by, "matching.choose_match", need)
        match = _surfaced(need, code, by=by, at=at)
        _check_not_asked(match)
        record_exclusion(
            expert_id=match.expert_id,
            need_id=need.pk,
            reason=ExclusionReason.DISMISSED,
            source_ref=_ref(match),
            at=at,
        )
        _change(match, MatchState.DISMISSED, by=by, at=at, reasons=reasons)
        if DismissReason.CONFLICT in reasons:
            look_for_ties([match.expert_id])
        return match


def restore_match(*, match_id: int, by: User, at: datetime) -> Match:
    """Take a shortlisting or a setting aside back; what a published round proposed is proposed again.

    Raises Denied, or Refused when the expert is invited.
    """
    with transaction.atomic():
        match = _locked(match_id)
        require(by, "matching.choose_match", match.need)
        _check_not_asked(match)
        forget_dismissal(match, at=at)
        is_proposed = match.round is not None and match.round.state == RoundState.PUBLISHED
        state = MatchState.ASSIGNED if is_proposed else MatchState.SUGGESTED
        return _change(match, state, by=by, at=at)


def set_match_state(
    *, match_id: int, state: MatchState, by: User | None, at: datetime, reason: str = ""
) -> Match:
    """Follow what happened to an invitation; the caller holds the transaction and has asked its rule."""
    with transaction.atomic():
        return _change(_locked(match_id), state, by=by, at=at, reasons=[reason] if reason else [])


def record_exclusion(
    *,
    expert_id: int,
    reason: ExclusionReason,
    source_ref: str,
    at: datetime,
    need_id: int | None = None,
    organisation_id: int | None = None,
    until: date | None = None,
) -> Exclusion:
    """Never offer this pair again, or not before a day; the same reference replaces what it said before."""
    with transaction.atomic():
        exclusion, _created = Exclusion.objects.update_or_create(
            source_ref=source_ref,
            defaults={
                "expert_id": expert_id,
                "need_id": need_id,
                "organisation_id": organisation_id,
                "reason": reason,
                "until": until,
                "at": at,
            },
        )
        mark_pair_stale(exclusion, at=at)
        return exclusion


def _locked(match_id: int) -> Match:
    return Match.objects.select_for_update(of=("self",)).select_related("need__programme").get(pk=match_id)


def _check_not_asked(match: Match) -> None:
    if match.state in ASKED:
        raise Refused(f"match_is_{match.state}")


def _ref(match: Match) -> str:
    return f"match:{match.public_id}"


def forget_dismissal(match: Match, *, at: datetime) -> None:
    """Let a pair that the host set aside be suggested again."""
    exclusion = Exclusion.objects.filter(source_ref=_ref(match)).first()
    if exclusion is not None:
        mark_pair_stale(exclusion, at=at)
        exclusion.delete()


def mark_pair_stale(exclusion: Exclusion, *, at: datetime) -> None:
    """The lists that the exclusion is about are made again soon."""
    lists = MatchList.objects.all()
    if exclusion.need_id is not None:
        mark_stale(lists.filter(need_id=exclusion.need_id), at=at)
    else:
        mark_stale(lists.filter(need__organisation_id=exclusion.organisation_id), at=at)


def _change(
    match: Match, state: MatchState, *, by: User | None, at: datetime, reasons: Sequence[str] = ()
) -> Match:
    match.state, match.changed_by, match.changed_at = state, by, at
    match.reasons, match.reason = list(reasons), next(iter(reasons), "")
    match.save(update_fields=["state", "reason", "reasons", "changed_by", "changed_at"])
    return match


def _surfaced(need: Need, code: str, *, by: User, at: datetime) -> Match:
    known = Match.objects.select_for_update(of=("self",)).filter(need=need, expert__public_id=code).first()
    if known is not None:
        if not shown_to(need.organisation_id, [known.expert_id]).exists():
            raise Refused("not_in_the_list")
        return known
    row = MatchList.objects.current().select_related("run").filter(need=need).first()
    listed = [*row.expert_ids, *row.near_expert_ids] if row else []
    expert = shown_to(need.organisation_id, listed).filter(public_id=code).first()
    if row is None or expert is None:
        raise Refused("not_in_the_list")
    explanation = _explanation(row, need, expert, at)
    match, is_new = Match.objects.get_or_create(
        need=need,
        expert=expert,
        defaults={
            "points": explanation["points"],
            "explanation": explanation,
            "run": row.run,
            "changed_by": by,
            "changed_at": at,
        },
    )
    if is_new:
        look_for_ties([expert.pk])
    return match


def _explanation(row: MatchList, need: Need, expert: Expert, at: datetime) -> dict[str, Any]:
    """What the list says of its own rows; a near-miss is explained afresh, with what stands in the way."""
    if expert.pk in row.expert_ids:
        return frozen_explanation(row, row.expert_ids.index(expert.pk))
    terms = Need.objects.with_terms().filter(pk=need.pk)
    [verdict] = adapter.verdicts(list(terms), expert.pk, at)
    return verdict.explanation | {
        "points": verdict.points,
        "components": verdict.components,
        "weights": verdict.weights,
        "weights_number": verdict.weights_number,
        "engine": row.run.engine_version,
        "run": row.run.public_id,
        "failed": verdict.failed,
        "n_considered": row.n_considered,
        "n_eligible": row.n_eligible,
    }
