"""Taking back an import: what it brought goes, what it replaced returns, what was typed since stays."""

from datetime import datetime
from typing import Any

from accounts.models import User
from common.policies import require
from experts.enums import BatchState, RowKind
from experts.models import Expert, Fact, ImportBatch, digest_of
from experts.selectors.import_fields import empty_value, value_of
from experts.services.editing import editing
from experts.services.imported_credentials import take_back_imported
from experts.services.imports import set_value
from experts.services.rows import SHAPES


def undo_import(*, batch_id: int, by: User, at: datetime) -> int:
    """Take back what an import brought, except what the person changed or staff answered since.

    Returns how many facts.
    """
    expert_id = ImportBatch.objects.values_list("expert_id", flat=True).get(pk=batch_id)
    with editing(expert_id=expert_id, section="import_undone", by=by, at=at) as expert:
        batch = expert.batches.select_for_update(of=("self",)).select_related("expert").get(pk=batch_id)
        require(by, "experts.undo_import", batch)
        # A fact that the person has changed belongs to no batch any more.
        facts = list(batch.facts.all())
        standing = set(expert.batches.filter(state=BatchState.APPLIED).values_list("pk", flat=True))
        kept: list[int] = []
        for fact in facts:
            # What an undone import had brought does not return.
            earlier = fact.replaced if fact.replaced and fact.replaced["batch"] in standing else None
            if not _take_back(expert, fact, earlier["values"] if earlier else None, by=by, at=at):
                kept.append(fact.pk)
            elif earlier:
                _restore(fact, earlier)
        Fact.objects.filter(pk__in=kept).update(batch=None)
        batch.facts.all().delete()
        batch.state, batch.undone_at = BatchState.UNDONE, at
        batch.save(update_fields=["state", "undone_at"])
    return len(facts) - len(kept)


def _take_back(expert: Expert, fact: Fact, earlier: dict[str, Any] | None, *, by: User, at: datetime) -> bool:
    """Whether it was taken back; a credential that staff have answered stays."""
    if fact.row_kind == RowKind.CREDENTIAL:
        return take_back_imported(expert, fact.row_id, earlier, by=by, at=at)
    if fact.row_kind == RowKind.EXPERT:
        name = fact.field
        if digest_of(value_of(expert, name)) == fact.digest:
            set_value(expert, name, earlier[name] if earlier else empty_value(name))
        return True
    rows = SHAPES[RowKind(fact.row_kind)].model.objects.filter(expert=expert, pk=fact.row_id)
    if earlier:
        rows.update(**earlier)
    else:
        rows.delete()
    return True


def _restore(fact: Fact, earlier: dict[str, Any]) -> None:
    """The fact is again what the earlier import had made of it, which can be undone in its turn."""
    fact.batch_id, fact.replaced = earlier["batch"], earlier["replaced"]
    fact.source_name, fact.place, fact.digest = earlier["source_name"], earlier["place"], earlier["digest"]
    fact.save(update_fields=["batch", "replaced", "source_name", "place", "digest"])
