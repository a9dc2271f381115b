"""Find by reference or name; an exact reference leads straight there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diaspora_portal.finding import MOST_LETTERS
from diaspora_portal.finding import find as found_for
from experts.enums import LookReason
from experts.services.access import record_list


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "")[:MOST_LETTERS]
    items = found_for(request.user, asked)
    people = [item.person_id for item in items if item.person_id is not None]
    record_list(
        expert_ids=people, viewer=request.user, why=LookReason.SEARCH, route="find", at=timezone.now()
    )
    if len(items) == 1 and items[0].is_exact:
        return redirect(items[0].url)
    return render(request, "find.html", {"asked": asked.strip(), "items": items})
