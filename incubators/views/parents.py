"""Parents and tenants: ask, answer, end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.policies import decide, require
from common.refusals import Refused
from common.text import clean_line
from incubators import services
from incubators.selectors.parents import parent_page, possible_parents, tenants_page
from incubators.views.own import visible_organisation


@require_http_methods(["GET", "HEAD", "POST"])
def parent(request: HttpRequest, public_id: str) -> HttpResponse:
    """Find the organisation above by its name, and ask it."""
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.read_members", found)
    refused = ""
    if request.method == "POST":
        code = clean_line(request.POST.get("parent", ""))
        asked = get_object_or_404(possible_parents(found).visible_to(request.user), public_id=code)
        try:
            services.ask_parent(tenant_id=found.pk, parent_id=asked.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("Asked. An owner of it has to agree."))
            return redirect("incubators:parent", public_id=public_id)
    words = request.POST.get("words") or request.GET.get("words") or ""
    context = {"page": parent_page(found, words), "refused": refused}
    return render(request, "incubators/parent.html", context)


@require_POST
def parent_end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible_organisation(request, public_id)
    above = found.parent
    services.end_parent(tenant_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Ended. Both sides stay as they are otherwise."))
    if above is not None and not decide(request.user, "incubators.read_members", found):
        return redirect("incubators:tenants", public_id=above.public_id)
    return redirect("incubators:parent", public_id=public_id)


@require_safe
def tenants(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who belongs to the organisation, and who asks to."""
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.read_members", found)
    return render(request, "incubators/tenants.html", {"page": tenants_page(found, request.user)})


@require_POST
def tenant_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """The owner of the organisation above agrees, or declines; the address names the tenant."""
    tenant = visible_organisation(request, public_id)
    require(request.user, "incubators.answer_tenant_organisation", tenant)
    above = tenant.asked_parent
    agrees = request.POST.get("answer") == "agree"
    try:
        services.answer_tenant(tenant_id=tenant.pk, agrees=agrees, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Agreed.") if agrees else _("Declined."))
    return redirect("incubators:tenants", public_id=above.public_id)
