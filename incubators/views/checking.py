"""A programme's unit checks needs before they open: its queue, and a page to decide on."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from incubators.forms.checking import CheckForm
from incubators.forms.organisations import VersionForm
from incubators.models import Need
from incubators.selectors.checking import checking_page, queue_rows
from incubators.services import check_need


@require_safe
def need_queue(request: HttpRequest) -> HttpResponse:
    """What came back to this person first, then the oldest."""
    require(request.user, "incubators.check_needs")
    waiting = Need.objects.visible_to(request.user).awaiting_check_by(request.user)
    page = page_of(request, waiting.with_terms())
    context = {"page": page, "rows": queue_rows(page.object_list, request.user)}
    return render(request, "incubators/need_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need_checking(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open or return with reasons; what was typed is kept when the step is not possible."""
    found = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    require(request.user, "incubators.check_needs")
    if not Need.objects.checked_by(request.user).filter(pk=found.pk).exists():
        raise Http404
    page = checking_page(found, request.user)
    form = CheckForm(request.POST if request.method == "POST" else None, actions=page.actions)
    if request.method == "POST" and form.is_valid():
        seen = VersionForm(request.POST)
        try:
            check_need(
                need_id=found.pk,
                by=request.user,
                at=timezone.now(),
                version=seen.cleaned_data["version"] if seen.is_valid() else None,
                **form.cleaned_data,
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Decided. The members of the organisation are told by mail."))
            return redirect("incubators:need_queue")
    return render(request, "incubators/need_checking.html", {"page": page, "form": form})
