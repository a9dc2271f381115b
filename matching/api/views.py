"""Lists over the API: the same rows and rules as the pages."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import Scoped
from accounts.enums import Scope
from matching.api.serializers import AssignmentRoundSerializer, MatchListSerializer, NeedMatchesSerializer
from matching.enums import BoardTab
from matching.filters import AssignmentRoundFilter, MatchListFilter
from matching.models import AssignmentRound, MatchList
from matching.selectors.board import Turn
from matching.services import show_matches

PUBLIC_ID = "[0-9A-Z]{10}"


class MatchListViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Current lists of the needs that you may see them for, by the need's public id."""

    queryset = MatchList.objects.none()
    serializer_class = MatchListSerializer
    permission_classes = (Scoped,)
    read_scope = Scope.READ_MATCHES
    filterset_class = MatchListFilter
    lookup_field = "need__public_id"
    lookup_url_kwarg = "public_id"
    lookup_value_regex = PUBLIC_ID

    def get_queryset(self) -> QuerySet[MatchList]:
        visible = MatchList.objects.visible_to(self.request.user).current()
        return visible.select_related("need__organisation", "need__programme").order_by("-matched_at", "-pk")

    @extend_schema(
        parameters=[
            OpenApiParameter("show", str, enum=[tab.value for tab in BoardTab], description="Which tab"),
            OpenApiParameter("after", str, description="`after` of the page before: ten cards on each"),
        ],
        responses={200: NeedMatchesSerializer},
    )
    def retrieve(self, request: Request, public_id: str) -> Response:
        """A need's matches with their explanations. Everybody listed can read that you looked."""
        row, show = self.get_object(), request.query_params.get("show", "")
        page = show_matches(
            need=row.need,
            tab=BoardTab(show) if show in list(BoardTab) else BoardTab.SUGGESTED,
            turn=Turn.read(request.query_params.get("after", ""), ""),
            by=request.user,
            at=timezone.now(),
        )
        return Response(NeedMatchesSerializer(page).data)


class AssignmentRoundViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Assignment rounds of your unit's programmes: options and totals, newest first."""

    queryset = AssignmentRound.objects.none()
    serializer_class = AssignmentRoundSerializer
    permission_classes = (Scoped,)
    read_scope = Scope.READ_MATCHES
    filterset_class = AssignmentRoundFilter
    lookup_field = "public_id"
    lookup_value_regex = PUBLIC_ID

    def get_queryset(self) -> QuerySet[AssignmentRound]:
        return AssignmentRound.objects.visible_to(self.request.user).select_related("programme")
