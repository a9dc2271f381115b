"""The list of all that was asked, by how it stands, and the way to the next one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.keyset import leaf_of
from common.refusals import Refused, add_refusal
from exchanges.forms import InviteForm
from exchanges.models import Invitation
from exchanges.selectors.board import board_needs, board_rows, board_rows_of, board_tabs
from exchanges.services import invitations as services
from exchanges.services.looks import look_through_invitations
from exchanges.views.answers import visible
from matching.selectors.signs import approached_lately


@require_GET
def invitation_list(request: HttpRequest) -> HttpResponse:
    """For either side, and for whoever is of both."""
    now = timezone.now()
    state, need = request.GET.get("state", ""), request.GET.get("need", "")[:10]
    narrowed = board_rows_of(request.user, state=state, need=need)
    leaf = leaf_of(request, narrowed, newest_by="sent_at")
    look_through_invitations(
        invitations=leaf.rows, route="exchanges:invitation_list", by=request.user, at=now
    )
    context = {
        "leaf": leaf,
        "rows": board_rows(leaf.rows, request.user, at=now),
        "tabs": board_tabs(request.user, state=state, need=need),
        "needs": board_needs(request.user, need=need),
        "state": state,
        "need": need,
        "n_waiting": Invitation.objects.waiting_for_expert(request.user).count(),
    }
    return render(request, "exchanges/invitation_list.html", context)


@require_http_methods(["GET", "POST"])
def offer_to_next(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whoever comes next is shown before they are asked; a refusal keeps the words and changes nothing."""
    found = visible(request, public_id)
    page = services.show_next(invitation=found, by=request.user, at=timezone.now())
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.offer_to_next(
                invitation_id=found.pk,
                code=request.POST.get("code", "")[:10].replace("\x00", ""),
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The invitation was sent."))
            return redirect("exchanges:invitation", public_id=sent.public_id)
    shown = [page.card.expert_id] if page.card else []
    context = {
        "page": page,
        "form": form,
        "approached": approached_lately(shown, request.user, timezone.now()),
    }
    return render(request, "exchanges/offer_to_next.html", context, status=422 if form.errors else 200)
