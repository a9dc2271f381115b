"""What the portal holds about a person, where each fact came from, and who looked."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from experts.enums import BatchState
from experts.labels import BATCH_STATES, LOOK_REASONS, SOURCES
from experts.models import AccessEvent, Expert, ImportBatch
from experts.readers import Format
from experts.selectors.import_plan import SOURCE_OF_FORMAT


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw the person: alone, or as one line of a list."""

    who: str
    why: str
    at: datetime
    is_list: bool


@dataclass(frozen=True, slots=True)
class ImportLine:
    public_id: str
    source: str
    file_name: str
    state: str
    at: datetime
    is_open: bool
    can_be_undone: bool


def looks(events: list[AccessEvent]) -> list[Look]:
    """Rows of one page of the list of looks."""
    reasons: dict[str, str] = {reason.value: str(label) for reason, label in LOOK_REASONS.items()}
    return [
        Look(
            who=event.viewer_is or _("somebody of the ministry"),
            why=reasons.get(event.why, event.why),
            at=event.at,
            is_list=event.is_list,
        )
        for event in events
    ]


def import_lines(expert: Expert) -> list[ImportLine]:
    return [_line(batch) for batch in expert.batches.all()[:20]]


def _line(batch: ImportBatch) -> ImportLine:
    return ImportLine(
        public_id=batch.public_id,
        source=SOURCES[SOURCE_OF_FORMAT[Format(batch.format)]],
        file_name=batch.file_name,
        state=BATCH_STATES[BatchState(batch.state)],
        at=batch.at,
        is_open=batch.state in (BatchState.READING, BatchState.UNREADABLE, BatchState.PREVIEWED),
        can_be_undone=batch.state == BatchState.APPLIED,
    )
