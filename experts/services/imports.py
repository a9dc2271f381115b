"""Bringing a profile along: read a file, show what it says, take over what the person ticks, undo it."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from experts.enums import BatchState, RowKind
from experts.labels import UNREADABLE_REASONS
from experts.models import Expert, Fact, ImportBatch
from experts.readers import UnreadableProfile, read_profile
from experts.readers.as_json import as_document
from experts.selectors.import_plan import SOURCE_OF_FORMAT, ImportStatus, PlanItem, plan_import
from experts.services.editing import check_fields, digest_of, editing, lock_expert
from experts.services.rows import SHAPES, write_row


def preview_import(*, expert_id: int, content: bytes, file_name: str, by: User, at: datetime) -> ImportBatch:
    """Read a file and keep what it says until the person decides; the file itself is not kept.

    Raises Refused `unreadable` with the reason in words.
    """
    try:
        reading = read_profile(content, file_name)
    except UnreadableProfile as error:
        message = str(UNREADABLE_REASONS[error.code]).format(**error.params)
        raise Refused("unreadable", field="file", message=message) from error
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.edit_profile", expert)
        # Only one preview waits at a time: an older one would show a profile that has changed.
        _discard(expert.batches.filter(state=BatchState.PREVIEWED))
        return ImportBatch.objects.create(
            expert=expert,
            format=reading.format,
            file_name=clean_line(file_name)[:120],
            file_digest=hashlib.sha256(content).hexdigest(),
            reading=as_document(reading),
            at=at,
        )


def apply_import(*, batch_id: int, keys: Collection[str], by: User, at: datetime) -> int:
    """Take over what was ticked and is still new; what stands on the profile is never overwritten.

    Returns how many entries were taken over. Raises Refused `import_is_over` or `nothing_ticked`.
    """
    expert_id = ImportBatch.objects.values_list("expert_id", flat=True).get(pk=batch_id)
    with editing(expert_id=expert_id, section="import", by=by, at=at) as expert:
        batch = _open_batch(expert, batch_id)
        wanted = [item for item in plan_import(batch) if item.key in keys and item.status is ImportStatus.NEW]
        taken = sum(_take(expert, batch, item, by=by, at=at) for item in wanted)
        if not taken:
            raise Refused("nothing_ticked")
        batch.state, batch.applied_at = BatchState.APPLIED, at
        batch.reading = {}
        batch.save(update_fields=["state", "applied_at", "reading"])
    return taken


def discard_import(*, batch_id: int, by: User, at: datetime) -> None:
    """Forget what was read. Raises Refused `import_is_over`."""
    expert_id = ImportBatch.objects.values_list("expert_id", flat=True).get(pk=batch_id)
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.edit_profile", expert)
        batch = _open_batch(expert, batch_id)
        _discard(expert.batches.filter(pk=batch.pk))


def undo_import(*, batch_id: int, by: User, at: datetime) -> int:
    """Remove what an import brought, except what the person changed since. Returns how many facts went."""
    expert_id = ImportBatch.objects.values_list("expert_id", flat=True).get(pk=batch_id)
    with editing(expert_id=expert_id, section="import_undone", by=by, at=at) as expert:
        batch = expert.batches.select_for_update(of=("self",)).select_related("expert").get(pk=batch_id)
        require(by, "experts.undo_import", batch)
        # A fact that the person has changed belongs to no batch any more.
        facts = list(batch.facts.all())
        for fact in facts:
            _take_back(expert, fact)
        batch.facts.all().delete()
        batch.state, batch.undone_at = BatchState.UNDONE, at
        batch.save(update_fields=["state", "undone_at"])
    return len(facts)


def _take(expert: Expert, batch: ImportBatch, item: PlanItem, *, by: User, at: datetime) -> bool:
    """Write one item with its provenance; what a rule of the list refuses is left out, not half written."""
    row_id, value = 0, ""
    try:
        if item.kind is RowKind.EXPERT:
            value = item.values[item.field]
            setattr(expert, item.field, value)
            check_fields(expert, [item.field])
        else:
            row = SHAPES[item.kind].model(expert=expert)
            write_row(expert, item.kind, row, item.values, on=timezone.localdate(at))
            row_id = row.pk
    except Refused:
        if item.field:
            setattr(expert, item.field, "")
        return False
    Fact.objects.update_or_create(
        expert=expert,
        row_kind=item.kind,
        row_id=row_id,
        field=item.field,
        defaults={
            "source": SOURCE_OF_FORMAT[batch.format],
            "source_name": item.source[:120],
            "place": item.place[:300],
            "digest": digest_of(value),
            "batch": batch,
            "by": by,
            "at": at,
        },
    )
    return True


def _take_back(expert: Expert, fact: Fact) -> None:
    if fact.row_kind == RowKind.EXPERT:
        if digest_of(getattr(expert, fact.field)) == fact.digest:
            setattr(expert, fact.field, "")
    else:
        SHAPES[RowKind(fact.row_kind)].model.objects.filter(expert=expert, pk=fact.row_id).delete()


def _open_batch(expert: Expert, batch_id: int) -> ImportBatch:
    batch = expert.batches.select_for_update(of=("self",)).select_related("expert").get(pk=batch_id)
    if batch.state != BatchState.PREVIEWED:
        raise Refused("import_is_over")
    # The locked expert, so that the plan sees what this very transaction writes.
    batch.expert = expert
    return batch


def _discard(batches: object) -> None:
    batches.update(state=BatchState.DISCARDED, reading={})
