"""What an expert settles right after an answer, through the services that own each of it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from common.templatetags.formats import written_day
from exchanges.enums import Offer
from exchanges.models import Invitation
from exchanges.services.invitations import note_colleague_told
from experts.services.profile import set_terms
from experts.services.verification import pause_profile
from matching.enums import ExclusionReason
from matching.services.exclusions import set_aside


def take_offer(
    *,
    invitation: Invitation,
    offer: Offer,
    by: User,
    at: datetime,
    until: date | None = None,
    capacity: int | None = None,
) -> str:
    """Do what was offered and say so. Raises Denied or Refused as the service that does it."""
    expert = invitation.expert
    match offer:
        case Offer.PAUSE:
            pause_profile(expert_id=expert.pk, until=until, by=by, at=at)
            return _("Your profile is paused until %(day)s.") % {"day": written_day(until)}
        case Offer.CAPACITY:
            set_terms(
                expert_id=expert.pk,
                capacity=capacity,
                travel_document=expert.travel_document,
                by=by,
                at=at,
            )
            return _("Saved: that is how much you take on.")
        case Offer.FIELD:
            set_aside(need=invitation.need, reason=ExclusionReason.NOT_MY_FIELD, by=by, at=at)
            return _("Noted: it is not your field.")
        case Offer.ORGANISATION:
            reason = ExclusionReason.NEVER_THIS_ORGANISATION
            set_aside(need=invitation.need, reason=reason, by=by, at=at)
            return _("This organisation will not be suggested to you again, and does not read of it.")
        case Offer.COLLEAGUE:
            note_colleague_told(invitation_id=invitation.pk, by=by, at=at)
            return _("Thank you. The host reads that a colleague was told, and no name.")
        case _:
            raise ValueError(f"nothing is done for the offer {offer}")
