"""What the page of an invitation shows to each side."""

from dataclasses import dataclass

from accounts.models import User
from common.policies import Decision, decide
from exchanges.enums import DeclineReason
from exchanges.labels import DECLINE_REASONS, INVITATION_STATES, INVITATION_STEPS, INVITATION_TONES
from exchanges.models import Invitation
from exchanges.selectors.cases import TimelineEntry
from exchanges.selectors.lists import expert_as_known
from matching.enums import Reader
from matching.models import Match
from matching.selectors.deck import obstacles_of
from matching.selectors.skills import SkillLine, skill_lines
from matching.selectors.wording import Explanation, explain_to_expert, explain_to_host


@dataclass(frozen=True, slots=True)
class InvitationPage:
    invitation: Invitation
    state_label: str
    tone: str
    person: str
    is_expert: bool
    explanation: Explanation
    skills: list[SkillLine]
    answer: Decision
    withdraw: Decision
    decline_reason: str
    timeline: list[TimelineEntry]


@dataclass(frozen=True, slots=True)
class InvitePage:
    match: Match
    explanation: Explanation
    stands_in_the_way: str


def invitation_page(invitation: Invitation, user: User) -> InvitationPage:
    """Both sides read why, each in their own wording, from the explanation frozen with the invitation."""
    is_expert = invitation.expert.user_id == user.pk
    explain = explain_to_expert if is_expert else explain_to_host
    tells = is_expert or invitation.shares_reason
    reason = invitation.decline_reason if tells else ""
    return InvitationPage(
        invitation=invitation,
        state_label=str(INVITATION_STATES[invitation.state]),
        tone=INVITATION_TONES.get(invitation.state, "quiet"),
        person=expert_as_known(invitation, user),
        is_expert=is_expert,
        explanation=explain(invitation.explanation),
        skills=skill_lines(invitation.explanation.get("skills", ())),
        answer=decide(user, "exchanges.answer_invitation", invitation),
        withdraw=decide(user, "exchanges.withdraw_invitation", invitation),
        decline_reason=str(DECLINE_REASONS[DeclineReason(reason)]) if reason else "",
        timeline=[
            TimelineEntry(
                title=str(INVITATION_STEPS[event.action]), who="", at=event.at, kind=_kind(event.target)
            )
            for event in invitation.events.all()
        ],
    )


def invite_page(match: Match, user: User) -> InvitePage:
    return InvitePage(
        match=match,
        explanation=explain_to_host(match.explanation),
        stands_in_the_way=obstacles_of(match, Reader.ORGANISATION),
    )


def _kind(state: str) -> str:
    return {"accepted": "now", "declined": "bad", "expired": "bad"}.get(state, "past")
