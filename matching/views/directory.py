"""The directory, the pages of people in it, and what each audience sees of oneself."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.rates import is_too_often, reader_key
from experts.models import Expert
from matching.filters import LOOKS, DirectoryForm
from matching.selectors.directory import turn_of
from matching.selectors.signs import approached_lately
from matching.services import directory as services

_TOO_OFTEN, _NOT_READY, _NO_ANSWER = 429, 503, 422


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Whom this reader may find, narrowed and counted, 25 at a time."""
    if is_too_often(LOOKS, reader_key(request)):
        return render(request, "429.html", status=_TOO_OFTEN)
    form, now = DirectoryForm(request.GET), timezone.now()
    if not form.is_valid():
        return render(request, "matching/directory.html", {"form": form, "page": None}, status=_NO_ANSWER)
    try:
        page = services.show_directory(
            search=form.search(timezone.localdate(now, timezone.get_default_timezone())),
            turn=turn_of(request.GET.get("cursor", "")),
            by=request.user,
            at=now,
        )
    except services.NotReady:
        return render(request, "matching/directory_not_ready.html", status=_NOT_READY)
    form.count_choices(page.facets)
    approached = approached_lately([row.expert_id for row in page.rows], request.user, now)
    context = {"form": form, "page": page, "approached": approached}
    return render(request, "matching/directory.html", context)


@login_not_required
@require_safe
def profile(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody's page; the same 404 whether nobody has this code or they do not exist for the reader."""
    if is_too_often(LOOKS, reader_key(request)):
        return render(request, "429.html", status=_TOO_OFTEN)
    user = request.user
    if user.is_authenticated and Expert.objects.filter(user=user, public_id=public_id).exists():
        return redirect("matching:preview")
    now = timezone.now()
    seen = services.show_profile(public_id=public_id, by=user, at=now)
    if seen is None:
        raise Http404
    approached = approached_lately([seen.expert_id], user, now)
    return render(request, "matching/profile.html", {"seen": seen, "approached": approached})


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """What each audience sees of the reader."""
    expert = get_object_or_404(Expert.objects.visible_to(request.user), user=request.user)
    page = services.show_preview(expert=expert, by=request.user)
    return render(request, "matching/seen_by.html", {"page": page})
