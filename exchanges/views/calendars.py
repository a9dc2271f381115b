"""Calendars: one placement as a file, and a person's feed behind its private address."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from accounts.selectors import calendar_of
from accounts.services import note_calendar_used
from exchanges.models import Placement
from exchanges.selectors.calendars import calendar_of_person, calendar_of_placement
from exchanges.selectors.cases import cases_of

MAX_AGE_SECONDS = 900


@require_safe
def placement_calendar(request: HttpRequest, public_id: str) -> HttpResponse:
    """For the parties: the days of the plan, to put into any calendar."""
    mine = Placement.objects.for_viewer(request.user).filter(cases_of(request.user)).select_related("need")
    found = get_object_or_404(mine, public_id=public_id)
    answer = _calendar(calendar_of_placement(found, found.public_state))
    answer["Content-Disposition"] = f'attachment; filename="placement-{found.public_id}.ics"'
    return answer


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds the address reads it; an unknown or ended one is no address at all."""
    feed = calendar_of(secret)
    if feed is None:
        raise Http404
    note_calendar_used(feed=feed, at=timezone.now())
    answer = _calendar(calendar_of_person(feed.user))
    # Keyed and bound to the feed: nobody can try out contents against it, or compare two people's.
    tag = salted_hmac("exchanges.calendar", feed.digest.encode() + answer.content, algorithm="sha256")
    answer["ETag"] = f'"{tag.hexdigest()[:32]}"'
    answer["Cache-Control"] = f"private, max-age={MAX_AGE_SECONDS}"
    answer["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=answer["ETag"], response=answer)


def _calendar(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", status=HTTPStatus.OK)
