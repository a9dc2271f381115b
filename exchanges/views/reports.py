"""Reports: those of a placement, one to write or to read, and the ministry's queue."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal, message_of
from exchanges.enums import ReportAction
from exchanges.forms import ReportForm, ReturnReportForm, SkipReportForm
from exchanges.models import Outcome, Placement, Report
from exchanges.selectors.outcomes import outcome_rows
from exchanges.selectors.reports import case_reports, report_page, report_queue, report_rows
from exchanges.services.looks import look_at_placement
from exchanges.services.reports import move_report, write_report
from exchanges.views.opening import to_declare

_FORMS = {ReportAction.RETURN: ReturnReportForm, ReportAction.SKIP: SkipReportForm}


@require_GET
def placement_reports(request: HttpRequest, public_id: str) -> HttpResponse:
    """Reports and outcomes of one placement."""
    cases = Placement.objects.visible_to(request.user).with_people()
    found = get_object_or_404(cases, public_id=public_id)
    if answer := to_declare(request, found):
        return answer
    look_at_placement(
        placement=found, route="exchanges:placement_reports", by=request.user, at=timezone.now()
    )
    context = {"placement": found, "case": case_reports(found, request.user)}
    return render(request, "exchanges/placement_reports.html", context)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """One report. Saving keeps every answer; submitting keeps them too when one is missing."""
    found = _visible(request, public_id)
    if request.method == "GET":
        return _show(request, found)
    require(request.user, "exchanges.write_report", found)
    form = ReportForm(request.POST, report=found)
    if not form.is_valid():
        return _show(request, found, form=form)
    submits = "submit" in request.POST
    missing = form.missing() if submits else []
    try:
        saved = write_report(
            report_id=found.pk,
            answers=form.answers(),
            submits=submits and not missing,
            by=request.user,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
    except Refused as refusal:
        if refusal.code == "stale_version":
            form = _over_what_stands(request, _visible(request, public_id))
        add_refusal(form, refusal)
        return _show(request, _visible(request, public_id), form=form)
    if missing:
        form = _over_what_stands(request, saved)
        for name in missing:
            form.add_error(name, message_of("answer_missing"))
        return _show(request, _visible(request, public_id), form=form)
    if submits:
        messages.success(request, _("The report was submitted. Thank you."))
        return redirect("exchanges:placement_reports", public_id=saved.placement.public_id)
    messages.success(request, _("Your draft was saved."))
    return redirect("exchanges:report", public_id=public_id)


def _over_what_stands(request: HttpRequest, found: Report) -> ReportForm:
    """What was typed, on top of the report as it stands now: saving once more is then a decision."""
    typed = request.POST.copy()
    typed["version"] = str(found.version)
    form = ReportForm(typed, report=found)
    form.is_valid()
    return form


@require_http_methods(["GET", "POST"])
def report_step(request: HttpRequest, public_id: str, step: ReportAction) -> HttpResponse:
    """Accept, return or skip; a refusal shows the page again with what was typed."""
    found = _visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return redirect("exchanges:report", public_id=public_id)
    require(request.user, f"exchanges.{step}_report", found)
    form = _FORMS[step](request.POST) if step in _FORMS else None
    if form is not None and not form.is_valid():
        return _show(request, found, **{step.value: form})
    try:
        move_report(
            report_id=found.pk,
            action=step,
            by=request.user,
            at=timezone.now(),
            **(form.cleaned_data if form else {}),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("exchanges:report", public_id=public_id)
    messages.success(request, _("Saved."))
    return redirect("exchanges:report_queue")


@require_GET
def report_queue_page(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's units; for people without such a post it does not exist."""
    if not request.user.holds(Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.AUDITOR):
        raise Http404
    page = page_of(request, report_queue(request.user, timezone.now()))
    disputed = Outcome.objects.disputed().of_units(request.user).with_case().order_by("state_since", "pk")
    context = {"page": page, "rows": report_rows(page.object_list), "disputed": outcome_rows(disputed[:50])}
    return render(request, "exchanges/report_queue.html", context)


def _visible(request: HttpRequest, public_id: str) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user).with_case(), public_id=public_id)


def _show(request: HttpRequest, found: Report, **typed: Any) -> HttpResponse:
    if answer := to_declare(request, found.placement):
        return answer
    look_at_placement(placement=found.placement, route="exchanges:report", by=request.user, at=timezone.now())
    forms = {"form": ReportForm(report=found), "return": ReturnReportForm(), "skip": SkipReportForm()} | typed
    context = {
        "page": report_page(found, request.user),
        "form": forms["form"],
        "return_form": forms["return"],
        "skip_form": forms["skip"],
        "opened": next(iter(typed), ""),
    }
    return render(request, "exchanges/report.html", context, status=422 if typed else 200)
