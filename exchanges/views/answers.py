"""Answering: links of mails lead to the page, and only its buttons answer."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.enums import InvitationState, Offer
from exchanges.forms import CapacityOfferForm, DeclineForm, MessageForm, PauseOfferForm, PostponeForm
from exchanges.models import Invitation
from exchanges.selectors.invitations import invitation_page, need_suggested
from exchanges.selectors.threads import thread_page
from exchanges.services import invitations as services
from exchanges.services.looks import look_at_invitation
from exchanges.services.offers import take_offer
from exchanges.services.threads import mark_read
from incubators.models import Need


def visible(request: HttpRequest, public_id: str) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user).with_people(), public_id=public_id)


def show(request: HttpRequest, found: Invitation, **typed: Any) -> HttpResponse:
    """The page with its small forms; those that were typed into keep what was typed."""
    now = timezone.now()
    page = invitation_page(found, request.user, now)
    look_at_invitation(invitation=found, route="exchanges:invitation", by=request.user, at=now)
    forms = {
        "decline": DeclineForm(is_host=found.is_interest),
        "postpone": PostponeForm(),
        "pause": PauseOfferForm(),
        "capacity": CapacityOfferForm(initial={"capacity": found.expert.capacity}),
        "message": MessageForm(),
    } | typed
    is_wrong = any(form.errors for form in typed.values())
    opened = request.GET.get("answer", "") if not typed else next(iter(typed))
    link = (
        settings.SITE_URL + reverse("exchanges:suggestion", args=[page.suggestion]) if page.suggestion else ""
    )
    thread = thread_page(found, request.user)
    if thread.n_new and thread.thread is not None:
        mark_read(thread=thread.thread, by=request.user, at=now)
    context = {"page": page, "forms": forms, "opened": opened, "suggestion_url": link, "thread": thread}
    # A script swaps in only what came with success.
    status = 422 if is_wrong and not request.htmx else 200
    return render(request, "exchanges/invitation.html", context, status=status)


def _to_page(public_id: str, answer: str = "") -> HttpResponse:
    """Back to the invitation, at the answer that a mail's link named."""
    address = reverse("exchanges:invitation", args=[public_id])
    return redirect(f"{address}?answer={answer}#answer" if answer else address)


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pressed twice, it leads to the placement that the first press made."""
    found = visible(request, public_id)
    if found.state == InvitationState.ACCEPTED:
        return _to_page(public_id)
    if request.method == "GET":
        return _to_page(public_id, "accept")
    try:
        placement = services.accept_invitation(invitation_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return _to_page(public_id)
    messages.success(request, _("You accepted. Now complete the plan together."))
    return redirect("exchanges:placement", public_id=placement.public_id)


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    if request.method == "GET":  # from a mail, read again after a refusal, or after signing in anew
        return _to_page(public_id, "decline")
    form = DeclineForm(request.POST, is_host=found.is_interest)
    if form.is_valid():
        try:
            services.decline_invitation(
                invitation_id=found.pk, answer=form.answer(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            done = _("You declined. This need will not be offered to you again.")
            messages.success(request, _("You declined.") if found.is_interest else done)
            return _to_page(public_id)
    require(request.user, "exchanges.answer_invitation", found)
    return show(request, found, decline=form)


@require_http_methods(["GET", "POST"])
def decline_all(request: HttpRequest) -> HttpResponse:
    """One reason for everything that waits; afterwards the list offers a pause."""
    waiting = Invitation.objects.waiting_for_expert(request.user).with_people().order_by("expires_at", "pk")
    form = DeclineForm(request.POST if request.method == "POST" else None)
    form.fields["shares_reason"].label = _("The hosts may read the reason")
    if form.is_valid():
        n = services.decline_all(answer=form.answer(), by=request.user, at=timezone.now())
        done = ngettext("You declined %(n)s invitation.", "You declined %(n)s invitations.", n) % {"n": n}
        messages.success(request, done)
        return redirect("exchanges:invitation_list")
    context = {"form": form, "waiting": waiting}
    return render(request, "exchanges/decline_all.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def postpone(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    if request.method == "GET":
        return _to_page(public_id, "postpone")
    form = PostponeForm(request.POST)
    if form.is_valid():
        try:
            services.postpone_invitation(
                invitation_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, _("You will be asked again on that day. Your hours are free until then.")
            )
            return _to_page(public_id)
    require(request.user, "exchanges.postpone_invitation", found)
    return show(request, found, postpone=form)


@require_POST
def after_answer(request: HttpRequest, public_id: str, offer: Offer) -> HttpResponse:
    """One of the small offers below an answer: fewer requests, or others."""
    found = get_object_or_404(
        Invitation.objects.visible_to(request.user).with_people().filter(expert__user=request.user),
        public_id=public_id,
    )
    form = {Offer.PAUSE: PauseOfferForm, Offer.CAPACITY: CapacityOfferForm}.get(offer)
    form = form(request.POST) if form else None
    if form is None or form.is_valid():
        chosen = form.cleaned_data if form else {}
        try:
            done = take_offer(invitation=found, offer=offer, by=request.user, at=timezone.now(), **chosen)
        except Refused as refusal:
            if form is None:
                messages.error(request, refusal.message)
                return _to_page(public_id)
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return _to_page(public_id)
    return show(request, found, **{offer.value: form})


@login_not_required
@require_GET
def suggestion(request: HttpRequest, token: str) -> HttpResponse:
    """Where a colleague arrives whom an expert told of a need; it stays on their page of needs that fit."""
    public_id = need_suggested(token)
    if public_id is None:
        raise Http404
    need = Need.objects.open().select_related("organisation").filter(public_id=public_id).first()
    if need is not None and request.user.is_authenticated:
        request.session["suggested_need"] = need.public_id
    return render(request, "exchanges/suggestion.html", {"need": need})
