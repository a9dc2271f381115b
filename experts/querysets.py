"""Rows of the expert's side. Organisations never open an Expert: they open a match or an invitation."""

from datetime import date, datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from experts.enums import GONE, Action, Basis, CredentialAction, CredentialState, PairState, State, Visibility

# What staff may see: everything that was sent in, and what they write for others.
_NOT_PRIVATE = ~Q(state=State.DRAFT) | Q(user=None)


def _of_staff(user: object, prefix: str = "") -> Q | None:
    """Countries of a liaison's posts; everything for those who verify. None for everybody else."""
    seen: Q | None = None
    for post in user.posts_today:
        if post.role == "liaison":
            seen = Q(**{f"{prefix}country__in": post.countries}) | (seen or Q(pk__in=[]))
        elif "verify_experts" in post.unit.duties and post.role in ("officer", "reviewer", "decider"):
            return Q(**{f"{prefix}pk__isnull": False})
    return seen


class ExpertQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ExpertQuerySet":
        """Oneself; staff whose unit verifies experts; a liaison's countries; what was made public."""
        public = Q(visibility=Visibility.PUBLIC, state=State.VERIFIED)
        if not user.is_authenticated:
            return self.filter(public)
        seen = public | Q(user=user)
        staff = _of_staff(user)
        found = self.filter(seen if staff is None else seen | (staff & _NOT_PRIVATE))
        return found.exclude(state=State.ERASED)

    def of_staff(self, user: object) -> "ExpertQuerySet":
        """What somebody sees because of their posts: not their own profile, nor what is public."""
        staff = _of_staff(user) if user.is_authenticated else None
        if staff is None:
            return self.none()
        return self.filter(staff & _NOT_PRIVATE).exclude(user=user).exclude(state=State.ERASED)

    def managed(self) -> "ExpertQuerySet":
        """Written by staff, not yet claimed, not removed."""
        return self.filter(user=None, managed__isnull=False).exclude(state__in=GONE)

    def awaiting_verification(self) -> "ExpertQuerySet":
        return self.filter(state=State.SUBMITTED).order_by("state_since", "pk")

    def with_returner(self) -> "ExpertQuerySet":
        """Who asked for changes last."""
        returns = self.model._meta.get_field("events").related_model.objects.filter(
            subject=OuterRef("pk"), action=Action.REQUEST_CHANGES
        )
        return self.annotate(returned_by=Subquery(returns.order_by("-seq").values("by")[:1]))

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


class AccessEventQuerySet(OwnRowsQuerySet):
    """Who looked at whom."""

    def audited_by(self, user: object) -> "AccessEventQuerySet":
        """All, but for looks at the auditor: they read of those what everybody reads of their own."""
        return self.exclude(expert__user=user)


class CredentialQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "CredentialQuerySet":
        """One's own; those of experts whom staff see by their posts, once the profile was sent in."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(expert__user=user)
        staff = _of_staff(user, "expert__")
        if staff is not None:
            seen |= staff & (~Q(expert__state=State.DRAFT) | Q(expert__user=None))
        return self.standing().filter(seen)

    def standing(self) -> "CredentialQuerySet":
        return self.exclude(state=CredentialState.REMOVED)

    def awaiting_verification(self) -> "CredentialQuerySet":
        """Claims that name something to check; a code that was mailed is the person's to give."""
        bare = Q(basis=Basis.NONE, reference="", link="", file=None)
        waiting = self.filter(state=CredentialState.CLAIMED).exclude(bare | Q(basis=Basis.EMPLOYER_DOMAIN))
        return waiting.exclude(expert__state__in=GONE).order_by("state_since", "pk")

    def with_returner(self) -> "CredentialQuerySet":
        """Who asked for changes last."""
        returns = self.model._meta.get_field("events").related_model.objects.filter(
            subject=OuterRef("pk"), action=CredentialAction.REQUEST_CHANGES
        )
        return self.annotate(returned_by=Subquery(returns.order_by("-seq").values("by")[:1]))

    def ended_by(self, day: date) -> "CredentialQuerySet":
        """Confirmed until a day that has passed."""
        return self.filter(state=CredentialState.CONFIRMED, valid_until__lt=day).order_by("pk")

    def ending_by(self, day: date) -> "CredentialQuerySet":
        """Confirmed until a day that is near, and the person was not told of this day yet."""
        near = self.filter(state=CredentialState.CONFIRMED, valid_until__lte=day)
        return near.exclude(warned_for=models.F("valid_until")).order_by("pk")


class ClaimInvitationQuerySet(models.QuerySet):
    def open(self) -> "ClaimInvitationQuerySet":
        return self.filter(ended_at__isnull=True)

    def run_out(self, at: datetime) -> "ClaimInvitationQuerySet":
        return self.open().filter(expires_at__lte=at)


class DuplicatePairQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "DuplicatePairQuerySet":
        """Staff see a pair when they may see both, and neither is their own."""
        if not user.is_authenticated:
            return self.none()
        older, newer = _of_staff(user, "older__"), _of_staff(user, "newer__")
        if older is None or newer is None:
            return self.none()
        for side in ("older__", "newer__"):
            older &= ~Q(**{f"{side}state": State.DRAFT}) | Q(**{f"{side}user": None})
        mine = Q(older__user=user) | Q(newer__user=user)
        gone = Q(older__state=State.ERASED) | Q(newer__state=State.ERASED)
        return self.filter(older & newer).exclude(mine | gone)

    def proposed(self) -> "DuplicatePairQuerySet":
        return self.filter(state=PairState.PROPOSED).order_by("state_since", "pk")

    def with_experts(self) -> "DuplicatePairQuerySet":
        sides = ("older__user", "older__managed", "newer__user", "newer__managed")
        return self.select_related(*sides)
