"""One page for each question of the profile that has a single answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusals import Refused, add_refusal
from experts.enums import Section
from experts.forms.profile import (
    ConsentForm,
    IdentityForm,
    MotivationForm,
    PlaceForm,
    TermsForm,
    VisibilityForm,
)
from experts.labels import SECTIONS
from experts.models import Expert
from experts.selectors.profile import has_consented, step_of
from experts.services import profile as services
from experts.views.own import own_editable

Saves = Callable[..., Expert]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A form that begins with the profile's answers, and the service that saves it."""

    form: Callable[[Any, Expert], forms.BaseForm]
    save: Saves


def _of_model(form: type[forms.ModelForm]) -> Callable[[Any, Expert], forms.BaseForm]:
    return lambda data, expert: form(data, instance=expert)


def _motivation(data: Any, expert: Expert) -> forms.BaseForm:
    initial = {
        "kinds": expert.motivation_kinds,
        "themes": expert.themes.all(),
        "places": expert.motivation_places.all(),
    }
    return MotivationForm(data, initial=initial)


def _visibility(data: Any, expert: Expert) -> forms.BaseForm:
    return VisibilityForm(data, initial={"visibility": expert.visibility})


def _consent(data: Any, expert: Expert) -> forms.BaseForm:
    return ConsentForm(data, initial={"agrees": has_consented(expert)})


PAGES: dict[Section, SectionPage] = {
    Section.IDENTITY: SectionPage(_of_model(IdentityForm), services.describe_work),
    Section.PLACE: SectionPage(_of_model(PlaceForm), services.set_home),
    Section.MOTIVATION: SectionPage(_motivation, services.set_motivation),
    Section.TERMS: SectionPage(_of_model(TermsForm), services.set_terms),
    Section.VISIBILITY: SectionPage(_visibility, services.choose_visibility),
    Section.CONSENT: SectionPage(_consent, services.consent_to_matching),
}


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, section: Section) -> HttpResponse:
    """Ask one question, save the answer, go on to the next unfinished one; or back to where it is listed."""
    expert = own_editable(request)
    page = PAGES[section]
    form = page.form(request.POST if request.method == "POST" else None, expert)
    if request.method == "POST" and form.is_valid():
        try:
            page.save(expert_id=expert.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved: %(step)s.") % {"step": SECTIONS[section]})
            step = step_of(expert, section)
            return redirect(step.next_url if step else "experts:profile")
    context = {
        "form": form,
        "title": SECTIONS[section],
        "section": section,
        "step": step_of(expert, section),
    }
    return render(request, "experts/section.html", context, status=422 if form.errors else 200)
