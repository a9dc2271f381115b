"""The expert's side: needs that fit, why one does or does not, and what is not to be suggested again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.refusals import Refused, add_refusal
from experts.models import Expert
from incubators.models import Need, Organisation
from matching import services
from matching.forms import SetAsideForm, TakeBackForm


@require_safe
def expert_matches(request: HttpRequest) -> HttpResponse:
    """Somebody without a profile is told where to begin; a need that a colleague passed on stands on top."""
    told_of = request.session.get("suggested_need")
    suggested = Need.objects.open().filter(public_id=told_of).first() if told_of else None
    expert = Expert.objects.filter(user=request.user).first()
    page = None
    if expert is not None:
        page = services.needs_for_expert(expert=expert, by=request.user, at=timezone.now())
    return render(request, "matching/expert_matches.html", {"page": page, "suggested": suggested})


@require_safe
def why_not(request: HttpRequest, public_id: str) -> HttpResponse:
    """What one need and the reader's own profile have to do with each other; without one, where to begin."""
    need = get_object_or_404(Need.objects.visible_to(request.user), public_id=public_id)
    expert = Expert.objects.filter(user=request.user).first()
    if expert is None:
        return redirect("matching:expert_matches")
    page = services.why_not(expert=expert, need=need, by=request.user, at=timezone.now())
    return render(request, "matching/why_not.html", {"page": page})


@require_safe
def strength(request: HttpRequest) -> HttpResponse:
    """What the reader's profile could say next; the profile page asks for the first step alone."""
    expert = get_object_or_404(Expert, user=request.user)
    page = services.show_strength(expert=expert, by=request.user, at=timezone.now())
    template = "matching/strength.html#next" if request.htmx else "matching/strength.html"
    return render(request, template, {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, public_id: str) -> HttpResponse:
    """One need away from one's list; a wrong day is told on a page of its own, with what was typed."""
    get_object_or_404(Expert, user=request.user)
    need = get_object_or_404(
        Need.objects.visible_to(request.user).select_related("organisation"), public_id=public_id
    )
    form = SetAsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_aside(need=need, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Set aside. Nobody is told; you can take it back below the list."))
            return redirect("matching:expert_matches")
    status = 422 if form.errors else 200
    return render(request, "matching/set_aside.html", {"form": form, "need": need}, status=status)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    expert = get_object_or_404(Expert, user=request.user)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        raise Http404
    mine = expert.exclusions.own()
    need_id, organisation_id = form.cleaned_data["need"], form.cleaned_data["organisation"]
    need = Need.objects.filter(public_id=need_id, exclusions__in=mine).first() if need_id else None
    organisation = Organisation.objects.filter(public_id=organisation_id, exclusions__in=mine).first()
    if need is not None:
        services.take_back(need=need, by=request.user, at=timezone.now())
    elif organisation is not None:
        services.take_back(organisation=organisation, by=request.user, at=timezone.now())
    messages.success(request, _("It may be suggested to you again."))
    return redirect("matching:expert_matches")
