"""A host invites the same expert again: a new need in one click, and the invitation once that is open."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from common.policies import Denied, require
from common.refusals import Refused
from exchanges import notices
from exchanges.models import Placement, Renewal
from exchanges.selectors.facts import day_of
from exchanges.services.invitations import invite
from incubators.enums import NeedState
from incubators.models import Need
from incubators.services import Terms, duplicate_need, edit_need
from matching.services.referred import surface_for_host

log = logging.getLogger(__name__)

# The new need begins at the earliest so many days from now: time to write, to invite and to review.
LEAD_DAYS = 60
_ON_ITS_WAY = (NeedState.DRAFT, NeedState.SUBMITTED, NeedState.CHANGES_REQUESTED, NeedState.OPEN)


def renew_placement(*, placement_id: int, by: User, at: datetime) -> Need:
    """Begin a need like the one before, for one seat and as many days from new dates on.

    Pressed twice it is one need. Raises Denied.
    """
    with transaction.atomic():
        placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
        require(by, "exchanges.renew_placement", placement)
        before = placement.renewals.filter(invitation=None, refusal="", need__state__in=_ON_ITS_WAY)
        if found := before.select_related("need").first():
            return found.need
        need = duplicate_need(need_id=placement.need_id, by=by, at=at)
        starts_on = max(day_of(at) + timedelta(days=LEAD_DAYS), placement.ends_on + timedelta(days=1))
        length = placement.ends_on - placement.starts_on
        terms = Terms(starts_on=starts_on, ends_on=starts_on + length, seats=1)
        need = edit_need(need_id=need.pk, terms=terms, by=by, at=at)
        Renewal.objects.create(placement=placement, need=need, by=by, at=at)
    return need


def invite_again(*, need_id: int, at: datetime) -> bool:
    """Invite the expert for whom a need was written, once it is open; says whether that was done.

    What stands in the way is kept, and the host is told.
    """
    with transaction.atomic():
        renewal = (
            Renewal.objects.select_for_update(of=("self",))
            .filter(need_id=need_id, need__state=NeedState.OPEN, invitation=None, refusal="")
            .select_related("need__organisation", "placement__expert", "by")
            .first()
        )
        if renewal is None:
            return False
        try:
            with transaction.atomic():
                match = surface_for_host(
                    need=renewal.need, expert=renewal.placement.expert, by=renewal.by, at=at
                )
                renewal.invitation = invite(match_id=match.pk, message="", by=renewal.by, at=at)
        except (Refused, Denied) as refusal:
            renewal.refusal = getattr(refusal, "code", "denied")
            notices.tell_host_not_invited(renewal)
        renewal.save(update_fields=["invitation", "refusal"])
    return renewal.invitation_id is not None
