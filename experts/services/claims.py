"""The person's side of a managed profile: take it over, or have it removed at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services.erasure import lock_account
from common.events import move, record
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from experts.enums import Action, EvidenceKind, State, Visibility
from experts.models import ClaimInvitation, Expert
from experts.selectors.profile import profile_facts
from experts.services.clearing import clear_profile, forget_words_of_pairs
from experts.services.duplicates import propose
from experts.services.editing import lock_expert, say_changed, say_erased
from experts.services.managed import end_links
from experts.services.profile import choose_visibility, consent_to_matching


def claim_profile(
    *,
    invitation_id: int,
    visibility: str,
    public_parts: Sequence[str] = (),
    agrees: bool,
    by: User,
    at: datetime,
) -> Expert:
    """Make the profile the person's own, with their own answers to who may see it and what it is used for.

    Raises Denied, or Refused `link_over`, `visibility_missing` or `profile_exists`.
    """
    if visibility not in set(Visibility):
        raise Refused("visibility_missing", field="visibility")
    with transaction.atomic():
        lock_account(by)
        invitation, expert = _open(invitation_id, at)
        require(by, "experts.claim_profile", expert)
        if Expert.objects.filter(user=by).exists():
            raise Refused("profile_exists")
        expert.user = by
        record(expert, action="claim", part=Part.EXPERT, by=by, at=at)
        _end(invitation, expert, at)
        choose_visibility(expert_id=expert.pk, visibility=visibility, public_parts=public_parts, by=by, at=at)
        expert = consent_to_matching(expert_id=expert.pk, agrees=agrees, by=by, at=at)
        if expert.state == State.VERIFIED and not profile_facts(expert).has_consented:
            move(expert, action=Action.PAUSE, part=Part.EXPERT, by=by, at=at)
        say_changed(expert.pk)
    return expert


def claim_as_second(*, invitation_id: int, by: User, at: datetime) -> None:
    """The person has a profile already: staff are asked to make one of the two.

    Raises Denied, or Refused `link_over` or `no_own_profile`.
    """
    with transaction.atomic():
        lock_account(by)
        own = Expert.objects.filter(user=by).first()
        _invitation, expert = _open(invitation_id, at)
        require(by, "experts.claim_profile", expert)
        if own is None:
            raise Refused("no_own_profile")
        record(expert, action="claim_as_second", part=Part.EXPERT, by=by, at=at)
        end_links(expert, at=at)
        propose(own.pk, expert.pk, {EvidenceKind.CLAIM: 1}, at=at)


def remove_unclaimed(*, invitation_id: int, at: datetime) -> None:
    """Erase a profile that nobody has claimed, at the word of whoever holds the link. Raises `link_over`."""
    with transaction.atomic():
        _invitation, expert = _open(invitation_id, at)
        move(expert, action=Action.REMOVE, part=Part.EXPERT, by=None, at=at, facts=profile_facts(expert))
        clear_profile(expert, at=at)
        forget_words_of_pairs(expert)
        say_erased(expert.pk)


def _open(invitation_id: int, at: datetime) -> tuple[ClaimInvitation, Expert]:
    """The link and its profile, locked; the profile first, as everywhere."""
    expert_id = ClaimInvitation.objects.values_list("expert_id", flat=True).get(pk=invitation_id)
    expert = lock_expert(expert_id)
    invitation = ClaimInvitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    if not invitation.is_open(at) or expert.user_id is not None or expert.state == State.CLOSED:
        raise Refused("link_over")
    return invitation, expert


def _end(invitation: ClaimInvitation, expert: Expert, at: datetime) -> None:
    end_links(expert, at=at)
    expert.managed.claimed_at = at
    expert.managed.full_name = ""  # the account has the name by which the person wants to be called
    expert.managed.save(update_fields=["claimed_at", "full_name"])
