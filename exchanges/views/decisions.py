"""Pending decisions, released one by one or several at a time."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.pages import page_of
from common.policies import decide
from exchanges.selectors.queue import releasable
from exchanges.services.decisions import decision_rows, release_several


@require_http_methods(["GET", "POST"])
def decision_list(request: HttpRequest) -> HttpResponse:
    """What waits for this decider, each with its letter in both languages."""
    if not decide(request.user, "exchanges.release_decisions"):
        raise Http404
    if request.method == "POST":
        return _release(request)
    page = page_of(request, releasable(request.user))
    rows = decision_rows(page.object_list, request.user)
    may_release = any(row.is_open and row.release.allowed for row in rows)
    context = {"page": page, "rows": rows, "may_release": may_release}
    return render(request, "exchanges/decision_list.html", context)


def _release(request: HttpRequest) -> HttpResponse:
    """Each in its own transaction; what was refused is said with its reason, row by row."""
    outcomes = release_several(chosen=request.POST.getlist("case"), by=request.user, at=timezone.now())
    for outcome in outcomes:
        if outcome.refusal:
            messages.warning(request, f"{outcome.code}: {outcome.refusal}")
        else:
            messages.success(request, _("%(code)s: released.") % {"code": outcome.code})
    if not outcomes:
        messages.warning(request, _("Please choose at least one decision."))
    return redirect("exchanges:decision_list")
