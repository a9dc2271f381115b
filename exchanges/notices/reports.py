"""Mails about reports: what is due, and what the ministry returned. Only to the side that must write."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from exchanges.enums import REPORT_TO_WRITE, ReportReason, ReportState, Side
from exchanges.labels import REPORT_REASONS, name_of_report
from exchanges.models import Report
from exchanges.notices.letters import letter, link, writers_of


def remind_of_report(report: Report) -> None:
    for person in people_of(report):
        send("exchanges.report_due", to=person, report_id=report.pk)


def tell_report_returned(report: Report) -> None:
    for person in people_of(report):
        send("exchanges.report_returned", to=person, report_id=report.pk)


def people_of(report: Report) -> list[User]:
    """Whoever can write the report."""
    if report.side == Side.HOST:
        return writers_of(report.placement.organisation)
    return [report.placement.expert.user] if report.placement.expert.user else []


def _read(report_id: int) -> tuple[Report, dict[str, str]]:
    report = Report.objects.with_case().get(pk=report_id)
    return report, {
        "report": name_of_report(report.kind, report.after_weeks),
        "title": report.placement.need.title,
        "day": written_day(report.due_on),
    }


@mail_template("exchanges.report_due", kind=Notice.REMINDER)
def report_due(*, report_id: int, **_future: object) -> Mail | None:
    report, words = _read(report_id)
    if report.state not in REPORT_TO_WRITE:
        return None
    return Mail(
        _("Write by %(day)s: %(report)s on “%(title)s”") % words,
        letter(
            _("It is a page of questions. What you type is saved as a draft, so you can go on later:"),
            link("report", report.public_id),
            _("The ministry reads it; the other side does not."),
        ),
    )


@mail_template("exchanges.report_returned", kind=Notice.PLACEMENT)
def report_returned(*, report_id: int, **_future: object) -> Mail | None:
    report, words = _read(report_id)
    if report.state != ReportState.RETURNED:
        return None
    event = report.events.filter(action="return").order_by("-seq")[0]
    reasons = [f"- {REPORT_REASONS[ReportReason(code)]}" for code in event.reasons]
    return Mail(
        _("Complete the report: the ministry has questions on “%(title)s”") % words,
        letter(
            _("The ministry returned it:") + "\n" + "\n".join(reasons),
            _("Its note stands on the page of the report; your words are kept:"),
            link("report", report.public_id),
        ),
    )
