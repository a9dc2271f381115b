"""Reports as their own side and the ministry read them, the ministry's queue, and what waits for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from common.models import EventNote
from common.policies import ALLOW, Decision, decide, deny
from common.refusals import message_of
from common.templatetags.formats import number
from common.today import Blocks, WaitingItem
from exchanges.enums import (
    REPORT_HANDED_IN,
    REPORT_TO_WRITE,
    Again,
    Extent,
    ReportAction,
    ReportKind,
    ReportReason,
    ReportState,
    Side,
    SkipReason,
)
from exchanges.labels import (
    AGAINS,
    ANSWERS,
    EXTENTS,
    QUESTIONS,
    REPORT_REASONS,
    REPORT_SIDES,
    REPORT_STATES,
    REPORT_STEPS,
    REPORT_TONES,
    SKIP_REASONS,
    name_of_report,
)
from exchanges.models import Placement, Report, ReportEvent
from exchanges.selectors.cases import TimelineEntry
from exchanges.selectors.facts import day_of
from exchanges.selectors.outcomes import OutcomeRow, outcome_rows
from exchanges.selectors.schedule import FOLLOW_UP_OPENS, has_opened
from exchanges.workflow import REPORT_REMINDERS
from incubators.enums import MemberRole

_CHOICES = {"deliverable_met": EXTENTS, "still_in_use": EXTENTS, "again": AGAINS}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """`is_mine`: the reader may open it; of the other side's report they read the state alone."""

    public_id: str
    title: str
    case: str
    organisation: str
    state_label: str
    tone: str
    due_on: date
    is_late: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    report: Report
    row: ReportRow
    answers: list[tuple[str, str]]
    is_of_my_side: bool
    reads_words: bool
    write: Decision
    opens: Decision
    accept: Decision
    return_: Decision
    skip: Decision
    open_reasons: tuple[str, ...]
    open_note: str
    timeline: list[TimelineEntry]


@dataclass(frozen=True, slots=True)
class CaseReports:
    """What the page of a placement shows of its reports and outcomes."""

    claim: Decision
    reports: list[ReportRow] = field(default_factory=list)
    outcomes: list[OutcomeRow] = field(default_factory=list)


def case_reports(placement: Placement, user: User) -> CaseReports:
    seen = set(placement.reports.visible_to(user).values_list("pk", flat=True))
    return CaseReports(
        claim=decide(user, "exchanges.claim_outcome", placement),
        reports=[_row(one, placement, is_mine=one.pk in seen) for one in placement.reports.all()],
        outcomes=outcome_rows(placement.outcomes.visible_to(user).with_case()),
    )


def report_rows(reports: Iterable[Report]) -> list[ReportRow]:
    """Rows of a list in which everything may be opened."""
    return [_row(one, one.placement, is_mine=True) for one in reports]


def title_of(report: Report) -> str:
    return f"{name_of_report(report.kind, report.after_weeks)} {REPORT_SIDES[Side(report.side)]}"


def _row(report: Report, placement: Placement, *, is_mine: bool) -> ReportRow:
    state = ReportState(report.state)
    return ReportRow(
        public_id=report.public_id,
        title=title_of(report),
        case=placement.need.title,
        organisation=placement.organisation.name,
        state_label=str(REPORT_STATES[state]),
        tone=REPORT_TONES[state],
        due_on=report.due_on,
        is_late=state in REPORT_TO_WRITE and report.due_on < day_of(timezone.now()),
        is_mine=is_mine,
    )


def report_page(report: Report, user: User) -> ReportPage:
    is_of_my_side = Report.objects.filter(pk=report.pk).of_sides(user).exists()
    reads_words = is_of_my_side or report.state in REPORT_HANDED_IN
    events = list(report.events.all())
    keys = [event.note_key for event in events if event.note_key]
    notes = dict(EventNote.objects.filter(pk__in=keys).values_list("pk", "text"))
    last = next((e for e in reversed(events) if e.action == ReportAction.RETURN), None)
    is_returned = report.state == ReportState.RETURNED and last is not None
    return ReportPage(
        report=report,
        row=_row(report, report.placement, is_mine=True),
        answers=answers_of(report) if reads_words else [],
        is_of_my_side=is_of_my_side,
        reads_words=reads_words,
        write=decide(user, "exchanges.write_report", report),
        opens=ALLOW if has_opened(report, timezone.now()) else deny(message_of("report_not_open_yet")),
        accept=decide(user, "exchanges.accept_report", report),
        return_=decide(user, "exchanges.return_report", report),
        skip=decide(user, "exchanges.skip_report", report),
        open_reasons=_reasons_of(last) if is_returned else (),
        open_note=notes.get(last.note_key, "") if is_returned else "",
        timeline=[_entry(event, notes) for event in _told(events)],
    )


