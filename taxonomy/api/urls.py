"""Addresses of the vocabulary in the API."""

from rest_framework.routers import SimpleRouter

from taxonomy.api.views import PlaceViewSet, SkillViewSet, ThemeViewSet

router = SimpleRouter()
router.register("skills", SkillViewSet, basename="skill")
router.register("themes", ThemeViewSet, basename="theme")
router.register("places", PlaceViewSet, basename="place")
