"""What waits for somebody because of profiles."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Arrival
from accounts.models import User
from common.today import Blocks, WaitingItem
from experts.enums import State
from experts.models import DuplicatePair
from experts.policies import verifies_experts
from experts.selectors.duplicates import evidence_of
from experts.selectors.profile import own_expert
from experts.selectors.verification import PROFILE, queue_rows, waiting_rows


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    """Own profile to write or change; for staff who verify, what was sent in, and pairs."""
    items = _own(user)
    if verifies_experts(user):
        items += _to_verify(user, limit) + _to_tell_apart(user)
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
    """Profiles and credentials: what came back to this person first, then the oldest."""
    waiting = list(waiting_rows(user)[:limit])
    return [
        WaitingItem(
            _("Verify a profile") if kind == PROFILE else _("Check a credential"),
            row.public_id,  # who it is, whoever opens it reads; then the person can read that too
            row.url,
            row.since,
            blocks=Blocks.QUEUE,
            list_url=reverse("experts:verification_queue"),
        )
        for (_mine, _since, kind, _pk), row in zip(waiting, queue_rows(waiting, user), strict=True)
    ]


def _to_tell_apart(user: User) -> list[WaitingItem]:
    """The oldest pair of profiles that may be one person's; the list has the others."""
    pair = DuplicatePair.objects.visible_to(user).proposed().first()
    if pair is None:
        return []
    return [
        WaitingItem(
            _("One person or two?"),
            evidence_of(pair)[0] if pair.evidence else "",
            reverse("experts:duplicate", args=[pair.public_id]),
            pair.state_since,
            blocks=Blocks.QUEUE,
            list_url=reverse("experts:duplicate_list"),
        )
    ]
