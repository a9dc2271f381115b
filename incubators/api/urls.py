"""Addresses of organisations and needs in the API."""

from rest_framework.routers import SimpleRouter

from incubators.api.views import NeedViewSet, OrganisationViewSet

router = SimpleRouter()
router.register("needs", NeedViewSet, basename="need")
router.register("organisations", OrganisationViewSet, basename="organisation")
