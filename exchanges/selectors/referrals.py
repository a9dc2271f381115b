"""What both ends of a referral, and the expert whom it names, read of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.policies import Decision, decide
from common.today import Blocks, WaitingItem
from exchanges.enums import ReferralAction, ReferralReason, ReferralState
from exchanges.labels import REFERRAL_REASONS, REFERRAL_STATES, REFERRAL_STEPS, REFERRAL_TONES
from exchanges.models import Referral
from exchanges.policies import is_sender
from exchanges.selectors.cases import TimelineEntry
from experts.enums import Visibility
from experts.models import Expert
from incubators.models import Need, Organisation
from incubators.policies import WRITERS, role_in
from matching.selectors.experts import all_shown
from taxonomy.labels import country_name

_A = ReferralAction


@dataclass(frozen=True, slots=True)
class ReferralRow:
    public_id: str
    what: str
    is_expert: bool
    sender: str
    receiver: str
    state_label: str
    tone: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ReferredPerson:
    """What is passed on of an expert who agreed."""

    name: str
    headline: str
    country: str
    skills: list[str]


@dataclass(frozen=True, slots=True)
class ReferralPage:
    referral: Referral
    row: ReferralRow
    is_sender: bool
    is_receiver: bool
    is_about_me: bool
    person: ReferredPerson | None
    reason: str
    agree: Decision
    accept: Decision
    withdraw: Decision
    close: Decision
    needs: list[Need]  # the receiver's own open needs, to invite the expert to
    timeline: list[TimelineEntry]


def referral_rows(referrals: Iterable[Referral], user: User) -> list[ReferralRow]:
    return [_row(one, user) for one in referrals]


def _row(referral: Referral, user: User) -> ReferralRow:
    state = ReferralState(referral.state)
    return ReferralRow(
        public_id=referral.public_id,
        what=what_it_is_about(referral, user),
        is_expert=referral.expert_id is not None,
        sender=str(referral.from_organisation or referral.from_unit),
        receiver=str(referral.organisation),
        state_label=str(REFERRAL_STATES[state]),
        tone=REFERRAL_TONES.get(state, "quiet"),
        since=referral.state_since,
    )


def what_it_is_about(referral: Referral, user: User) -> str:
    """The need's title, or the expert by name while they may be shown; else the short code."""
    if referral.need is not None:
        return str(referral.need.title)
    expert = referral.expert
    if expert.user == user or names_expert(referral):
        return str(expert.user)
    return _("Expert %(code)s") % {"code": expert.public_id}


def takes_part(expert: Expert) -> bool:
    """Whoever hid, paused or has no account is neither passed on nor named any more."""
    is_listed = expert.visibility not in ("", Visibility.HIDDEN)
    return expert.is_active and expert.user_id is not None and is_listed


def names_expert(referral: Referral) -> bool:
    """Whether the ends still read the name: not once it came to nothing."""
    is_alive = referral.is_under_way or referral.state == ReferralState.COMPLETE
    return referral.expert is not None and is_alive and takes_part(referral.expert)


def shown_of(referrals: Iterable[Referral], user: User) -> dict[str, set[int]]:
    """Ids of the experts that a page names to this person, by the organisation they look for."""
    found: dict[str, set[int]] = {}
    for one in referrals:
        if one.expert is not None and one.expert.user != user and names_expert(one):
            found.setdefault(looks_for(one, user), set()).add(one.expert.pk)
    return found


def looks_for(referral: Referral, user: User) -> str:
    """In whose name somebody reads a referral: empty stands for their unit."""
    if is_sender(user, referral):
        return str(referral.from_organisation or "")
    return str(referral.organisation)


def referral_page(referral: Referral, user: User) -> ReferralPage:
    """One referral for one of its ends, or for the expert whom it names."""
    sender = Referral.objects.sent_by_side_of(user).filter(pk=referral.pk).exists()
    receiver = Referral.objects.received_by(user).filter(pk=referral.pk).exists()
    about_me = referral.expert is not None and referral.expert.user == user
    return ReferralPage(
        referral=referral,
        row=_row(referral, user),
        is_sender=sender,
        is_receiver=receiver,
        is_about_me=about_me,
        person=_person(referral, about_me=about_me),
        reason=_reason(referral),
        agree=decide(user, "exchanges.agree_referral", referral),
        accept=decide(user, "exchanges.accept_referral", referral),
        withdraw=decide(user, "exchanges.withdraw_referral", referral),
        close=decide(user, "exchanges.close_referral", referral),
        needs=list(_needs_to_invite_to(referral, user)),
        timeline=[
            TimelineEntry(str(REFERRAL_STEPS[event.action]), "", event.at, _kind(event.target))
            for event in referral.events.all()
            if event.action != _A.PASS_ON
        ],
    )


def _reason(referral: Referral) -> str:
    return str(REFERRAL_REASONS[ReferralReason(referral.reason)]) if referral.reason else ""


def _kind(state: str) -> str:
    good, bad = ("accepted", "complete"), ("declined", "refused", "withdrawn", "closed")
    return "now" if state in good else "bad" if state in bad else "past"


def _person(referral: Referral, *, about_me: bool) -> ReferredPerson | None:
    """The same for the receiver and for the expert, who reads before agreeing what would be passed on."""
    expert = referral.expert
    if expert is None or not (names_expert(referral) or about_me):
        return None
    return ReferredPerson(
        name=str(expert.user),
        headline=expert.headline,
        country=str(country_name(expert.country)) if expert.country else "",
        skills=[str(one.skill or one.typed) for one in expert.skills.select_related("skill")],
    )


def _needs_to_invite_to(referral: Referral, user: User) -> QuerySet[Need]:
    is_ready = referral.state == ReferralState.ACCEPTED and referral.expert_id is not None
    if not is_ready or not all_shown().filter(pk=referral.expert_id).exists():
        return Need.objects.none()
    if role_in(user, referral.organisation_id) not in WRITERS:
        return Need.objects.none()
    return Need.objects.open().filter(organisation=referral.organisation_id).order_by("title", "pk")


def referrals_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Questions to this expert, and what this person's organisations have not answered."""
    hosts = Organisation.objects.of_member(user, *WRITERS).verified()
    asks = Referral.objects.asking(user)
    rows = asks | Referral.objects.filter(state=ReferralState.SENT, organisation__in=hosts)
    return [
        WaitingItem(
            what=_("Answer the referral") if one.passed_on_at else _("May they be told of you?"),
            about=_about(one, user),
            url=reverse("exchanges:referral", args=[one.public_id]),
            since=one.state_since,
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:referral_list"),
        )
        for one in rows.with_ends().order_by("state_since", "pk")[:limit]
    ]


def _about(referral: Referral, user: User) -> str:
    if referral.state == ReferralState.ASKED:
        return str(referral.organisation)
    return _("from %(sender)s") % {"sender": referral.from_organisation or referral.from_unit}
