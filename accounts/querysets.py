"""Rows of people, units and posts."""

from datetime import date

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q


class UserManager(BaseUserManager):
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
