"""Organisations: the public list, one organisation, its registration."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from incubators.enums import OrganisationAction, OrganisationState
from incubators.filters import OrganisationFilter
from incubators.forms.organisations import OrganisationForm
from incubators.models import Organisation
from incubators.selectors.organisations import organisation_page, organisation_rows
from incubators.selectors.pairs import merged_into
from incubators.services import edit_organisation, move_organisation, register_organisation
from incubators.views.own import visible_organisation


@login_not_required
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Verified organisations for everybody, by name."""
    visible = Organisation.objects.visible_to(request.user).verified().with_place()
    narrowed = OrganisationFilter(
        request.GET, queryset=visible.with_open_needs_counted().order_by("name", "pk")
    )
    page = page_of(request, narrowed.qs)
    context = {"page": page, "rows": organisation_rows(page.object_list), "form": narrowed.form}
    return render(request, "incubators/organisation_list.html", context)


@login_not_required
@require_safe
def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One organisation; the address of one that was merged leads to the kept one."""
    found = Organisation.objects.visible_to(request.user).filter(public_id=public_id)
    found = found.with_place().with_parents().first()
    if found is None or found.state == OrganisationState.CLOSED:
        instead = merged_into(public_id, request.user)
        if instead is not None:
            return redirect("incubators:organisation", public_id=instead)
    if found is None:
        raise Http404
    page = organisation_page(found, request.user)
    return render(request, "incubators/organisation.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Register an organisation; it waits for verification, and needs may be drafted meanwhile."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = register_organisation(
                registration=form.registration(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            request.session.pop("is_member", None)  # the navigation asks again
            messages.success(request, _("Registered. The ministry will check it; you can draft a need now."))
            return redirect("incubators:organisation", public_id=found.public_id)
    return render(request, "incubators/organisation_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.edit_organisation", found)
    form = OrganisationForm(request.POST if request.method == "POST" else None, organisation=found)
    if request.method == "POST" and form.is_valid():
        try:
            edit_organisation(
                organisation_id=found.pk,
                registration=form.registration(language=found.language),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("incubators:organisation", public_id=public_id)
    return render(request, "incubators/organisation_edit.html", {"form": form, "organisation": found})


@require_POST
def organisation_apply_again(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible_organisation(request, public_id)
    move_organisation(
        organisation_id=found.pk, action=OrganisationAction.APPLY_AGAIN, by=request.user, at=timezone.now()
    )
    messages.success(request, _("The ministry will look at it again."))
    return redirect("incubators:organisation", public_id=public_id)
