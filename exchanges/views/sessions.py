"""The log of sessions of a placement, for both sides; the unit that reviews the case reads it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.pages import page_of
from common.policies import decide, require
from common.refusals import Refused, add_refusal
from exchanges.enums import SessionAction
from exchanges.forms import SessionForm, SessionStepForm
from exchanges.models import Placement, SessionLog
from exchanges.selectors.life import log_is_open, session_page, session_rows, sessions_of, totals_of
from exchanges.services.looks import look_at_placement
from exchanges.services.sessions import correct_session, log_session, move_session
from exchanges.views.opening import to_declare


@require_http_methods(["GET", "POST"])
def session_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole log with its totals, and the form for the next entry."""
    rows = Placement.objects.visible_to(request.user).with_people()
    placement = get_object_or_404(rows.exclude(starts_on=None).exclude(ends_on=None), public_id=public_id)
    if answer := to_declare(request, placement):
        return answer
    may_log = decide(request.user, "exchanges.log_session", placement)
    form = SessionForm(request.POST or None, placement=placement)
    now = timezone.now()
    if request.method == "POST":
        require(request.user, "exchanges.log_session", placement)
        if form.is_valid():
            try:
                log_session(placement_id=placement.pk, entry=form.entry(), by=request.user, at=now)
            except Refused as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("The session was logged."))
                return redirect("exchanges:session_list", public_id=public_id)
    look_at_placement(placement=placement, route="exchanges:session_list", by=request.user, at=now)
    page = page_of(request, sessions_of(placement))
    context = {
        "placement": placement,
        "page": page,
        "rows": session_rows(page.object_list, placement),
        "totals": totals_of(placement, now),
        "form": form if may_log and log_is_open(placement, now) else None,
    }
    return render(request, "exchanges/session_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry; posting corrects it."""
    found = _visible(request, public_id)
    if request.method == "GET":
        return _show(request, found)
    require(request.user, "exchanges.correct_session", found)
    form = SessionForm(request.POST, placement=found.placement, corrects=found)
    if not form.is_valid():
        return _show(request, found, correct=form)
    try:
        correct_session(
            session_id=found.pk,
            entry=form.entry(),
            by=request.user,
            at=timezone.now(),
            version=form.cleaned_data["version"] or None,
        )
    except Refused as refusal:
        add_refusal(form, refusal)
        return _show(request, found, correct=form)
    messages.success(request, _("The session was corrected."))
    return redirect("exchanges:session_list", public_id=found.placement.public_id)


@require_http_methods(["GET", "POST"])
def session_step(request: HttpRequest, public_id: str, action: SessionAction) -> HttpResponse:
    """Take back, question or accept an entry."""
    found = _visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return redirect("exchanges:session", public_id=public_id)
    require(request.user, f"exchanges.{action}_session", found)
    form = SessionStepForm(request.POST) if action == SessionAction.QUESTION else None
    if form is not None and not form.is_valid():
        return _show(request, found, question=form)
    try:
        move_session(
            session_id=found.pk,
            action=action,
            by=request.user,
            at=timezone.now(),
            note=form.cleaned_data["note"] if form else "",
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved."))
    return redirect("exchanges:session", public_id=public_id)


def _visible(request: HttpRequest, public_id: str) -> SessionLog:
    rows = SessionLog.objects.visible_to(request.user).select_related(
        "by", "corrects", "placement__need", "placement__organisation", "placement__expert__user"
    )
    return get_object_or_404(rows, public_id=public_id)


def _show(request: HttpRequest, found: SessionLog, **typed: object) -> HttpResponse:
    if answer := to_declare(request, found.placement):
        return answer
    now = timezone.now()
    look_at_placement(placement=found.placement, route="exchanges:session", by=request.user, at=now)
    forms = {
        "correct": SessionForm(placement=found.placement, corrects=found),
        "question": SessionStepForm(),
    } | typed
    context = {
        "page": session_page(found, request.user, now),
        "forms": forms,
        "opened": next(iter(typed), ""),
    }
    return render(request, "exchanges/session.html", context, status=422 if typed else 200)
