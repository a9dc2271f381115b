"""What the page of an invitation shows to each side, and what it offers after the answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, TimestampSigner

from accounts.models import User
from common.policies import Decision, decide
from exchanges.enums import DeclineReason, InvitationState, Offer
from exchanges.labels import (
    DECLINE_REASONS,
    HOST_DECLINE_REASONS,
    INTEREST_STEPS,
    INVITATION_STATES,
    INVITATION_STEPS,
    INVITATION_TONES,
)
from exchanges.models import Invitation
from exchanges.policies import asks
from exchanges.selectors.cases import TimelineEntry
from exchanges.selectors.contacts import approached_by_another
from exchanges.selectors.habits import usual_days_of_experts, usual_days_of_host
from exchanges.selectors.lists import expert_as_known
from incubators.models import Need
from matching.enums import Reader
from matching.models import Match
from matching.selectors.deck import obstacles_of
from matching.selectors.skills import SkillLine, skill_lines
from matching.selectors.wording import Explanation, explain_to_expert, explain_to_host
from taxonomy.labels import country_name

# The best moment to ask whether somebody wants fewer requests is right after their answer.
OFFERS_FOR = timedelta(days=14)
_OFFERS = {
    DeclineReason.NO_TIME: (Offer.PAUSE, Offer.CAPACITY),
    DeclineReason.NOT_MY_EXPERTISE: (Offer.FIELD, Offer.PAUSE),
    DeclineReason.CONFLICT: (Offer.ORGANISATION, Offer.PAUSE),
    DeclineReason.DATES: (Offer.PAUSE, Offer.CAPACITY),
    DeclineReason.TERMS: (Offer.ORGANISATION, Offer.PAUSE),
    DeclineReason.LOCATION_OR_TRAVEL: (Offer.TERMS, Offer.PAUSE),
    DeclineReason.SUGGEST_SOMEONE_ELSE: (Offer.COLLEAGUE, Offer.PAUSE),
    DeclineReason.OTHER: (Offer.PAUSE, Offer.CAPACITY, Offer.ORGANISATION),
}
_SUGGESTION = TimestampSigner(salt="exchanges.suggestion", sep=".")
SUGGESTION_LASTS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class InvitationPage:
    invitation: Invitation
    state_label: str
    tone: str
    person: str
    about_person: str
    is_expert: bool
    is_asker: bool
    explanation: Explanation
    obstacles: str
    skills: list[SkillLine]
    answer: Decision
    postpone: Decision
    withdraw: Decision
    offer_on: Decision
    usual_days: int | None
    decline_reason: str
    offers: tuple[Offer, ...]
    suggestion: str
    timeline: list[TimelineEntry]


@dataclass(frozen=True, slots=True)
class InvitePage:
    match: Match
    explanation: Explanation
    stands_in_the_way: str
    was_approached: bool
    usual_days: int | None


def invitation_page(invitation: Invitation, user: User, at: datetime) -> InvitationPage:
    """Both sides read why, each in their own wording, from the explanation frozen with the invitation."""
    is_expert = invitation.expert.user_id == user.pk
    explain = explain_to_expert if is_expert else explain_to_host
    offers = _offers(invitation, at) if is_expert else ()
    return InvitationPage(
        invitation=invitation,
        state_label=str(INVITATION_STATES[invitation.state]),
        tone=INVITATION_TONES.get(invitation.state, "quiet"),
        person=expert_as_known(invitation, user),
        about_person=_about(invitation) if invitation.is_interest and not is_expert else "",
        is_expert=is_expert,
        is_asker=asks(user, invitation) or (not is_expert and not invitation.is_interest),
        explanation=explain(invitation.explanation),
        obstacles="" if is_expert else obstacles_of(invitation, Reader.ORGANISATION),
        skills=skill_lines(invitation.explanation.get("skills", ())),
        answer=decide(user, "exchanges.answer_invitation", invitation),
        postpone=decide(user, "exchanges.postpone_invitation", invitation),
        withdraw=decide(user, "exchanges.withdraw_invitation", invitation),
        offer_on=decide(user, "exchanges.offer_to_next", invitation),
        usual_days=_usual_days(invitation, user),
        decline_reason=reason_for(invitation, is_expert=is_expert),
        offers=offers,
        suggestion=suggestion_token(invitation.need) if Offer.COLLEAGUE in offers else "",
        timeline=_timeline(invitation),
    )


def invite_page(match: Match, user: User, at: datetime) -> InvitePage:
    return InvitePage(
        match=match,
        explanation=explain_to_host(match.explanation),
        stands_in_the_way=obstacles_of(match, Reader.ORGANISATION),
        was_approached=bool(approached_by_another([match.expert_id], user, at)),
        usual_days=usual_days_of_experts(match.need.organisation_id),
    )


def suggestion_token(need: Need) -> str:
    """For a link that an expert passes on by themselves; it names the need and nobody."""
    return _SUGGESTION.sign(need.public_id)


def need_suggested(token: str) -> str | None:
    """The public id of the need behind such a link; None if we did not sign it, or too long ago."""
    try:
        return _SUGGESTION.unsign(token, max_age=SUGGESTION_LASTS)
    except BadSignature:
        return None


def _usual_days(invitation: Invitation, user: User) -> int | None:
    """For whoever waits: how soon the other side usually answers."""
    if not invitation.is_awaited or not asks(user, invitation):
        return None
    of = usual_days_of_host if invitation.is_interest else usual_days_of_experts
    return of(invitation.need.organisation_id)


def _offers(invitation: Invitation, at: datetime) -> tuple[Offer, ...]:
    if invitation.is_interest or invitation.answered_at is None or at - invitation.answered_at > OFFERS_FOR:
        return ()
    offers: tuple[Offer, ...] = ()
    if invitation.state == InvitationState.ACCEPTED:
        offers = (Offer.CAPACITY, Offer.PAUSE)
    elif invitation.state == InvitationState.DECLINED:
        offers = _OFFERS[DeclineReason(invitation.decline_reason)]
    # A profile that is not active has nothing to pause.
    return offers if invitation.expert.is_active else tuple(one for one in offers if one != Offer.PAUSE)


def reason_for(invitation: Invitation, *, is_expert: bool) -> str:
    """Who declined reads their reason; the other side only when it was shared."""
    is_own = is_expert != invitation.is_interest
    if not invitation.decline_reason or not (is_own or invitation.shares_reason):
        return ""
    words = HOST_DECLINE_REASONS if invitation.is_interest else DECLINE_REASONS
    return str(words[invitation.decline_reason])


def _about(interest: Invitation) -> str:
    expert = interest.expert
    country = country_name(expert.country) if expert.country else ""
    return " · ".join(filter(None, (expert.headline, country)))


def _timeline(invitation: Invitation) -> list[TimelineEntry]:
    steps = INTEREST_STEPS if invitation.is_interest else INVITATION_STEPS
    return [
        TimelineEntry(title=str(steps[event.action]), who="", at=event.at, kind=_kind(event.target))
        for event in invitation.events.all()
    ]


def _kind(state: str) -> str:
    return {"accepted": "now", "declined": "bad", "expired": "bad"}.get(state, "past")
