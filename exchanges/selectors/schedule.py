"""When which report of a placement is due: one function, which a programme's own schedule may replace."""

from datetime import date, datetime, timedelta

from exchanges.enums import PlacementState, ReportKind
from exchanges.models import Placement, Report
from exchanges.selectors.facts import day_of

LONG = timedelta(weeks=8)
AFTER_THE_END = timedelta(days=14)
# A follow-up may be answered a month before it is due, not at once.
FOLLOW_UP_OPENS = timedelta(days=30)


def schedule_of(placement: Placement) -> dict[ReportKind, date]:
    """Half-time when it is longer than eight weeks, the end and two weeks, a year after the completion.

    One that ended early is reported on two weeks after that, and has neither half-time nor follow-up.
    """
    since = day_of(placement.state_since)
    if placement.state == PlacementState.ENDED_EARLY:
        return {ReportKind.FINAL: since + AFTER_THE_END}
    if placement.starts_on is None or placement.ends_on is None:
        return {}
    due = {ReportKind.FINAL: placement.ends_on + AFTER_THE_END}
    length = placement.ends_on - placement.starts_on
    if length > LONG:
        due[ReportKind.MID] = placement.starts_on + length / 2
    if placement.state == PlacementState.COMPLETED:
        due[ReportKind.FOLLOW_UP] = _a_year_after(since)
    return due


def _a_year_after(day: date) -> date:
    """The same day of the next year; the 28th for the 29th of February."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + 1, day.month, last)


def has_opened(report: Report, at: datetime) -> bool:
    is_early = day_of(at) < report.due_on - FOLLOW_UP_OPENS
    return report.kind != ReportKind.FOLLOW_UP or not is_early
