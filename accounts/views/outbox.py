"""Messages that have not left: what waits, how it reads, and batches that somebody releases."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.selectors.outbox import (
    SHOWN,
    batch_page,
    batch_rows,
    mail_page,
    mail_rows,
    mails_in,
    state_tabs,
)
from accounts.services import outbox as services
from common.batches import keys_among
from common.enums import OutboxState
from common.keyset import leaf_of
from common.models import Outbox
from common.policies import require
from common.refusals import Refused


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.read_outbox")
    state = request.GET.get("state")
    chosen = OutboxState(state) if state in list(SHOWN) else OutboxState.WAITING
    leaf = leaf_of(request, mails_in(chosen), newest_by="created_at", named_by="pk")
    context = {
        "tabs": state_tabs(),
        "chosen": chosen,
        "leaf": leaf,
        "rows": mail_rows(leaf.rows),
        "batches": batch_rows() if chosen == OutboxState.STAGED else [],
    }
    return render(request, "accounts/outbox.html", context)


@require_safe
def outbox_mail(request: HttpRequest, key: UUID) -> HttpResponse:
    require(request.user, "accounts.read_outbox")
    mail = _mail(key)
    services.record_mail_read(mail=mail, by=request.user, at=timezone.now())
    return render(request, "accounts/outbox_mail.html", {"page": mail_page(mail)})


@require_POST
def outbox_retry(request: HttpRequest, key: UUID) -> HttpResponse:
    require(request.user, "accounts.read_outbox")
    try:
        services.retry_mail(mail=_mail(key), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The message is tried again."))
    return redirect("accounts:outbox")


@require_http_methods(["GET", "HEAD", "POST"])
def outbox_batch(request: HttpRequest, batch: str) -> HttpResponse:
    """Released is what stood on the page; what was staged meanwhile is read first."""
    require(request.user, "accounts.release_batch")
    if request.method == "POST":
        return _settle(request, batch)
    mails = batch_page(batch)
    if not mails:
        raise Http404
    services.record_batch_read(batch=batch, by=request.user, at=timezone.now())
    return render(request, "accounts/outbox_batch.html", {"batch": batch, "mails": mails})


def _settle(request: HttpRequest, batch: str) -> HttpResponse:
    acting = {"batch": batch, "by": request.user, "at": timezone.now()}
    try:
        if "drop" in request.POST:
            services.drop_batch(**acting)
            messages.success(request, _("Nothing of this batch is sent."))
        else:
            n = services.release_batch(seen=keys_among(request.POST.getlist("seen")), **acting)
            words = ngettext("%(n)d message was released.", "%(n)d messages were released.", n)
            messages.success(request, words % {"n": n})
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("accounts:outbox")


def _mail(key: UUID) -> Outbox:
    return get_object_or_404(Outbox.objects.select_related("recipient"), key=key, state__in=SHOWN)
