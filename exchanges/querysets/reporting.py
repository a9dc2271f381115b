"""Rows of reports and outcomes."""

from django.db import models
from django.db.models import Q

from exchanges.enums import (
    REPORT_TO_WRITE,
    OutcomeState,
    PlacementState,
    ReportState,
    Side,
)
from exchanges.querysets.posts import reviewing_units

# Placements that took place, or do: they are reported on.
_REPORTED = (PlacementState.ACTIVE, PlacementState.COMPLETED, PlacementState.ENDED_EARLY)


class OfPlacementQuerySet(models.QuerySet):
    def of_units(self, user: object) -> "OfPlacementQuerySet":
        """Those whose placement the user's units review, in which they are no party and have no conflict."""
        mine = user.memberships.values("organisation_id")
        cases = self.model._meta.get_field("placement").related_model.objects.visible_to(user)
        theirs = self.filter(placement__review_unit_id__in=reviewing_units(user), placement__in=cases)
        return theirs.exclude(placement__expert__user=user).exclude(placement__organisation_id__in=mine)

    def with_case(self) -> "OfPlacementQuerySet":
        case = ("need__programme", "organisation", "expert__user", "review_unit")
        return self.select_related(*(f"placement__{name}" for name in case))


class ReportQuerySet(OfPlacementQuerySet):
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


class OutcomeQuerySet(OfPlacementQuerySet):
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
