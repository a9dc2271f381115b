"""The page on which a need's skills are chosen: every press of a button saves the list as it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusals import Refused
from common.text import clean_line
from incubators.enums import Step
from incubators.forms.skills import SkillListForm
from incubators.models import Need
from incubators.selectors.skills import skills_page
from incubators.services import set_need_skills
from incubators.views.pages import editable, onward, place_in_order, seen_on


@require_http_methods(["GET", "HEAD", "POST"])
def need_skills(request: HttpRequest, public_id: str) -> HttpResponse:
    """Find skills and put them in order; what another window has changed is shown, not overwritten."""
    need = editable(request, public_id)
    problem, only_here = "", []
    if request.method == "POST":
        form = SkillListForm(request.POST)
        if form.is_valid():
            asks = form.asks()
            seen = seen_on(request.POST, Step.SKILLS)
            try:
                set_need_skills(need_id=need.pk, skills=asks, seen=seen, by=request.user, at=timezone.now())
            except Refused as refusal:
                problem = refusal.message
                only_here = [ask.skill for ask in asks] if refusal.code == "need_changed_elsewhere" else []
            else:
                if not form.unknown:
                    return _after_skills(request, need, form)
                problem = _("Not in the vocabulary: %(slugs)s") % {"slugs": ", ".join(form.unknown)}
        need = editable(request, public_id)
    words = clean_line(request.POST.get("words") or request.GET.get("words") or "")[:80]
    page = skills_page(need, words, only_here=only_here)
    context = {"page": page, "need": need, "problem": problem}
    template = "incubators/need_skills.html"
    if request.htmx:
        return render(request, f"{template}#skills", context)
    return render(request, template, context | place_in_order(need, Step.SKILLS))


def _after_skills(request: HttpRequest, need: Need, form: SkillListForm) -> HttpResponse:
    if request.POST.get("then"):
        return onward(request, need, Step.SKILLS)
    kept = {"words": form.cleaned_data["words"], "from": request.GET.get("from", "")}
    query = urlencode({name: value for name, value in kept.items() if value})
    address = reverse("incubators:need_step", args=[need.public_id, Step.SKILLS])
    return redirect(f"{address}?{query}" if query else address)
