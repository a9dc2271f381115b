"""How lists were made: runs, for the ministry."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.dead_work import dead_work
from common.policies import require
from common.refusals import Refused
from matching.models import MatchRun
from matching.selectors import run_page, run_rows
from matching.services import retry_run


@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "matching.view_runs")
    page = run_rows(MatchRun.objects.visible_to(request.user), request.GET.get("page", "1"))
    return render(request, "matching/run_list.html", {"page": page, "dead": dead_work()})


@require_safe
def run(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _run(request, public_id)
    require(request.user, "matching.view_runs", found)
    page = run_page(found, request.GET.get("page", "1"))
    template = "matching/run.html#progress" if request.htmx else "matching/run.html"
    response = render(request, template, {"page": page})
    response["Vary"] = "HX-Request"
    return response


@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _run(request, public_id)
    try:
        retry_run(match_run_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The failed parts are tried again."))
    return redirect("matching:run", public_id=public_id)


def _run(request: HttpRequest, public_id: str) -> MatchRun:
    visible = MatchRun.objects.visible_to(request.user).select_related("run", "need")
    return get_object_or_404(visible, public_id=public_id)
