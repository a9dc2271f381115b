"""Messages of an invitation: written on its page, read there; the ministry gives a reason first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.policies import decide, require
from common.refusals import Refused, add_refusal
from exchanges.forms import MessageForm, ReadMessagesForm
from exchanges.models import Placement
from exchanges.policies import side_in
from exchanges.selectors.threads import lines_for_staff
from exchanges.services import threads as services
from exchanges.views.answers import show, visible


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a message; a refusal shows the invitation again with what was typed."""
    found = visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return _to_messages(public_id)
    form = MessageForm(request.POST)
    may_write = decide(request.user, "exchanges.write_message", found)
    if not may_write and side_in(request.user, found) is not None:
        # It has ended while they wrote: they read why, and keep their words.
        form.add_error("text", may_write.reason)
        return show(request, found, message=form)
    require(request.user, "exchanges.write_message", found)
    if form.is_valid():
        try:
            services.write_message(
                invitation_id=found.pk, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            if not request.htmx:  # the part that a script swaps in shows the message itself
                messages.success(request, _("Your message was sent."))
            return _to_messages(public_id)
    return show(request, found, message=form)


@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    services.settle_thread(invitation_id=found.pk, by=request.user, at=timezone.now())
    return _to_messages(public_id)


@require_http_methods(["GET", "POST"])
def of_placement(request: HttpRequest, public_id: str) -> HttpResponse:
    """For staff of the reviewing unit: a reason first, then what the parties wrote to each other."""
    found = get_object_or_404(Placement.objects.visible_to(request.user).with_people(), public_id=public_id)
    require(request.user, "exchanges.read_messages_of_placement", found)
    form = ReadMessagesForm(request.POST if request.method == "POST" else None)
    context = {"placement": found, "form": form, "lines": None}
    if form.is_valid():
        services.look_into_thread(
            placement=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
        context["lines"] = lines_for_staff(found)
    status = 422 if form.errors else 200
    return render(request, "exchanges/placement_messages.html", context, status=status)


def _to_messages(public_id: str) -> HttpResponse:
    return redirect(reverse("exchanges:invitation", args=[public_id]) + "#messages")
