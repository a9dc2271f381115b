"""Addresses of lists in the API."""

from rest_framework.routers import SimpleRouter

from matching.api.directory import DirectoryViewSet
from matching.api.views import AssignmentRoundViewSet, MatchListViewSet

router = SimpleRouter()
router.register("match-lists", MatchListViewSet, basename="match-list")
router.register("assignment-rounds", AssignmentRoundViewSet, basename="assignment-round")
router.register("directory", DirectoryViewSet, basename="directory")
