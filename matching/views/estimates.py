"""How many could fit a need, asked from the pages on which it is written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from common.policies import require
from common.rates import Rate, is_too_often, reader_key
from incubators.enums import Step
from incubators.forms.needs import FORMS
from incubators.forms.skills import SkillListForm
from incubators.labels import STEPS
from incubators.models import Need
from incubators.services import SkillAsk, Terms
from matching.services import estimate as judge

ESTIMATES = Rate("matching.estimate", 60, 60)
"""One a second is as often as anybody stops typing."""


@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest, public_id: str) -> HttpResponse:
    """The estimate as a page, or as a fragment beside what is being typed.

    A fragment counts what is typed and saves nothing. A form that is sent without a script is saved as its
    own page saves it, and then counted; what that page refuses, it says.
    """
    need = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    require(request.user, "incubators.edit_need", need)
    step = _step_of(request)
    if request.method == "POST" and not request.htmx:
        return _save_first(request, need, step)
    if is_too_often(ESTIMATES, reader_key(request)):
        return render(request, "429.html", status=429)
    terms, skills = _typed(request, need, step) if request.method == "POST" else (Terms(), None)
    page = judge(need=need, terms=terms, skills=skills, by=request.user, at=timezone.now())
    template = "matching/estimate.html#estimate" if request.htmx else "matching/estimate.html"
    return render(request, template, {"page": page, "step": step, "label": STEPS[step]})


def _step_of(request: HttpRequest) -> Step:
    step = request.GET.get("step", Step.SKILLS)
    if step not in list(Step):
        raise Http404
    return Step(step)


def _typed(request: HttpRequest, need: Need, step: Step) -> tuple[Terms, list[SkillAsk] | None]:
    """What is typed, as far as it can be read; the rest counts as it was saved."""
    if step == Step.SKILLS:
        rows = SkillListForm(request.POST)
        return Terms(), rows.asks() if rows.is_valid() else None
    if step not in FORMS:
        return Terms(), None
    form = FORMS[step](request.POST, need=need)
    form.is_valid()
    return Terms(**form.cleaned_data), None


def _save_first(request: HttpRequest, need: Need, step: Step) -> HttpResponse:
    page = resolve(reverse("incubators:need_step", args=[need.public_id, step]))
    answer = page.func(request, *page.args, **page.kwargs)
    if answer.status_code != 302 or request.POST.get("then") != "estimate":
        return answer
    address = reverse("matching:estimate", args=[need.public_id])
    return redirect(f"{address}?{urlencode({'step': step})}")
