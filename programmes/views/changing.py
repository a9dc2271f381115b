"""What a programme is, its phases and its questions: written by officers of its unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.refusals import Refused, add_refusal
from programmes.forms import AboutForm, PhasesForm, QuestionForm
from programmes.labels import QUESTION_KINDS, TARGETS
from programmes.services import ask_question, change_programme, retire_question, set_phases
from programmes.views.policy import programme_to_change


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, slug: str) -> HttpResponse:
    programme = programme_to_change(request, slug)
    form = AboutForm(request.POST if request.method == "POST" else None, programme=programme)
    if form.is_bound and form.is_valid():
        try:
            change_programme(programme_id=programme.pk, about=form.about, by=request.user, at=timezone.now())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The programme was changed."))
            return redirect("programmes:policy", slug=slug)
    return render(request, "programmes/about.html", {"programme": programme, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def phases(request: HttpRequest, slug: str) -> HttpResponse:
    programme = programme_to_change(request, slug)
    present = list(programme.phases.all())
    form = PhasesForm(request.POST if request.method == "POST" else None, phases=present)
    if form.is_bound and form.is_valid():
        try:
            set_phases(programme_id=programme.pk, phases=form.phases, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The phases were changed. Each begins and ends by itself."))
            return redirect("programmes:policy", slug=slug)
    return render(request, "programmes/phases.html", {"programme": programme, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions in force, and one more."""
    programme = programme_to_change(request, slug)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ask_question(programme_id=programme.pk, wording=form.wording, by=request.user, at=timezone.now())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("programmes:questions", slug=slug)
    rows = [
        (question, TARGETS[question.target], QUESTION_KINDS[question.kind])
        for question in programme.questions.filter(retired_at__isnull=True)
    ]
    return render(request, "programmes/questions.html", {"programme": programme, "form": form, "rows": rows})


@require_POST
def question_retire(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    programme = programme_to_change(request, slug)
    question = get_object_or_404(programme.questions.all(), public_id=public_id)
    try:
        retire_question(question_id=question.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("programmes:questions", slug=slug)
