"""Rows of invitations."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from exchanges.enums import (
    AWAITED,
    DAYS_TO_ANSWER,
    OPEN_INVITATION,
    Direction,
    InvitationState,
)

ANSWER_TIME = timedelta(days=DAYS_TO_ANSWER)


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "InvitationQuerySet":
        """The expert and the members of the host, whoever of them asked."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(expert__user=user) | Q(need__organisation_id__in=user.memberships.values("organisation_id"))
        )

    def open(self) -> "InvitationQuerySet":
        return self.filter(state__in=OPEN_INVITATION)

    def awaited(self) -> "InvitationQuerySet":
        """Those that somebody should answer now; "maybe later" asks again on its day."""
        return self.filter(state__in=AWAITED)

    def waiting_for_expert(self, user: object) -> "InvitationQuerySet":
        """Invitations that this person, as the expert, should answer now."""
        return self.visible_to(user).filter(expert__user=user).invitations().awaited()

    def asking_now(self, at: datetime) -> "InvitationQuerySet":
        """Those that somebody should answer now, and "maybe later" whose day has come."""
        asks_again = Q(state=InvitationState.MAYBE_LATER, expires_at__lte=at + ANSWER_TIME)
        return self.filter(Q(state__in=AWAITED) | asks_again)

    def invitations(self) -> "InvitationQuerySet":
        return self.filter(direction=Direction.TO_EXPERT)

    def interests(self) -> "InvitationQuerySet":
        return self.filter(direction=Direction.FROM_EXPERT)

    def due(self, at: datetime) -> "InvitationQuerySet":
        return self.open().filter(expires_at__lte=at)

    def with_people(self) -> "InvitationQuerySet":
        return self.select_related("need__organisation", "need__place", "need__programme", "expert__user")
