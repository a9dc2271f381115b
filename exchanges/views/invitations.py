"""Invitations and shown interest, for both sides: asking, looking, taking back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.forms import InterestForm, InviteForm
from exchanges.models import Invitation
from exchanges.selectors.habits import usual_days_of_host
from exchanges.selectors.invitations import invite_page
from exchanges.services import invitations as services
from exchanges.views.answers import show, visible
from experts.models import Expert
from incubators.models import Need
from matching.models import Match
from matching.selectors.experts import all_shown
from matching.services.reading import record_match_look


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to the expert of a match; hidden unless the match is the host's own."""
    match = get_object_or_404(
        Match.objects.of_host(request.user)
        .apart_from_conflicts()
        .filter(expert__in=all_shown())
        .select_related("need__organisation", "expert"),
        public_id=public_id,
    )
    require(request.user, "exchanges.invite_match", match)
    if request.method == "GET" and Invitation.objects.filter(match=match).open().exists():
        return redirect("exchanges:invitation_of_match", public_id=public_id)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = services.invite(
                match_id=match.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The invitation was sent."))
            return redirect("exchanges:invitation", public_id=invitation.public_id)
    record_match_look(match=match, route="exchanges:invite", by=request.user, at=timezone.now())
    context = {"form": form, "page": invite_page(match, request.user, timezone.now())}
    return render(request, "exchanges/invite.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def show_interest(request: HttpRequest, public_id: str) -> HttpResponse:
    """An expert offers to take an open need on; somebody without a profile is told where to begin."""
    need = get_object_or_404(
        Need.objects.open().select_related("organisation", "programme"), public_id=public_id
    )
    if not Expert.objects.filter(user=request.user).exists():
        return redirect("matching:expert_matches")
    require(request.user, "exchanges.show_interest", need)
    # A form without words is posted all the same: the message is optional.
    form = InterestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            interest = services.show_interest(
                need_id=need.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The host reads your name now, and has 14 days to answer."))
            return redirect("exchanges:invitation", public_id=interest.public_id)
    status = 422 if form.errors else 200
    context = {"form": form, "need": need, "usual_days": usual_days_of_host(need.organisation_id)}
    return render(request, "exchanges/show_interest.html", context, status=status)


@require_GET
def invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One invitation; opening it as the one who was asked marks it as seen after the page is made."""
    found = visible(request, public_id)
    services.view_invitation(invitation_id=found.pk, by=request.user, at=timezone.now())
    found.refresh_from_db()
    return show(request, found)


@require_GET
def invitation_of_match(request: HttpRequest, public_id: str) -> HttpResponse:
    """The way from a card to what one side has asked the other."""
    seen = Invitation.objects.visible_to(request.user).filter(match__public_id=public_id)
    found = seen.order_by("-sent_at", "-pk").first()
    if found is None:
        raise Http404
    return redirect("exchanges:invitation", public_id=found.public_id)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    try:
        services.withdraw_invitation(invitation_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        done = _("Your interest was taken back.") if found.is_interest else _("The invitation was withdrawn.")
        messages.success(request, done)
    return redirect("exchanges:invitation", public_id=public_id)
