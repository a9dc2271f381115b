"""Reports are asked for when a placement begins, ends or changes its dates, and called to mind when due."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from common.events import begin, move
from common.workflow import Part
from exchanges import notices
from exchanges.enums import REPORT_TO_WRITE, PlacementState, ReportAction, ReportKind, Side
from exchanges.models import Placement, Report
from exchanges.selectors.facts import day_of
from exchanges.selectors.schedule import interim_days, schedule_of
from exchanges.workflow import REPORT_REMINDERS

_Key = tuple[str, str, int]  # side, kind, after so many weeks
_ASKED_IN = (PlacementState.ACTIVE, PlacementState.COMPLETED, PlacementState.ENDED_EARLY)


def keep_schedule(placement: Placement, *, at: datetime) -> None:
    """Ask for the reports that are missing, and move the due days of those that nobody handed in.

    Whatever changes the dates of a placement calls this, with the placement locked; twice changes nothing.
    """
    if placement.state not in _ASKED_IN:
        return
    due = schedule_of(placement)
    rows = placement.reports.select_for_update(of=("self",)).order_by("pk")
    asked = {(report.side, report.kind, report.after_weeks): report for report in rows}
    for side in (Side.EXPERT, Side.HOST):
        for kind, due_on in due.items():
            key = (side, kind, 0)
            asked[key] = _ask(placement, key, asked.get(key), due_on, at=at)
        _keep_interim(placement, side, asked, at=at)
        mid = asked.get((side, ReportKind.MID, 0))
        if placement.state == PlacementState.ENDED_EARLY and mid is not None:
            _do_without(mid, at=at)


def _keep_interim(placement: Placement, side: Side, asked: dict[_Key, Report], *, at: datetime) -> None:
    """What lies behind is not asked for belatedly; what the new dates leave no room for is not needed."""
    mid = asked.get((side, ReportKind.MID, 0))
    days = interim_days(placement, besides=mid.due_on if mid else None)
    for weeks, due_on in days.items():
        key = (side, ReportKind.INTERIM, weeks)
        if key in asked or due_on >= day_of(at):
            _ask(placement, key, asked.get(key), due_on, at=at)
    for (whose, kind, weeks), report in asked.items():
        if whose == side and kind == ReportKind.INTERIM and weeks not in days:
            _do_without(report, at=at)


def _ask(placement: Placement, key: _Key, report: Report | None, due_on: date, *, at: datetime) -> Report:
    if report is None:
        side, kind, weeks = key
        report = Report(placement=placement, side=side, kind=kind, after_weeks=weeks, due_on=due_on)
        begin(report, by=None, at=at, part=Part.CLOCK)
    elif report.state in REPORT_TO_WRITE and report.due_on != due_on:
        report.due_on, report.n_reminders = due_on, 0
        report.save(update_fields=["due_on", "n_reminders"])
    return report


def _do_without(report: Report, *, at: datetime) -> None:
    if report.state in REPORT_TO_WRITE:
        move(report, action=ReportAction.SKIP, part=Part.CLOCK, by=None, at=at)


def remind_of_reports(*, at: datetime) -> int:
    """Call to mind what is due, each time once, however often this is asked; returns how many."""
    n_reminded = 0
    for report_id in _to_be_reminded(at).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
            n_due = _n_reminders_due(report, at)
            if n_due > report.n_reminders:
                # Two that fell due together, while nothing worked, are one mail.
                report.n_reminders = n_due
                report.save(update_fields=["n_reminders"])
                notices.remind_of_report(report)
                n_reminded += 1
    return n_reminded


def _to_be_reminded(at: datetime) -> QuerySet[Report]:
    today = day_of(at)
    due = Q()
    for n_sent, days in enumerate(REPORT_REMINDERS):
        due |= Q(n_reminders=n_sent, due_on__lte=today - timedelta(days=days))
    return Report.objects.to_write().filter(due)


def _n_reminders_due(report: Report, at: datetime) -> int:
    if report.state not in REPORT_TO_WRITE:
        return 0
    today = day_of(at)
    return sum(report.due_on + timedelta(days=days) <= today for days in REPORT_REMINDERS)
