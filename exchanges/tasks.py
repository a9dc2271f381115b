"""Background work of the exchanges."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.enums import Fact as AccountFact
from common.jobs import on, periodic
from exchanges.services.invitations import expire_due_invitations
from exchanges.services.placements import hand_back_cases_of


@periodic("exchanges.expire_invitations", every=timedelta(minutes=10), compute=True)
def expire_invitations(**_future: Any) -> None:
    expire_due_invitations(at=timezone.now())


@on(AccountFact.POST_ENDED)
def free_cases_of_leaver(*, user_id: int, unit_id: int, **_future: Any) -> None:
    hand_back_cases_of(reviewer_id=user_id, unit_id=unit_id, at=timezone.now())
