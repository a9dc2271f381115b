"""What is written on the record of a case: with the ministry, and between its two sides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.forms import CaseMessageForm, MessageForm
from exchanges.policies import is_party, side_of_case
from exchanges.selectors.cases.messages import case_thread, parties_thread
from exchanges.services.case_threads import settle_case_thread, write_to_case
from exchanges.services.looks import look_at_placement
from exchanges.services.threads import settle_thread, write_message
from exchanges.views.case_file import to_case, visible_case


@require_http_methods(["GET", "POST"])
def with_ministry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write on the record that expert, host and ministry read."""
    found = visible_case(request, public_id)
    require(request.user, "exchanges.write_to_case", found)
    form = CaseMessageForm(
        request.POST if request.method == "POST" else None,
        placement=found,
        side=side_of_case(request.user, found),
    )
    if form.is_valid():
        try:
            write_to_case(
                placement_id=found.pk,
                text=form.cleaned_data["text"],
                asks=form.asks(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your message was sent."))
            return to_case(public_id, "with-ministry")
    look_at_placement(placement=found, route="exchanges:write_to_case", by=request.user, at=timezone.now())
    context = {"form": form, "placement": found, "lines": case_thread(found, request.user).lines}
    status = 422 if form.errors else 200
    return render(request, "exchanges/placement_write.html", context, status=status)


@require_POST
def settle_with_ministry(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible_case(request, public_id)
    settle_case_thread(placement_id=found.pk, by=request.user, at=timezone.now())
    return to_case(public_id, "with-ministry")


@require_http_methods(["GET", "POST"])
def between_parties(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go on with what host and expert write to each other since the invitation."""
    found = visible_case(request, public_id)
    require(request.user, "exchanges.write_message", found.invitation)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            write_message(
                invitation_id=found.invitation_id,
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your message was sent."))
            return to_case(public_id, "between-parties")
    lines = parties_thread(found, request.user).lines if is_party(request.user, found) else []
    context = {"form": form, "placement": found, "lines": lines}
    status = 422 if form.errors else 200
    return render(request, "exchanges/placement_write.html", context, status=status)


@require_POST
def settle_between_parties(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible_case(request, public_id)
    settle_thread(invitation_id=found.invitation_id, by=request.user, at=timezone.now())
    return to_case(public_id, "between-parties")
