"""Ties between an expert and an organisation: declared by the person or found, then assessed."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from experts.services.commitments import lock_expert
from incubators.models import Organisation
from matching.enums import ConflictKind, ConflictState
from matching.models import Conflict, MatchList
from matching.services.runs import mark_stale


def declare_conflict(
    *, expert_id: int, organisation_id: int, kind: ConflictKind, evidence: str, by: User, at: datetime
) -> Conflict:
    """Write down what ties the person to an organisation; it bars nothing until it is assessed.

    Raises Refused `organisation_unknown` or `conflict_once`.
    """
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "matching.declare_conflict", expert)
        if not Organisation.objects.verified().filter(pk=organisation_id).exists():
            raise Refused("organisation_unknown", field="organisation")
        said = {"evidence": clean_line(evidence), "declared_by": by, "at": at}
        conflict, is_new = Conflict.objects.select_for_update(of=("self",)).get_or_create(
            expert=expert, organisation_id=organisation_id, kind=kind, defaults=said
        )
        if not is_new:
            if conflict.declared_by_id is not None:
                raise Refused("conflict_once", field="kind")
            if conflict.state != ConflictState.PROPOSED:
                raise Refused("conflict_is_decided", field="kind")
            # The portal had found it already: now the person has said it as well.
            conflict.evidence, conflict.declared_by, conflict.at = said.values()
            conflict.save(update_fields=list(said))
    return conflict


def withdraw_conflict(*, conflict_id: int, by: User, at: datetime) -> None:
    """Take a declaration back while nobody has decided on it. Raises Refused `conflict_is_decided`."""
    with transaction.atomic():
        conflict = _locked(conflict_id)
        require(by, "matching.withdraw_conflict", conflict)
        if conflict.state != ConflictState.PROPOSED:
            raise Refused("conflict_is_decided")
        if conflict.found:
            conflict.evidence, conflict.declared_by = "", None
            conflict.save(update_fields=["evidence", "declared_by"])
        else:
            conflict.delete()


def assess_conflict(*, conflict_id: int, bars: bool, note: str, by: User, at: datetime) -> Conflict:
    """Decide whether a tie keeps the two apart, or how it is managed; lists are made anew if it bars.

    Raises Refused `conflict_is_decided`.
    """
    with transaction.atomic():
        conflict = _locked(conflict_id)
        require(by, "matching.assess_conflict", conflict)
        if conflict.state != ConflictState.PROPOSED:
            raise Refused("conflict_is_decided")
        conflict.state = ConflictState.CONFIRMED if bars else ConflictState.DISMISSED
        conflict.note, conflict.decided_by, conflict.decided_at = clean_line(note), by, at
        conflict.save(update_fields=["state", "note", "decided_by", "decided_at"])
        if bars:
            mark_stale(MatchList.objects.filter(need__organisation_id=conflict.organisation_id), at=at)
    return conflict


def _locked(conflict_id: int) -> Conflict:
    rows = Conflict.objects.select_for_update(of=("self",)).select_related("expert", "organisation")
    return rows.get(pk=conflict_id)
