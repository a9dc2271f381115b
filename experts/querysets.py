"""Rows of the expert's side. Organisations never open an Expert: they open a match or an invitation."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from experts.enums import State, Visibility


class ExpertQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ExpertQuerySet":
        """Oneself; staff whose unit verifies experts; a liaison's countries; what was made public."""
        public = Q(visibility=Visibility.PUBLIC, state=State.VERIFIED)
        if not user.is_authenticated:
            return self.filter(public)
        seen = public | Q(user=user)
        for post in user.posts_today:
            if post.role == "liaison":
                seen |= Q(country__in=post.countries) & ~Q(state=State.DRAFT)
            elif "verify_experts" in post.unit.duties and post.role in ("officer", "reviewer", "decider"):
                seen |= ~Q(state=State.DRAFT)
        return self.filter(seen).exclude(state=State.ERASED)

    def awaiting_verification(self) -> "ExpertQuerySet":
        return self.filter(state=State.SUBMITTED).order_by("state_since", "pk")

    def with_pause_over(self, day: date) -> "ExpertQuerySet":
        """Paused until a day that has come."""
        return self.filter(state=State.PAUSED, paused_until__lte=day).order_by("pk")

    def silent_since(self, at: datetime) -> "ExpertQuerySet":
        """Verified people who have not signed in since a moment."""
        seen = Coalesce("user__last_login", "user__joined_at")
        return self.filter(state=State.VERIFIED).annotate(seen_at=seen).filter(seen_at__lt=at).order_by("pk")

    def with_profile(self) -> "ExpertQuerySet":
        """Everything a profile page shows, in a fixed number of queries."""
        return self.select_related("user").prefetch_related(
            "themes",
            "languages",
            "skills__skill",
            "affiliations",
            "works",
            "availabilities",
            "motivation_places",
        )


class OwnRowsQuerySet(models.QuerySet):
    """Parts of a profile: seen through the expert they belong to."""

    def visible_to(self, user: object) -> "OwnRowsQuerySet":
        return self.filter(expert__user=user) if user.is_authenticated else self.none()
