"""Who calls the API: a scoped token, or a session that satisfies the second-factor rule."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.selectors import has_second_factor, session_satisfies_second_factor, token_in_force
from accounts.services import note_token_used


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`. The token's scopes travel with the request as `request.auth`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write the header as: Authorization: Bearer <token>."))
        token = token_in_force(parts[1].decode("ascii", errors="replace"))
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, has expired or was revoked."))
        if token.user.is_ministry_staff and not has_second_factor(token.user):
            raise PermissionDenied(_("Please sign in with your second factor first."))
        note_token_used(token=token, at=timezone.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SecondFactorSessionAuthentication(SessionAuthentication):
    """A signed-in browser; ministry staff only with their second factor in this session."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        result = super().authenticate(request)
        if result and not session_satisfies_second_factor(result[0], request.session):
            raise PermissionDenied(_("Please sign in with your second factor first."))
        return result


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document describes the token."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A scoped token from Settings, API tokens.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.authentication.SecondFactorSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
