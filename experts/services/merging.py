"""Two profiles of one person become one; for thirty days that can be undone exactly.

Rows are copied, so that the closed profile stays as it was until the last day of undoing; then it is emptied.
"""

from collections.abc import Hashable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.events import move, record
from common.ids import new_public_id
from common.jobs import announce
from common.policies import require
from common.refusals import Refused
from common.text import fold
from common.workflow import Part
from experts.enums import GONE, Action, CommitmentKind, Fact, PairAction, RowKind, State
from experts.models import Credential, DuplicatePair, Expert, Merge, ProfileRow
from experts.models import Fact as Provenance
from experts.notices import tell_merge_undone, tell_merged
from experts.services.clearing import clear_profile
from experts.services.editing import say_changed, say_erased
from experts.services.managed import end_links
from experts.services.rows import SHAPES
from experts.workflow import Facts

UNDO_WITHIN = timedelta(days=30)
# Whose person is there: a profile that rests would take theirs out of every list.
_AWAKE = (State.SUBMITTED, State.CHANGES_REQUESTED, State.VERIFIED, State.PAUSED)
# What the kept profile takes where it has nothing; wishes and consents are the person's to give.
FILLED = ("headline", "bio", "orcid", "country", "city", "seniority", "years_experience")


def merge_profiles(
    *, pair_id: int, keep: str, note: str, by: User, at: datetime, version: int
) -> DuplicatePair:
    """Close one profile into the other, named by its public id, which takes the rows that it lacks.

    Raises Refused `unknown_choice`, `closing_has_engagements`, `keep_the_claimed`, `kept_is_dormant`,
    `kept_is_not_open`, `merge_too_long`, `note_required` or `stale_version`.
    """
    with transaction.atomic():
        pair = _lock(pair_id)
        require(by, "experts.merge_pair", pair)
        sides = {
            pair.older.public_id: (pair.older, pair.newer),
            pair.newer.public_id: (pair.newer, pair.older),
        }
        if keep not in sides:
            raise Refused("unknown_choice", field="keep")
        kept, closed = sides[keep]
        _refuse_merge(kept, closed, at)
        merge = Merge(
            pair=pair,
            kept=kept,
            closed=closed,
            closed_from=closed.state,
            closed_since=closed.state_since,
            filled=_fill(kept, closed),
            copied={kind.value: _copy_rows(kind, kept, closed) for kind in SHAPES},
            moved=list(closed.credentials.values_list("pk", flat=True)),
            by=by,
            at=at,
        )
        merge.save()
        Credential.objects.filter(pk__in=merge.moved).update(expert=kept)
        end_links(closed, at=at)
        move(closed, action=Action.CLOSE, part=Part.STAFF, by=by, at=at, facts=_facts())
        record(kept, action="merge_in", part=Part.STAFF, by=by, at=at)
        move(pair, action=PairAction.MERGE, part=Part.STAFF, by=by, at=at, note=note, version=version)
        _tell_everybody(kept, closed)
        tell_merged(merge)
    return pair


def undo_merge(*, pair_id: int, note: str, by: User, at: datetime, version: int) -> DuplicatePair:
    """Give both profiles back as they were; what the person added since stays where they added it.

    Raises Refused `undo_too_late`, `kept_is_not_open`, `note_required` or `stale_version`.
    """
    with transaction.atomic():
        pair = _lock(pair_id)
        require(by, "experts.undo_pair", pair)
        merge = pair.merges.get(undone_at__isnull=True)
        if at > merge.at + UNDO_WITHIN:
            raise Refused("undo_too_late")
        keep = pair.older if merge.kept_id == pair.older_id else pair.newer
        kept, closed = _sides(pair, keep.public_id)
        if kept.state in GONE:  # a later merge is undone first
            raise Refused("kept_is_not_open")
        for kind, ids in merge.copied.items():
            SHAPES[RowKind(kind)].model.objects.filter(expert=kept, pk__in=ids).delete()
            kept.facts.filter(row_kind=kind, row_id__in=ids).delete()
        _empty_filled(kept, closed, merge.filled)
        Credential.objects.filter(pk__in=merge.moved, expert=kept).update(expert=closed)
        back = _facts(closed_from=merge.closed_from)
        move(closed, action=Action.REOPEN, part=Part.STAFF, by=by, at=at, facts=back)
        closed.state_since = merge.closed_since
        closed.save(update_fields=["state_since"])
        record(kept, action="merge_out", part=Part.STAFF, by=by, at=at)
        merge.undone_at = at
        merge.save(update_fields=["undone_at"])
        move(pair, action=PairAction.UNDO, part=Part.STAFF, by=by, at=at, note=note, version=version)
        _tell_everybody(kept, closed)
        tell_merge_undone(merge)
    return pair


def clear_merged(*, merge_id: int, at: datetime) -> None:
    """The last day of undoing has passed: empty the closed profile; who looked stays with the person."""
    with transaction.atomic():
        merge = Merge.objects.get(pk=merge_id)
        pair = _lock(merge.pair_id)
        merge.refresh_from_db()
        closed = pair.older if pair.older_id == merge.closed_id else pair.newer
        if (
            merge.undone_at
            or merge.cleared_at
            or at <= merge.at + UNDO_WITHIN
            or closed.state != State.CLOSED
        ):
            return
        closed.access_events.filter(is_list=False).update(expert_id=merge.kept_id)
        clear_profile(closed, at=at)
        merge.cleared_at = at
        merge.save(update_fields=["cleared_at"])
        record(closed, action="clear", part=Part.CLOCK, by=None, at=at)
        say_erased(closed.pk)


