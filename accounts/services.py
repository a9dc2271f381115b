"""Writes about accounts."""

from datetime import datetime

from django.db import transaction

from accounts.enums import PRIVACY_NOTICE_VERSION, Arrival, Purpose
from accounts.models import Consent, User


def record_sign_up(*, user: User, full_name: str, arrival: Arrival, language: str, at: datetime) -> None:
    """Complete a fresh account and store which version of the notice the person agreed to."""
    with transaction.atomic():
        user.full_name = full_name
        user.arrival = arrival
        user.language = language
        user.save(update_fields=["full_name", "arrival", "language"])
        give_consent(user=user, purpose=Purpose.NOTICE, at=at)


def give_consent(*, user: User, purpose: Purpose, at: datetime) -> Consent:
    """Record a yes under the present notice; a yes already in force under it stays as it is."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        in_force = user.consents.filter(purpose=purpose, withdrawn_at__isnull=True).first()
        if in_force and in_force.notice_version == PRIVACY_NOTICE_VERSION:
            return in_force
        user.consents.filter(purpose=purpose, withdrawn_at__isnull=True).update(withdrawn_at=at)
        return Consent.objects.create(
            user=user, purpose=purpose, notice_version=PRIVACY_NOTICE_VERSION, given_at=at
        )


def withdraw_consent(*, user: User, purpose: Purpose, at: datetime) -> bool:
    """End a consent; True if one was in force."""
    return bool(user.consents.filter(purpose=purpose, withdrawn_at__isnull=True).update(withdrawn_at=at))
