"""What waits for somebody besides invitations, plans and reviews: messages, referrals, approved cases."""

from accounts.models import User
from common.today import WaitingItem
from exchanges.selectors.life_waiting import life_waiting
from exchanges.selectors.referrals import referrals_waiting
from exchanges.selectors.threads import threads_waiting


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    items = threads_waiting(user, limit) + referrals_waiting(user, limit)
    items += life_waiting(user, limit)
    return sorted(items, key=lambda item: item.order)[:limit]
