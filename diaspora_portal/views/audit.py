"""The auditor's browser over all life cycles, and the checking of their chains."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.policies import require
from common.refusals import Refused
from diaspora_portal.oversight.audit import chain_of, leaf_of_steps
from diaspora_portal.oversight.checking import ask_for_check, last_check
from diaspora_portal.oversight.forms import AuditForm
from diaspora_portal.oversight.kinds import oversees_all
from experts.enums import LookReason
from experts.models import Expert
from experts.services.access import record_look


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    require(request.user, "oversight.read_audit")
    form = AuditForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    leaf = leaf_of_steps(
        request.user, chosen, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {"form": form, "leaf": leaf, "codes_only": oversees_all(request.user)}
    return render(request, "oversight/audit.html", context)


@require_safe
def audit_chain(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One life; where it is a person's, the look is theirs to read."""
    require(request.user, "oversight.read_audit")
    found = chain_of(request.user, kind, code)
    if found is None:
        raise Http404
    chain, subject = found
    person = subject if isinstance(subject, Expert) else getattr(subject, "expert", None)
    if isinstance(person, Expert):
        record_look(
            expert=person,
            viewer=request.user,
            why=LookReason.AUDIT,
            route="audit_chain",
            at=timezone.now(),
        )
    return render(request, "oversight/chain.html", {"chain": chain})


@require_http_methods(["GET", "HEAD", "POST"])
def audit_check(request: HttpRequest) -> HttpResponse:
    require(request.user, "oversight.check_chains")
    if request.method == "POST":
        try:
            ask_for_check(by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Every chain is being checked."))
        return redirect("audit_check")
    template = "oversight/check.html#check" if request.htmx else "oversight/check.html"
    response = render(request, template, {"check": last_check()})
    response["Vary"] = "HX-Request"
    return response
