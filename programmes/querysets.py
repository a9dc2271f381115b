"""Rows of programmes and agreements; an open programme is public, staff see all."""

from django.db import models


def _is_staff(user: object) -> bool:
    return user.is_authenticated and user.is_ministry_staff


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ProgrammeQuerySet":
        return self.all() if _is_staff(user) else self.filter(is_open=True)


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "AgreementQuerySet":
        return self.all() if _is_staff(user) else self.none()

    def latest(self) -> "AgreementQuerySet":
        """Those that no later version renews."""
        return self.filter(renewed_by__isnull=True)
