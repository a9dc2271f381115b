"""Agreements: what stands, what lapses soon, and renewals."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.downloads import file_answer
from common.policies import decide, require
from common.refusals import Refused
from programmes.forms import AgreementForm
from programmes.models import Agreement
from programmes.selectors.pages import agreement_row, agreement_rows, versions_before
from programmes.services import record_agreement, renew_agreement


def _agreement(request: HttpRequest, public_id: str) -> Agreement:
    visible = Agreement.objects.visible_to(request.user).select_related("document", "by", "renewed_by")
    return get_object_or_404(visible.prefetch_related("parties", "programmes"), public_id=public_id)


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Latest versions: those that lapse within 180 days first, then all others."""
    require(request.user, "programmes.view_policy")
    day = timezone.localdate()
    latest = Agreement.objects.visible_to(request.user).latest().select_related("renewed_by")
    latest = latest.prefetch_related("parties").order_by("valid_until", "name", "pk")
    rows = agreement_rows(list(latest), day)
    context = {
        "lapsing": [row for row in rows if row.tone in ("waiting", "bad")],
        "others": [row for row in rows if row.tone not in ("waiting", "bad")],
        "record": decide(request.user, "programmes.record_agreement"),
    }
    return render(request, "programmes/agreement_list.html", context)


@require_safe
def agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _agreement(request, public_id)
    context = {
        "row": agreement_row(found, timezone.localdate()),
        "before": versions_before(found),
        "programmes": list(found.programmes.all()),
        "record": decide(request.user, "programmes.record_agreement", found),
        "is_latest": not hasattr(found, "renewed_by"),
    }
    return render(request, "programmes/agreement.html", context)


@require_safe
def agreement_document(request: HttpRequest, public_id: str) -> HttpResponse:
    return file_answer(_agreement(request, public_id).document)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: HttpRequest) -> HttpResponse:
    require(request.user, "programmes.record_agreement")
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_renew(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _agreement(request, public_id)
    require(request.user, "programmes.record_agreement", found)
    return _write(request, found)


def _write(request: HttpRequest, renews: Agreement | None) -> HttpResponse:
    """The form of an agreement, or of the next version of one."""
    beginning = {"renews": renews, "parties": list(renews.parties.all()) if renews else []}
    posted = request.method == "POST"
    form = AgreementForm(request.POST, request.FILES, **beginning) if posted else AgreementForm(**beginning)
    if posted and form.is_valid():
        signed = {"terms": form.terms, "by": request.user, "at": timezone.now()}
        try:
            if renews:
                written = renew_agreement(agreement_id=renews.pk, **signed)
            else:
                written = record_agreement(**signed)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The agreement was recorded."))
            return redirect("programmes:agreement", public_id=written.public_id)
    return render(request, "programmes/agreement_form.html", {"form": form, "renews": renews})
