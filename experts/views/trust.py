"""What we hold about you, where each fact came from, and who looked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.selectors import consent_rows, exports_of, holdings
from common.pages import page_of
from experts.models import AccessEvent, Expert
from experts.selectors.panels import profile_panels
from experts.selectors.trust import import_lines, looks
from experts.services import profile as services
from experts.views.own import own_editable


@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    """Who has no profile yet reads what is held about the account."""
    expert = Expert.objects.visible_to(request.user).with_profile().filter(user=request.user).first()
    if expert is None:
        return redirect("accounts:data")
    page = page_of(request, AccessEvent.objects.visible_to(request.user))
    return render(
        request,
        "experts/trust.html",
        {
            "panels": profile_panels(expert),
            "page": page,
            "looks": looks(page.object_list),
            "imports": import_lines(expert),
            "consents": consent_rows(request.user),
            "holdings": holdings(request.user),
            "exports": exports_of(request.user),
        },
    )


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The milder way out: nothing is erased, and nobody finds the person."""
    expert = own_editable(request)
    services.leave(expert_id=expert.pk, by=request.user, at=timezone.now())
    messages.success(request, _("You are hidden, and your profile is compared with nothing. It stays yours."))
    return redirect("experts:trust")
