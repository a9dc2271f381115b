"""The ministry's queue."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.enums import Role
from common.pages import page_of
from exchanges.selectors.amendments import amendment_rows, amendments_waiting
from exchanges.selectors.lists import queue_rows, review_queue

# Those above the queue; the next come up as these are dealt with.
MOST_AMENDMENTS = 20


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Cases of the viewer's units, what came back first; for people without such a post it does not exist."""
    if not request.user.holds(Role.REVIEWER, Role.DECIDER, Role.OFFICER, Role.AUDITOR):
        raise Http404
    page = page_of(request, review_queue(request.user))
    rows = queue_rows(page.object_list, request.user, today=timezone.localdate())
    amendments = amendment_rows(amendments_waiting(request.user)[:MOST_AMENDMENTS], inside=True)
    return render(
        request, "exchanges/review_queue.html", {"page": page, "rows": rows, "amendments": amendments}
    )
