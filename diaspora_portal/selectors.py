"""The "Today" page: every app says what waits for a person; the shell merges by since-when."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import selectors as accounts
from accounts.enums import Arrival
from accounts.models import User
from common.today import WaitingItem
from exchanges.selectors import lists as exchanges
from exchanges.selectors import waiting as coordination
from experts import selectors as experts
from incubators import selectors as incubators
from insights.selectors.standing import Glance, glances
from matching import selectors as matching

LIMIT = 20
SOURCES = (
    accounts.waiting_for,
    experts.waiting_for,
    incubators.waiting_for,
    matching.waiting_for,
    exchanges.waiting_for,
    coordination.waiting_for,
)


@dataclass(frozen=True, slots=True)
class NextStep:
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    items: list[WaitingItem]
    more: list[NextStep]
    next_steps: list[NextStep]
    glances: list[Glance]


def today_page(user: User) -> TodayPage:
    """What waits for this person: what blocks others first, then the oldest (`WaitingItem.order`).

    A fixed number of queries whatever the number of items. Whatever has no room here stands in a list of
    its own, to which `more` leads.
    """
    items = [item for waiting_for in SOURCES for item in waiting_for(user, LIMIT + 1)]
    items.sort(key=lambda item: item.order)
    return TodayPage(items[:LIMIT], _lists_of(items[LIMIT:]), _next_steps(user), glances(user))


def _lists_of(items: list[WaitingItem]) -> list[NextStep]:
    """One link for each list, named by the first line that has no room."""
    steps = {}
    for item in items:
        steps.setdefault(item.list_url or item.url, NextStep(item.list_url or item.url, item.what))
    return list(steps.values())


def _next_steps(user: User) -> list[NextStep]:
    """Where to go when nothing waits."""
    if user.is_ministry_staff:
        return [NextStep(reverse("insights:numbers"), _("Look at the numbers"))]
    if user.arrival == Arrival.ORGANISATION:
        return [NextStep(reverse("incubators:my_needs"), _("Look at your needs"))]
    return [NextStep(reverse("matching:expert_matches"), _("Look at needs that fit you"))]
