"""When which report of a placement is due, by the policy of its programme."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from exchanges.enums import PlacementState, ReportKind
from exchanges.models import Placement, Report
from exchanges.selectors.facts import day_of, policy_for

LONG = timedelta(weeks=8)
# A follow-up may be answered a month before it is due, not at once.
FOLLOW_UP_OPENS = timedelta(days=30)


def schedule_of(placement: Placement) -> dict[ReportKind, date]:
    """Half-time where the policy wants it and the placement is longer than eight weeks; some days after the
    end; some months after the completion.

    One that ended early is reported on after that, and has neither half-time nor follow-up.
    """
    policy = policy_for(placement)
    after_the_end = timedelta(days=policy.final_report_after_days)
    since = day_of(placement.state_since)
    if placement.state == PlacementState.ENDED_EARLY:
        return {ReportKind.FINAL: since + after_the_end}
    if placement.starts_on is None or placement.ends_on is None:
        return {}
    due = {ReportKind.FINAL: placement.ends_on + after_the_end}
    length = placement.ends_on - placement.starts_on
    if policy.mid_report and length > LONG:
        due[ReportKind.MID] = placement.starts_on + length / 2
    if placement.state == PlacementState.COMPLETED:
        due[ReportKind.FOLLOW_UP] = _months_after(since, policy.follow_up_months)
    return due


def _months_after(day: date, n_months: int) -> date:
    """The same day so many months later, or the last one of a month that is shorter.

    >>> _months_after(date(2028, 2, 29), 12)
    datetime.date(2029, 2, 28)
    """
    years, month = divmod(day.month - 1 + n_months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def has_opened(report: Report, at: datetime) -> bool:
    is_early = day_of(at) < report.due_on - FOLLOW_UP_OPENS
    return report.kind != ReportKind.FOLLOW_UP or not is_early
