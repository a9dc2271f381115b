"""Rows of the exchanges; what is pending inside the ministry never shows outside."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When

from exchanges.enums import (
    AWAITED,
    DAYS_TO_ANSWER,
    OPEN_INVITATION,
    REFERRAL_UNDER_WAY,
    REPORT_TO_WRITE,
    SECRET,
    Direction,
    InvitationState,
    OutcomeState,
    PlacementState,
    ReferralState,
    ReportState,
    Side,
    ThreadVisibility,
)

ANSWER_TIME = timedelta(days=DAYS_TO_ANSWER)


def _reviewing_units(user: object) -> list[int]:
    roles = ("officer", "reviewer", "decider", "auditor")
    return [post.unit_id for post in user.posts_today if post.role in roles]


def _posts_that_coordinate(user: object) -> list:
    """Posts in whose name somebody refers and approaches people."""
    return [post for post in user.posts_today if post.role in ("officer", "reviewer", "decider", "liaison")]


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


# Placements that took place, or do: they are reported on.
_REPORTED = (PlacementState.ACTIVE, PlacementState.COMPLETED, PlacementState.ENDED_EARLY)


class _OfPlacementQuerySet(models.QuerySet):
    def of_units(self, user: object) -> "_OfPlacementQuerySet":
        """Those whose placement the user's units review, and in which they are no party."""
        mine = user.memberships.values("organisation_id")
        theirs = self.filter(placement__review_unit_id__in=_reviewing_units(user))
        return theirs.exclude(placement__expert__user=user).exclude(placement__organisation_id__in=mine)

    def with_case(self) -> "_OfPlacementQuerySet":
        case = ("need__programme", "organisation", "expert__user", "review_unit")
        return self.select_related(*(f"placement__{name}" for name in case))


class ReportQuerySet(_OfPlacementQuerySet):
    def visible_to(self, user: object) -> "ReportQuerySet":
        """Each side its own, and the staff of the unit that reviews the case; never the other side."""
        if not user.is_authenticated:
            return self.none()
        own, read = self.of_sides(user), self.of_units(user)
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=read.values("pk")))

    def of_sides(self, user: object) -> "ReportQuerySet":
        mine = user.memberships.values("organisation_id")
        return self.filter(
            Q(side=Side.EXPERT, placement__expert__user=user)
            | Q(side=Side.HOST, placement__organisation_id__in=mine)
        )

    def to_write(self) -> "ReportQuerySet":
        return self.filter(state__in=REPORT_TO_WRITE, placement__state__in=_REPORTED)

    def handed_in(self) -> "ReportQuerySet":
        """Those that wait for the ministry."""
        return self.filter(state=ReportState.SUBMITTED)


class OutcomeQuerySet(_OfPlacementQuerySet):
    def visible_to(self, user: object) -> "OutcomeQuerySet":
        """Both sides, and the staff of the unit that reviews the case."""
        if not user.is_authenticated:
            return self.none()
        mine = user.memberships.values("organisation_id")
        parties = Q(placement__expert__user=user) | Q(placement__organisation_id__in=mine)
        return self.filter(parties | Q(pk__in=self.of_units(user).values("pk")))

    def claimed_for(self, user: object) -> "OutcomeQuerySet":
        """Those that this person's side claimed."""
        mine = user.memberships.values("organisation_id")
        return self.filter(
            Q(claimed_side=Side.EXPERT, placement__expert__user=user)
            | Q(claimed_side=Side.HOST, placement__organisation_id__in=mine)
        )

    def asked(self) -> "OutcomeQuerySet":
        return self.filter(state=OutcomeState.CONFIRMATION_SENT)

    def disputed(self) -> "OutcomeQuerySet":
        return self.filter(state=OutcomeState.DISPUTED)


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ReferralQuerySet":
        """Both ends, and the expert whom it names; the receiver only what was passed on."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=(self.sent_by_side_of(user) | self._other_ends(user)).values("pk"))

    def sent_by_side_of(self, user: object) -> "ReferralQuerySet":
        """What the user's organisations and units passed on; a liaison's experts live in their countries."""
        seen = Q(from_organisation_id__in=user.memberships.values("organisation_id"))
        for post in _posts_that_coordinate(user):
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
        for post in _posts_that_coordinate(user):
            of_unit = Q(unit_id=post.unit_id)
            seen |= of_unit & Q(expert__country__in=post.countries) if post.role == "liaison" else of_unit
        return self.filter(seen)
