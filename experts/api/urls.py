"""Addresses of experts in the API."""

from rest_framework.routers import SimpleRouter

from experts.api.views import ProfileViewSet

router = SimpleRouter()
router.register("profile", ProfileViewSet, basename="profile")
