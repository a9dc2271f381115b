"""What waits for somebody because of profiles."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Arrival
from accounts.models import User
from common.today import Blocks, WaitingItem
from experts.enums import State
from experts.models import Expert
from experts.policies import verifies_experts
from experts.selectors.profile import own_expert


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    """Own profile to write or change; for staff who verify, the profiles that were sent in, oldest first."""
    items = _own(user)
    if verifies_experts(user):
        items += _to_verify(user, limit)
    return items[:limit]


def _own(user: User) -> list[WaitingItem]:
    expert = own_expert(user)
    url = reverse("experts:profile")
    if expert is None:
        if user.arrival != Arrival.EXPERT or user.is_ministry_staff:
            return []
        return [WaitingItem(_("Create your profile"), _("or import it"), url, user.joined_at)]
    if expert.state == State.DRAFT:
        return [WaitingItem(_("Complete your profile and send it"), expert.headline, url, expert.state_since)]
    if expert.state == State.CHANGES_REQUESTED:
        what = _("Change your profile: the ministry returned it")
        return [WaitingItem(what, expert.headline, url, expert.state_since, is_urgent=True)]
    return []


def _to_verify(user: User, limit: int) -> list[WaitingItem]:
    waiting = Expert.objects.visible_to(user).awaiting_verification().exclude(user=user)[:limit]
    return [
        WaitingItem(
            _("Verify a profile"),
            expert.public_id,  # who it is, whoever opens it reads; then the person can read that too
            reverse("experts:verification", args=[expert.public_id]),
            expert.state_since,
            blocks=Blocks.QUEUE,
            list_url=reverse("experts:verification_queue"),
        )
        for expert in waiting
    ]
