"""Documents that take long: a worker reads them, and none of them waits or is kept for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta

from experts.enums import BatchState
from experts.models import ImportBatch, ImportUpload
from experts.readers import UnreadableCode, UnreadableProfile, read_profile
from experts.readers.as_json import as_document
from experts.selectors.spellings import skill_spellings
from experts.services.imports import forget

# Five attempts of a worker with their pauses take less; whatever waits longer will not be read any more.
LONGEST_READING = timedelta(minutes=15)
LONGEST_PREVIEW = timedelta(days=30)


def read_waiting(*, batch_id: int) -> Callable[[], None] | None:
    """Read a document outside any transaction; returns how to write down what it says."""
    batch = ImportBatch.objects.filter(pk=batch_id, state=BatchState.READING).first()
    upload = ImportUpload.objects.filter(batch_id=batch_id).first()
    if batch is None or upload is None:
        return None
    try:
        found = read_profile(bytes(upload.content), batch.file_name, skill_spellings())
        read = {"reading": as_document(found), "format": found.format, "state": BatchState.PREVIEWED}
    except UnreadableProfile as error:
        read = _unreadable(error.code, error.params)
    return lambda: _write_down(batch_id, read)


def end_what_waits_too_long(*, at: datetime) -> None:
    """No document waits for ever for a worker, and what nobody decided on is forgotten."""
    stuck = ImportBatch.objects.filter(state=BatchState.READING, at__lt=at - LONGEST_READING)
    for batch_id in stuck.values_list("pk", flat=True):
        _write_down(batch_id, _unreadable(UnreadableCode.TOO_HARD, {}))
    forget(ImportBatch.objects.filter(state=BatchState.PREVIEWED, at__lt=at - LONGEST_PREVIEW))


def _unreadable(code: UnreadableCode, params: dict[str, str | int]) -> dict[str, object]:
    return {"reading": {"code": code, "params": params}, "state": BatchState.UNREADABLE}


def _write_down(batch_id: int, read: dict[str, object]) -> None:
    """What was read, unless the person has discarded it meanwhile; the document itself goes in any case."""
    ImportBatch.objects.filter(pk=batch_id, state=BatchState.READING).update(**read)
    ImportUpload.objects.filter(batch_id=batch_id).delete()
