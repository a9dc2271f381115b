"""Ties to organisations: the person declares them or the portal finds them, staff assess them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from experts.enums import LookReason
from experts.models import Expert
from experts.services.access import record_look
from incubators.models import Organisation
from matching.enums import ConflictState
from matching.forms import AssessForm, ConflictForm
from matching.models import Conflict
from matching.selectors.conflicts import conflict_lines, organisations_to_name
from matching.services import assess_conflict, declare_conflict, withdraw_conflict


@require_safe
def conflicts(request: HttpRequest) -> HttpResponse:
    """What the person has declared, with what became of it; who has no profile yet is told where to begin."""
    expert = Expert.objects.visible_to(request.user).filter(user=request.user).first()
    if expert is None:
        return redirect("experts:profile")
    rows = Conflict.objects.visible_to(request.user).filter(expert=expert).told_to_person()
    lines = conflict_lines(rows.select_related("organisation").order_by("-at", "-pk"))
    return render(request, "matching/conflicts.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    expert = _own(request)
    form = ConflictForm(request.POST or None, organisations=organisations_to_name())
    if request.method == "POST" and form.is_valid():
        visible = Organisation.objects.visible_to(request.user)
        organisation = get_object_or_404(visible, public_id=form.cleaned_data["organisation"])
        try:
            declare_conflict(
                expert_id=expert.pk,
                organisation_id=organisation.pk,
                kind=form.cleaned_data["kind"],
                evidence=form.cleaned_data["evidence"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Declared. The ministry looks at it; until then nothing changes."))
            return redirect("matching:conflicts")
    status = 422 if form.errors else 200
    return render(request, "matching/conflict_declare.html", {"form": form}, status=status)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    own = Conflict.objects.visible_to(request.user).filter(expert__user=request.user)
    conflict = get_object_or_404(own, public_id=public_id)
    try:
        withdraw_conflict(conflict_id=conflict.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The declaration is withdrawn."))
    return redirect("matching:conflicts")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Ties that wait for an assessment, declared or found; whom each is about stands on its own page."""
    require(request.user, "matching.list_conflicts")
    waiting = Conflict.objects.visible_to(request.user).awaiting_assessment_by(request.user)
    page = page_of(request, waiting.select_related("organisation"))
    context = {"page": page, "lines": conflict_lines(page.object_list)}
    return render(request, "matching/conflict_queue.html", context)


@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, public_id: str) -> HttpResponse:
    require(request.user, "matching.list_conflicts")
    visible = Conflict.objects.visible_to(request.user).select_related("organisation", "expert__user")
    conflict = get_object_or_404(visible, public_id=public_id)
    form = AssessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            assess_conflict(conflict_id=conflict.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Decided."))
        return redirect("matching:conflict_queue")
    record_look(
        expert=conflict.expert,
        viewer=request.user,
        why=LookReason.CONFLICT,
        route=request.resolver_match.view_name,
        at=timezone.now(),
    )
    context = {
        "conflict": conflict,
        "line": conflict_lines([conflict])[0],
        "form": form if conflict.state == ConflictState.PROPOSED else None,
    }
    return render(request, "matching/conflict.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest) -> Expert:
    return get_object_or_404(Expert.objects.visible_to(request.user), user=request.user)
