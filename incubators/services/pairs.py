"""Pairs of organisations that may be one: found by what they have in common, decided by staff."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count

from accounts.models import User
from common.events import begin, move
from common.policies import require
from common.workflow import Part
from incubators.enums import Likeness, PairAction, PairState
from incubators.models import Organisation, OrganisationKey, OrganisationPair
from incubators.selectors.likeness import keys_of

# What more organisations than this have in common says nothing about two of them.
MOST_SHARING = 25


def find_pairs(*, organisation_id: int, at: datetime) -> list[OrganisationPair]:
    """Compare one changed organisation with those that share a key with it, and propose pairs."""
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
        organisation = Organisation.objects.with_place().get(pk=organisation_id)
        keys = keys_of(organisation)
        _index(organisation, keys)
        found = _evidence(organisation, keys)
        pairs = [propose(organisation.pk, other, kinds, at=at) for other, kinds in sorted(found.items())]
        _drop_others(organisation, keys, {pair.pk for pair in pairs}, at=at)
    return pairs


def propose(one: int, other: int, evidence: Iterable[Likeness], *, at: datetime) -> OrganisationPair:
    """Put a pair before staff, or bring its evidence up to date; what they decided stays decided."""
    older, newer = sorted((one, other))
    given = [kind.value for kind in Likeness if kind in set(evidence)]
    try:
        with transaction.atomic():
            pair = _locked_pair(older_id=older, newer_id=newer)
            if pair is None:
                pair = OrganisationPair(older_id=older, newer_id=newer, evidence=given)
                begin(pair, by=None, at=at, part=Part.CLOCK, action="propose")
    except IntegrityError:  # somebody else proposed the same pair at this moment
        pair = _locked_pair(older_id=older, newer_id=newer)
    if pair.evidence != given:
        pair.evidence = given
        pair.save(update_fields=["evidence"])
    if pair.state == PairState.DROPPED:
        move(pair, action=PairAction.PROPOSE_AGAIN, part=Part.CLOCK, by=None, at=at)
    return pair


def tell_apart(*, pair_id: int, note: str, by: User, at: datetime, version: int) -> OrganisationPair:
    """Remember that these are two. Raises Denied, or Refused `note_required` or `stale_version`."""
    return _decide(pair_id, PairAction.TELL_APART, note=note, by=by, at=at, version=version)


def reconsider(*, pair_id: int, note: str, by: User, at: datetime, version: int) -> OrganisationPair:
    """Put a pair that was told apart before staff again. Raises as `tell_apart` does."""
    return _decide(pair_id, PairAction.RECONSIDER, note=note, by=by, at=at, version=version)


def _index(organisation: Organisation, keys: set[tuple[str, str]]) -> None:
    rows = OrganisationKey.objects.filter(organisation=organisation)
    known = {(row.kind, row.key): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in known.items() if key not in keys]).delete()
    new = [
        OrganisationKey(organisation=organisation, kind=kind, key=key)
        for kind, key in sorted(keys - set(known))
    ]
    OrganisationKey.objects.bulk_create(new, ignore_conflicts=True)


def _evidence(organisation: Organisation, keys: set[tuple[str, str]]) -> dict[int, set[Likeness]]:
    """What speaks for each other organisation, by its id; a park and its tenant are two."""
    shared = (
        OrganisationKey.objects.filter(key__in=[key for _kind, key in keys])
        .values("key")
        .annotate(n=Count("pk"))
        .filter(n__range=(2, MOST_SHARING))
    )
    others = OrganisationKey.objects.filter(key__in=shared.values("key")).exclude(organisation=organisation)
    others = others.exclude(organisation__parent=organisation)
    found: dict[int, set[Likeness]] = {}
    for other, kind in others.values_list("organisation_id", "kind"):
        if other != organisation.parent_id:
            found.setdefault(other, set()).add(Likeness(kind))
    return found


def _drop_others(
    organisation: Organisation, keys: set[tuple[str, str]], found: set[int], *, at: datetime
) -> None:
    """Pairs that nothing speaks for any more are no longer shown.

    The other one may have been compared at the same moment, so what speaks for the pair is asked once more
    under its lock.
    """
    for side, other in (("older", "newer_id"), ("newer", "older_id")):
        proposed = OrganisationPair.objects.filter(**{side: organisation}).proposed().exclude(pk__in=found)
        for pair in proposed.select_for_update(of=("self",)):
            if getattr(pair, other) not in _evidence(organisation, keys):
                move(pair, action=PairAction.DROP, part=Part.CLOCK, by=None, at=at)


def _decide(
    pair_id: int, action: PairAction, *, note: str, by: User, at: datetime, version: int
) -> OrganisationPair:
    with transaction.atomic():
        pair = _locked_pair(pk=pair_id)
        require(by, f"incubators.{action}_organisation_pair", pair)
        move(pair, action=action, part=Part.STAFF, by=by, at=at, note=note, version=version)
    return pair


def _locked_pair(**which: int) -> OrganisationPair | None:
    pairs = OrganisationPair.objects.select_for_update(of=("self",)).select_related("older", "newer")
    return pairs.filter(**which).first()
