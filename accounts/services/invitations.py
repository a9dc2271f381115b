"""Invitations of staff: a signed link that works once, for one e-mail address, for 14 days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.enums import AccountAction, Role
from accounts.models import Post, StaffInvitation, Unit, User
from accounts.notices import send_staff_invitation
from accounts.selectors import digest_of, staff_invitation_token
from accounts.services.events import record_account_event
from accounts.services.units import give_post
from common.ids import new_public_id
from common.policies import require
from common.refusals import Refused

VALID_FOR = timedelta(days=14)


def invite_staff(
    *, email: str, unit: Unit, role: Role, countries: Sequence[str], by: User, at: datetime
) -> StaffInvitation:
    """Invite somebody to a post; the link goes by e-mail through the outbox.

    Raises Refused `countries_required` or `invitation_open`.
    """
    with transaction.atomic():
        require(by, "accounts.create_post", User.objects.filter(email__iexact=email).first())
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        if role == Role.LIAISON and not countries:
            raise Refused("countries_required", field="countries")
        if StaffInvitation.objects.open_at(at).filter(email__iexact=email, unit=unit, role=role).exists():
            raise Refused("invitation_open", field="email")
        public_id = new_public_id()
        invitation = StaffInvitation.objects.create(
            public_id=public_id,
            email=email.lower(),
            unit=unit,
            role=role,
            countries=sorted(set(countries)),
            token_digest=digest_of(staff_invitation_token(public_id)),
            invited_by=by,
            invited_at=at,
            expires_at=at + VALID_FOR,
        )
        record_account_event(AccountAction.STAFF_INVITED, by=by, at=at, unit=unit, detail=public_id)
        send_staff_invitation(invitation)
    return invitation


def withdraw_staff_invitation(*, invitation_id: int, by: User, at: datetime) -> StaffInvitation:
    """Make an open invitation's link useless.

    Raises Refused `invitation_over`.
    """
    with transaction.atomic():
        invitation = _locked(invitation_id)
        require(by, "accounts.administer")
        _refuse_unless_open(invitation, at)
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        record_account_event(
            AccountAction.INVITATION_WITHDRAWN,
            by=by,
            at=at,
            unit=invitation.unit,
            detail=invitation.public_id,
        )
    return invitation


def accept_staff_invitation(*, invitation_id: int, by: User, at: datetime) -> Post:
    """Take up the post; only with the address that was invited, so that a forwarded link is worth nothing.

    Raises Denied, or Refused `invitation_over`, `invitation_of_another` or `post_exists`.
    """
    with transaction.atomic():
        invitation = _locked(invitation_id)
        require(by, "accounts.accept_staff_invitation", invitation)
        _refuse_unless_open(invitation, at)
        holder = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if holder.email.lower() != invitation.email.lower():
            raise Refused("invitation_of_another")
        post = give_post(
            holder=holder,
            unit=invitation.unit,
            role=Role(invitation.role),
            countries=invitation.countries,
            starts_on=timezone.localdate(at),
        )
        invitation.accepted_by = holder
        invitation.accepted_at = at
        invitation.save(update_fields=["accepted_by", "accepted_at"])
        record_account_event(
            AccountAction.INVITATION_ACCEPTED,
            by=holder,
            at=at,
            user=holder,
            unit=invitation.unit,
            detail=invitation.public_id,
        )
    return post


def _locked(invitation_id: int) -> StaffInvitation:
    invitations = StaffInvitation.objects.select_for_update(of=("self",)).select_related("unit")
    return invitations.get(pk=invitation_id)


def _refuse_unless_open(invitation: StaffInvitation, at: datetime) -> None:
    if not invitation.is_open(at):
        raise Refused("invitation_over")
