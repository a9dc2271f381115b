"""Pages for everyone, in both languages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import PRIVACY_NOTICE_VERSION
from accounts.forms.people import ConcernForm
from accounts.services import report_concern as store_concern
from common.rates import Rate, is_too_often, visitor_key
from insights.selectors.numbers import public_numbers

CONCERNS = Rate("concern", limit=5, seconds=3600)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", {"numbers": public_numbers()})


@login_not_required
@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    return _prose(request, "how_it_works", title=_("How it works"))


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _prose(request, "privacy", title=_("Privacy notice"), version=PRIVACY_NOTICE_VERSION)


@login_not_required
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return _prose(request, "terms", title=_("Terms of use"), version=PRIVACY_NOTICE_VERSION)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _prose(request, "accessibility", title=_("Accessibility statement"))


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return _prose(request, "help", title=_("Help"))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_concern(request: HttpRequest) -> HttpResponse:
    """Anyone may write to us; nobody may flood us. What was typed is never lost."""
    form = ConcernForm(request.POST or None, initial={"topic": request.GET.get("topic", "")})
    if request.method == "POST" and form.is_valid():
        if not is_too_often(CONCERNS, visitor_key(request)):
            store_concern(by=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect("concern_reported")
        form.add_error(None, _("You have written to us several times. Please try again in an hour."))
        return render(request, "public/report_concern.html", {"form": form}, status=429)
    status = 422 if form.errors else 200
    return render(request, "public/report_concern.html", {"form": form}, status=status)


@login_not_required
@require_safe
def concern_reported(request: HttpRequest) -> HttpResponse:
    return render(request, "public/concern_reported.html")


def _prose(request: HttpRequest, name: str, *, title: str, version: str = "") -> HttpResponse:
    """Long texts are written once per language, side by side under templates/public/prose/."""
    language = "ur" if get_language() == "ur" else "en"
    context = {
        "title": title,
        "version": version,
        "prose": f"public/prose/{name}.{language}.html",
        "is_translation": language == "ur",
    }
    return render(request, "public/prose.html", context)
