"""What comes after a placement, and how the days of all of them add up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common.refusals import Refused
from exchanges.models import Placement
from exchanges.selectors.days import MARKS, days_by_tax_year
from exchanges.services.renewals import renew_placement
from experts.models import Expert


@require_POST
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite again: a need like the one before, whose expert is invited once it is open."""
    rows = Placement.objects.visible_to(request.user)
    found = get_object_or_404(rows, public_id=public_id)
    try:
        need = renew_placement(placement_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("exchanges:placement", public_id=public_id)
    messages.success(
        request,
        _("A new need was begun with new dates. Once it is open, the same expert is invited."),
    )
    return redirect("incubators:need", public_id=need.public_id)


@require_GET
def days_in_pakistan(request: HttpRequest) -> HttpResponse:
    """For experts alone: their own days, by tax year."""
    expert = Expert.objects.filter(user=request.user).first()
    if expert is None:
        raise Http404
    context = {"years": days_by_tax_year(expert), "marks": MARKS}
    return render(request, "exchanges/days_in_pakistan.html", context)
