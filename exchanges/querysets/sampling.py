"""Rows of campaigns of controls, and of the cases drawn into them."""

from django.db import models
from django.db.models import Count, Q

from exchanges.enums import SampleState
from exchanges.querysets.posts import reviewing_units
from exchanges.querysets.reporting import OfPlacementQuerySet


class SampleCampaignQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "SampleCampaignQuerySet":
        """Officers, reviewers, deciders and auditors of the unit that owns the programme."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(programme__owner_unit_id__in=reviewing_units(user))

    def with_counts(self) -> "SampleCampaignQuerySet":
        """`n_cases` that were drawn, and of them `n_found`."""
        found = Count("cases", filter=Q(cases__state=SampleState.FOUND))
        return self.select_related("programme__owner_unit").annotate(n_cases=Count("cases"), n_found=found)


class SampledCaseQuerySet(OfPlacementQuerySet):
    def visible_to(self, user: object) -> "SampledCaseQuerySet":
        """Whoever sees the case: nobody with a declared conflict in it."""
        cases = self.model._meta.get_field("placement").related_model
        return self.filter(placement__in=cases.objects.visible_to(user).values("pk"))

    def inside(self, user: object) -> "SampledCaseQuerySet":
        """As the staff of the unit that reviews the case see it; no party does."""
        return self.visible_to(user).of_units(user)
