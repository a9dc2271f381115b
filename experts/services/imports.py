"""Bringing a profile along: read a file, show what it says, take over what the person chooses."""

import hashlib
import io
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.jobs import enqueue
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from experts.enums import BatchState, ImportStatus, RowKind
from experts.labels import why_unreadable
from experts.models import Expert, Fact, ImportBatch, ImportUpload, digest_of
from experts.readers import Format, UnreadableCode, UnreadableProfile, is_cv, read_profile
from experts.readers.as_json import as_document
from experts.readers.limits import MAX_BYTES, MAX_BYTES_TEXT
from experts.selectors.import_fields import NAMED_ROWS, value_of
from experts.selectors.import_plan import SOURCE_OF_FORMAT, TAKES, PlanItem, plan_import
from experts.services.editing import check_fields, editing, lock_expert
from experts.services.imported_credentials import write_imported
from experts.services.rows import SHAPES, write_row

READ_CV = "experts.read_cv"
MOST_PUT_ASIDE = 3  # imports that can be undone one after the other


def preview_import(
    *, expert_id: int, content: bytes | BinaryIO, file_name: str, by: User, at: datetime
) -> ImportBatch:
    """Read a file and keep what it says until the person decides; the file itself is not kept.

    A CV is read by a worker: until then its batch is `reading` and the file waits with it.
    Raises Refused `unreadable` with the reason in words.
    """
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        waits = is_cv(file)
        reading = None if waits else read_profile(file, file_name)
        upload = _whole(file) if waits else b""
    except UnreadableProfile as error:
        message = why_unreadable(error.code, error.params)
        raise Refused("unreadable", field="file", message=message) from error
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.edit_profile", expert)
        # Only one preview waits at a time: an older one would show a profile that has changed.
        forget(expert.batches.filter(state__in=(BatchState.PREVIEWED, BatchState.READING)))
        file.seek(0)
        batch = ImportBatch.objects.create(
            expert=expert,
            state=BatchState.PREVIEWED if reading else BatchState.READING,
            format=reading.format if reading else Format.CV,
            file_name=clean_line(file_name)[:120],
            file_digest=hashlib.file_digest(file, "sha256").hexdigest(),
            reading=as_document(reading) if reading else {},
            at=at,
        )
        if reading is None:
            ImportUpload.objects.create(batch=batch, content=upload)
            enqueue(READ_CV, batch_id=batch.pk)
    return batch


def apply_import(
    *, batch_id: int, keys: Collection[str], by: User, at: datetime, levels: Mapping[str, str] | None = None
) -> int:
    """Take over what was ticked, and what got a level; what the person typed is never overwritten.

    Returns how many entries were taken over. Raises Refused `import_is_over` or `nothing_ticked`.
    """
    expert_id = ImportBatch.objects.values_list("expert_id", flat=True).get(pk=batch_id)
    with editing(expert_id=expert_id, section="import", by=by, at=at) as expert:
        batch = _open_batch(expert, batch_id)
        taken = 0
        for item in plan_import(batch):
            values = _wanted_values(item, keys, levels or {})
            taken += values is not None and _take(expert, batch, item, values, by=by, at=at)
        if not taken:
            raise Refused("nothing_ticked")
        batch.state, batch.applied_at = BatchState.APPLIED, at
        batch.reading = {}
        batch.save(update_fields=["state", "applied_at", "reading"])
    return taken


def discard_import(*, batch_id: int, by: User, at: datetime) -> None:
    """Forget what was read, or what still waits to be read. Raises Refused `import_is_over`."""
    expert_id = ImportBatch.objects.values_list("expert_id", flat=True).get(pk=batch_id)
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.edit_profile", expert)
        batch = expert.batches.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state not in (BatchState.PREVIEWED, BatchState.READING):
            raise Refused("import_is_over")
        forget(expert.batches.filter(pk=batch.pk))


def forget(batches: Any) -> None:
    """What was read is gone, and so is the file of what nobody has read yet."""
    ImportUpload.objects.filter(batch__in=batches).delete()
    batches.update(state=BatchState.DISCARDED, reading={})


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableProfile(UnreadableCode.TOO_LARGE, limit=MAX_BYTES_TEXT)
    return content


