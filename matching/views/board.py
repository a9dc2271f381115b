"""Beside the tabs of a board: experts side by side, the shortlist as a file, and ties that were found."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.policies import require
from common.refusals import Refused
from common.sheets import MEDIA_TYPES, SheetKind
from experts.enums import LookReason
from experts.services.access import record_look
from incubators.models import Need
from matching import services
from matching.enums import ConflictKind, ConflictState
from matching.forms import AssessForm, CompareForm
from matching.labels.conflicts import TIES_TO_HOST
from matching.models import Conflict
from matching.selectors.compare import compare_lines
from matching.selectors.experts import all_shown


@require_safe
def compare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two or three side by side; whoever chose more reads why that is refused, and the choice is kept."""
    need = need_of(request, public_id)
    page = services.show_comparison(need=need, by=request.user, at=timezone.now())
    form = CompareForm(request.GET if "pair" in request.GET else None, choices=page.choices)
    context: dict[str, Any] = {"page": page, "form": form}
    if form.is_valid():
        context["cards"] = page.chosen(form.cleaned_data["pair"])
        context["lines"] = compare_lines(need, context["cards"])
    return render(request, "matching/compare.html", context, status=422 if form.errors else 200)


@require_POST
def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    need = need_of(request, public_id)
    require(request.user, "matching.export_shortlist", need)
    if kind not in list(SheetKind):
        raise Http404
    content = services.export_shortlist(need=need, kind=SheetKind(kind), by=request.user, at=timezone.now())
    response = HttpResponse(content, content_type=MEDIA_TYPES[SheetKind(kind)])
    response["Content-Disposition"] = f'attachment; filename="shortlist-{need.public_id}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def tie(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the portal found to tie an expert to the host: its kind, never what speaks for it."""
    own = Conflict.objects.of_host(request.user).filter(expert__in=all_shown())
    conflict = get_object_or_404(own.select_related("organisation", "expert"), public_id=public_id)
    require(request.user, "matching.assess_conflict", conflict)
    form = AssessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.assess_conflict(
                conflict_id=conflict.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Decided."))
        return redirect("incubators:my_needs")
    record_look(
        expert=conflict.expert,
        viewer=request.user,
        why=LookReason.CONFLICT,
        route="matching:tie",
        at=timezone.now(),
        viewer_is=str(conflict.organisation),
    )
    context = {
        "conflict": conflict,
        "kind": TIES_TO_HOST[ConflictKind(conflict.kind)],
        "form": form if conflict.state == ConflictState.PROPOSED else None,
    }
    return render(request, "matching/tie.html", context, status=422 if form.errors else 200)


def need_of(request: HttpRequest, public_id: str) -> Need:
    return get_object_or_404(
        Need.objects.visible_to(request.user).select_related("organisation", "programme"), public_id=public_id
    )
