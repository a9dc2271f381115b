"""The private address of one's calendar: made after signing in again, shown once, ended at any time."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.models import CalendarFeed


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    feed = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "accounts/calendar.html", {"feed": feed})


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
@never_cache
def calendar_create(request: HttpRequest) -> HttpResponse:
    """The address is in this one answer and nowhere else, so there is no redirect to repeat it."""
    if request.method != "POST":
        has_one = CalendarFeed.objects.filter(user=request.user).exists()
        return render(request, "accounts/calendar_create.html", {"has_one": has_one})
    secret = services.create_calendar_feed(by=request.user, at=timezone.now())
    address = settings.SITE_URL + reverse("exchanges:calendar_feed", args=[secret])
    return render(request, "accounts/calendar_created.html", {"address": address})


@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    services.revoke_calendar_feed(by=request.user, at=timezone.now())
    messages.success(request, _("The address was ended. Programs that used it get nothing more."))
    return redirect("accounts:calendar")
