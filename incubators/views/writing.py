"""Writing a need: one thing per page, saved at every step, checked at the end."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.policies import decide, require
from common.refusals import Refused, add_refusal
from common.text import clean_line
from incubators.enums import NeedAction, Step
from incubators.forms.needs import FORMS, NewNeedForm
from incubators.forms.skills import SkillListForm
from incubators.labels import STEPS
from incubators.models import Need, Organisation
from incubators.selectors.skills import skills_page
from incubators.selectors.writing import writing_page
from incubators.services import draft_need, edit_need, move_need, set_need_skills


@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: HttpRequest) -> HttpResponse:
    """The first page begins the draft."""
    mine = Organisation.objects.written_for_by(request.user).select_related("parent")
    organisations = list(mine.order_by("name", "pk"))
    if not organisations:
        return render(request, "incubators/need_new.html", {"form": None})
    writable = [one for one in organisations if decide(request.user, "incubators.post_need", one)]
    if not writable:
        require(request.user, "incubators.post_need", organisations[0])
    form = NewNeedForm(request.POST if request.method == "POST" else None, organisations=writable)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        try:
            need = draft_need(
                organisation_id=organisation.pk, terms=form.terms(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _onward(request, need, Step.BASICS)
    return render(request, "incubators/need_new.html", {"form": form})


@require_safe
def need_tasks(request: HttpRequest, public_id: str) -> HttpResponse:
    """The task list of a draft; what is open already shows its answers instead."""
    need = _editable(request, public_id)
    page = writing_page(need, timezone.now())
    if not page.is_draft:
        return redirect("incubators:need_check", public_id=public_id)
    return render(request, "incubators/need_tasks.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def need_step(request: HttpRequest, public_id: str, step: str) -> HttpResponse:
    """One page of the need; what was typed is saved, and a refusal stands beside its field."""
    if step not in list(FORMS):
        raise Http404
    need = _editable(request, public_id)
    form = FORMS[Step(step)](request.POST if request.method == "POST" else None, need=need)
    if request.method == "POST" and form.is_valid():
        try:
            edit_need(need_id=need.pk, terms=form.terms(), by=request.user, at=timezone.now())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _onward(request, need, Step(step))
    context = {"form": form, "need": need} | _place_in_order(Step(step))
    return render(request, "incubators/need_step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need_skills(request: HttpRequest, public_id: str) -> HttpResponse:
    """Find skills and put them in order; every press of a button saves the list as it stands."""
    need = _editable(request, public_id)
    problem = ""
    if request.method == "POST":
        form = SkillListForm(request.POST)
        if form.is_valid():
            try:
                set_need_skills(need_id=need.pk, skills=form.asks(), by=request.user, at=timezone.now())
            except Refused as refusal:
                problem = refusal.message
            else:
                return _after_skills(request, need, form)
    words = clean_line(request.POST.get("words") or request.GET.get("words") or "")[:80]
    context = {"page": skills_page(need, words), "need": need, "problem": problem}
    template = "incubators/need_skills.html"
    if request.htmx:
        return render(request, f"{template}#skills", context)
    return render(request, template, context | _place_in_order(Step.SKILLS))


@require_http_methods(["GET", "HEAD", "POST"])
def need_check(request: HttpRequest, public_id: str) -> HttpResponse:
    """Check the answers, then publish. What is missing is named beside the answer."""
    need = _editable(request, public_id)
    refused = ""
    if request.method == "POST":
        try:
            move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("Your need is published. The portal is looking for experts now."))
            return redirect("incubators:need", public_id=public_id)
    page = writing_page(need, timezone.now())
    return render(request, "incubators/need_check.html", {"page": page, "refused": refused})


def _editable(request: HttpRequest, public_id: str) -> Need:
    need = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    require(request.user, "incubators.edit_need", need)
    return need


def _place_in_order(step: Step) -> dict[str, object]:
    return {
        "step": step,
        "label": STEPS[step],
        "number": list(Step).index(step) + 1,
        "n_steps": len(Step),
    }


def _onward(request: HttpRequest, need: Need, step: Step) -> HttpResponse:
    """To the next page, back to the list, or back to the answers that somebody came from."""
    if request.POST.get("then") == "later":
        return redirect("incubators:need_tasks", public_id=need.public_id)
    if request.GET.get("from") == "check" or step.following is None:
        return redirect("incubators:need_check", public_id=need.public_id)
    return redirect("incubators:need_step", public_id=need.public_id, step=step.following)


def _after_skills(request: HttpRequest, need: Need, form: SkillListForm) -> HttpResponse:
    if request.POST.get("then"):
        return _onward(request, need, Step.SKILLS)
    kept = {"words": form.cleaned_data["words"], "from": request.GET.get("from", "")}
    query = urlencode({name: value for name, value in kept.items() if value})
    address = reverse("incubators:need_step", args=[need.public_id, Step.SKILLS])
    return redirect(f"{address}?{query}" if query else address)
