"""Administrators: lost second factors, concerns, and the record of what was done."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.forms.administration import FactorResetForm
from accounts.models import AccountEvent, Concern, FactorReset
from accounts.selectors import concern_rows, event_rows, reset_rows
from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal


@require_safe
def factor_reset_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.administer")
    page = page_of(request, FactorReset.objects.with_people().order_by("-requested_at", "-pk"))
    context = {"page": page, "rows": reset_rows(page.object_list)}
    return render(request, "accounts/factor_reset_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def factor_reset_request(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.administer")
    form = FactorResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.request_factor_reset(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Asked for. A second administrator decides; the person was told."))
            return redirect("accounts:factor_reset_list")
    return render(
        request, "accounts/factor_reset_request.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def factor_reset_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    require(request.user, "accounts.administer")
    reset = get_object_or_404(FactorReset.objects.with_people(), public_id=public_id)
    require(request.user, "accounts.decide_factor_reset", reset)
    if request.method != "POST" or request.POST.get("answer") not in ("confirm", "refuse"):
        return render(request, "accounts/factor_reset_decide.html", {"reset": reset})
    confirm = request.POST["answer"] == "confirm"
    try:
        services.decide_factor_reset(reset_id=reset.pk, confirm=confirm, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Decided. The person was told."))
    return redirect("accounts:factor_reset_list")


@require_safe
def account_event_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.read_events")
    page = page_of(request, AccountEvent.objects.select_related("by", "user", "unit"))
    context = {"page": page, "rows": event_rows(page.object_list)}
    return render(request, "accounts/account_event_list.html", context)


@require_safe
def concern_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.administer")
    page = page_of(request, Concern.objects.select_related("reported_by", "handled_by").waiting_first())
    context = {"page": page, "rows": concern_rows(page.object_list)}
    return render(request, "accounts/concern_list.html", context)


@require_POST
def concern_handle(request: HttpRequest, public_id: str) -> HttpResponse:
    require(request.user, "accounts.administer")
    concern = get_object_or_404(Concern, public_id=public_id)
    services.handle_concern(concern_id=concern.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Marked as dealt with."))
    return redirect("accounts:concern_list")
