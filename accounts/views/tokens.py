"""API tokens: made after signing in again, shown once, revoked at any time."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.forms.people import TokenForm
from accounts.models import ApiToken
from accounts.selectors import token_rows
from common.refusals import Refused, add_refusal


@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/tokens.html", {"rows": token_rows(request.user, timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
@never_cache
def token_create(request: HttpRequest) -> HttpResponse:
    """The secret is in this one answer and nowhere else, so there is no redirect to repeat it."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.create_token(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return render(request, "accounts/token_created.html", {"issued": issued})
    return render(request, "accounts/token_create.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), public_id=public_id)
    services.revoke_token(token_id=token.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The token was revoked."))
    return redirect("accounts:tokens")
