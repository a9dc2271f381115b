"""Outcomes: claimed by a side, confirmed over a link without an account, settled by the ministry."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from common.policies import require
from common.rates import Rate, is_too_often, visitor_key
from common.refusals import Refused, add_refusal
from exchanges.enums import OutcomeAction
from exchanges.forms import AnswerForm, ClaimForm, SettleForm
from exchanges.models import Outcome, Placement
from exchanges.selectors.outcomes import outcome_of_token, outcome_page, outcome_rows
from exchanges.services import outcomes as services
from exchanges.services.confirmations import answer_outcome
from exchanges.services.looks import look_at_placement
from exchanges.views.opening import to_declare

# Whoever guesses links is stopped long before one of them could be right.
LINKS_OF_A_VISITOR = Rate("outcome_links", limit=30, seconds=3600)
_NOT_FOUND, _TOO_OFTEN = 404, 429


@require_http_methods(["GET", "POST"])
def claim_outcome(request: HttpRequest, public_id: str) -> HttpResponse:
    cases = Placement.objects.visible_to(request.user).with_people()
    found = get_object_or_404(cases, public_id=public_id)
    require(request.user, "exchanges.claim_outcome", found)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = services.claim_outcome(
                placement_id=found.pk, claim=form.claim(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("It is written down, and whoever can confirm it is asked."))
            return redirect("exchanges:outcome", public_id=made.public_id)
    context = {"form": form, "placement": found}
    return render(request, "exchanges/outcome_claim.html", context, status=422 if form.errors else 200)


@require_GET
def outcome(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show(request, _visible(request, public_id), SettleForm())


@require_http_methods(["GET", "POST"])
def outcome_step(request: HttpRequest, public_id: str, action: OutcomeAction) -> HttpResponse:
    """Withdraw it, or settle it with a note; a refusal shows the page again with what was typed."""
    found = _visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return redirect("exchanges:outcome", public_id=public_id)
    require(request.user, f"exchanges.{action}_outcome", found)
    at = timezone.now()
    try:
        if action == OutcomeAction.WITHDRAW:
            services.withdraw_outcome(outcome_id=found.pk, by=request.user, at=at)
        else:
            form = SettleForm(request.POST)
            if not form.is_valid():
                return _show(request, found, form)
            services.settle_outcome(
                outcome_id=found.pk, action=action, by=request.user, at=at, **form.cleaned_data
            )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved."))
    return redirect("exchanges:outcome", public_id=public_id)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_outcome(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever was named answers here. A scanner that follows the link answers nothing; an unknown link, one
    that is used and one that is over answer alike."""
    answer = _confirm(request, token)
    # The address is the right to answer: it goes to no other site (the policy of every page) and into no
    # index. A stricter policy would take the origin from the answer's own form, which is then refused.
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _confirm(request: HttpRequest, token: str) -> HttpResponse:
    if is_too_often(LINKS_OF_A_VISITOR, visitor_key(request)):
        return render(request, "429.html", status=_TOO_OFTEN)
    at = timezone.now()
    found = outcome_of_token(token, at)
    if found is None:
        return render(request, "exchanges/outcome_link_over.html", status=_NOT_FOUND)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by = request.user if request.user.is_authenticated else None
        try:
            answer_outcome(outcome_id=found.pk, by=by, at=at, **form.answer())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return render(request, "exchanges/outcome_answered.html")
    context = {"form": form, "token": token, "outcome": found, "row": outcome_rows([found])[0]}
    return render(request, "exchanges/outcome_confirm.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest, public_id: str) -> Outcome:
    return get_object_or_404(Outcome.objects.visible_to(request.user).with_case(), public_id=public_id)


def _show(request: HttpRequest, found: Outcome, form: SettleForm) -> HttpResponse:
    if answer := to_declare(request, found.placement):
        return answer
    look_at_placement(
        placement=found.placement, route="exchanges:outcome", by=request.user, at=timezone.now()
    )
    context = {"page": outcome_page(found, request.user), "form": form}
    return render(request, "exchanges/outcome.html", context, status=422 if form.errors else 200)
