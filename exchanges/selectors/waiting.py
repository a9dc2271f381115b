"""What waits for somebody besides invitations and cases: messages and referrals."""

from accounts.models import User
from common.today import WaitingItem
from exchanges.selectors.cases.messages import case_threads_waiting
from exchanges.selectors.referrals import referrals_waiting
from exchanges.selectors.threads import threads_waiting


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    items = threads_waiting(user, limit) + case_threads_waiting(user, limit)
    items += referrals_waiting(user, limit)
    return sorted(items, key=lambda item: item.order)[:limit]
