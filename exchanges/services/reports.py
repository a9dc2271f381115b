"""The one door through which a report is written, submitted, accepted, returned or skipped."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.events import move
from common.jobs import announce, enqueue
from common.policies import require
from common.refusals import Refused
from exchanges import notices
from exchanges.enums import Fact, ReportAction, ReportKind, Side
from exchanges.labels import NOT_NEEDED, QUESTIONS
from exchanges.models import Report
from exchanges.policies import reporting_part
from exchanges.selectors.schedule import has_opened
from exchanges.workflow import ReportFacts

_A = ReportAction


def write_report(
    *,
    report_id: int,
    answers: Mapping[str, Any],
    submits: bool = False,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Report:
    """Save what was typed, in parts as it comes; `submits` hands it to the ministry.

    Raises Denied, or Refused (`report_not_open_yet`, `report_incomplete`, `women_of_trained`,
    `stale_version`).
    """
    with transaction.atomic():
        report = _locked(report_id)
        require(by, "exchanges.write_report", report)
        for name in questions_of(report):
            if name in answers:
                setattr(report, name, answers[name])
        if report.n_trained is not None and (report.n_trained_women or 0) > report.n_trained:
            raise Refused("women_of_trained", field="n_trained_women")
        _move(report, _A.WRITE, by=by, at=at, version=version)
        if submits:
            _submit(report, by=by, at=at)
    return report


def _submit(report: Report, *, by: User, at: datetime) -> None:
    require(by, "exchanges.submit_report", report)
    report.submitted_at = at
    _move(report, _A.SUBMIT, by=by, at=at)
    _may_end_the_placement(report)


def move_report(
    *,
    report_id: int,
    action: ReportAction,
    by: User,
    at: datetime,
    reasons: Sequence[str] = (),
    note: str = "",
    version: int | None = None,
) -> Report:
    """Accept, return or skip for the ministry.

    Raises Denied with a reason, or Refused (`reasons_required`, `note_required`, `stale_version`).
    """
    with transaction.atomic():
        report = _locked(report_id)
        require(by, f"exchanges.{action}_report", report)
        _move(report, action, by=by, at=at, reasons=reasons, note=note, version=version)
        if action == _A.ACCEPT:
            announce(Fact.REPORT_ACCEPTED, report_id=report.pk)
        elif action == _A.RETURN:
            notices.tell_report_returned(report)
        elif action == _A.SKIP:
            _may_end_the_placement(report)
    return report


def questions_of(report: Report) -> tuple[str, ...]:
    """The columns that this report asks for, in order."""
    return QUESTIONS[ReportKind(report.kind), Side(report.side)]


def is_complete(report: Report) -> bool:
    """Whether all that is needed has an answer; nought is one."""
    needed = [name for name in questions_of(report) if name not in NOT_NEEDED]
    return all(str(getattr(report, name)).strip() not in ("", "None") for name in needed)


def _may_end_the_placement(report: Report) -> None:
    """Asked for by name: the case is locked before its reports, never after one of them."""
    enqueue("exchanges.follow_reports", key=str(report.placement_id), placement_id=report.placement_id)


def _move(report: Report, action: ReportAction, *, by: User, at: datetime, **more: Any) -> None:
    part = reporting_part(by, report)
    facts = ReportFacts(has_opened=has_opened(report, at), is_complete=is_complete(report))
    move(report, action=action, part=part, by=by, at=at, facts=facts, **more)


def _locked(report_id: int) -> Report:
    return Report.objects.with_case().select_for_update(of=("self",)).get(pk=report_id)
