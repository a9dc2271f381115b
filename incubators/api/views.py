"""Organisations and needs over the API: the same rows, rules and services as the pages."""

from django.db.models import F, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import PublicRead
from accounts.enums import Scope
from incubators.api.serializers import (
    ClosingSerializer,
    NeedDraftSerializer,
    NeedSerializer,
    NeedWriteSerializer,
    NoteSerializer,
    OrganisationSerializer,
)
from incubators.enums import NeedAction
from incubators.filters import NeedApiFilter, OrganisationFilter
from incubators.models import Need, Organisation
from incubators.services import draft_need, edit_need, move_need

PUBLIC_ID = "[0-9A-Z]{10}"
REFUSED = OpenApiResponse(description="Refused, with code, field and reason")


class OrganisationViewSet(viewsets.ReadOnlyModelViewSet):
    """Verified organisations for everybody; members see their own in every state."""

    queryset = Organisation.objects.none()
    serializer_class = OrganisationSerializer
    permission_classes = (PublicRead,)
    read_scope = Scope.READ_NEEDS
    filterset_class = OrganisationFilter
    lookup_field = "public_id"
    lookup_value_regex = PUBLIC_ID

    def get_queryset(self) -> QuerySet[Organisation]:
        visible = Organisation.objects.visible_to(self.request.user)
        visible = visible.with_place().with_parents().with_open_needs_counted()
        visible = visible.prefetch_related("facilities__place", "ventures__themes")
        return visible.order_by("name", "pk")


class NeedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Open needs for everybody; members see all of their own organisation's and may write them."""

    queryset = Need.objects.none()
    serializer_class = NeedSerializer
    permission_classes = (PublicRead,)
    read_scope = Scope.READ_NEEDS
    write_scope = Scope.WRITE_NEEDS
    filterset_class = NeedApiFilter
    lookup_field = "public_id"
    lookup_value_regex = PUBLIC_ID

    def get_queryset(self) -> QuerySet[Need]:
        visible = Need.objects.visible_to(self.request.user)
        return visible.with_terms().order_by(F("opened_at").desc(nulls_last=True), "-pk")

    @extend_schema(request=NeedDraftSerializer, responses={201: NeedSerializer, 403: REFUSED, 409: REFUSED})
    def create(self, request: Request) -> Response:
        """Begin a draft for an organisation of yours; nobody else sees it before it is published."""
        given = NeedDraftSerializer(data=request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        need = draft_need(
            organisation_id=given.validated_data["organisation"].pk,
            terms=given.terms(),
            skills=given.asks() or (),
            by=request.user,
            at=timezone.now(),
        )
        return self._answer(need, status.HTTP_201_CREATED)

    @extend_schema(request=NeedWriteSerializer, responses={200: NeedSerializer, 403: REFUSED, 409: REFUSED})
    def partial_update(self, request: Request, public_id: str) -> Response:
        """Change what is given; a list of skills or themes replaces the one before."""
        need = self.get_object()
        given = NeedWriteSerializer(data=request.data, partial=True, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        edit_need(
            need_id=need.pk, terms=given.terms(), skills=given.asks(), by=request.user, at=timezone.now()
        )
        return self._answer(need)

    @extend_schema(request=None, responses={200: NeedSerializer, 403: REFUSED, 409: REFUSED})
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, public_id: str) -> Response:
        """Open a draft to experts, or send it to be checked where its programme says so; the state tells.

        A refusal names the field that is missing.
        """
        return self._move(NeedAction.PUBLISH, {})

    @extend_schema(request=NoteSerializer, responses={200: NeedSerializer, 403: REFUSED, 409: REFUSED})
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, public_id: str) -> Response:
        """Hide an open need from experts for a while."""
        return self._move(NeedAction.PAUSE, request.data)

    @extend_schema(request=NoteSerializer, responses={200: NeedSerializer, 403: REFUSED, 409: REFUSED})
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, public_id: str) -> Response:
        """Open a paused need again."""
        return self._move(NeedAction.RESUME, request.data)

    @extend_schema(request=ClosingSerializer, responses={200: NeedSerializer, 403: REFUSED, 409: REFUSED})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, public_id: str) -> Response:
        """Give a need up for good; a published one with the reason."""
        return self._move(NeedAction.WITHDRAW, request.data)

    def _move(self, step: NeedAction, posted: object) -> Response:
        need = self.get_object()
        given = (ClosingSerializer if step == NeedAction.WITHDRAW else NoteSerializer)(data=posted)
        given.is_valid(raise_exception=True)
        move_need(
            need_id=need.pk, action=step, by=self.request.user, at=timezone.now(), **given.validated_data
        )
        return self._answer(need)

    def _answer(self, need: Need, code: int = status.HTTP_200_OK) -> Response:
        """The need as it stands now, in the shape of its reader."""
        fresh = self.get_queryset().get(pk=need.pk)
        return Response(NeedSerializer(fresh, context=self.get_serializer_context()).data, status=code)
