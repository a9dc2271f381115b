"""The life of a report as a table."""

from dataclasses import dataclass

from common.workflow import Part, Transition, Workflow
from exchanges.enums import REPORT_TO_WRITE, ReportAction, ReportState

_R = ReportState
_A = ReportAction

# Days after the due day on which its side is called to mind.
REPORT_REMINDERS = (0, 7, 21)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    has_opened: bool  # a follow-up is asked a year later, not at once
    is_complete: bool


def has_opened(facts: ReportFacts) -> str | None:
    return None if facts.has_opened else "report_not_open_yet"


def is_complete(facts: ReportFacts) -> str | None:
    return has_opened(facts) or (None if facts.is_complete else "report_incomplete")


def _of_its_side() -> tuple[Transition, ...]:
    """Written in parts; a returned report stays returned until it is submitted again."""
    rows = []
    for part in (Part.EXPERT, Part.HOST):
        rows += [
            Transition(_A.WRITE, _R.DUE, _R.DRAFT, part, guard=has_opened),
            Transition(_A.WRITE, _R.DRAFT, _R.DRAFT, part),
            Transition(_A.WRITE, _R.RETURNED, _R.RETURNED, part),
            Transition(_A.SUBMIT, _R.DRAFT, _R.SUBMITTED, part, guard=is_complete),
            Transition(_A.SUBMIT, _R.RETURNED, _R.SUBMITTED, part, guard=is_complete),
        ]
    return tuple(rows)


def _of_the_ministry() -> tuple[Transition, ...]:
    rows = []
    wants = {"note_required": True, "reasons_required": True}
    for part in (Part.REVIEWER, Part.STAFF):
        rows += [
            Transition(_A.ACCEPT, _R.SUBMITTED, _R.ACCEPTED, part),
            Transition(_A.RETURN, _R.SUBMITTED, _R.RETURNED, part, **wants),
            *(Transition(_A.SKIP, source, _R.SKIPPED, part, **wants) for source in REPORT_TO_WRITE),
        ]
    return tuple(rows)


REPORT = Workflow(
    name="report",
    initial=_R.DUE,
    rows=(
        *_of_its_side(),
        *_of_the_ministry(),
        # A placement that ended early has no middle any more; one with other dates other reports between.
        *(Transition(_A.SKIP, source, _R.SKIPPED, Part.CLOCK) for source in REPORT_TO_WRITE),
    ),
)
