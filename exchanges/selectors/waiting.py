"""What waits for somebody besides invitations and cases: messages, referrals, reports and disputes."""

from accounts.models import User
from common.today import WaitingItem
from exchanges.selectors.outcomes import disputes_waiting
from exchanges.selectors.referrals import referrals_waiting
from exchanges.selectors.reports import reports_waiting
from exchanges.selectors.threads import threads_waiting

SOURCES = (threads_waiting, referrals_waiting, reports_waiting, disputes_waiting)


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    items = [item for source in SOURCES for item in source(user, limit)]
    return sorted(items, key=lambda item: item.order)[:limit]
