"""The expert's side: needs that fit, and why one does or does not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from experts.models import Expert
from incubators.models import Need
from matching import services


@require_safe
def expert_matches(request: HttpRequest) -> HttpResponse:
    """Somebody without a profile is told where to begin."""
    expert = Expert.objects.filter(user=request.user).first()
    if expert is None:
        return render(request, "matching/expert_matches.html", {"page": None})
    page = services.needs_for_expert(expert=expert, by=request.user, at=timezone.now())
    return render(request, "matching/expert_matches.html", {"page": page})


@require_safe
def why_not(request: HttpRequest, public_id: str) -> HttpResponse:
    """What one need and the reader's own profile have to do with each other."""
    need = get_object_or_404(Need.objects.visible_to(request.user), public_id=public_id)
    expert = get_object_or_404(Expert, user=request.user)
    page = services.why_not(expert=expert, need=need, by=request.user, at=timezone.now())
    return render(request, "matching/why_not.html", {"page": page})


@require_safe
def strength(request: HttpRequest) -> HttpResponse:
    """What the reader's profile could say next."""
    expert = get_object_or_404(Expert, user=request.user)
    page = services.show_strength(expert=expert, by=request.user, at=timezone.now())
    return render(request, "matching/strength.html", {"page": page})
