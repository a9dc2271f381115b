"""The log of contacts: one's own entries, a new one, and what the expert reads about themselves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.forms import ContactForm
from exchanges.models import ContactLog
from exchanges.selectors.contacts import lines_about, own_lines
from exchanges.selectors.senders import named_expert, senders_of
from exchanges.services.contacts import log_contact
from exchanges.services.looks import look_at_expert, look_through_contacts
from experts.enums import LookReason
from experts.models import Expert


@require_GET
def contact_list(request: HttpRequest) -> HttpResponse:
    """What this person's organisations and unit wrote down."""
    seen = ContactLog.objects.visible_to(request.user).select_related("expert__user", "organisation")
    page = page_of(request, seen)
    look_through_contacts(
        entries=page.object_list, route="exchanges:contact_list", by=request.user, at=timezone.now()
    )
    rows = own_lines(page.object_list)
    return render(request, "exchanges/contact_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down that an expert was approached, whom this person may read by name."""
    expert = named_expert(request.user, public_id)
    if expert is None:
        raise Http404
    require(request.user, "exchanges.log_contact", expert)
    senders = senders_of(request.user, expert)
    now = timezone.now()
    initial = {"on": timezone.localdate(now)}
    form = ContactForm(request.POST if request.method == "POST" else None, senders=senders, initial=initial)
    if form.is_valid():
        try:
            log_contact(expert=expert, by=request.user, at=now, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The contact was written down. The expert can read it."))
            return redirect("exchanges:contact_list")
    look_at_expert(
        expert=expert,
        why=LookReason.CONTACT,
        route="exchanges:contact_new",
        by=request.user,
        at=now,
        viewer_is=senders[0],
    )
    context = {"form": form, "expert": expert}
    return render(request, "exchanges/contact_new.html", context, status=422 if form.errors else 200)


@require_GET
def contacts_of_me(request: HttpRequest) -> HttpResponse:
    """The whole log about the person who reads it."""
    expert = get_object_or_404(Expert.objects.visible_to(request.user), user=request.user)
    return render(request, "exchanges/contacts_of_me.html", {"lines": lines_about(expert)})
