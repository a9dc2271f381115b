"""A programme's policy: read by staff, changed by officers of its unit, section by section."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.policies import decide, require
from common.refusals import Refused
from programmes.enums import Section
from programmes.forms import policy_form
from programmes.labels import SECTION_LEADS, SECTIONS
from programmes.models import Programme
from programmes.selectors import policy_of
from programmes.selectors.effects import effects_of
from programmes.selectors.pages import about_lines
from programmes.selectors.wording import differences, policy_parts, versions_of
from programmes.services import check_policy, publish_policy


def programme_of(request: HttpRequest, slug: str) -> Programme:
    """A programme whose policy this person reads."""
    visible = Programme.objects.visible_to(request.user).select_related("owner_unit", "agreement")
    programme = get_object_or_404(visible.prefetch_related("phases"), slug=slug)
    require(request.user, "programmes.view_policy")
    return programme


def programme_to_change(request: HttpRequest, slug: str) -> Programme:
    programme = programme_of(request, slug)
    require(request.user, "programmes.change_policy", programme)
    return programme


@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that holds for a programme, and how it came to hold."""
    programme = programme_of(request, slug)
    in_force = policy_of(programme)
    context = {
        "programme": programme,
        "number": in_force.number,
        "about": about_lines(programme),
        "parts": policy_parts(in_force),
        "phases": list(programme.phases.all()),
        "questions": list(programme.questions.filter(retired_at__isnull=True)),
        "versions": versions_of(programme),
        "change": decide(request.user, "programmes.change_policy", programme),
    }
    return render(request, "programmes/policy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def policy_section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """One section: typed, tried out against the open cases, and published as the next version."""
    programme = programme_to_change(request, slug)
    if section not in list(Section):
        raise Http404
    in_force = policy_of(programme)
    form = policy_form(Section(section), in_force, request.POST if request.method == "POST" else None)
    context = {
        "programme": programme,
        "section": section,
        "title": SECTIONS[Section(section)],
        "lead": SECTION_LEADS[Section(section)],
        "form": form,
        "number": in_force.number,
    }
    if form.is_bound and form.is_valid():
        try:
            other = replace(in_force, **form.changes)
            check_policy(other)
            if "publish" in request.POST:
                version = publish_policy(
                    programme_id=programme.pk,
                    changes=form.changes,
                    seen_number=form.cleaned_data["seen_number"],
                    by=request.user,
                    at=timezone.now(),
                )
                said = _("Version %(number)d is in force. Cases that were submitted keep their version.")
                messages.success(request, said % {"number": version.number})
                return redirect("programmes:policy", slug=slug)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            context |= {
                "differences": differences(in_force, other),
                "effects": effects_of(programme, in_force, other),
                "sent": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
                "is_preview": True,
            }
    return render(request, "programmes/policy_section.html", {"is_preview": False} | context)
