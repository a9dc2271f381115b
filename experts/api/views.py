"""One's own profile over the API; other people's are never listed here."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.permissions import Scoped
from accounts.enums import Scope
from experts.api.serializers import ProfileSerializer
from experts.models import Expert


class ProfileView(APIView):
    """Your own profile. It is written on the pages, where each fact keeps its provenance."""

    permission_classes = (Scoped,)
    read_scope = Scope.READ_PROFILE

    @extend_schema(operation_id="profile", responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        own = Expert.objects.visible_to(request.user).filter(user=request.user).with_profile()
        return Response(ProfileSerializer(get_object_or_404(own)).data)
