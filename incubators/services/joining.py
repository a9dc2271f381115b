"""Colleagues join by a link that was mailed to them: it works once, for one address, for 14 days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.selectors import digest_of
from accounts.services.erasure import lock_account
from common.events import record
from common.ids import new_public_id
from common.policies import require
from common.rates import Rate, is_too_often
from common.refusals import Refused
from common.workflow import Part
from incubators.enums import Change, MemberRole
from incubators.models import MemberInvitation, Membership, Organisation
from incubators.notices import send_member_invitation
from incubators.policies import forget_roles
from incubators.selectors.joining import member_invitation_token
from incubators.services.organisations import lock_organisation

VALID_FOR = timedelta(days=14)
MOST_OPEN = 20
INVITATIONS_OF_A_PERSON = Rate("member_invitations", limit=30, seconds=24 * 3600)
INVITATIONS_TO_AN_ADDRESS = Rate("member_invitation_address", limit=5, seconds=24 * 3600)


def invite_member(
    *, organisation_id: int, email: str, role: MemberRole, by: User, at: datetime
) -> MemberInvitation:
    """Invite somebody by mail; the answer is the same whether the address has an account or not.

    Raises Denied, or Refused `member_invited`, `too_many_invitations` or `invitations_too_often`.
    """
    with transaction.atomic():
        organisation = lock_organisation(organisation_id)
        require(by, "incubators.invite_member", organisation)
        waiting = organisation.invitations.open_at(at)
        if waiting.filter(email__iexact=email).exists():
            raise Refused("member_invited", field="email")
        if waiting.count() >= MOST_OPEN:
            raise Refused("too_many_invitations")
        if is_too_often(INVITATIONS_OF_A_PERSON, str(by.pk)) or is_too_often(
            INVITATIONS_TO_AN_ADDRESS, _key_of(email)
        ):
            raise Refused("invitations_too_often", field="email")
        invitation = offer_membership(organisation, email=email, role=role, by=by, at=at)
        record(organisation, action=Change.INVITE_MEMBER, part=Part.HOST, by=by, at=at)
    return invitation


def offer_membership(
    organisation: Organisation, *, email: str, role: MemberRole, by: User, at: datetime
) -> MemberInvitation:
    """The link for one address, on its way by mail; whoever calls has asked the rule and holds the lock."""
    public_id = new_public_id()
    invitation = MemberInvitation.objects.create(
        public_id=public_id,
        organisation=organisation,
        email=email.lower(),
        role=role,
        token_digest=digest_of(member_invitation_token(public_id)),
        invited_by=by,
        invited_at=at,
        expires_at=at + VALID_FOR,
    )
    send_member_invitation(invitation)
    return invitation


def withdraw_member_invitation(*, invitation_id: int, by: User, at: datetime) -> MemberInvitation:
    """Make an open invitation's link useless. Raises Denied, or Refused `member_invitation_over`."""
    with transaction.atomic():
        invitation = _locked(invitation_id)
        require(by, "incubators.manage_members", invitation.organisation)
        if not invitation.is_open(at):
            raise Refused("member_invitation_over")
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        record(invitation.organisation, action=Change.WITHDRAW_INVITATION, part=Part.HOST, by=by, at=at)
    return invitation


def accept_member_invitation(*, invitation_id: int, by: User, at: datetime) -> Membership:
    """Join with the role that was offered.

    Raises Denied, or Refused `member_invitation_over` or `member_already`.
    """
    with transaction.atomic():
        lock_account(by)
        invitation = _locked(invitation_id)
        require(by, "incubators.accept_member_invitation", invitation)
        if not invitation.is_open(at):
            raise Refused("member_invitation_over")
        organisation = invitation.organisation
        if organisation.memberships.filter(user=by).exists():
            raise Refused("member_already")
        membership = Membership.objects.create(
            user=by, organisation=organisation, role=MemberRole(invitation.role), since=at
        )
        invitation.accepted_by = by
        invitation.accepted_at = at
        invitation.save(update_fields=["accepted_by", "accepted_at"])
        record(organisation, action=Change.JOIN, part=Part.HOST, by=by, at=at, member=by)
        forget_roles(by)
    return membership


def _locked(invitation_id: int) -> MemberInvitation:
    """The invitation after its organisation, both locked: always in this order."""
    while True:
        named = MemberInvitation.objects.values_list("organisation_id", flat=True).get(pk=invitation_id)
        organisation = lock_organisation(named)
        invitation = MemberInvitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
        if invitation.organisation_id == organisation.pk:  # a merge may have moved it meanwhile
            invitation.organisation = organisation
            return invitation


def _key_of(address: str) -> str:
    return salted_hmac("incubators.member_invitation_address", address.lower()).hexdigest()[:32]
