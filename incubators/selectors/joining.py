"""The members of an organisation, and the links by which more of them join."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer

from accounts.models import User
from accounts.selectors import digest_of
from incubators.enums import InvitationState, MemberRole
from incubators.labels import INVITATION_STATES, INVITATION_TONES, MEMBER_ROLES
from incubators.models import MemberInvitation, Membership, Organisation
from incubators.policies import is_owner
from incubators.selectors.words import name_of

_SIGNER = Signer(salt="incubators.member_invitation", sep=".")
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class MemberRow:
    public_id: str
    name: str
    role: str
    since: datetime
    is_you: bool


@dataclass(frozen=True, slots=True)
class InvitationRow:
    public_id: str
    email: str
    role: str
    state: str
    tone: str
    is_open: bool
    invited_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MembersPage:
    organisation: Organisation
    name: str
    manages: bool
    members: list[MemberRow]
    invitations: list[InvitationRow]


@dataclass(frozen=True, slots=True)
class JoinPage:
    """What a link offers: enough to decide, and nothing of the organisation's people."""

    name: str
    role: str
    email: str
    expires_at: datetime
    is_open: bool


def members_page(organisation: Organisation, user: User, at: datetime) -> MembersPage:
    """Everybody of the organisation; invitations with their addresses for its owners alone."""
    manages = is_owner(user, organisation)
    memberships = organisation.memberships.select_related("user").order_by("since", "pk")
    invitations = organisation.invitations.all()[:MOST_SHOWN] if manages else []
    return MembersPage(
        organisation=organisation,
        name=name_of(organisation),
        manages=manages,
        members=[_member_row(membership, user) for membership in memberships],
        invitations=_invitation_rows(invitations, at),
    )


def join_page(invitation: MemberInvitation, at: datetime) -> JoinPage:
    return JoinPage(
        name=name_of(invitation.organisation),
        role=str(MEMBER_ROLES[MemberRole(invitation.role)]),
        email=invitation.email,
        expires_at=invitation.expires_at,
        is_open=invitation.is_open(at),
    )


def state_of(invitation: MemberInvitation, at: datetime) -> InvitationState:
    """What the dates of an invitation say."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if invitation.is_open(at) else InvitationState.EXPIRED


def member_invitation_token(public_id: str) -> str:
    """The link's secret: signed, so that it can be written into a mail without being stored."""
    return _SIGNER.sign(public_id)


def member_invitation_of(token: str) -> MemberInvitation | None:
    """The invitation behind a link, open or not; None for a link that we did not sign."""
    try:
        public_id = _SIGNER.unsign(token)
    except BadSignature:
        return None
    invitations = MemberInvitation.objects.select_related("organisation")
    return invitations.filter(public_id=public_id, token_digest=digest_of(token)).first()


def _member_row(membership: Membership, user: User) -> MemberRow:
    return MemberRow(
        public_id=membership.user.public_id,
        name=membership.user.get_full_name(),
        role=str(MEMBER_ROLES[MemberRole(membership.role)]),
        since=membership.since,
        is_you=membership.user_id == user.pk,
    )


def _invitation_rows(invitations: Iterable[MemberInvitation], at: datetime) -> list[InvitationRow]:
    rows = []
    for invitation in invitations:
        state = state_of(invitation, at)
        rows.append(
            InvitationRow(
                public_id=invitation.public_id,
                email=invitation.email,
                role=str(MEMBER_ROLES[MemberRole(invitation.role)]),
                state=str(INVITATION_STATES[state]),
                tone=INVITATION_TONES[state],
                is_open=state == InvitationState.OPEN,
                invited_at=invitation.invited_at,
                expires_at=invitation.expires_at,
            )
        )
    return rows
