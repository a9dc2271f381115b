"""The own profile over the API: to read, for programs that its owner trusts. Nobody else's, ever."""

from django.db.models import QuerySet
from rest_framework import mixins, viewsets

from accounts.api.permissions import Scoped
from accounts.enums import Scope
from experts.api.serializers import ProfileSerializer
from experts.models import Expert


class ProfileViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Your own profile: a list of one, or of none."""

    queryset = Expert.objects.none()
    serializer_class = ProfileSerializer
    permission_classes = (Scoped,)
    read_scope = Scope.READ_PROFILE
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Expert]:
        mine = Expert.objects.visible_to(self.request.user).filter(user=self.request.user)
        return mine.with_profile().order_by("pk")
