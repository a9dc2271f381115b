"""The person's credentials: claim, prove, change, take back."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.downloads import file_answer
from common.refusals import Refused, add_refusal
from experts.enums import CredentialKind
from experts.forms.credentials import CodeForm, CredentialForm, CredentialKindForm, EmployerForm
from experts.models import Credential
from experts.selectors.credentials import credential_lines, credential_page
from experts.services import credentials as services
from experts.services import employer_codes
from experts.views.own import own_editable, own_profile

_LIST, _PAGE = "experts:credentials", "experts:credential"


@require_GET
def credential_list(request: HttpRequest) -> HttpResponse:
    expert = own_profile(request)
    lines = credential_lines(expert)
    context = {"lines": lines, "is_full": len(lines) >= services.MOST_CREDENTIALS, "expert": expert}
    return render(request, "experts/credentials.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """First what it is and where it was issued, then the rest, which depends on both."""
    expert = own_editable(request)
    asked = CredentialKindForm(request.GET or None)
    if not asked.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "experts/credential_kind.html", {"form": asked}, status=status)
    kind, country = asked.cleaned_data["kind"], asked.cleaned_data["country"]
    blank = Credential(expert=expert, kind=kind, country=country)
    form = _form(request, blank)
    if request.method == "POST" and form.is_valid():
        try:
            credential = services.add_credential(
                expert_id=expert.pk,
                kind=kind,
                country=country,
                values=form.values(),
                file=form.cleaned_data["file"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. Staff see it once your profile is sent."))
            return redirect(_PAGE, public_id=credential.public_id)
    return _edit_page(request, form, blank, is_new=True)


@require_http_methods(["GET", "POST"])
def employer(request: HttpRequest) -> HttpResponse:
    """Show that one reads mail at an employer's domain: a code goes there."""
    expert = own_editable(request)
    form = EmployerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credential = employer_codes.ask_for_code(
                expert_id=expert.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("A code is on its way. It works for ten minutes."))
            return redirect(_PAGE, public_id=credential.public_id)
    status = 422 if form.errors else 200
    return render(request, "experts/credential_employer.html", {"form": form}, status=status)


@require_GET
def credential(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show(request, _own(request, public_id), CodeForm())


@require_POST
def code(request: HttpRequest, public_id: str) -> HttpResponse:
    own = _own(request, public_id)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            employer_codes.give_code(
                credential_id=own.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Confirmed for a year."))
            return redirect(_PAGE, public_id=public_id)
    return _show(request, own, form)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    own_editable(request)
    own = _own(request, public_id)
    if own.basis in services.FIXED:
        return redirect(_PAGE, public_id=public_id)
    form = _form(request, own)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_credential(
                credential_id=own.pk,
                values=form.values(),
                file=form.cleaned_data["file"],
                without_file=form.cleaned_data.get("without_file", False),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_PAGE, public_id=public_id)
    return _edit_page(request, form, own, is_new=False)


@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    own_editable(request)
    own = _own(request, public_id)
    services.remove_credential(credential_id=own.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Removed, with its file."))
    return redirect(_LIST)


@require_GET
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    return file_answer(_own(request, public_id).file)


def _own(request: HttpRequest, public_id: str) -> Credential:
    return get_object_or_404(_mine(request), public_id=public_id)


def _mine(request: HttpRequest) -> QuerySet:
    visible = Credential.objects.visible_to(request.user).select_related("expert__user", "file")
    return visible.filter(expert__user=request.user)


def _form(request: HttpRequest, instance: Credential) -> CredentialForm:
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return CredentialForm(*data, kind=instance.kind, country=instance.country, instance=instance)


def _edit_page(
    request: HttpRequest, form: CredentialForm, instance: Credential, *, is_new: bool
) -> HttpResponse:
    is_degree = instance.kind == CredentialKind.DEGREE
    context = {
        "form": form,
        "credential": instance,
        "is_new": is_new,
        "is_foreign_degree": is_degree and instance.country != services.HOME,
        "is_own_degree": is_degree and instance.country == services.HOME,
        "is_employment": instance.kind == CredentialKind.EMPLOYMENT,
    }
    return render(request, "experts/credential_edit.html", context, status=422 if form.errors else 200)


def _show(request: HttpRequest, own: Credential, form: CodeForm) -> HttpResponse:
    context = {"page": credential_page(own), "form": form}
    return render(request, "experts/credential.html", context, status=422 if form.errors else 200)
