"""Whoever opens a case, or a list of cases, has looked at its experts, who can read that."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from exchanges.models import ContactLog, Invitation, Placement, Referral
from exchanges.policies import is_party
from exchanges.selectors.referrals import looks_for, shown_of
from exchanges.selectors.senders import Sender
from experts.enums import LookReason
from experts.models import Expert
from experts.services.access import record_list, record_look


def look_at_invitation(*, invitation: Invitation, route: str, by: User, at: datetime) -> None:
    """The host's people look in the name of the organisation."""
    record_look(
        expert=invitation.expert,
        viewer=by,
        why=LookReason.INVITATION,
        route=route,
        at=at,
        viewer_is=invitation.need.organisation.name,
    )


def look_at_placement(*, placement: Placement, route: str, by: User, at: datetime) -> None:
    """The host works with the expert, the ministry reviews the case."""
    is_host = is_party(by, placement)
    record_look(
        expert=placement.expert,
        viewer=by,
        why=LookReason.PLACEMENT if is_host else LookReason.REVIEW,
        route=route,
        at=at,
        viewer_is=placement.organisation.name if is_host else "",
    )


def look_through_invitations(
    *, invitations: Iterable[Invitation], route: str, by: User, at: datetime
) -> None:
    shown = [(one.expert, one.need.organisation.name) for one in invitations]
    _record(shown, LookReason.INVITATION, route, by, at)


def look_through_placements(*, placements: Iterable[Placement], route: str, by: User, at: datetime) -> None:
    """In the name of each host; staff look in that of their unit."""
    rows = [one for one in placements if one.expert.user_id != by.pk]
    hosted = [(one.expert, one.organisation.name) for one in rows if is_party(by, one)]
    reviewed = [(one.expert, "") for one in rows if not is_party(by, one)]
    _record(hosted, LookReason.PLACEMENT, route, by, at)
    _record(reviewed, LookReason.REVIEW, route, by, at)


def look_at_expert(
    *, expert: Expert, why: LookReason, route: str, by: User, at: datetime, viewer_is: Sender
) -> None:
    """Whoever writes down a contact or a referral has read the name."""
    record_look(
        expert=expert,
        viewer=by,
        why=why,
        route=route,
        at=at,
        viewer_is="" if viewer_is.unit else viewer_is.label,
    )


def look_at_referral(*, referral: Referral, route: str, by: User, at: datetime) -> None:
    if shown_of([referral], by) and referral.expert is not None:
        record_look(
            expert=referral.expert,
            viewer=by,
            why=LookReason.REFERRAL,
            route=route,
            at=at,
            viewer_is=looks_for(referral, by),
        )


def look_through_referrals(*, referrals: Iterable[Referral], route: str, by: User, at: datetime) -> None:
    for viewer_is, expert_ids in shown_of(referrals, by).items():
        record_list(
            expert_ids=expert_ids, viewer=by, why=LookReason.REFERRAL, route=route, at=at, viewer_is=viewer_is
        )


def look_through_contacts(*, entries: Iterable[ContactLog], route: str, by: User, at: datetime) -> None:
    shown = [(one.expert, one.organisation.name if one.organisation else "") for one in entries]
    _record(shown, LookReason.CONTACT, route, by, at)


def _record(shown: list[tuple], why: LookReason, route: str, by: User, at: datetime) -> None:
    """One statement for each name in which somebody looked, whatever the number of rows."""
    found: dict[str, set[int]] = defaultdict(set)
    for expert, viewer_is in shown:
        if expert.user_id != by.pk:
            found[viewer_is].add(expert.pk)
    for viewer_is, expert_ids in found.items():
        record_list(expert_ids=expert_ids, viewer=by, why=why, route=route, at=at, viewer_is=viewer_is)