def _wanted_values(item: PlanItem, keys: Collection[str], levels: Mapping[str, str]) -> dict[str, Any] | None:
    """What the person wants written of an item, or None."""
    if item.status in TAKES:
        return item.values if item.key in keys else None
    level = levels.get(item.key, "")
    if item.status is not ImportStatus.NEEDS_LEVEL or level not in dict(item.levels):
        return None
    return item.values | {"level": int(level) if item.kind is RowKind.SKILL else level}


def _take(
    expert: Expert, batch: ImportBatch, item: PlanItem, values: dict[str, Any], *, by: User, at: datetime
) -> bool:
    """Write one item with its provenance; what a rule of the list refuses is left out, not half written."""
    row_id, value, replaced = item.row_id, "", None
    try:
        if item.kind is RowKind.EXPERT:
            value = values[item.field]
            replaced = {item.field: value_of(expert, item.field)}
            set_value(expert, item.field, value)
        else:
            row_id, replaced = _write(expert, item, values, by=by, at=at)
    except Refused:
        return False
    facts = Fact.objects.filter(expert=expert, row_kind=item.kind, row_id=row_id, field=item.field)
    Fact.objects.update_or_create(
        expert=expert,
        row_kind=item.kind,
        row_id=row_id,
        field=item.field,
        defaults={
            "source": SOURCE_OF_FORMAT[Format(batch.format)],
            "source_name": item.source[:120],
            "place": item.place[:300],
            "digest": digest_of(value),
            "batch": batch,
            "by": by,
            "at": at,
            "replaced": _put_aside(facts.first(), replaced) if item.status is ImportStatus.UPDATE else None,
        },
    )
    return True


def _write(
    expert: Expert, item: PlanItem, values: dict[str, Any], *, by: User, at: datetime
) -> tuple[int, dict[str, Any] | None]:
    """Add or change a row; returns its id and, for a change, the values that stood there."""
    if item.kind is RowKind.CREDENTIAL:
        return write_imported(expert, item.row_id, values, by=by, at=at)
    shape = SHAPES[item.kind]
    rows = shape.model.objects.filter(expert=expert)
    replaced = None
    if item.row_id:
        row = rows.get(pk=item.row_id)
        also = {"is_current"} if item.kind is RowKind.AFFILIATION else set()
        replaced = {name: getattr(row, name) for name in values.keys() | also}
    elif rows.count() >= item.kind.most_rows:
        raise Refused("too_many_rows")
    else:
        row = shape.model(expert=expert)
    write_row(expert, item.kind, row, values, on=timezone.localdate(at))
    return row.pk, replaced


def set_value(expert: Expert, name: str, value: Any) -> None:
    """Write one field of the profile. Raises Refused, with nothing changed, for what it does not accept."""
    if name in NAMED_ROWS:
        model, code = NAMED_ROWS[name]
        getattr(expert, name).set(model.objects.filter(**{f"{code}__in": value}))
        return
    present = getattr(expert, name)
    setattr(expert, name, value)
    try:
        check_fields(expert, [name])
    except Refused:
        setattr(expert, name, present)
        raise


def _put_aside(fact: Fact | None, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """What undoing an update needs: the values that stood there and where they had come from."""
    if fact is None or values is None:
        return None
    return {
        "values": values,
        "batch": fact.batch_id,
        "source_name": fact.source_name,
        "place": fact.place,
        "digest": fact.digest,
        "replaced": _newest(fact.replaced, MOST_PUT_ASIDE - 1),
    }


def _newest(replaced: dict[str, Any] | None, most: int) -> dict[str, Any] | None:
    """As many steps back as are kept; who imports every month does not pile up years."""
    if replaced is None or most == 0:
        return None
    return replaced | {"replaced": _newest(replaced["replaced"], most - 1)}


def _open_batch(expert: Expert, batch_id: int) -> ImportBatch:
    batch = expert.batches.select_for_update(of=("self",)).select_related("expert").get(pk=batch_id)
    if batch.state != BatchState.PREVIEWED:
        raise Refused("import_is_over")
    # The locked expert, so that the plan sees what this very transaction writes.
    batch.expert = expert
    return batch
