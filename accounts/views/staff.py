"""The invited person's side: open the link, sign in or up, accept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.selectors import post_row, staff_invitation_of
from common.refusals import Refused


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A scanner that follows the link accepts nothing: accepting is a POST of the signed-in person."""
    invitation = staff_invitation_of(token)
    if invitation is None:
        raise Http404
    now = timezone.now()
    if request.method == "POST" and request.user.is_authenticated:
        try:
            services.accept_staff_invitation(invitation_id=invitation.pk, by=request.user, at=now)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("accounts:staff_invitation", token=token)
        messages.success(request, _("You have taken up your post."))
        return redirect("today")
    context = {"page": post_row(invitation), "is_open": invitation.is_open(now)}
    return render(request, "accounts/staff_invitation.html", context)
