"""When which report of a placement is due, by the policy of its programme."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from exchanges.enums import PlacementState, ReportKind
from exchanges.models import Placement, Report
from exchanges.selectors.facts import day_of, policy_for

LONG = timedelta(weeks=8)
# A follow-up may be answered a month before it is due, not at once.
FOLLOW_UP_OPENS = timedelta(days=30)
# Two reports of one week are one.
SAME_WEEK = timedelta(days=3)


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


def interim_days(placement: Placement, *, besides: date | None) -> dict[int, date]:
    """By weeks since the first day, what the policy wants every so many weeks, before the last day.

    The one that falls into the week of `besides`, the report at half-time, is left out.
    """
    every = policy_for(placement).report_every_weeks
    if placement.state == PlacementState.ENDED_EARLY or not every:
        return {}
    if placement.starts_on is None or placement.ends_on is None:
        return {}
    n_weeks = (placement.ends_on - placement.starts_on - timedelta(days=1)) // timedelta(weeks=1)
    days = {n: placement.starts_on + timedelta(weeks=n) for n in range(every, n_weeks + 1, every)}
    return {n: day for n, day in days.items() if besides is None or abs(day - besides) > SAME_WEEK}


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
