"""Staff check one credential; liaisons vouch for people of their countries."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.downloads import file_answer
from common.policies import require
from common.refusals import Refused, add_refusal
from experts.enums import LookReason
from experts.forms.credentials import ReturnCredentialForm, VouchForm
from experts.forms.staff import NoteForm, VerifyForm
from experts.models import Credential, Expert
from experts.selectors.credentials import credential_page
from experts.selectors.verification import name_of
from experts.services import credentials as services
from experts.services.access import record_look
from experts.services.vouching import vouch_for


@require_GET
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    credential = _visible(request, public_id)
    _look(request, credential.expert, LookReason.CREDENTIAL)
    return _show(request, credential)


@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(
        request, public_id, VerifyForm, services.confirm_credential, _("The credential is confirmed.")
    )


@require_POST
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("The credential went back to the expert.")
    return _step(request, public_id, ReturnCredentialForm, services.return_credential, done)


@require_POST
def refuse(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("The credential is marked as not confirmed.")
    return _step(request, public_id, NoteForm, services.refuse_credential, done)


@require_GET
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    credential = _visible(request, public_id)
    _look(request, credential.expert, LookReason.CREDENTIAL)
    return file_answer(credential.file)


@require_http_methods(["GET", "POST"])
def vouch(request: HttpRequest, public_id: str) -> HttpResponse:
    """A liaison says how they know somebody of their countries."""
    seen = Expert.objects.of_staff(request.user).select_related("user", "managed")
    expert = get_object_or_404(seen, public_id=public_id)
    require(request.user, "experts.vouch", expert)
    form = VouchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vouch_for(expert_id=expert.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("You vouch for this person. They are told."))
            return redirect("experts:verification", public_id=public_id)
    if request.method == "GET":
        _look(request, expert, LookReason.VOUCHING)
    context = {"form": form, "expert": expert, "name": name_of(expert)}
    return render(request, "experts/vouch.html", context, status=422 if form.errors else 200)


def _step(
    request: HttpRequest,
    public_id: str,
    form_class: type[VerifyForm],
    take: Callable[..., Credential],
    done: str,
) -> HttpResponse:
    """Take one step; a refusal shows the credential again, as it is now, with what was typed."""
    credential = _visible(request, public_id)
    form = _form(form_class, data=request.POST)
    if form.is_valid():
        try:
            take(credential_id=credential.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            credential = _visible(request, public_id)
            typed = request.POST.copy()
            typed["version"] = str(credential.version)
            form = _form(form_class, data=typed)
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect("experts:verification_queue")
    return _show(request, credential, form)


def _form(form_class: type[VerifyForm], **options: Any) -> VerifyForm:
    """Several forms stand on one page: each has ids of its own."""
    return form_class(auto_id=f"{form_class.__name__.lower()}_%s", **options)


def _visible(request: HttpRequest, public_id: str) -> Credential:
    """Hidden credentials do not exist; one's own are on the pages of one's profile."""
    visible = Credential.objects.visible_to(request.user).exclude(expert__user=request.user)
    found = visible.select_related("expert__user", "expert__managed", "file")
    return get_object_or_404(found, public_id=public_id)


def _look(request: HttpRequest, expert: Expert, why: LookReason) -> None:
    route = f"experts:{request.resolver_match.url_name}"
    record_look(expert=expert, viewer=request.user, why=why, route=route, at=timezone.now())


def _show(request: HttpRequest, credential: Credential, answered: VerifyForm | None = None) -> HttpResponse:
    """The three forms, of which the answered one keeps what was typed and its errors."""
    forms = {
        form_class: _form(form_class, initial={"version": credential.version})
        for form_class in (VerifyForm, ReturnCredentialForm, NoteForm)
    }
    if answered is not None:
        forms[type(answered)] = answered
    context = {
        "page": credential_page(credential),
        "person": name_of(credential.expert),
        "confirm_form": forms[VerifyForm],
        "return_form": forms[ReturnCredentialForm],
        "note_form": forms[NoteForm],
    }
    return render(request, "experts/credential_check.html", context, status=422 if answered else 200)
