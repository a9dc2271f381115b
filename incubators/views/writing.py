"""Writing a need: one thing per page, saved at every step, checked at the end."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.policies import decide, require
from common.refusals import Refused, add_refusal
from incubators.enums import NeedAction, NeedState, Step
from incubators.forms.needs import NewNeedForm
from incubators.forms.questions import PAGES
from incubators.models import Organisation
from incubators.selectors.answers import steps_of
from incubators.selectors.templates import need_templates, template_groups
from incubators.selectors.terms import stamp_of
from incubators.selectors.writing import writing_page
from incubators.services import draft_need, move_need
from incubators.services.templates import template_skills
from incubators.views.pages import differences, editable, onward, place_in_order, save_page


@require_safe
def need_start(request: HttpRequest) -> HttpResponse:
    """Terms of reference to begin with, or an empty page."""
    if not Organisation.objects.written_for_by(request.user).exists():
        return redirect("incubators:need_new")
    return render(request, "incubators/need_start.html", {"groups": template_groups()})


@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: HttpRequest) -> HttpResponse:
    """The first page begins the draft, from a template where one was chosen."""
    mine = Organisation.objects.written_for_by(request.user).select_related("parent")
    organisations = list(mine.order_by("name", "pk"))
    if not organisations:
        return render(request, "incubators/need_new.html", {"form": None})
    writable = [one for one in organisations if decide(request.user, "incubators.post_need", one)]
    if not writable:
        require(request.user, "incubators.post_need", organisations[0])
    posted = request.POST if request.method == "POST" else None
    chosen = (posted or request.GET).get("template", "")
    template = need_templates().get(chosen)
    form = NewNeedForm(posted, organisations=writable, template=template)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        try:
            need = draft_need(
                organisation_id=organisation.pk,
                terms=form.terms(),
                skills=template_skills(template) if template else (),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return onward(request, need, Step.BASICS)
    return render(request, "incubators/need_new.html", {"form": form})


@require_safe
def need_tasks(request: HttpRequest, public_id: str) -> HttpResponse:
    """The task list of a draft; what is open already shows its answers instead."""
    need = editable(request, public_id)
    page = writing_page(need, timezone.now())
    if not page.is_draft:
        return redirect("incubators:need_check", public_id=public_id)
    return render(request, "incubators/need_tasks.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def need_step(request: HttpRequest, public_id: str, step: str) -> HttpResponse:
    """One page of the need; what is valid is saved, and what is not stays with a sentence beside it."""
    if step not in list(PAGES):
        raise Http404
    page = Step(step)
    need = editable(request, public_id)
    if page not in steps_of(need):
        raise Http404
    form = PAGES[page](request.POST if request.method == "POST" else None, need=need)
    saved = save_page(form, need, page, by=request.user) if request.method == "POST" else None
    if saved is not None and saved.is_whole:
        return onward(request, need, page)
    if saved is not None:
        need = editable(request, public_id)
    context = {
        "form": form,
        "need": need,
        "seen": stamp_of(need, page),
        "was_saved_in_part": saved is not None and saved.is_any,
        "differences": differences(PAGES[page], form, need, page) if saved and saved.is_stale else [],
    }
    return render(request, "incubators/need_step.html", context | place_in_order(need, page))


@require_http_methods(["GET", "HEAD", "POST"])
def need_check(request: HttpRequest, public_id: str) -> HttpResponse:
    """Check the answers, then publish. What is missing is named beside the answer."""
    need = editable(request, public_id)
    refused = ""
    if request.method == "POST":
        try:
            moved = move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.message
        else:
            if moved.state == NeedState.OPEN:
                done = _("Your need is published. The portal is looking for experts now.")
            else:
                done = _("Your need was sent. The ministry reads it before it opens, and you hear by mail.")
            messages.success(request, done)
            return redirect("incubators:need", public_id=public_id)
    page = writing_page(need, timezone.now())
    return render(request, "incubators/need_check.html", {"page": page, "refused": refused})
