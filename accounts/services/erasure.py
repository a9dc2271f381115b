"""Leaving for good: everything that is registered about a person goes, in one transaction."""

from datetime import datetime

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.notices import tell_erased
from accounts.services.events import record_account_event
from common.personal_data import Person, blocked_by, erase
from common.policies import require
from common.refusals import Refused


def lock_account(user: User) -> User:
    """Whoever gives an account something of its own waits for an erasure under way, and comes too late.

    Rows that only name the account go on being written meanwhile. Raises Refused `account_is_gone`.
    """
    account = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if account.erased_at is not None:
        raise Refused("account_is_gone")
    return account


def erase_account(*, typed: str, by: User, at: datetime) -> None:
    """Erase the account of the person who asks, and their profile; counts and decisions stay without them.

    `typed` is the address of the account, written by hand.
    Raises Refused: `address_not_typed`, what has to be settled before, `account_is_gone`.
    """
    require(by, "accounts.erase_account", by)
    if typed.strip().lower() != by.email.lower():
        raise Refused("address_not_typed", field="typed")
    address = by.email
    with transaction.atomic():
        person = Person.of(lock_account(by))
        reasons = blocked_by(person)
        if reasons:
            raise Refused(reasons[0])
        erase(person, at=at)
        record_account_event(AccountAction.ACCOUNT_ERASED, by=by, at=at, user=by)
        tell_erased(address)
