"""A sampled case: what its parties say took place, and what an officer finds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.policies import decide, require
from common.refusals import Refused, add_refusal
from exchanges.forms import EvidenceForm, FindingForm
from exchanges.models import SampledCase
from exchanges.selectors.cases.sample import case_sample, evidence_lines, note_of_finding
from exchanges.selectors.life import case_life, session_rows, sessions_of
from exchanges.selectors.plans import plan_as_submitted, plan_rows
from exchanges.selectors.reports import case_reports
from exchanges.services.evidence import give_evidence, record_finding
from exchanges.services.looks import look_at_placement
from exchanges.views.opening import to_declare


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    """What one side says took place."""
    rows = SampledCase.objects.visible_to(request.user).with_case().select_related("campaign")
    found = get_object_or_404(rows.prefetch_related("evidence"), placement__public_id=public_id)
    require(request.user, "exchanges.give_evidence", found)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EvidenceForm(*given)
    if request.method == "POST" and form.is_valid():
        try:
            give_evidence(case_id=found.pk, given=form.given(), by=request.user, at=timezone.now())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Thank you. The ministry reads what you wrote."))
            return redirect("exchanges:placement", public_id=public_id)
    context = {
        "form": form,
        "placement": found.placement,
        "sample": case_sample(found, request.user),
        "plan": plan_rows(plan_as_submitted(found.placement), for_parties=True),
    }
    return render(request, "exchanges/give_evidence.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sampled_case(request: HttpRequest, public_id: str) -> HttpResponse:
    """What both sides say, beside the log and the reports; staff of the unit alone."""
    found = _inside(request, public_id)
    if request.method == "GET":
        return to_declare(request, found.placement) or _show(request, found)
    require(request.user, "exchanges.find_sample", found)
    form = FindingForm(request.POST)
    if form.is_valid():
        try:
            record_finding(case_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            if refusal.code == "stale_version":
                found = _inside(request, public_id)
                typed = request.POST.copy()
                typed["version"] = str(found.version)
                form = FindingForm(typed)
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The finding was recorded."))
            return redirect("exchanges:sample", public_id=found.campaign.public_id)
    return _show(request, found, form)


def _inside(request: HttpRequest, public_id: str) -> SampledCase:
    rows = SampledCase.objects.inside(request.user).with_case()
    rows = rows.select_related("campaign__programme").prefetch_related("evidence__document")
    return get_object_or_404(rows, public_id=public_id)


def _show(request: HttpRequest, found: SampledCase, form: FindingForm | None = None) -> HttpResponse:
    at, placement = timezone.now(), found.placement
    look_at_placement(placement=placement, route="exchanges:sampled_case", by=request.user, at=at)
    context: dict[str, Any] = {
        "case": found,
        "placement": placement,
        "sample": case_sample(found, request.user),
        "evidence": evidence_lines(found),
        "find": decide(request.user, "exchanges.find_sample", found),
        "must_declare": decide(request.user, "exchanges.declare_placement", placement),
        "note": note_of_finding(found),
        "form": form or FindingForm(initial={"version": found.version}),
        "plan": plan_rows(plan_as_submitted(placement), for_parties=False),
        "life": case_life(placement, request.user, at),
        "sessions": session_rows(sessions_of(placement), placement),
        "reports": case_reports(placement, request.user).reports,
    }
    return render(request, "exchanges/sampled_case.html", context, status=422 if form else 200)
