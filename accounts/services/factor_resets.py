"""A lost second factor is removed by two administrators together, never by one alone."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.enums import AccountAction, ResetState
from accounts.models import FactorReset, User
from accounts.notices import tell_factor_reset_decided, tell_factor_reset_requested
from accounts.services.events import record_account_event
from common.policies import require
from common.refusals import Refused


def request_factor_reset(*, email: str, reason: str, by: User, at: datetime) -> FactorReset:
    """Ask that somebody's lost second factor be removed; the person hears of it at once.

    Raises Refused `no_such_account`, `nothing_to_reset` or `reset_open`.
    """
    with transaction.atomic():
        require(by, "accounts.administer")
        person = User.objects.select_for_update(of=("self",)).active_with_address(email).first()
        if person is None:
            raise Refused("no_such_account", field="email")
        require(by, "accounts.request_factor_reset", person)
        if not Authenticator.objects.filter(user=person).exists():
            raise Refused("nothing_to_reset", field="email")
        if person.factor_resets.filter(state=ResetState.REQUESTED).exists():
            raise Refused("reset_open", field="email")
        reset = FactorReset.objects.create(user=person, reason=reason, requested_by=by, requested_at=at)
        record_account_event(
            AccountAction.FACTOR_RESET_REQUESTED, by=by, at=at, user=person, detail=reset.public_id
        )
        tell_factor_reset_requested(reset)
    return reset


def decide_factor_reset(*, reset_id: int, confirm: bool, by: User, at: datetime) -> FactorReset:
    """Confirm or refuse as the second administrator.

    Confirming removes every second factor of the person and ends all their sessions and API tokens.
    Raises Refused `reset_decided`.
    """
    with transaction.atomic():
        reset = FactorReset.objects.select_for_update(of=("self",)).select_related("user").get(pk=reset_id)
        require(by, "accounts.decide_factor_reset", reset)
        if reset.state != ResetState.REQUESTED:
            raise Refused("reset_decided")
        reset.state = ResetState.DONE if confirm else ResetState.REFUSED
        reset.decided_by = by
        reset.decided_at = at
        reset.save(update_fields=["state", "decided_by", "decided_at"])
        if confirm:
            Authenticator.objects.filter(user=reset.user).delete()
            for session in UserSession.objects.filter(user=reset.user):
                session.end()
            reset.user.api_tokens.filter(revoked_at__isnull=True).update(revoked_at=at)
        action = AccountAction.FACTOR_RESET_DONE if confirm else AccountAction.FACTOR_RESET_REFUSED
        record_account_event(action, by=by, at=at, user=reset.user, detail=reset.public_id)
        tell_factor_reset_decided(reset)
    return reset
