"""Two organisations become one; for thirty days that can be undone exactly.

What belongs to the closed one moves to the kept one, and the merge notes which rows moved: people, needs and
cases must exist once. Higher apps follow by `organisations_merged` and note what they moved.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from accounts.models import User
from common.events import move, record
from common.jobs import announce
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from incubators.enums import (
    Change,
    Fact,
    MemberRole,
    NeedState,
    OrganisationAction,
    OrganisationState,
    PairAction,
)
from incubators.models import Membership, Need, Organisation, OrganisationMerge, OrganisationPair
from incubators.services.needs import say
from incubators.services.organisations import say_organisation_changed
from incubators.services.parents import MOST_LEVELS, height_of, lock_tree, with_ancestors
from incubators.workflow import OrganisationFacts

UNDO_WITHIN = timedelta(days=30)
FILLED = ("name_ur", "place", "website", "email_domain", "about")
# Rows of the closed organisation that follow: the relation and the column that names the organisation.
_FOLLOW = {
    "imports": "organisation",  # before the needs in them, as who takes an import back locks them
    "needs": "organisation",
    "facilities": "organisation",
    "ventures": "organisation",
    "invitations": "organisation",
    "signals": "organisation",
    "tenants": "parent",
    "asking_tenants": "asked_parent",
}
_OPEN = (OrganisationState.PENDING, OrganisationState.VERIFIED, OrganisationState.REJECTED)
_RANKS = {role: rank for rank, role in enumerate((MemberRole.VIEWER, MemberRole.EDITOR, MemberRole.OWNER))}


def merge_organisations(
    *, pair_id: int, keep: str, note: str, by: User, at: datetime, version: int
) -> OrganisationPair:
    """Close one organisation into the other, named by its public id, to which all that it has moves.

    Raises Denied, or Refused `merge_…` on field `keep`, `note_required` or `stale_version`.
    """
    with transaction.atomic():
        pair = _lock(pair_id)
        require(by, "incubators.merge_organisation_pair", pair)
        sides = {
            pair.older.public_id: (pair.older, pair.newer),
            pair.newer.public_id: (pair.newer, pair.older),
        }
        if keep not in sides:
            raise Refused("merge_unknown_choice", field="keep")
        kept, closed = sides[keep]
        _refuse(kept, closed)
        merge = OrganisationMerge(
            pair=pair,
            kept=kept,
            closed=closed,
            closed_from=closed.state,
            closed_since=closed.state_since,
            filled=_fill(kept, closed),
            doubles=_take_doubles(kept, closed),
            moved=_move_rows(kept, closed),
            by=by,
            at=at,
        )
        merge.save()
        facts = OrganisationFacts(closed_from=closed.state)
        move(closed, action=OrganisationAction.CLOSE, part=Part.STAFF, by=by, at=at, facts=facts)
        record(kept, action=Change.MERGE_IN, part=Part.STAFF, by=by, at=at, note=note)
        move(pair, action=PairAction.MERGE, part=Part.STAFF, by=by, at=at, note=note, version=version)
        _tell(merge)
    return pair


def undo_organisation_merge(
    *, pair_id: int, note: str, by: User, at: datetime, version: int
) -> OrganisationPair:
    """Give both organisations back what they had; what came to the kept one since stays there.

    Raises Denied, or Refused `merge_undo_too_late`, `merge_not_open`, `note_required` or `stale_version`.
    """
    with transaction.atomic():
        pair = _lock(pair_id)
        require(by, "incubators.undo_organisation_pair", pair)
        merge = pair.merges.get(undone_at__isnull=True)
        if at > merge.at + UNDO_WITHIN:
            raise Refused("merge_undo_too_late")
        is_older_kept = merge.kept_id == pair.older_id
        kept, closed = (pair.older, pair.newer) if is_older_kept else (pair.newer, pair.older)
        if kept.state not in _OPEN:  # a later merge is undone first
            raise Refused("merge_not_open")
        _give_back_rows(merge, kept, closed)
        _empty_filled(merge, kept, closed)
        facts = OrganisationFacts(closed_from=merge.closed_from)
        move(closed, action=OrganisationAction.REOPEN, part=Part.STAFF, by=by, at=at, facts=facts)
        closed.state_since = merge.closed_since
        closed.save(update_fields=["state_since"])
        record(kept, action=Change.MERGE_OUT, part=Part.STAFF, by=by, at=at, note=note)
        merge.undone_at = at
        merge.save(update_fields=["undone_at"])
        move(pair, action=PairAction.UNDO, part=Part.STAFF, by=by, at=at, note=note, version=version)
        _tell(merge)
    return pair


def lock_merge(merge_id: int) -> OrganisationMerge:
    """The merge under its row lock, for a higher app that follows it; needs a transaction."""
    return OrganisationMerge.objects.select_for_update(of=("self",)).get(pk=merge_id)


def follow_rows(
    merge: OrganisationMerge, kind: str, rows: QuerySet[Any], column: str = "organisation"
) -> list[int]:
    """Let rows of a higher app follow a locked merge, or go back; twice changes nothing.

    Only what the merge itself moved goes back. Returns the ids of the rows that moved now.
    """
    if merge.undone_at is None:
        ids = list(rows.filter(**{column: merge.closed_id}).order_by("pk").values_list("pk", flat=True))
        target = merge.kept_id
    else:
        known = rows.filter(**{column: merge.kept_id}, pk__in=merge.followed.get(kind, []))
        ids, target = list(known.order_by("pk").values_list("pk", flat=True)), merge.closed_id
    rows.model._default_manager.filter(pk__in=ids).update(**{f"{column}_id": target})
    if merge.undone_at is None:
        merge.followed[kind] = sorted({*merge.followed.get(kind, []), *ids})
        merge.save(update_fields=["followed"])
    return ids


def _lock(pair_id: int) -> OrganisationPair:
    """Who belongs to whom, then both organisations by number, then the pair: always in this order.

    Rows that name an organisation may be written meanwhile: their writers hold needs that a merge waits for.
    """
    lock_tree()
    ids = OrganisationPair.objects.values_list("older_id", "newer_id").get(pk=pair_id)
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    organisations = {organisation.pk: organisation for organisation in rows}
    pair = OrganisationPair.objects.select_for_update(of=("self",)).get(pk=pair_id)
    pair.older, pair.newer = organisations[pair.older_id], organisations[pair.newer_id]
    return pair


def _refuse(kept: Organisation, closed: Organisation) -> None:
    if kept.state not in _OPEN or closed.state not in _OPEN:
        raise Refused("merge_not_open")
    if closed.is_verified and not kept.is_verified:
        raise Refused("merge_keep_verified", field="keep")
    if closed.unit_id is not None:
        raise Refused("merge_keep_unit", field="keep")
    asked = (kept.asked_parent_id == closed.pk, closed.asked_parent_id == kept.pk)
    above = with_ancestors(kept)
    if closed.pk in above or kept.pk in with_ancestors(closed) or any(asked):
        raise Refused("merge_family", field="keep")
    if len(above) + height_of(closed.pk) - 1 > MOST_LEVELS:
        raise Refused("merge_too_deep", field="keep")


def _fill(kept: Organisation, closed: Organisation) -> list[str]:
    """The fields that the kept one lacked and takes over; it is saved with its event."""
    filled = [name for name in FILLED if not getattr(kept, name) and getattr(closed, name)]
    for name in filled:
        setattr(kept, name, getattr(closed, name))
    return filled


def _empty_filled(merge: OrganisationMerge, kept: Organisation, closed: Organisation) -> None:
    """Take back what the merge filled in, unless somebody has written something else since."""
    for name in merge.filled:
        if getattr(kept, name) == getattr(closed, name):
            setattr(kept, name, None if name == "place" else "")


def _take_doubles(kept: Organisation, closed: Organisation) -> list[dict[str, Any]]:
    """Who belongs to both belongs to the kept one, with the greater of the two parts."""
    mine = {row.user_id: row for row in kept.memberships.order_by("pk")}
    doubles = []
    for row in closed.memberships.filter(user_id__in=mine).order_by("pk"):
        kept_row = mine[row.user_id]
        doubles.append(
            {
                "user": row.user_id,
                "role": row.role,
                "since": row.since.isoformat(),
                "kept_role": kept_row.role,
            }
        )
        if _RANKS[MemberRole(row.role)] > _RANKS[MemberRole(kept_row.role)]:
            kept_row.role = row.role
            kept_row.save(update_fields=["role"])
        row.delete()
    return doubles


def _move_rows(kept: Organisation, closed: Organisation) -> dict[str, list[int]]:
    moved = {"memberships": _moved(closed.memberships.all(), "organisation", kept)}
    for relation, column in _FOLLOW.items():
        moved[relation] = _moved(getattr(closed, relation).all(), column, kept)
    return moved


def _moved(rows: QuerySet[Any], column: str, to: Organisation) -> list[int]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).update(**{column: to})
    return ids


def _give_back_rows(merge: OrganisationMerge, kept: Organisation, closed: Organisation) -> None:
    """Rows that the merge moved and that are still there; so, too, people who belonged to both."""
    for relation, column in (("memberships", "organisation"), *_FOLLOW.items()):
        _moved(getattr(kept, relation).filter(pk__in=merge.moved[relation]), column, closed)
    for double in merge.doubles:
        user = User.objects.filter(pk=double["user"], is_active=True, memberships__organisation=kept).first()
        if user is None:
            continue
        Membership.objects.get_or_create(
            user=user,
            organisation=closed,
            defaults={"role": double["role"], "since": parse_datetime(double["since"])},
        )
        raised = _RANKS[MemberRole(double["role"])] > _RANKS[MemberRole(double["kept_role"])]
        if raised:
            kept.memberships.filter(user=user, role=double["role"]).update(role=double["kept_role"])


def _tell(merge: OrganisationMerge) -> None:
    """Matching hears of the open needs, everybody of the merge."""
    for need in _open_needs(merge.moved["needs"]):
        say(Fact.NEED_CHANGED, need)
    for organisation in (merge.kept, merge.closed):
        say_organisation_changed(organisation)
    announce(Fact.ORGANISATIONS_MERGED, merge_id=merge.pk)


def _open_needs(need_ids: Iterable[int]) -> QuerySet[Need]:
    return Need.objects.filter(pk__in=list(need_ids), state=NeedState.OPEN).order_by("pk")
