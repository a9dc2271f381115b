"""What everybody may read of programmes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.policies import decide
from programmes.models import Programme
from programmes.selectors.pages import programme_page, programme_rows


@login_not_required
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Open programmes; staff see closed ones too, with the version of each policy."""
    programmes = Programme.objects.visible_to(request.user).select_related("owner_unit")
    rows = programme_rows(
        list(programmes.prefetch_related("phases").order_by("name", "pk")), timezone.localdate()
    )
    context = {
        "rows": rows,
        "is_staff": bool(decide(request.user, "programmes.view_policy")),
        "record": decide(request.user, "programmes.record_agreement"),
    }
    return render(request, "programmes/programme_list.html", context)


@login_not_required
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Programme.objects.visible_to(request.user).select_related("owner_unit", "agreement")
    found = get_object_or_404(visible.prefetch_related("phases"), slug=slug)
    context = {
        "page": programme_page(found, timezone.localdate()),
        "is_staff": bool(decide(request.user, "programmes.view_policy")),
    }
    return render(request, "programmes/programme.html", context)
