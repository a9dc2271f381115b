"""Referrals: both ends' lists, one page for all who take part, and passing something on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.enums import ReferralAction
from exchanges.forms import CloseReferralForm, DeclineReferralForm, ReferForm
from exchanges.models import Referral
from exchanges.selectors.referrals import referral_page, referral_rows
from exchanges.selectors.senders import named_expert, senders_of
from exchanges.services import referrals as services
from exchanges.services.looks import look_at_expert, look_at_referral, look_through_referrals
from experts.enums import LookReason
from incubators.models import Need

_FORMS = {ReferralAction.DECLINE: DeclineReferralForm, ReferralAction.CLOSE: CloseReferralForm}


@require_GET
def referral_list(request: HttpRequest) -> HttpResponse:
    """What came to this person and what they passed on, the newest first."""
    seen = Referral.objects.visible_to(request.user).with_ends()
    page = page_of(request, seen)
    look_through_referrals(
        referrals=page.object_list, route="exchanges:referral_list", by=request.user, at=timezone.now()
    )
    rows = referral_rows(page.object_list, request.user)
    return render(request, "exchanges/referral_list.html", {"page": page, "rows": rows})


@require_GET
def referral(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show(request, _visible(request, public_id))


@require_http_methods(["GET", "POST"])
def referral_step(request: HttpRequest, public_id: str, action: ReferralAction) -> HttpResponse:
    """One step; a refusal shows the page again with what was typed."""
    found = _visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return redirect("exchanges:referral", public_id=public_id)
    require(request.user, f"exchanges.{action}_referral", found)
    form = _FORMS[action](request.POST) if action in _FORMS else None
    if form is not None and not form.is_valid():
        return _show(request, found, **{action: form})
    try:
        services.move_referral(
            referral_id=found.pk,
            action=action,
            by=request.user,
            at=timezone.now(),
            **(form.cleaned_data if form else {}),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved."))
    return redirect("exchanges:referral", public_id=public_id)


@require_POST
def referral_invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """On to the invitation of an accepted expert to an own need."""
    found = _visible(request, public_id)
    needs = Need.objects.of_member(request.user).filter(organisation=found.organisation)
    need = get_object_or_404(needs, public_id=request.POST.get("need", "")[:10].replace("\x00", ""))
    try:
        match = services.invite_referred(referral_id=found.pk, need=need, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("exchanges:referral", public_id=public_id)
    return redirect("exchanges:invite", public_id=match.public_id)


@require_http_methods(["GET", "POST"])
def refer_need(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pass a need on that this person may see."""
    need = get_object_or_404(
        Need.objects.visible_to(request.user).select_related("organisation"), public_id=public_id
    )
    require(request.user, "exchanges.refer_need", need)
    senders = [one for one in senders_of(request.user) if one.unit or one.organisation == need.organisation]
    form = ReferForm(request.POST if request.method == "POST" else None, senders=senders)
    if form.is_valid():
        try:
            made = services.refer_need(need=need, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("It was passed on."))
            return redirect("exchanges:referral", public_id=made.public_id)
    context = {"form": form, "need": need, "expert": None}
    return render(request, "exchanges/refer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def refer_expert(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask an expert whom this person may read by name whether they may be passed on."""
    expert = named_expert(request.user, public_id)
    if expert is None:
        raise Http404
    require(request.user, "exchanges.refer_expert", expert)
    senders = senders_of(request.user, expert)
    form = ReferForm(request.POST if request.method == "POST" else None, senders=senders)
    now = timezone.now()
    if form.is_valid():
        try:
            made = services.refer_expert(expert=expert, by=request.user, at=now, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The expert is asked. Nothing is passed on before they agree."))
            return redirect("exchanges:referral", public_id=made.public_id)
    look_at_expert(
        expert=expert,
        why=LookReason.REFERRAL,
        route="exchanges:refer_expert",
        by=request.user,
        at=now,
        viewer_is=senders[0],
    )
    context = {"form": form, "need": None, "expert": expert}
    return render(request, "exchanges/refer.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest, public_id: str) -> Referral:
    return get_object_or_404(Referral.objects.visible_to(request.user).with_ends(), public_id=public_id)


def _show(request: HttpRequest, found: Referral, **typed: Any) -> HttpResponse:
    page = referral_page(found, request.user)
    look_at_referral(referral=found, route="exchanges:referral", by=request.user, at=timezone.now())
    forms = {"decline": DeclineReferralForm(), "close": CloseReferralForm()} | typed
    context = {"page": page, "forms": forms, "opened": next(iter(typed), "")}
    return render(request, "exchanges/referral.html", context, status=422 if typed else 200)
