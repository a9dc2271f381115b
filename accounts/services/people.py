"""A person's own account: sign-up, settings, consents."""

import zoneinfo
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.enums import PRIVACY_NOTICE_VERSION, Arrival, Fact, Purpose
from accounts.models import Consent, User
from common.jobs import announce
from common.refusals import Refused


def record_sign_up(
    *, user: User, full_name: str, arrival: Arrival, language: str, at: datetime, time_zone: str = ""
) -> None:
    """Complete a fresh account and store which version of the notice the person agreed to."""
    with transaction.atomic():
        user.full_name = full_name
        user.arrival = arrival
        user.language = language
        user.time_zone = time_zone or settings.TIME_ZONE
        user.save(update_fields=["full_name", "arrival", "language", "time_zone"])
        give_consent(user=user, purpose=Purpose.NOTICE, at=at)


def change_settings(
    *, by: User, full_name: str, preferred_name: str, name_ur: str, language: str, time_zone: str
) -> User:
    """Save how a person is called, and their language and time zone.

    Raises Refused `unknown_time_zone`.
    """
    if time_zone not in zoneinfo.available_timezones():
        raise Refused("unknown_time_zone", field="time_zone")
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if (user.full_name, user.preferred_name, user.name_ur) != (full_name, preferred_name, name_ur):
            announce(Fact.NAME_CHANGED, user_id=user.pk)
        user.full_name = full_name
        user.preferred_name = preferred_name
        user.name_ur = name_ur
        user.language = language
        user.time_zone = time_zone
        user.save(update_fields=["full_name", "preferred_name", "name_ur", "language", "time_zone"])
    return user


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
    """End a consent and announce it, so that whatever rested on it ends too; True if one was in force.

    Raises Refused `consent_is_needed` for the yes that the account itself rests on.
    """
    if purpose == Purpose.NOTICE:
        raise Refused("consent_is_needed")
    with transaction.atomic():
        ended = user.consents.filter(purpose=purpose, withdrawn_at__isnull=True).update(withdrawn_at=at)
        if ended:
            announce(Fact.CONSENT_WITHDRAWN, user_id=user.pk, purpose=purpose.value)
    return bool(ended)