def answers_of(report: Report) -> list[tuple[str, str]]:
    """Question and answer, in the order of the questions."""
    names = QUESTIONS[ReportKind(report.kind), Side(report.side)]
    return [(str(ANSWERS[name]), _worded(report, name)) for name in names]


def _worded(report: Report, name: str) -> str:
    value = getattr(report, name)
    if name in _CHOICES:
        enum = Again if name == "again" else Extent
        return str(_CHOICES[name][enum(value)]) if value else ""
    return number(value) if isinstance(value, int) else value


def _told(events: list[ReportEvent]) -> list[ReportEvent]:
    """Words that were saved several times in a row are one line, the last of them."""
    pairs = zip(events, [*events[1:], None], strict=True)
    return [one for one, after in pairs if after is None or not one.action == after.action == "write"]


def _entry(event: ReportEvent, notes: dict[object, str]) -> TimelineEntry:
    kinds = {ReportState.ACCEPTED: "now", ReportState.RETURNED: "waiting"}
    return TimelineEntry(
        title=str(REPORT_STEPS[event.action]),
        who="",
        at=event.at,
        kind=kinds.get(event.target, "past") if event.source != event.target else "past",
        note=notes.get(event.note_key, ""),
        reasons=_reasons_of(event),
    )


def _reasons_of(event: ReportEvent) -> tuple[str, ...]:
    """Why it was returned, or why the ministry does without it."""
    if event.action == ReportAction.SKIP:
        return tuple(str(SKIP_REASONS[SkipReason(code)]) for code in event.reasons)
    return tuple(str(REPORT_REASONS[ReportReason(code)]) for code in event.reasons)


def report_queue(user: User, at: datetime) -> QuerySet[Report]:
    """What was handed in, the oldest first; then what is still not written after the last reminder."""
    late = Q(due_on__lte=day_of(at) - timedelta(days=REPORT_REMINDERS[-1]))
    late &= Q(pk__in=Report.objects.to_write().values("pk"))
    rows = Report.objects.of_units(user).filter(Q(state=ReportState.SUBMITTED) | late)
    rank = Case(
        When(state=ReportState.SUBMITTED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.with_case().annotate(rank=rank).order_by("rank", "state_since", "pk")


def reports_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Reports of this person's side that are due soon or returned, and those that their unit has to read."""
    return _to_write(user, limit) + _to_read(user, limit)


def _to_write(user: User, limit: int) -> list[WaitingItem]:
    """From two weeks before the due day on; a report that was begun or returned at once."""
    writes = user.memberships.exclude(role=MemberRole.VIEWER).values("organisation_id")
    own = Q(side=Side.EXPERT, placement__expert__user=user)
    own |= Q(side=Side.HOST, placement__organisation_id__in=writes)
    soon = Q(due_on__lte=day_of(timezone.now()) + FOLLOW_UP_OPENS / 2) | ~Q(state=ReportState.DUE)
    rows = Report.objects.to_write().filter(own, soon)
    return [
        WaitingItem(
            what=_("Complete the report: the ministry returned it")
            if one.state == ReportState.RETURNED
            else _("Write the report"),
            about=f"{title_of(one)} · {one.placement.need.title}",
            url=reverse("exchanges:report", args=[one.public_id]),
            since=one.state_since,
            due_at=datetime.combine(one.due_on, datetime.min.time(), tzinfo=timezone.get_current_timezone()),
            is_urgent=one.state == ReportState.RETURNED,
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:placement_reports", args=[one.placement.public_id]),
        )
        for one in rows.with_case().order_by("due_on", "pk")[:limit]
    ]


def _to_read(user: User, limit: int) -> list[WaitingItem]:
    roles = (Role.REVIEWER, Role.OFFICER)
    units = [post.unit_id for post in user.posts_today if post.role in roles]
    if not units:
        return []
    rows = Report.objects.handed_in().of_units(user).filter(placement__review_unit_id__in=units)
    return [
        WaitingItem(
            what=_("Read the report"),
            about=f"{title_of(one)} · {one.placement.need.title}",
            url=reverse("exchanges:report", args=[one.public_id]),
            since=one.state_since,
            blocks=Blocks.QUEUE,
            list_url=reverse("exchanges:report_queue"),
        )
        for one in rows.with_case().order_by("state_since", "pk")[:limit]
    ]