def _sides(pair: DuplicatePair, keep: str) -> tuple[Expert, Expert]:
    """The profile that is kept and the one that is closed."""
    if keep == pair.older.public_id:
        return pair.older, pair.newer
    if keep == pair.newer.public_id:
        return pair.newer, pair.older
    raise Refused("unknown_choice", field="keep")


def _refuse_merge(kept: Expert, closed: Expert, at: datetime) -> None:
    if kept.state in (State.SUSPENDED, *GONE) or closed.state in (State.SUSPENDED, State.ERASED):
        raise Refused("kept_is_not_open")
    if kept.user_id is None and closed.user_id is not None:
        raise Refused("keep_the_claimed", field="keep")
    if kept.state == State.DORMANT and closed.user_id is not None and closed.state in _AWAKE:
        raise Refused("kept_is_dormant", field="keep")
    today = timezone.localdate(at)
    if closed.commitments.filter(Q(kind=CommitmentKind.HELD) | Q(ends_on__gte=today)).exists():
        raise Refused("closing_has_engagements", field="keep")


def _copy_rows(kind: RowKind, kept: Expert, closed: Expert) -> list[int]:
    """Copy the rows that the kept profile lacks, with where they came from; the ids of the copies."""
    model = SHAPES[kind].model
    known: set[Hashable] = set()
    for row in model.objects.filter(expert=kept):
        known |= _identities(kind, row)
    lacking = []
    for row in model.objects.filter(expert=closed):
        identities = _identities(kind, row)
        if known.isdisjoint(identities):
            lacking.append(row)
            known |= identities
    if model.objects.filter(expert=kept).count() + len(lacking) > kind.most_rows:
        raise Refused("merge_too_long")
    return [_copy(kind, row, kept, closed) for row in lacking]


def _copy(kind: RowKind, row: ProfileRow, kept: Expert, closed: Expert) -> int:
    facts = list(closed.facts.filter(row_kind=kind, row_id=row.pk))
    row.pk, row.public_id, row.expert = None, new_public_id(), kept
    row.save(force_insert=True)
    _copy_facts(facts, kept, row.pk)
    return row.pk


def _copy_facts(facts: list[Provenance], kept: Expert, row_id: int) -> None:
    """The same provenance on the other profile; an import of the closed one can no longer take it away."""
    for fact in facts:
        fact.pk, fact.expert, fact.row_id, fact.batch = None, kept, row_id, None
    Provenance.objects.bulk_create(facts, ignore_conflicts=True)


def _identities(kind: RowKind, row: ProfileRow) -> set[Hashable]:
    """By what a row is known; two rows that share one say the same."""
    if kind is RowKind.LANGUAGE:
        return {row.code}
    if kind is RowKind.SKILL:
        return {fold(row.typed)} | ({row.skill_id} if row.skill_id else set())
    if kind is RowKind.AFFILIATION:
        return {(row.kind, fold(row.organisation), fold(row.role), row.starts)}
    if kind is RowKind.WORK:
        return {(row.kind, fold(row.title))} | ({row.doi.lower()} if row.doi else set())
    return {(row.starts_on, row.ends_on)}


def _fill(kept: Expert, closed: Expert) -> list[str]:
    filled = [
        name
        for name in FILLED
        if getattr(kept, name) in ("", None) and getattr(closed, name) not in ("", None)
    ]
    for name in filled:
        setattr(kept, name, getattr(closed, name))
    _copy_facts(list(closed.facts.filter(row_kind=RowKind.EXPERT, field__in=filled)), kept, 0)
    return filled


def _empty_filled(kept: Expert, closed: Expert, filled: list[str]) -> None:
    """Take back what the merge filled in, unless the person has written something else since."""
    for name in filled:
        if getattr(kept, name) == getattr(closed, name):
            setattr(kept, name, None if name == "years_experience" else "")
            kept.facts.filter(row_kind=RowKind.EXPERT, field=name).delete()


def _facts(closed_from: str = "") -> Facts:
    return Facts(is_complete=True, has_consented=True, closed_from=closed_from)


def _lock(pair_id: int) -> DuplicatePair:
    """The pair with both profiles locked, the older first: always in this order, and before the pair."""
    ids = DuplicatePair.objects.values_list("older_id", "newer_id").get(pk=pair_id)
    rows = Expert.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    experts = {expert.pk: expert for expert in rows.select_related("user").order_by("pk")}
    pair = DuplicatePair.objects.select_for_update(of=("self",)).get(pk=pair_id)
    pair.older, pair.newer = experts[pair.older_id], experts[pair.newer_id]
    return pair


def _tell_everybody(kept: Expert, closed: Expert) -> None:
    say_changed(kept.pk)
    say_changed(closed.pk)
    announce(Fact.PROFILES_MERGED, kept_id=kept.pk, closed_id=closed.pk)
