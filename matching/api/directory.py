"""The directory over the API: the same answers as its pages."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import APIException, NotFound, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import PublicRead
from common.rates import is_too_often, reader_key
from matching.api.serializers import DirectoryPageSerializer, SeenProfileSerializer
from matching.filters import LOOKS, DirectoryForm
from matching.selectors.directory import turn_of
from matching.services import directory as services

PUBLIC_ID = "[0-9A-Z]{10}"
_FILTERS = [
    OpenApiParameter(name, int if name == "hours" else str, description=str(field.label))
    for name, field in DirectoryForm.base_fields.items()
]
_CURSOR = OpenApiParameter("cursor", str, description="`next` or `previous` of another page")


class NotReady(APIException):
    """Many profiles have changed at once: in a minute the directory is counted again."""

    status_code = 503
    default_detail = _("The directory is being renewed. Please try again in a minute.")
    default_code = "not_ready"


class DirectoryViewSet(viewsets.ViewSet):
    """Experts whom you may find. No token opens it: people leave the portal through no machine."""

    permission_classes = (PublicRead,)
    read_scope = None
    lookup_field = "public_id"
    lookup_value_regex = PUBLIC_ID

    @extend_schema(parameters=[*_FILTERS, _CURSOR], responses={200: DirectoryPageSerializer})
    def list(self, request: Request) -> Response:
        """25 at a time, in an order that favours nobody; everybody shown can read that you looked."""
        _count(request)
        form, now = DirectoryForm(request.query_params), timezone.now()
        if not form.is_valid():
            raise ValidationError(form.errors)
        today = timezone.localdate(now, timezone.get_default_timezone())
        turn = turn_of(request.query_params.get("cursor", ""))
        try:
            page = services.show_directory(search=form.search(today), turn=turn, by=request.user, at=now)
        except services.NotReady as error:
            raise NotReady from error
        facets = {
            name: [{"value": value, "label": label, "n": n} for value, label, n in choices]
            for name, choices in form.counted(page.facets).items()
        }
        answer = {
            "count": page.n,
            "previous": page.before,
            "next": page.after,
            "facets": facets,
            "results": page.rows,
        }
        return Response(DirectoryPageSerializer(answer).data)

    @extend_schema(
        parameters=[OpenApiParameter("public_id", str, OpenApiParameter.PATH)],
        responses={200: SeenProfileSerializer, 404: OpenApiResponse(description="Nobody for you to see")},
    )
    def retrieve(self, request: Request, public_id: str) -> Response:
        """Somebody's page as you may read it."""
        _count(request)
        seen = services.show_profile(public_id=public_id, by=request.user, at=timezone.now())
        if seen is None:
            raise NotFound
        return Response(SeenProfileSerializer(seen).data)


def _count(request: Request) -> None:
    if is_too_often(LOOKS, reader_key(request)):
        raise Throttled(wait=LOOKS.seconds)
