from rest_framework.routers import SimpleRouter

from exchanges.api.views import InvitationViewSet, PlacementViewSet

router = SimpleRouter()
router.register("invitations", InvitationViewSet, basename="invitation")
router.register("placements", PlacementViewSet, basename="placement")
