"""Rows of the demand side."""

from django.db import models
from django.db.models import Q

from incubators.enums import MemberRole, NeedState, OrganisationState


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "OrganisationQuerySet":
        """Verified ones are public; members see their own; staff who verify see all."""
        seen = Q(state=OrganisationState.VERIFIED)
        if user.is_authenticated:
            seen |= Q(pk__in=user.memberships.values("organisation_id"))
            if any("verify_organisations" in post.unit.duties for post in user.posts_today):
                seen |= Q(pk__isnull=False)
        return self.filter(seen)

    def of_member(self, user: object, *roles: MemberRole) -> "OrganisationQuerySet":
        """Organisations in which the user has one of the roles (any role when none is named)."""
        memberships = user.memberships.all() if user.is_authenticated else self.none()
        if user.is_authenticated and roles:
            memberships = memberships.filter(role__in=roles)
        return self.filter(pk__in=memberships.values("organisation_id")) if user.is_authenticated else memberships

    def awaiting_verification(self) -> "OrganisationQuerySet":
        return self.filter(state=OrganisationState.PENDING).order_by("state_since", "pk")


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "NeedQuerySet":
        """Open needs of verified organisations are public; members see all of their own; staff all published."""
        seen = Q(state=NeedState.OPEN, organisation__state=OrganisationState.VERIFIED)
        if user.is_authenticated:
            seen |= Q(organisation_id__in=user.memberships.values("organisation_id"))
            if user.is_ministry_staff:
                seen |= ~Q(state=NeedState.DRAFT)
        return self.filter(seen)

    def of_member(self, user: object) -> "NeedQuerySet":
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation_id__in=user.memberships.values("organisation_id"))

    def open(self) -> "NeedQuerySet":
        return self.filter(state=NeedState.OPEN)

    def with_terms(self) -> "NeedQuerySet":
        """Everything a need's page shows, in a fixed number of queries."""
        return self.select_related("organisation", "programme", "place").prefetch_related(
            "themes", "skills__skill"
        )
