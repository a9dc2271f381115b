"""A person's own settings and consents."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.enums import Purpose
from accounts.forms.people import SettingsForm
from accounts.selectors import consent_rows
from common.refusals import Refused, add_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_settings(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _saved(request, form.cleaned_data["language"])
    return render(request, "accounts/settings.html", {"form": form}, status=422 if form.errors else 200)


def _saved(request: HttpRequest, language: str) -> HttpResponse:
    """The next page, and its message, are in the language just chosen."""
    with translation.override(language):
        messages.success(request, _("Your settings were saved."))
    response = redirect("accounts:settings")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/consents.html", {"rows": consent_rows(request.user)})


@require_POST
def consent_withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    try:
        services.withdraw_consent(user=request.user, purpose=Purpose(purpose), at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your consent was withdrawn."))
    there = request.POST.get("next", "")
    stays = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(there) if stays else redirect("accounts:consents")
