"""Error pages in the reader's language, with the request id to quote."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """It may come before the language of the request is known: asked for here."""
    with translation.override(translation.get_language_from_request(request)):
        return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Visible but refused: the reason is the rule's own sentence, and the way back leads where one was."""
    context = {"reason": getattr(exception, "reason", ""), "came_from": _came_from(request)}
    return render(request, "403.html", context, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A program gets the answer in the shape of the API's own."""
    if request.path.startswith(reverse("api:root")):
        return JsonResponse({"detail": _("Nothing is at this address.")}, status=404)
    return render(request, "404.html", status=404)


def answers_only(request: HttpRequest, allowed: str) -> HttpResponse:
    """An address behind a button, opened as a page: after signing in again, or read again after an answer."""
    response = render(request, "405.html", status=405)
    response["Allow"] = allowed
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def _came_from(request: HttpRequest) -> str:
    """The page of this portal on which the refused link or button stood, if the browser says so."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours and page != request.build_absolute_uri() else ""
