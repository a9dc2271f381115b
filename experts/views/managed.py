"""Staff write profiles for people who agreed, and mail them the link by which they take over."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from experts.enums import LookReason
from experts.forms.managed import ClaimLinkForm, EnterForm
from experts.models import Expert
from experts.selectors.managed import managed_page, managed_rows, rows_of
from experts.services import managed as services
from experts.services.access import record_list
from experts.services.verification import submit_profile
from experts.views.own import managed_profile

_LIST, _PAGE = "experts:managed_list", "experts:managed_profile"


@require_GET
def managed_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "experts.open_managed")
    page = page_of(request, managed_rows(request.user))
    record_list(
        expert_ids=[expert.pk for expert in page.object_list],
        viewer=request.user,
        why=LookReason.MANAGED,
        route=_LIST,
        at=timezone.now(),
    )
    return render(request, "experts/managed_list.html", {"page": page, "rows": rows_of(page.object_list)})


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    require(request.user, "experts.open_managed")
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require(request.user, "experts.enter_profile", form.cleaned_data["country"])
        try:
            expert = services.enter_profile(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The profile is begun. Now write what it says."))
            return redirect(_PAGE, managed_id=expert.public_id)
    return render(request, "experts/managed_enter.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def profile(request: HttpRequest, managed_id: str) -> HttpResponse:
    return _show(request, managed_profile(request, managed_id), ClaimLinkForm())


@require_POST
def submit(request: HttpRequest, managed_id: str) -> HttpResponse:
    done = _("The profile waits for verification by a colleague.")
    return _step(request, managed_id, submit_profile, done)


@require_POST
def invite(request: HttpRequest, managed_id: str) -> HttpResponse:
    expert = managed_profile(request, managed_id)
    form = ClaimLinkForm(request.POST)
    if form.is_valid():
        services.invite_to_claim(expert_id=expert.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The link is on its way."))
        return redirect(_PAGE, managed_id=managed_id)
    return _show(request, expert, form)


@require_POST
def invite_again(request: HttpRequest, managed_id: str) -> HttpResponse:
    return _step(
        request, managed_id, services.invite_again, _("A new link is on its way; the old one ended.")
    )


@require_POST
def withdraw(request: HttpRequest, managed_id: str) -> HttpResponse:
    done = _("The link is withdrawn and the address forgotten.")
    return _step(request, managed_id, services.withdraw_link, done)


def _step(request: HttpRequest, managed_id: str, take: Callable[..., object], done: str) -> HttpResponse:
    expert = managed_profile(request, managed_id)
    try:
        take(expert_id=expert.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(_PAGE, managed_id=managed_id)


def _show(request: HttpRequest, expert: Expert, form: ClaimLinkForm) -> HttpResponse:
    context = {"page": managed_page(expert, timezone.now()), "form": form}
    return render(request, "experts/managed.html", context, status=422 if form.errors else 200)
