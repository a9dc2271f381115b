"""What waits for somebody besides invitations, plans and reviews."""

from accounts.models import User
from common.today import WaitingItem
from exchanges.selectors.cases.messages import case_threads_waiting
from exchanges.selectors.life_waiting import life_waiting
from exchanges.selectors.outcomes import disputes_waiting
from exchanges.selectors.referrals import referrals_waiting
from exchanges.selectors.reports import reports_waiting
from exchanges.selectors.sampled import samples_waiting
from exchanges.selectors.threads import threads_waiting

SOURCES = (
    threads_waiting,
    case_threads_waiting,
    referrals_waiting,
    life_waiting,
    reports_waiting,
    disputes_waiting,
    samples_waiting,
)


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    items = [item for source in SOURCES for item in source(user, limit)]
    return sorted(items, key=lambda item: item.order)[:limit]
