"""A need's list for its organisation: look, shortlist, set aside, take back, go on to the invitation."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.policies import require
from common.refusals import Refused, add_refusal
from incubators.models import Need
from matching import services
from matching.enums import BoardTab, MatchState
from matching.forms import AskForm, ChoiceForm, DismissForm
from matching.labels.board import DISMISS_REASONS
from matching.models import Match
from matching.selectors.board import Place, Turn
from matching.selectors.experts import all_shown
from matching.selectors.signs import approached_lately
from matching.views.board import need_of


@require_safe
def need_matches(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list; the part that changes while a run goes on is also answered alone."""
    now = timezone.now()
    page = services.show_matches(
        need=need_of(request, public_id),
        tab=_tab(request.GET.get("show", "")),
        turn=Turn.read(request.GET.get("after", ""), request.GET.get("before", "")),
        by=request.user,
        at=now,
    )
    template = "matching/need_matches.html#results" if request.htmx else "matching/need_matches.html"
    approached = approached_lately(page.expert_ids, request.user, now) if page.is_member else set()
    context = {"page": page, "dismiss_reasons": DISMISS_REASONS, "approached": approached}
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


@require_safe
def need_changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """What would bring more experts; the numbers alone where a page asks for them."""
    try:
        page = services.show_changes(need=need_of(request, public_id), by=request.user, at=timezone.now())
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
    need = need_of(request, public_id)
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
    need = need_of(request, public_id)
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
    """Set somebody aside; a form without a reason is shown again by itself, with what it lacks."""

    def put(need: Need, chosen: dict[str, Any]) -> None:
        services.dismiss_match(need=need, by=request.user, at=timezone.now(), **chosen)
        messages.success(
            request, _("The expert was set aside. You can take this back on the tab “Set aside”.")
        )

    form, need = DismissForm(request.POST), need_of(request, public_id)
    require(request.user, "matching.choose_match", need)
    if form.errors and "code" not in form.errors:
        context = {"need": need, "form": form, "code": form.cleaned_data["code"]}
        return render(request, "matching/dismiss.html", context, status=422)
    return _choose(request, public_id, form, put)


@require_POST
def choose_for_invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the pair its record and go on to write the invitation."""
    need = need_of(request, public_id)
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
        .apart_from_conflicts()
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
        Match.objects.of_host(request.user)
        .apart_from_conflicts()
        .filter(expert__in=all_shown())
        .select_related("need"),
        public_id=public_id,
    )
    tab = BoardTab.DISMISSED if found.state == MatchState.DISMISSED else BoardTab.SHORTLISTED
    try:
        services.restore_match(match_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The expert is among the suggestions again."))
    return redirect(_board(found.need.public_id, show=tab))


def _tab(text: str) -> BoardTab:
    return BoardTab(text) if text in list(BoardTab) else BoardTab.SUGGESTED


def _board(public_id: str, **where: str) -> str:
    address = reverse("matching:need_matches", args=[public_id])
    return f"{address}?{urlencode(where)}" if where else address


def _choose(
    request: HttpRequest, public_id: str, form: ChoiceForm, put: Callable[[Need, dict[str, Any]], None]
) -> HttpResponse:
    need = need_of(request, public_id)
    require(request.user, "matching.choose_match", need)
    if form.is_valid():
        try:
            put(need, form.cleaned_data)
        except Refused as refusal:
            messages.error(request, refusal.message)
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    place = Place.read(request.POST.get("after", ""))
    return redirect(_board(public_id, **({"after": str(place)} if place else {})))
