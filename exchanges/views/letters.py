"""Letters: the letter for those who may see the case, and a public page that confirms a code."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from exchanges.models import Letter, Placement
from exchanges.selectors.letters import letter_page, letter_status
from exchanges.services.looks import look_at_placement


@require_GET
def letter(request: HttpRequest, code: str) -> HttpResponse:
    visible = Placement.objects.open_to(request.user)
    letters = Letter.objects.filter(placement__in=visible).select_related(
        "placement__expert", "placement__organisation"
    )
    found = get_object_or_404(letters, code=code)
    look_at_placement(placement=found.placement, route="exchanges:letter", by=request.user, at=timezone.now())
    return render(request, "exchanges/letter.html", {"letter": letter_page(found)})


@login_not_required
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Type a code, read date and status; no names, whoever asks."""
    code = request.GET.get("code", "").strip().upper()
    context = {
        "code": code,
        "status": letter_status(code) if code else None,
        "is_empty": "code" in request.GET and not code,
    }
    return render(request, "exchanges/verify.html", context)
