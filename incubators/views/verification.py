"""Staff verify organisations: a queue, oldest first, and a page to decide on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from incubators.filters import QueueFilter
from incubators.forms.organisations import VerificationForm, VersionForm
from incubators.models import Organisation
from incubators.selectors.organisations import queue_rows, verification_page
from incubators.services import move_organisation
from incubators.views.own import visible_organisation


@require_safe
def organisation_queue(request: HttpRequest) -> HttpResponse:
    require(request.user, "incubators.verify_organisations")
    waiting = Organisation.objects.visible_to(request.user).awaiting_verification_by(request.user)
    waiting = waiting.with_place().with_returns_counted().with_evidence()
    narrowed = QueueFilter(request.GET, queryset=waiting)
    page = page_of(request, narrowed.qs)
    context = {"page": page, "rows": queue_rows(page.object_list), "form": narrowed.form}
    return render(request, "incubators/organisation_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_verification(request: HttpRequest, public_id: str) -> HttpResponse:
    """Verify or refuse with reasons; what was typed is kept when the step is not possible."""
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.verify_organisations")
    page = verification_page(found, request.user)
    form = VerificationForm(request.POST if request.method == "POST" else None, actions=page.actions)
    if request.method == "POST" and form.is_valid():
        seen = VersionForm(request.POST)
        try:
            move_organisation(
                organisation_id=found.pk,
                by=request.user,
                at=timezone.now(),
                version=seen.cleaned_data["version"] if seen.is_valid() else None,
                **form.cleaned_data,
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Decided. The members of the organisation are told by mail."))
            return redirect("incubators:organisation_queue")
    return render(request, "incubators/organisation_verification.html", {"page": page, "form": form})
