"""The working calendar: weeks and holidays, each change shown with its effect before it is made."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.calendar import HolidayChangeForm, HolidayForm, WeekForm
from accounts.selectors.working_calendar import TARGET_DAYS, calendar_page, effect_of
from accounts.services import working_calendar as services
from common.policies import require
from common.refusals import Refused, add_refusal
from taxonomy.models import Holiday
from taxonomy.selectors import DEFAULT_CALENDAR, default_calendar, week_on

Change = Callable[[], None]


@require_safe
def working_calendar(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.edit_calendar")
    context = {"page": calendar_page(timezone.localdate()), "target_days": TARGET_DAYS}
    return render(request, "accounts/working_calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def working_week(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.edit_calendar")
    calendar, today = default_calendar(), timezone.localdate()
    initial: dict[str, Any] = {"since": today}
    if calendar:
        week = week_on(calendar, today)
        hours = ("opens_at", "closes_at", "friday_break_from", "friday_break_to")
        initial |= {"weekend": list(week.weekend)} | {name: getattr(week, name) for name in hours}
    form = WeekForm(request.POST or None, initial=initial)
    return _change(
        request,
        form,
        lambda: services.set_working_week(week=form.week(), by=request.user, at=timezone.now()),
        template="accounts/working_week.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def holiday_new(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.edit_calendar")
    form = HolidayForm(request.POST or None)
    return _change(
        request,
        form,
        lambda: services.set_working_holiday(by=request.user, at=timezone.now(), **form.cleaned_data),
        template="accounts/holiday.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def holiday(request: HttpRequest, on: str) -> HttpResponse:
    require(request.user, "accounts.edit_calendar")
    found = _holiday(on)
    initial = {name: getattr(found, name) for name in ("name", "name_ur", "tentative")}
    form = HolidayChangeForm(request.POST or None, initial=initial)
    return _change(
        request,
        form,
        lambda: services.set_working_holiday(
            on=found.on, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        template="accounts/holiday.html",
        holiday=found,
    )


@require_POST
def holiday_call_off(request: HttpRequest, on: str) -> HttpResponse:
    require(request.user, "accounts.edit_calendar")
    found = _holiday(on)

    def call_off() -> None:
        services.call_off_working_holiday(on=found.on, by=request.user, at=timezone.now())

    try:
        if "confirm" not in request.POST:
            context = {"holiday": found, "effect": effect_of(call_off, timezone.localdate())}
            return render(request, "accounts/holiday_call_off.html", context | {"target_days": TARGET_DAYS})
        call_off()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The holiday is called off."))
    return redirect("accounts:working_calendar")


def _change(
    request: HttpRequest, form: forms.Form, change: Change, *, template: str, **context: Any
) -> HttpResponse:
    """First the effect of what was typed, then, on a second press, the change itself."""
    effect = None
    if request.method == "POST" and form.is_valid():
        try:
            if "confirm" in request.POST:
                change()
                messages.success(request, _("The calendar is changed."))
                return redirect("accounts:working_calendar")
            effect = effect_of(change, timezone.localdate())
        except Refused as refusal:
            add_refusal(form, refusal)
    context |= {"form": form, "effect": effect, "target_days": TARGET_DAYS}
    return render(request, template, context, status=422 if form.errors else 200)


def _holiday(on: str) -> Holiday:
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Holiday.objects.kept(), calendar__slug=DEFAULT_CALENDAR, on=day)
