"""Messages of an invitation over the API: the same thread, rules and names as on its page."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from exchanges.selectors.threads import thread_page
from exchanges.services.threads import mark_read, write_message


class MessageSerializer(serializers.Serializer):
    public_id = serializers.CharField(source="code")
    who = serializers.CharField()
    text = serializers.CharField()
    at = serializers.DateTimeField()
    is_mine = serializers.BooleanField()
    is_new = serializers.BooleanField()


class WriteMessageSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=2000)


class MessagesMixin:
    """`messages/` of one invitation: at most 50, so they come without pages."""

    @extend_schema(responses={200: MessageSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def messages(self, request: Request, public_id: str) -> Response:
        """What both sides wrote, the oldest first; reading it takes the mark off what is new."""
        page = thread_page(self.get_object(), request.user)
        if page.thread is not None and page.n_new:
            mark_read(thread=page.thread, by=request.user, at=timezone.now())
        return Response(MessageSerializer(page.lines, many=True).data)

    @extend_schema(
        request=WriteMessageSerializer,
        responses={
            201: MessageSerializer(many=True),
            403: OpenApiResponse(description="Refused, with reason"),
            409: OpenApiResponse(description="Refused, with code and reason"),
        },
    )
    @messages.mapping.post
    def write(self, request: Request, public_id: str) -> Response:
        """Write to the other side while the invitation is open or accepted."""
        found = self.get_object()
        given = WriteMessageSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        write_message(
            invitation_id=found.pk, text=given.validated_data["text"], by=request.user, at=timezone.now()
        )
        lines = thread_page(found, request.user).lines
        return Response(MessageSerializer(lines, many=True).data, status=status.HTTP_201_CREATED)
