"""Home for everyone signed in: what waits for me, oldest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diaspora_portal.selectors import today_page


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "today.html", {"page": today_page(request.user)})
