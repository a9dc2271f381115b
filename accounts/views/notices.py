"""Which mails somebody gets, and the way out of a kind of them without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.enums import Notice
from accounts.forms.notices import NoticesForm
from accounts.labels import NOTICES
from accounts.selectors import paces_of, unsubscribing
from common.refusals import Refused, add_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    form = NoticesForm(request.POST if request.method == "POST" else None, paces=paces_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_paces(paces=form.paces(), by=request.user, at=timezone.now())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your choice was saved."))
            return redirect("accounts:notices")
    return render(request, "accounts/notices.html", {"form": form}, status=422 if form.errors else 200)


# A mail program posts here by itself (RFC 8058), without a cookie and so without a token of ours; the signed
# address says who and what, and can do nothing else.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A scanner that follows the link ends nothing: ending is a POST."""
    found = unsubscribing(token)
    if found is None:
        raise Http404
    user, kind = found
    if request.method == "POST":
        kinds = [Notice(kind)] if kind in set(Notice) else services.kinds_in_digest(user)
        services.stop_notices(user=user, kinds=kinds, at=timezone.now())
    what = NOTICES[Notice(kind)] if kind in set(Notice) else _("The daily digest")
    return render(request, "accounts/unsubscribe.html", {"what": what, "is_done": request.method == "POST"})


unsubscribe.open_before_second_factor = True
