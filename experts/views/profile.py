"""The person's own profile: begin it, see how far it is, check the answers, send it, pause it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.refusals import Refused, add_refusal
from experts.forms.profile import PauseForm
from experts.models import Expert
from experts.selectors.panels import profile_panels
from experts.selectors.profile import own_expert, own_page
from experts.services import profile as services
from experts.services import verification
from experts.views.own import own_profile


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The task list of the profile, or the offer to begin one."""
    expert = own_expert(request.user)
    if expert is None:
        return render(request, "experts/start.html")
    return _show(request, expert, PauseForm())


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    try:
        services.start_profile(by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.info(request, refusal.message)
    return redirect("experts:import" if "import" in request.POST else "experts:profile")


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everything on one page; sending it from here."""
    visible = Expert.objects.visible_to(request.user).with_profile()
    expert = get_object_or_404(visible, user=request.user)
    if request.method == "POST":
        try:
            verification.submit_profile(expert_id=expert.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("experts:profile")
        messages.success(request, _("Your profile was sent to the ministry. You hear from it by mail."))
        return redirect("experts:profile")
    return render(
        request,
        "experts/check_answers.html",
        {"page": own_page(expert), "panels": profile_panels(expert)},
    )


@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    expert = own_profile(request)
    form = PauseForm(request.POST)
    if form.is_valid():
        try:
            verification.pause_profile(
                expert_id=expert.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your profile is paused: you get no new suggestions."))
            return redirect("experts:profile")
    return _show(request, own_profile(request), form)


@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    expert = own_profile(request)
    try:
        verification.resume_profile(expert_id=expert.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Welcome back: your profile is compared with needs again."))
    return redirect("experts:profile")


def _show(request: HttpRequest, expert: Expert, form: PauseForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "experts/profile.html", {"page": own_page(expert), "form": form}, status=status)
