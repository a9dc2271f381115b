"""Invitations, for both sides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.enums import InvitationState
from exchanges.forms import DeclineForm, InviteForm
from exchanges.models import Invitation
from exchanges.selectors.invitations import invitation_page, invite_page
from exchanges.selectors.lists import invitation_rows
from exchanges.services import invitations as services
from exchanges.services.looks import look_at_invitation, look_through_invitations
from matching.models import Match
from matching.selectors.experts import all_shown
from matching.services.reading import record_match_look


@require_GET
def invitation_list(request: HttpRequest) -> HttpResponse:
    visible = Invitation.objects.visible_to(request.user).with_people()
    page = page_of(request, visible)
    look_through_invitations(
        invitations=page.object_list,
        route="exchanges:invitation_list",
        by=request.user,
        at=timezone.now(),
    )
    rows = invitation_rows(page.object_list, request.user)
    return render(request, "exchanges/invitation_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to the expert of a match; hidden unless the match is the host's own."""
    match = get_object_or_404(
        Match.objects.of_host(request.user)
        .filter(expert__in=all_shown())
        .select_related("need__organisation", "expert"),
        public_id=public_id,
    )
    require(request.user, "exchanges.invite_match", match)
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
    return render(request, "exchanges/invite.html", {"form": form, "page": invite_page(match, request.user)})


@require_GET
def invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One invitation; opening it as the expert marks it as seen after the page is made."""
    found = _visible(request, public_id)
    services.view_invitation(invitation_id=found.pk, by=request.user, at=timezone.now())
    found.refresh_from_db()
    return _show(request, found, DeclineForm())


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pressed twice, it leads to the placement that the first press made."""
    found = _visible(request, public_id)
    if request.method == "GET" or found.state == InvitationState.ACCEPTED:
        return redirect("exchanges:invitation", public_id=public_id)
    try:
        placement = services.accept_invitation(invitation_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("exchanges:invitation", public_id=public_id)
    messages.success(request, _("You accepted. Now complete the plan together."))
    return redirect("exchanges:placement", public_id=placement.public_id)


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return redirect("exchanges:invitation", public_id=public_id)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            services.decline_invitation(
                invitation_id=found.pk, answer=form.answer(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("You declined. This need will not be offered to you again."))
            return redirect("exchanges:invitation", public_id=public_id)
    require(request.user, "exchanges.answer_invitation", found)
    return _show(request, found, form)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    try:
        services.withdraw_invitation(invitation_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The invitation was withdrawn."))
    return redirect("exchanges:invitation", public_id=public_id)


def _visible(request: HttpRequest, public_id: str) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user).with_people(), public_id=public_id)


def _show(request: HttpRequest, found: Invitation, form: DeclineForm) -> HttpResponse:
    look_at_invitation(invitation=found, route="exchanges:invitation", by=request.user, at=timezone.now())
    page = invitation_page(found, request.user)
    status = 422 if form.errors else 200
    return render(request, "exchanges/invitation.html", {"page": page, "form": form}, status=status)
