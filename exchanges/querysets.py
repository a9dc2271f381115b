"""Rows of invitations and placements; what is pending inside the ministry never shows outside."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When

from exchanges.enums import (
    AWAITED,
    DAYS_TO_ANSWER,
    OPEN_INVITATION,
    SECRET,
    Direction,
    InvitationState,
    PlacementState,
)

ANSWER_TIME = timedelta(days=DAYS_TO_ANSWER)


def _reviewing_units(user: object) -> list[int]:
    roles = ("officer", "reviewer", "decider", "auditor")
    return [post.unit_id for post in user.posts_today if post.role in roles]


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


class PlacementQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "PlacementQuerySet":
        """The expert, the members of the host, and the staff of the unit that reviews the case.

        Staff who are themselves a party see the case as a party only; rules forbid them to act on it.
        """
        if not user.is_authenticated:
            return self.none()
        seen = Q(expert__user=user) | Q(organisation_id__in=user.memberships.values("organisation_id"))
        staff = Q(review_unit_id__in=_reviewing_units(user)) & ~Q(state=PlacementState.DRAFT)
        # A case that was withdrawn before anybody submitted it never reached the ministry.
        staff &= Q(submitted_at__isnull=False)
        return self.filter(seen | staff)

    def for_viewer(self, user: object) -> "PlacementQuerySet":
        """Annotate `public_state`: what this viewer may know of the state; filter and order by it alone."""
        inside = Q(review_unit_id__in=_reviewing_units(user)) & ~Q(expert__user=user)
        inside &= ~Q(organisation_id__in=user.memberships.values("organisation_id"))
        return self.visible_to(user).annotate(
            public_state=Case(
                When(inside, then=F("state")),
                When(state__in=SECRET, then=Value(PlacementState.IN_REVIEW.value)),
                default=F("state"),
                output_field=models.CharField(),
            )
        )

    def in_queue_of(self, user: object) -> "PlacementQuerySet":
        """Cases of the user's units that wait for a reviewer or a decider."""
        return self.filter(
            review_unit_id__in=_reviewing_units(user),
            state__in=[PlacementState.SUBMITTED, PlacementState.IN_REVIEW, *SECRET],
        )

    def for_the_host_to_go_on(self) -> "PlacementQuerySet":
        """Without complete drafts that wait for the expert's agreement."""
        incomplete = Q(purpose="") | Q(deliverable="") | Q(counterpart="") | Q(work_items__isnull=True)
        incomplete |= Q(starts_on__isnull=True) | Q(ends_on__isnull=True)
        agreed_or_returned = Q(expert_agreed_at__isnull=False) | ~Q(state=PlacementState.DRAFT)
        return self.filter(agreed_or_returned | incomplete).distinct()

    def with_people(self) -> "PlacementQuerySet":
        return self.select_related(
            "need__programme", "organisation", "expert__user", "place", "review_unit", "reviewer"
        )
