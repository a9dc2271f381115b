"""Manners of the REST API: deny by default, refusals with reasons, clamped pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# The module, not the function: REST framework reads our classes from its settings while it loads.
from rest_framework import status, views
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from common.policies import Denied
from common.refusals import Refused


class DenyAll(BasePermission):
    """The default: a view that names no permission answers nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class PortalPagination(PageNumberPagination):
    """Pages of 25, at most 100; whatever is asked for beyond the end is 404, never 500."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_page_number(self, request: Request, paginator: Any) -> int:
        given = request.query_params.get(self.page_query_param) or "1"
        if not given.isdecimal() or len(given) > 6:
            raise NotFound(_("There is no such page."))
        return int(given)


def answer_refusals(error: Exception, context: dict[str, Any]) -> Response | None:
    """A refusal is 409 or 403 with its reason; the rest as Django REST framework does."""
    if isinstance(error, Refused):
        body = {"code": error.code, "field": error.field, "detail": str(error.message)}
        return Response(body, status=status.HTTP_409_CONFLICT)
    if isinstance(error, Denied):
        return Response({"code": "denied", "detail": str(error.reason)}, status=status.HTTP_403_FORBIDDEN)
    return views.exception_handler(error, context)
