"""The ministry's view of needs that wait: the queue of a unit, and one need with what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from common.models import StoredFile
from common.policies import decide
from incubators.enums import NeedAction, NeedState
from incubators.labels import NEED_ACTIONS
from incubators.models import Need
from incubators.selectors.history import Entry, history_of_need
from incubators.selectors.needs import NeedRow, need_row
from incubators.selectors.terms import changed_since_return
from incubators.selectors.words import name_of
from incubators.selectors.writing import Section, sections_of

_DECISIONS = (NeedAction.OPEN, NeedAction.REQUEST_CHANGES)


@dataclass(frozen=True, slots=True)
class QueueRow:
    public_id: str
    title: str
    organisation: str
    programme: str
    since: datetime
    came_back: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class CameBack:
    """A need that was returned and sent again: by whom it was returned, when, and what changed since."""

    returned_by: str
    at: datetime
    changed: list[str]


@dataclass(frozen=True, slots=True)
class CheckingPage:
    need: Need
    row: NeedRow
    sections: list[Section]
    documents: list[StoredFile]
    came_back: CameBack | None
    actions: list[tuple[NeedAction, str]]
    history: list[Entry]


def queue_rows(needs: Iterable[Need], user: User) -> list[QueueRow]:
    """Rows of `awaiting_check_by`, read `with_terms`."""
    return [
        QueueRow(
            public_id=need.public_id,
            title=need.title,
            organisation=name_of(need.organisation),
            programme=str(need.programme),
            since=need.state_since,
            came_back=need.returned_by is not None,
            is_mine=need.returned_by == user.pk,
        )
        for need in needs
    ]


def checking_page(need: Need, user: User) -> CheckingPage:
    """All that was written, and what this person may decide from here."""
    return CheckingPage(
        need=need,
        row=need_row(need),
        sections=sections_of(need, []),
        documents=[document.file for document in need.documents.select_related("file")],
        came_back=_came_back(need) if need.state == NeedState.SUBMITTED else None,
        actions=[
            (action, str(NEED_ACTIONS[action]))
            for action in _DECISIONS
            if decide(user, f"incubators.{action}_need", need)
        ],
        history=history_of_need(need, for_staff=True),
    )


def _came_back(need: Need) -> CameBack | None:
    returns = need.events.filter(action=NeedAction.REQUEST_CHANGES).select_related("by").order_by("-seq")
    last = returns.first()
    if last is None:
        return None
    by = last.by.get_full_name() if last.by else ""
    return CameBack(returned_by=by, at=last.at, changed=changed_since_return(need))
