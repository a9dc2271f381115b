"""An organisation shows that it is what it says: a code at its mail domain, or a letter."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.downloads import file_answer
from common.policies import require
from common.refusals import Refused, add_refusal
from incubators import services
from incubators.forms.proofs import DomainAddressForm, DomainCodeForm, LetterForm
from incubators.models import Organisation, OrganisationLetter
from incubators.selectors.proofs import proofs_of
from incubators.views.own import visible_organisation

_PAGE = "incubators:proofs"


@require_safe
def proofs(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _provable(request, public_id)
    return _show(request, found)


@require_POST
def proof_address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mail a code to an address at the domain."""
    found = _provable(request, public_id)
    form = DomainAddressForm(request.POST)
    if form.is_valid():
        try:
            services.ask_for_domain_code(
                organisation_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("A code is on its way. It works for ten minutes."))
            return redirect(_PAGE, public_id=public_id)
    return _show(request, found, address_form=form)


@require_POST
def proof_code(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _provable(request, public_id)
    form = DomainCodeForm(request.POST)
    if form.is_valid():
        try:
            services.give_domain_code(
                organisation_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Noted: somebody of the organisation reads mail at its domain."))
            return redirect(_PAGE, public_id=public_id)
    return _show(request, found, code_form=form)


@require_POST
def letter_add(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _provable(request, public_id)
    form = LetterForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_letter(
                organisation_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The letter is kept. Staff who verify can read it."))
            return redirect(_PAGE, public_id=public_id)
    return _show(request, found, letter_form=form)


@require_POST
def letter_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    letter = _letter(request, public_id)
    require(request.user, "incubators.prove_organisation", letter.organisation)
    services.remove_letter(letter_id=letter.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Removed, with its file."))
    return redirect(_PAGE, public_id=letter.organisation.public_id)


@require_safe
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _letter(request, public_id)
    require(request.user, "incubators.read_letter", found.organisation)
    return file_answer(found.file)


def _letter(request: HttpRequest, public_id: str) -> OrganisationLetter:
    letters = OrganisationLetter.objects.visible_to(request.user).select_related("organisation", "file")
    return get_object_or_404(letters, public_id=public_id)


def _provable(request: HttpRequest, public_id: str) -> Organisation:
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.prove_organisation", found)
    return found


def _show(request: HttpRequest, organisation: Organisation, **typed: forms.Form) -> HttpResponse:
    """The page with what was typed into one of its forms."""
    context = {
        "page": proofs_of(organisation),
        "address_form": DomainAddressForm(auto_id="id_%s"),
        "code_form": DomainCodeForm(),
        "letter_form": LetterForm(),
    }
    status = 422 if typed else 200
    return render(request, "incubators/proofs.html", context | typed, status=status)
