"""A token reaches what its scope names; a browser session is bound by the policies alone."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken


class Scoped(BasePermission):
    """Views name `read_scope` and, when they write, `write_scope`; no scope named means no token at all."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        if not isinstance(request.auth, ApiToken):
            return True
        wanted = view.read_scope if request.method in SAFE_METHODS else getattr(view, "write_scope", None)
        return wanted is not None and wanted in request.auth.scopes


class PublicRead(Scoped):
    """What is public is read without signing in; whoever does sign in is bound by the scopes."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in SAFE_METHODS and not (request.user and request.user.is_authenticated):
            return True
        return super().has_permission(request, view)
