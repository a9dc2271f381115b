"""Rows of matching. Lists are arrays; a Match row exists only once a pair has surfaced."""

from django.db import models
from django.db.models import Q


class MatchListQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "MatchListQuerySet":
        """The members of the need's organisation, and ministry staff of the programme's unit."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(need__organisation_id__in=user.memberships.values("organisation_id"))
        seen |= Q(need__programme__owner_unit_id__in=[post.unit_id for post in user.posts_today])
        return self.filter(seen)

    def current(self) -> "MatchListQuerySet":
        return self.filter(is_current=True)


class MatchRunQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "MatchRunQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_ministry_staff:
            return self
        return self.filter(need__organisation_id__in=user.memberships.values("organisation_id"))


class MatchQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "MatchQuerySet":
        """The host of the need; the expert only once invited or when they look at their own list."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(need__organisation_id__in=user.memberships.values("organisation_id")) | Q(expert__user=user)
        )

    def of_host(self, user: object) -> "MatchQuerySet":
        if not user.is_authenticated:
            return self.none()
        return self.filter(need__organisation_id__in=user.memberships.values("organisation_id"))
