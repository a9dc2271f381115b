"""Facilities and ventures of an organisation, kept by its owners and editors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.policies import require
from common.refusals import Refused, add_refusal
from incubators import services
from incubators.forms.offers import FacilityForm, VentureForm
from incubators.models import Facility, Organisation, Venture
from incubators.selectors.offers import facility_rows, venture_rows
from incubators.views.own import visible_organisation

_FACILITIES, _VENTURES = "incubators:facilities", "incubators:ventures"


@require_safe
def facilities(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _editable(request, public_id)
    context = {"organisation": found, "rows": facility_rows(found)}
    return render(request, "incubators/facilities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def facility_new(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _editable(request, public_id)
    form = FacilityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_facility(
                organisation_id=found.pk, facts=form.facts(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_FACILITIES, public_id=public_id)
    context = {"form": form, "organisation": found, "facility": None}
    return render(request, "incubators/facility_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def facility_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    facility = _facility(request, public_id)
    form = FacilityForm(request.POST if request.method == "POST" else None, facility=facility)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_facility(
                facility_id=facility.pk, facts=form.facts(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_FACILITIES, public_id=facility.organisation.public_id)
    context = {"form": form, "organisation": facility.organisation, "facility": facility}
    return render(request, "incubators/facility_edit.html", context)


@require_POST
def facility_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    facility = _facility(request, public_id)
    services.remove_facility(facility_id=facility.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect(_FACILITIES, public_id=facility.organisation.public_id)


@require_safe
def ventures(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _editable(request, public_id)
    context = {"organisation": found, "rows": venture_rows(found, request.user)}
    return render(request, "incubators/ventures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def venture_new(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _editable(request, public_id)
    form = VentureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_venture(
                organisation_id=found.pk, facts=form.facts(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_VENTURES, public_id=public_id)
    context = {"form": form, "organisation": found, "venture": None}
    return render(request, "incubators/venture_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def venture_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    venture = _venture(request, public_id)
    form = VentureForm(request.POST if request.method == "POST" else None, venture=venture)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_venture(
                venture_id=venture.pk, facts=form.facts(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_VENTURES, public_id=venture.organisation.public_id)
    context = {"form": form, "organisation": venture.organisation, "venture": venture}
    return render(request, "incubators/venture_edit.html", context)


@require_POST
def venture_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    venture = _venture(request, public_id)
    try:
        services.remove_venture(venture_id=venture.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Removed."))
    return redirect(_VENTURES, public_id=venture.organisation.public_id)


def _editable(request: HttpRequest, public_id: str) -> Organisation:
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.edit_offers", found)
    return found


def _facility(request: HttpRequest, public_id: str) -> Facility:
    visible = Facility.objects.visible_to(request.user).select_related("organisation", "place")
    facility = get_object_or_404(visible, public_id=public_id)
    require(request.user, "incubators.edit_offers", facility.organisation)
    return facility


def _venture(request: HttpRequest, public_id: str) -> Venture:
    visible = Venture.objects.visible_to(request.user).select_related("organisation")
    venture = get_object_or_404(visible, public_id=public_id)
    require(request.user, "incubators.edit_offers", venture.organisation)
    return venture
