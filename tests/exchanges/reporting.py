"""Placements that have begun, with reports and outcomes, walked through the services."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from common.outbox import deliver
from exchanges.enums import Confirmer, OutcomeType, ReportKind, ReportState, Side
from exchanges.enums import PlacementAction as A
from exchanges.models import Outcome, Placement, Report
from exchanges.services.completion import follow_due_placements
from exchanges.services.outcomes import Claim, claim_outcome
from exchanges.services.placements import move_placement
from exchanges.services.reports import questions_of, write_report
from tests import factories
from tests.factories import walk

ANSWERS: dict[str, Any] = {
    "done": "Two reviews of the inverter design.",
    "hours": 40,
    "exists_now": "A design review report with three changes.",
    "deliverable_met": "yes",
    "n_trained": 6,
    "n_trained_women": 2,
    "problems": "The first call came late.",
    "again": "yes",
    "still_in_use": "partly",
    "came_of_it": "The design went into a second product.",
}


def noon(day: date) -> datetime:
    """A moment of a day that is the same day in Karachi and in UTC."""
    return datetime.combine(day, time(7), tzinfo=UTC)


def begun(cast: SimpleNamespace, **plan: Any) -> Placement:
    """Approved, confirmed by both and begun on its first day."""
    placement = walk(
        factories.make_submitted(cast.need, cast.expert, **plan),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_APPROVAL, cast.rabia),
        (A.RELEASE, cast.dawood),
        (A.CONFIRM, cast.hina),
        (A.CONFIRM, cast.sana),
    )
    at = noon(placement.starts_on)
    move_placement(placement_id=placement.pk, action=A.START, by=cast.sana, at=at)
    placement.refresh_from_db()
    return placement


def report_of(placement: Placement, kind: ReportKind, side: Side) -> Report:
    return placement.reports.get(kind=kind, side=side)


def hand_in(report: Report, cast: SimpleNamespace, *, at: datetime, **answers: Any) -> Report:
    """Write all that the report asks for and submit it."""
    by = cast.hina if report.side == Side.EXPERT else cast.sana
    given = {name: (ANSWERS | answers)[name] for name in questions_of(report)}
    return write_report(report_id=report.pk, answers=given, submits=True, by=by, at=at)


def completed(cast: SimpleNamespace, **plan: Any) -> Placement:
    """Both final reports are in and the last day has come."""
    placement = begun(cast, **plan)
    at = noon(placement.ends_on)
    for side in (Side.EXPERT, Side.HOST):
        hand_in(report_of(placement, ReportKind.FINAL, side), cast, at=at - timedelta(days=1))
    follow_due_placements(at=at)
    placement.refresh_from_db()
    return placement


def claim(placement: Placement, by: Any, *, at: datetime, **changes: Any) -> Outcome:
    values = {
        "type": OutcomeType.PEOPLE_TRAINED,
        "number": 6,
        "description": "Six technicians can now maintain the inverters.",
        "evidence": "Attendance list of March",
        "confirmer_is": Confirmer.THIRD_PERSON,
        "confirmer_name": "Head of the training centre",
        "confirmer_email": "head@training.example",
    } | changes
    return claim_outcome(placement_id=placement.pk, claim=Claim(**values), by=by, at=at)


def all_mails() -> None:
    """Send what waits, however much that is."""
    while deliver():
        pass


def states_of(placement: Placement) -> dict[str, str]:
    return {f"{one.kind} {one.side}": ReportState(one.state).value for one in placement.reports.all()}
