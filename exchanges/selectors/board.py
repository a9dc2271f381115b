"""All that two sides have asked each other, by how it stands: whose turn it is, how long it has taken,
how it ended, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from exchanges.enums import InvitationState
from exchanges.labels import INVITATION_STATES, INVITATION_TONES
from exchanges.models import Invitation
from exchanges.querysets import ANSWER_TIME
from exchanges.selectors.invitations import reason_for
from exchanges.selectors.lists import expert_as_known
from incubators.enums import NeedState
from incubators.models import Need
from incubators.policies import WRITERS, role_in


@dataclass(frozen=True, slots=True)
class BoardTab:
    state: str  # empty for all
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One invitation or interest as its reader sees it; what may not be done is False."""

    public_id: str
    title: str
    organisation: str
    person: str
    is_interest: bool
    state: str
    state_label: str
    tone: str
    reason: str
    sent_at: datetime
    n_days_old: int
    n_days_left: int | None
    answer_by: datetime | None
    later_on: date | None
    turn: str  # who must act; empty: nobody
    is_my_turn: bool
    placement: str
    can_withdraw: bool
    can_offer_on: bool

    @property
    def has_next(self) -> bool:
        return bool(self.is_my_turn or self.placement or self.can_withdraw or self.can_offer_on)


@dataclass(frozen=True, slots=True)
class NeedChoice:
    public_id: str
    title: str
    is_current: bool


def board_rows_of(user: User, *, state: str, need: str) -> QuerySet[Invitation]:
    """What the user may see, narrowed to a state and a need; unknown ones narrow nothing."""
    rows = Invitation.objects.visible_to(user).with_people().select_related("placement")
    if state in list(InvitationState):
        rows = rows.filter(state=state)
    return rows.filter(need__public_id=need) if need else rows


def board_tabs(user: User, *, state: str, need: str) -> list[BoardTab]:
    """One tab for all and one for each state that occurs, "maybe later" being the pool."""
    seen = Invitation.objects.visible_to(user)
    if need:
        seen = seen.filter(need__public_id=need)
    counts = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
    current = state if state in list(InvitationState) else ""
    return [
        BoardTab("", _("All"), sum(counts.values()), current == ""),
        *(
            BoardTab(each, str(label), counts.get(each, 0), current == each)
            for each, label in INVITATION_STATES.items()
            if each in counts or each == current
        ),
    ]


def board_needs(user: User, *, need: str) -> list[NeedChoice]:
    """The needs by which the board can be narrowed."""
    asked = Invitation.objects.visible_to(user).order_by().values("need")
    found = Need.objects.filter(pk__in=asked).order_by("title", "pk").values_list("public_id", "title")
    return [NeedChoice(public_id, title, public_id == need) for public_id, title in found]


def board_rows(invitations: Iterable[Invitation], user: User, *, at: datetime) -> list[BoardRow]:
    return [_row(one, user, at) for one in invitations]


def _row(one: Invitation, user: User, at: datetime) -> BoardRow:
    is_expert = one.expert.user_id == user.pk
    writes = role_in(user, one.need.organisation_id) in WRITERS
    asks_now = one.is_awaited or (one.is_open and one.expires_at - ANSWER_TIME <= at)
    is_waiting = asks_now and one.expires_at > at
    is_mine = is_waiting and (writes if one.is_interest else is_expert)
    placement = getattr(one, "placement", None)
    asked_by_host = writes and not one.is_interest
    may_ask_another = one.need.state == NeedState.OPEN and one.state != InvitationState.ACCEPTED
    return BoardRow(
        public_id=one.public_id,
        title=one.need.title,
        organisation=one.need.organisation.name,
        person=expert_as_known(one, user),
        is_interest=one.is_interest,
        state=one.state,
        state_label=str(INVITATION_STATES[one.state]),
        tone=INVITATION_TONES.get(one.state, "quiet"),
        reason=reason_for(one, is_expert=is_expert),
        sent_at=one.sent_at,
        n_days_old=_days_between(one.sent_at, at),
        n_days_left=_days_between(at, one.expires_at) if is_waiting else None,
        answer_by=one.expires_at if is_waiting else None,
        later_on=one.later_on if one.is_open and not asks_now else None,
        turn=_turn(one, user, is_mine=is_mine) if is_waiting else "",
        is_my_turn=is_mine,
        placement=placement.public_id if placement else "",
        can_withdraw=one.is_open and (is_expert if one.is_interest else writes),
        can_offer_on=asked_by_host and may_ask_another and one.need.organisation.is_verified,
    )


def _turn(one: Invitation, user: User, *, is_mine: bool) -> str:
    if is_mine:
        return _("you")
    return one.need.organisation.name if one.is_interest else expert_as_known(one, user)


def _days_between(first: datetime, last: datetime) -> int:
    """Nights between two moments where the reader lives."""
    return (timezone.localdate(last) - timezone.localdate(first)).days
