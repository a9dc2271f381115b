"""Rows of people, units and posts."""

from datetime import date, datetime

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import F, Q


class UserQuerySet(models.QuerySet):
    def active_with_address(self, email: str) -> "UserQuerySet":
        return self.filter(email__iexact=email, is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts are found by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> models.Model:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> models.Model:
        """Create an account; without a password none can be used until it is reset."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> models.Model:
        """The first administrator: an account with that post, since no rule asks for superusers."""
        return self.model.appoint_first_administrator(self.create_user(email, password, **fields))


class PostQuerySet(models.QuerySet):
    def held_on(self, day: date) -> "PostQuerySet":
        """Posts that are held on a day; the last day counts."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class UnitQuerySet(models.QuerySet):
    def with_duty(self, duty: str) -> "UnitQuerySet":
        return self.filter(duties__contains=[duty])


class StaffInvitationQuerySet(models.QuerySet):
    def open_at(self, at: datetime) -> "StaffInvitationQuerySet":
        """Invitations whose link still works."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


class FactorResetQuerySet(models.QuerySet):
    def with_people(self) -> "FactorResetQuerySet":
        return self.select_related("user", "requested_by", "decided_by")

    def awaiting_decision_of(self, user: models.Model) -> "FactorResetQuerySet":
        """Open requests that this administrator may decide: not their own, not about themselves."""
        return self.filter(state="requested").exclude(requested_by=user).exclude(user=user)


class ConcernQuerySet(models.QuerySet):
    def awaiting_answer(self) -> "ConcernQuerySet":
        return self.filter(handled_at__isnull=True)

    def waiting_first(self) -> "ConcernQuerySet":
        """What waits, oldest first; then what was dealt with, latest first."""
        return self.order_by(F("handled_at").desc(nulls_first=True), "reported_at", "pk")


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user: models.Model) -> "ApiTokenQuerySet":
        """Tokens are their owner's alone."""
        return self.filter(user=user)
