"""Which public pages search engines may know of: the portal's own, and open needs. Never a person's."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from incubators.models import Need

MOST_NEEDS = 5_000
_PAGES = (
    "home",
    "how_it_works",
    "help",
    "programmes:programme_list",
    "incubators:need_list",
    "incubators:organisation_list",
)


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Addresses, and since when each need is open."""
    needs = Need.objects.visible_to(request.user).open().order_by("-opened_at", "-pk")
    opened = needs.values_list("public_id", "opened_at")[:MOST_NEEDS]
    entries = [(reverse(name), None) for name in _PAGES]
    entries += [(reverse("incubators:need", args=[public_id]), at) for public_id, at in opened]
    context = {"site": settings.SITE_URL, "entries": entries}
    return render(request, "public/sitemap.xml", context, content_type="application/xml")
