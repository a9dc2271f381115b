"""Rows of threads, referrals and contacts."""

from django.db import models
from django.db.models import Q

from exchanges.enums import (
    OPEN_INVITATION,
    REFERRAL_UNDER_WAY,
    InvitationState,
    ReferralState,
    ThreadVisibility,
)
from exchanges.querysets.posts import posts_that_coordinate


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ThreadQuerySet":
        """The parties of the invitation or of the placement; nobody else, whatever their posts."""
        if not user.is_authenticated:
            return self.none()
        mine = user.memberships.values("organisation_id")
        seen = Q(invitation__expert__user=user) | Q(invitation__need__organisation_id__in=mine)
        seen |= Q(placement__expert__user=user) | Q(placement__organisation_id__in=mine)
        return self.filter(seen)

    def between_parties(self) -> "ThreadQuerySet":
        return self.filter(visibility=ThreadVisibility.PARTIES)

    def writable(self) -> "ThreadQuerySet":
        """Those of invitations that are open or accepted."""
        return self.filter(invitation__state__in=(*OPEN_INVITATION, InvitationState.ACCEPTED))

    def with_people(self) -> "ThreadQuerySet":
        return self.select_related("invitation__need__organisation", "invitation__expert__user")


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ReferralQuerySet":
        """Both ends, and the expert whom it names; the receiver only what was passed on."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=(self.sent_by_side_of(user) | self._other_ends(user)).values("pk"))

    def sent_by_side_of(self, user: object) -> "ReferralQuerySet":
        """What the user's organisations and units passed on; a liaison's experts live in their countries."""
        seen = Q(from_organisation_id__in=user.memberships.values("organisation_id"))
        for post in posts_that_coordinate(user):
            of_unit = Q(from_unit_id=post.unit_id)
            if post.role == "liaison":
                of_unit &= Q(expert__isnull=True) | Q(expert__country__in=post.countries)
            seen |= of_unit
        return self.filter(seen)

    def received_by(self, user: object) -> "ReferralQuerySet":
        mine = user.memberships.values("organisation_id")
        return self.filter(organisation_id__in=mine, passed_on_at__isnull=False)

    def _other_ends(self, user: object) -> "ReferralQuerySet":
        return self.received_by(user) | self.filter(expert__user=user)

    def under_way(self) -> "ReferralQuerySet":
        return self.filter(state__in=REFERRAL_UNDER_WAY)

    def asking(self, user: object) -> "ReferralQuerySet":
        """Those to which the expert has not answered yet."""
        return self.filter(state=ReferralState.ASKED, expert__user=user)

    def with_ends(self) -> "ReferralQuerySet":
        ends = ("organisation", "from_organisation", "from_unit")
        return self.select_related(*ends, "need__organisation", "expert__user", "placement")


class ContactLogQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ContactLogQuerySet":
        """The people of the organisation or unit that wrote it; a liaison only of their own countries."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(organisation_id__in=user.memberships.values("organisation_id"))
        for post in posts_that_coordinate(user):
            of_unit = Q(unit_id=post.unit_id)
            seen |= of_unit & Q(expert__country__in=post.countries) if post.role == "liaison" else of_unit
        return self.filter(seen)
