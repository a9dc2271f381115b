"""What is held about the person who is signed in: read it, take it along, leave for good."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services
from accounts.forms.people import EraseForm
from accounts.selectors import exports_of, holdings
from common.personal_data import Person, blocked_by, consequences_of
from common.refusals import Refused, add_refusal, message_of


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    context = {"holdings": holdings(request.user), "exports": exports_of(request.user)}
    return render(request, "accounts/data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """The archive is in this one answer and nowhere else."""
    if request.method != "POST":
        return render(request, "accounts/export.html", {"holdings": holdings(request.user)})
    now = timezone.now()
    archive = services.take_data_along(by=request.user, at=now)
    name = f"diaspora-portal-{request.user.public_id}-{timezone.localdate(now)}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(archive, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
@never_cache
def erase(request: HttpRequest) -> HttpResponse:
    """Says what will happen to this very person's affairs, and asks for the address by hand."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_account(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            logout(request)
            messages.success(request, _("Your account is erased. Thank you for having been here."))
            return redirect("home")
    person = Person.of(request.user)
    context = {
        "form": form,
        "blocks": [str(message_of(code)) for code in blocked_by(person)],
        "consequences": consequences_of(person),
    }
    return render(request, "accounts/erase.html", context, status=422 if form.errors else 200)
