"""A need's list for its organisation: look, shortlist, set aside, take back, go on to the invitation."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.policies import require
from common.refusals import Refused, add_refusal
from incubators.models import Need
from matching import services
from matching.enums import MatchState
from matching.forms import AskForm, ChoiceForm, DismissForm
from matching.labels.matches import DISMISS_REASONS
from matching.models import Match
from matching.selectors.experts import all_shown
from matching.selectors.signs import approached_lately


@require_safe
def need_matches(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list; the part that changes while a run goes on is also answered alone."""
    need = _need(request, public_id)
    now = timezone.now()
    page = services.show_matches(need=need, page_number=request.GET.get("page", "1"), by=request.user, at=now)
    template = "matching/need_matches.html#results" if request.htmx else "matching/need_matches.html"
    reasons = {"": _("Please choose a reason."), **DISMISS_REASONS}
    options = format_html_join("", '<option value="{}">{}</option>', reasons.items())
    approached = approached_lately(page.expert_ids, request.user, now) if page.is_member else set()
    context = {"page": page, "dismiss_options": options, "approached": approached}
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


@require_safe
def need_changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """What would bring more experts; the numbers alone where a page asks for them."""
    try:
        page = services.show_changes(need=_need(request, public_id), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("matching:need_matches", public_id=public_id)
    template = "matching/need_changes.html#effects" if request.htmx else "matching/need_changes.html"
    response = render(request, template, {"page": page})
    response["Vary"] = "HX-Request"
    return response


@require_safe
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Why an expert of a code stands in this list or not; nobody and nobody to be shown are both a 404."""
    need = _need(request, public_id)
    require(request.user, "matching.view_matches", need)
    form = AskForm(request.GET if "code" in request.GET else None)
    page, status = None, 200
    if form.is_valid():
        try:
            page = services.ask_about(
                need=need, code=form.cleaned_data["code"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
            status = 404
    return render(request, "matching/ask.html", {"need": need, "form": form, "page": page}, status=status)


@require_POST
def start_run(request: HttpRequest, public_id: str) -> HttpResponse:
    need = _need(request, public_id)
    try:
        services.submit_run(need=need, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("matching:need_matches", public_id=public_id)


@require_POST
def shortlist(request: HttpRequest, public_id: str) -> HttpResponse:
    def put(need: Need, chosen: dict[str, Any]) -> None:
        services.shortlist_match(need=need, by=request.user, at=timezone.now(), **chosen)
        messages.success(request, _("The expert is on your shortlist."))

    return _choose(request, public_id, ChoiceForm(request.POST), put)


@require_POST
def dismiss(request: HttpRequest, public_id: str) -> HttpResponse:
    def put(need: Need, chosen: dict[str, Any]) -> None:
        services.dismiss_match(need=need, by=request.user, at=timezone.now(), **chosen)
        messages.success(request, _("The expert was set aside. You can take this back below the list."))

    return _choose(request, public_id, DismissForm(request.POST), put)


@require_POST
def choose_for_invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the pair its record and go on to write the invitation."""
    need = _need(request, public_id)
    form = ChoiceForm(request.POST)
    if form.is_valid():
        try:
            match = services.surface_match(
                need=need, code=form.cleaned_data["code"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            return redirect("exchanges:invite", public_id=match.public_id)
    require(request.user, "matching.choose_match", need)
    return redirect("matching:need_matches", public_id=public_id)


@require_safe
def match(request: HttpRequest, public_id: str) -> HttpResponse:
    """One surfaced pair with its whole explanation."""
    # Who shows interest steps forward, even from a hidden profile.
    may_be_read = Q(expert__in=all_shown()) | Q(state=MatchState.INTERESTED)
    found = get_object_or_404(
        Match.objects.of_host(request.user)
        .filter(may_be_read)
        .select_related("need__organisation", "expert", "run"),
        public_id=public_id,
    )
    now = timezone.now()
    page = services.show_match(match=found, by=request.user, at=now)
    approached = approached_lately([found.expert_id], request.user, now)
    return render(request, "matching/match.html", {"page": page, "approached": bool(approached)})


@require_POST
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(
        Match.objects.of_host(request.user).filter(expert__in=all_shown()).select_related("need"),
        public_id=public_id,
    )
    try:
        services.restore_match(match_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The expert is among the suggestions again."))
    return redirect("matching:need_matches", public_id=found.need.public_id)


def _need(request: HttpRequest, public_id: str) -> Need:
    return get_object_or_404(
        Need.objects.visible_to(request.user).select_related("organisation", "programme"), public_id=public_id
    )


def _choose(
    request: HttpRequest, public_id: str, form: ChoiceForm, put: Callable[[Need, dict[str, Any]], None]
) -> HttpResponse:
    need = _need(request, public_id)
    require(request.user, "matching.choose_match", need)
    if form.is_valid():
        try:
            put(need, form.cleaned_data)
        except Refused as refusal:
            messages.error(request, refusal.message)
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("matching:need_matches", public_id=public_id)
