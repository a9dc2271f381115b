"""The person opens the link: read what is held, take it over, join it with one's own, or have it removed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.policies import decide
from common.refusals import Refused, add_refusal
from experts.forms.managed import ClaimForm, RemoveForm
from experts.models import ClaimInvitation
from experts.selectors.claims import claim_invitation_of
from experts.selectors.managed import consent_words, held_panels
from experts.selectors.profile import own_expert
from experts.services import claims as services


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """A scanner that follows the link takes nothing: taking over is a POST of the signed-in person."""
    invitation = _of(token)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect("experts:claim", token=token)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.claim_profile(
                invitation_id=invitation.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The profile is yours now. Please look it through."))
            return redirect("experts:profile")
    return _show(request, token, invitation, form, RemoveForm())


@login_not_required
@require_POST
def remove(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link may have the profile removed, with no account at all."""
    invitation = _of(token)
    form = RemoveForm(request.POST)
    if form.is_valid():
        try:
            services.remove_unclaimed(invitation_id=invitation.pk, at=timezone.now())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return render(request, "experts/claim_removed.html")
    return _show(request, token, invitation, ClaimForm(), form)


@login_not_required
@require_POST
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody with a profile of their own asks staff to make one of the two."""
    invitation = _of(token)
    if not request.user.is_authenticated:
        return redirect("experts:claim", token=token)
    try:
        services.claim_as_second(invitation_id=invitation.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("experts:claim", token=token)
    messages.success(request, _("The ministry is asked to make one of your two profiles. You hear by mail."))
    return redirect("experts:profile")


def _of(token: str) -> ClaimInvitation:
    invitation = claim_invitation_of(token)
    if invitation is None:
        raise Http404
    return invitation


def _show(
    request: HttpRequest, token: str, invitation: ClaimInvitation, form: ClaimForm, remove_form: RemoveForm
) -> HttpResponse:
    """What is held is shown while the link is open, and to nobody afterwards."""
    expert = invitation.expert
    is_open = invitation.is_open(timezone.now()) and expert.user_id is None
    signed_in = request.user.is_authenticated
    context = {
        "token": token,
        "is_open": is_open,
        "until": invitation.expires_at,
        "panels": held_panels(expert) if is_open else [],
        "consent": consent_words(expert) if is_open else None,
        "has_own": signed_in and own_expert(request.user) is not None,
        "may_claim": decide(request.user, "experts.claim_profile", expert) if signed_in else None,
        "form": form,
        "remove_form": remove_form,
    }
    status = 422 if form.errors or remove_form.errors else 200
    return render(request, "experts/claim.html", context, status=status)
