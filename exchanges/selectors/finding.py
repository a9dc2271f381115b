"""Invitations, placements, referrals and letters by reference."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.found import FoundItem, reference_in
from exchanges.models import Invitation, Letter, Placement, Referral


def find(user: User, text: str, _limit: int) -> list[FoundItem]:
    """Those that this person may open; a foreign reference is found as little as an unknown one.

    Four queries for a reference, none for other words.
    """
    reference = reference_in(text)
    if not reference:
        return []
    asked = {"public_id": reference}
    placements = Placement.objects.visible_to(user)
    found = [
        *(
            (_("invitation"), one.need.title, "exchanges:invitation")
            for one in Invitation.objects.visible_to(user).filter(**asked).select_related("need")
        ),
        *(
            (_("placement"), one.need.title, "exchanges:placement")
            for one in placements.filter(**asked).select_related("need")
        ),
        *(
            (_("referral"), one.organisation.name, "exchanges:referral")
            for one in Referral.objects.visible_to(user).filter(**asked).select_related("organisation")
        ),
        *(
            (_("letter"), one.placement.need.title, "exchanges:letter")
            for one in Letter.objects.visible_to(user)
            .filter(code=reference)
            .select_related("placement__need")
        ),
    ]
    return [
        FoundItem(kind, title, reference, reverse(route, args=[reference]), is_exact=True)
        for kind, title, route in found
    ]
