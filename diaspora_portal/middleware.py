"""The shell's doors: signed in by default, second factor for staff, sessions that end, private pages."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts.selectors import has_second_factor, session_satisfies_second_factor
from diaspora_portal.views.errors import answers_only

Answer = Callable[[HttpRequest], HttpResponse]

# Views of libraries that are public by their nature; everything of ours says so with a decorator.
PUBLIC_ROUTES = {
    "account_login",
    "account_signup",
    "account_signup_by_passkey",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_inactive",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "set_language",
    "javascript-catalog",
}
# Where staff may go before the second factor: to enrol it, to give it, to leave.
BEFORE_SECOND_FACTOR = PUBLIC_ROUTES | {
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_list_webauthn",
}


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Pages are private unless their view is marked with @login_not_required or listed above."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.resolver_match.view_name in PUBLIC_ROUTES:
            return None
        return super().process_view(request, view, args, kwargs)


class SecondFactorMiddleware:
    """Ministry staff reach nothing without a second factor in this very session, over any pathway."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or session_satisfies_second_factor(
            request.user, request.session
        ):
            return None
        match = request.resolver_match
        if match.view_name in BEFORE_SECOND_FACTOR or getattr(view, "open_before_second_factor", False):
            return None
        if match.app_names[:1] == ["api"]:
            return None  # answered with 403 by its own authentication
        return redirect("mfa_reauthenticate" if has_second_factor(request.user) else "mfa_activate_totp")


class SessionAgeMiddleware:
    """Sessions end when idle and, whatever happens, after an absolute age; staff sooner than others."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        now = int(timezone.now().timestamp())
        kind = "staff" if request.user.is_ministry_staff else "others"
        began = request.session.setdefault("began", now)
        seen = request.session.get("seen", now)
        # One write a minute is enough to know how long somebody was idle.
        if now - seen > 60 or "seen" not in request.session:
            request.session["seen"] = now
        return (
            now - began > settings.SESSION_ABSOLUTE_SECONDS[kind]
            or now - seen > settings.SESSION_IDLE_SECONDS[kind]
        )


class PrivatePagesMiddleware:
    """The reader's language and time zone; nothing personal in any cache; fragments vary by HX-Request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            response = self.get_response(request)
        else:
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
            if chosen not in dict(settings.LANGUAGES):
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language()
            with timezone.override(request.user.time_zone):
                response = self.get_response(request)
            response.setdefault("Cache-Control", "no-store")
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response = answers_only(request, response["Allow"])
        patch_vary_headers(response, ["HX-Request"])
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response
