"""Changes of an approved plan: proposed by one side, answered by the other, decided by the ministry."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.enums import AmendmentAction
from exchanges.forms import AmendmentForm, AmendmentStepForm
from exchanges.models import Amendment, Placement
from exchanges.selectors.amendments import amendment_page
from exchanges.services.amendments import move_amendment, propose_amendment, revise_amendment
from exchanges.services.looks import look_at_placement
from exchanges.views.opening import to_declare

# What has a form or a rule of its own.
_NO_STEPS = (AmendmentAction.REVISE, AmendmentAction.APPROVE_AT_ONCE)


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose other dates, hours or days."""
    rows = Placement.objects.visible_to(request.user).with_people()
    placement = get_object_or_404(rows, public_id=public_id)
    require(request.user, "exchanges.propose_amendment", placement)
    form = AmendmentForm(request.POST or None, placement=placement)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_amendment(
                placement_id=placement.pk, change=form.change(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Proposed. The other side is asked to agree."))
            return redirect("exchanges:amendment", public_id=made.public_id)
    return _form(request, form, placement)


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose a returned change anew."""
    found = _visible(request, public_id)
    require(request.user, "exchanges.revise_amendment", found)
    form = AmendmentForm(request.POST or None, placement=found.placement, revises=found)
    if request.method == "POST" and form.is_valid():
        try:
            revise_amendment(
                amendment_id=found.pk,
                change=form.change(),
                by=request.user,
                at=timezone.now(),
                version=form.cleaned_data["version"] or None,
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Proposed. The other side is asked to agree."))
            return redirect("exchanges:amendment", public_id=public_id)
    return _form(request, form, found.placement)


@require_GET
def amendment(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show(request, _visible(request, public_id), None)


@require_http_methods(["GET", "POST"])
def amendment_step(request: HttpRequest, public_id: str) -> HttpResponse:
    """One step; a refusal shows the page again with what was typed."""
    found = _visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return redirect("exchanges:amendment", public_id=public_id)
    tried = request.POST.get("action", "")
    form = AmendmentStepForm(
        request.POST, auto_id=f"{tried}-%s" if tried in list(AmendmentAction) else "id_%s"
    )
    if not form.is_valid():
        return _show(request, found, form)
    action = AmendmentAction(form.cleaned_data["action"])
    if action in _NO_STEPS:
        form.add_error(None, _("There is no such step."))
        return _show(request, found, form)
    try:
        move_amendment(
            amendment_id=found.pk,
            action=action,
            by=request.user,
            at=timezone.now(),
            note=form.cleaned_data["note"],
            reasons=form.cleaned_data["reasons"],
            version=form.cleaned_data["version"] or None,
        )
    except Refused as refusal:
        add_refusal(form, refusal)
        return _show(request, _visible(request, public_id), form)
    messages.success(request, _("Saved."))
    return redirect("exchanges:amendment", public_id=public_id)


def _form(request: HttpRequest, form: AmendmentForm, placement: Placement) -> HttpResponse:
    context = {"form": form, "placement": placement}
    return render(request, "exchanges/amend.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest, public_id: str) -> Amendment:
    rows = Amendment.objects.visible_to(request.user).select_related(
        "placement__need", "placement__organisation", "placement__expert__user", "placement__review_unit"
    )
    return get_object_or_404(rows, public_id=public_id)


def _show(request: HttpRequest, found: Amendment, form: AmendmentStepForm | None) -> HttpResponse:
    if answer := to_declare(request, found.placement):
        return answer
    look_at_placement(
        placement=found.placement, route="exchanges:amendment", by=request.user, at=timezone.now()
    )
    context = {
        "page": amendment_page(found, request.user),
        "form": form,
        "tried": form.data.get("action", "") if form else "",
    }
    return render(request, "exchanges/amendment.html", context, status=200 if form is None else 422)
