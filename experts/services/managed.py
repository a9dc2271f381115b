"""Profiles that staff write for somebody who agreed: entering one, and the link by which it is claimed."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.selectors import digest_of
from common.events import begin, record
from common.ids import new_public_id
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from common.workflow import Part
from experts.enums import ConsentWay
from experts.models import ClaimInvitation, Expert, ManagedProfile
from experts.notices import send_claim_link
from experts.selectors.claims import claim_token
from experts.services.editing import lock_expert, say_changed
from taxonomy.enums import country_codes

LINK_LASTS = timedelta(days=30)
OLDEST_CONSENT = timedelta(days=366)


def enter_profile(
    *,
    full_name: str,
    country: str,
    consent_way: str,
    consent_on: date,
    consent_words: str,
    by: User,
    at: datetime,
) -> Expert:
    """Open a draft about somebody who agreed to it; without their consent there is none.

    Raises Refused `unknown_country`, `unknown_choice`, `field_missing`, `consent_in_future` or `consent_old`.
    """
    if country not in country_codes():
        raise Refused("unknown_country", field="country")
    if consent_way not in set(ConsentWay):
        raise Refused("unknown_choice", field="consent_way")
    name, words = clean_line(full_name), consent_words.strip()
    for field, text in (("full_name", name), ("consent_words", words)):
        if not text:
            raise Refused("field_missing", field=field)
    today = timezone.localdate(at)
    if consent_on > today:
        raise Refused("consent_in_future", field="consent_on")
    if consent_on < today - OLDEST_CONSENT:
        raise Refused("consent_old", field="consent_on")
    with transaction.atomic():
        require(by, "experts.enter_profile", country)
        expert = Expert(user=None, country=country, language=by.language)
        begin(expert, by=by, at=at, part=Part.STAFF)
        ManagedProfile.objects.create(
            expert=expert,
            full_name=name[:120],
            consent_way=consent_way,
            consent_on=consent_on,
            consent_words=words[:500],
            entered_by=by,
            entered_at=at,
        )
        say_changed(expert.pk)
    return expert


def invite_to_claim(*, expert_id: int, email: str, by: User, at: datetime) -> ClaimInvitation:
    """Mail a link by which the person takes over the profile; an earlier link ends.

    Raises Refused `bad_address`.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused("bad_address", field="email") from error
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.invite_to_claim", expert)
        end_links(expert, at=at)
        public_id = new_public_id()
        invitation = ClaimInvitation.objects.create(
            public_id=public_id,
            expert=expert,
            email=email.lower(),
            token_digest=digest_of(claim_token(public_id)),
            invited_by=by,
            invited_at=at,
            expires_at=at + LINK_LASTS,
        )
        record(expert, action="invite_to_claim", part=Part.STAFF, by=by, at=at)
        send_claim_link(invitation)
    return invitation


def invite_again(*, expert_id: int, by: User, at: datetime) -> ClaimInvitation:
    """Mail a new link to the same address. Raises Refused `no_open_link`."""
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.invite_to_claim", expert)
        open_link = expert.claim_invitations.open().first()
        if open_link is None:
            raise Refused("no_open_link")
        return invite_to_claim(expert_id=expert_id, email=open_link.email, by=by, at=at)


def withdraw_link(*, expert_id: int, by: User, at: datetime) -> None:
    """Make the open link useless and forget the address. Raises Refused `no_open_link`."""
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.invite_to_claim", expert)
        if not end_links(expert, at=at):
            raise Refused("no_open_link")
        record(expert, action="withdraw_link", part=Part.STAFF, by=by, at=at)


def end_links(expert: Expert, *, at: datetime) -> int:
    """End whatever link is open; the address is not kept beyond its use."""
    return expert.claim_invitations.open().update(ended_at=at, email="")


def end_run_out_links(*, at: datetime) -> int:
    """Forget the addresses of links that nobody used in time."""
    return ClaimInvitation.objects.run_out(at).update(ended_at=at, email="")
