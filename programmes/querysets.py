"""Rows of programmes and agreements; an open programme is public, staff see all."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from programmes.enums import DAYS_BEFORE_LAPSE, PhaseKind


def _is_staff(user: object) -> bool:
    return user.is_authenticated and user.is_ministry_staff


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ProgrammeQuerySet":
        return self.all() if _is_staff(user) else self.filter(is_open=True)

    def taking_needs(self, day: date) -> "ProgrammeQuerySet":
        """Open ones; one that has phases takes needs in an open phase only. Phases never overlap."""
        in_open_phase = Q(phases__kind=PhaseKind.OPEN, phases__starts_on__lte=day, phases__ends_on__gte=day)
        return self.filter(Q(phases__isnull=True) | in_open_phase, is_open=True)


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "AgreementQuerySet":
        return self.all() if _is_staff(user) else self.none()

    def latest(self) -> "AgreementQuerySet":
        """Those that no later version renews."""
        return self.filter(renewed_by__isnull=True)

    def lapsing(self, day: date) -> "AgreementQuerySet":
        """Latest versions that end within the next 180 days, or have ended."""
        return self.latest().filter(valid_until__lte=day + timedelta(days=DAYS_BEFORE_LAPSE))
