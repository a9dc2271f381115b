"""Invitations and placements over the API: the same rows, rules and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import Scoped
from accounts.enums import Scope
from exchanges.api.messages import MessagesMixin
from exchanges.api.serializers import (
    DeclineSerializer,
    InterestSerializer,
    InvitationSerializer,
    PlacementSerializer,
    PostponeSerializer,
)
from exchanges.filters import InvitationFilter, PlacementFilter
from exchanges.models import Invitation, Placement
from exchanges.services import invitations as services
from exchanges.services.looks import look_at_invitation, look_at_placement, look_through_invitations

PUBLIC_ID = "[0-9A-Z]{10}"
REFUSED = OpenApiResponse(description="Refused, with code and reason")


class InvitationViewSet(
    MessagesMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Invitations and interest, sent or received; `direction` says who asked. The other side answers."""

    queryset = Invitation.objects.none()
    serializer_class = InvitationSerializer
    permission_classes = (Scoped,)
    read_scope = Scope.READ_INVITATIONS
    write_scope = Scope.WRITE_INVITATIONS
    filterset_class = InvitationFilter
    lookup_field = "public_id"
    lookup_value_regex = PUBLIC_ID

    def get_queryset(self) -> QuerySet[Invitation]:
        return Invitation.objects.visible_to(self.request.user).with_people().select_related("placement")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Everybody listed can read that you looked."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        look_through_invitations(
            invitations=page, route="api:invitation-list", by=request.user, at=timezone.now()
        )
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def get_object(self) -> Invitation:
        """Whoever opens an invitation, to read or to answer it, has looked at its expert."""
        found = super().get_object()
        look_at_invitation(
            invitation=found, route="api:invitation-detail", by=self.request.user, at=timezone.now()
        )
        return found

    @extend_schema(
        request=InterestSerializer, responses={201: InvitationSerializer, 403: REFUSED, 409: REFUSED}
    )
    def create(self, request: Request) -> Response:
        """Show interest in an open need: its host reads your name and answers within 14 days."""
        given = InterestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        interest = services.show_interest(
            need_id=given.validated_data["need"].pk,
            message=given.validated_data["message"],
            by=request.user,
            at=timezone.now(),
        )
        found = self.get_queryset().get(pk=interest.pk)
        return Response(self.get_serializer(found).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=PostponeSerializer, responses={200: InvitationSerializer, 403: REFUSED, 409: REFUSED}
    )
    @action(detail=True, methods=["post"])
    def later(self, request: Request, public_id: str) -> Response:
        """Say "maybe later": asked again on that day."""
        found = self.get_object()
        given = PostponeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        services.postpone_invitation(
            invitation_id=found.pk, by=request.user, at=timezone.now(), **given.validated_data
        )
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses={200: InvitationSerializer, 403: REFUSED, 409: REFUSED})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, public_id: str) -> Response:
        """Accept: opens a placement, whose code the answer holds."""
        services.accept_invitation(invitation_id=self.get_object().pk, by=request.user, at=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(
        request=DeclineSerializer, responses={200: InvitationSerializer, 403: REFUSED, 409: REFUSED}
    )
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, public_id: str) -> Response:
        """Decline with a coded reason."""
        given = DeclineSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        services.decline_invitation(
            invitation_id=self.get_object().pk, answer=given.answer(), by=request.user, at=timezone.now()
        )
        return Response(self.get_serializer(self.get_object()).data)


class PlacementViewSet(viewsets.ReadOnlyModelViewSet):
    """Placements that you may see, in the state that may be told to you. Decisions are made on pages only."""

    queryset = Placement.objects.none()
    serializer_class = PlacementSerializer
    permission_classes = (Scoped,)
    read_scope = Scope.READ_PLACEMENTS
    filterset_class = PlacementFilter
    lookup_field = "public_id"
    lookup_value_regex = PUBLIC_ID

    def get_queryset(self) -> QuerySet[Placement]:
        user = self.request.user
        return Placement.objects.for_viewer(user).with_people() if user.is_authenticated else self.queryset

    def get_object(self) -> Placement:
        found = super().get_object()
        look_at_placement(
            placement=found, route="api:placement-detail", by=self.request.user, at=timezone.now()
        )
        return found
