"""Passing needs and experts on to other organisations: the one door through which a referral moves."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from common.events import begin, move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import ReferralAction, ReferralReason, ReferralState
from exchanges.models import Placement, Referral
from exchanges.policies import is_sender
from exchanges.selectors.referrals import takes_part
from exchanges.selectors.senders import Sender, senders_of
from exchanges.services.threads import refuse_contact_details
from exchanges.workflow import ReferralFacts
from experts.enums import GONE, State
from experts.models import Expert
from incubators.enums import NeedState
from incubators.models import Need, Organisation
from matching.models import Match
from matching.services.referred import surface_for_host

MOST_UNANSWERED = 5
_A = ReferralAction


def refer_need(
    *, need: Need, organisation: Organisation, sender: Sender, note: str, by: User, at: datetime
) -> Referral:
    """Pass a need on; the receiver reads it at once.

    Raises Denied, or Refused: need not open, receiver not verified or the host itself, passed on already.
    """
    with transaction.atomic():
        require(by, "exchanges.refer_need", need)
        if not Need.objects.open().filter(pk=need.pk).exists():
            raise Refused("need_is_not_open")
        if organisation.pk == need.organisation_id:
            raise Refused("receiver_is_the_host", field="organisation")
        if sender.unit is None and sender.organisation != need.organisation:
            raise Refused("only_own_needs")
        referral = _begun(Referral(need=need), organisation, sender, note, by=by, at=at)
        _move(referral, _A.PASS_ON, Part.CLOCK, by=None, at=at)
        notices.tell_receiver(referral)
    return referral


def refer_expert(
    *, expert: Expert, organisation: Organisation, sender: Sender, note: str, by: User, at: datetime
) -> Referral:
    """Ask an expert whether this organisation may be told of them; nothing is passed on before they agree.

    Raises Denied, or Refused: not known by name to the sender, takes no part or is hidden, said no to this
    before, too many of this sender's questions wait for answers, passed on already.
    """
    with transaction.atomic():
        require(by, "exchanges.refer_expert", expert)
        if sender not in senders_of(by, expert):
            raise Refused("expert_not_known")
        if not takes_part(expert):
            raise Refused("expert_not_passed_on")
        own = Referral.objects.filter(from_organisation=sender.organisation, from_unit=sender.unit)
        if own.filter(expert=expert, organisation=organisation, state=ReferralState.REFUSED).exists():
            raise Refused("expert_said_no")
        if own.filter(state=ReferralState.ASKED).count() >= MOST_UNANSWERED:
            raise Refused("too_many_asked")
        if organisation.memberships.filter(user=expert.user_id).exists():
            raise Refused("receiver_knows_expert", field="organisation")
        referral = _begun(Referral(expert=expert), organisation, sender, note, by=by, at=at)
        notices.tell_expert_of_referral(referral)
    return referral


def move_referral(
    *,
    referral_id: int,
    action: ReferralAction,
    by: User,
    at: datetime,
    reason: ReferralReason | None = None,
    note: str = "",
) -> Referral:
    """Agree, refuse, accept, decline, close or withdraw: lock, ask, write, record, announce.

    Raises Denied with a reason, or Refused (`not_from_here`, `reasons_required`, `note_required`,
    `expert_not_passed_on`).
    """
    with transaction.atomic():
        referral = _locked(referral_id)
        require(by, f"exchanges.{action}_referral", referral)
        if action == _A.AGREE and not (referral.expert and takes_part(referral.expert)):
            raise Refused("expert_not_passed_on")
        referral.reason = reason or ""
        reasons = [reason] if reason else []
        _move(referral, action, _part_of(by, referral, action), by=by, at=at, note=note, reasons=reasons)
        if action == _A.AGREE:
            notices.tell_receiver(referral)
        elif action in (_A.ACCEPT, _A.DECLINE, _A.REFUSE):
            notices.tell_sender(referral)
    return referral


def invite_referred(*, referral_id: int, need: Need, by: User, at: datetime) -> Match:
    """Give an accepted expert and a need of the receiver a record of their own, to invite from.

    Raises Denied, or Refused: not accepted, another organisation's need, the expert cannot be invited.
    """
    with transaction.atomic():
        referral = _locked(referral_id)
        is_own = need.organisation_id == referral.organisation_id
        if referral.state != ReferralState.ACCEPTED or referral.expert is None or not is_own:
            raise Refused("not_from_here")
        if not takes_part(referral.expert):
            raise Refused("expert_not_available")
        return surface_for_host(need=need, expert=referral.expert, by=by, at=at)


def complete_referrals(*, placement: Placement, at: datetime) -> int:
    """Link a new placement to the referrals that it answers; called in the transaction that makes it."""
    about_need = Referral.objects.filter(need_id=placement.need_id)
    about_expert = Referral.objects.filter(
        expert_id=placement.expert_id, organisation_id=placement.organisation_id
    )
    n_done = 0
    rows = about_need | about_expert
    open_ones = rows.filter(state__in=(ReferralState.SENT, ReferralState.ACCEPTED))
    for referral in open_ones.select_for_update(of=("self",)).order_by("pk"):
        referral.placement = placement
        _move(referral, _A.COMPLETE, Part.CLOCK, by=None, at=at)
        notices.tell_sender(referral)
        n_done += 1
    return n_done


def end_referrals_that_lead_nowhere(
    *, at: datetime, need_id: int | None = None, expert_id: int | None = None
) -> int:
    """End what waits while its need was given up, or its expert is suspended or gone; returns how many."""
    gone = Referral.objects.under_way().filter(
        Q(need__state=NeedState.WITHDRAWN) | Q(expert__state__in=(State.SUSPENDED, *GONE))
    )
    mine = gone.filter(need_id=need_id) if need_id else gone.filter(expert_id=expert_id)
    with transaction.atomic():
        return end_referrals(mine, at=at)


def end_referrals(referrals: QuerySet[Referral], *, at: datetime) -> int:
    """End those of these that are under way; the caller holds the transaction. Returns how many."""
    n_ended = 0
    ids = list(referrals.values_list("pk", flat=True))  # a lock takes no joins
    rows = Referral.objects.under_way().filter(pk__in=ids).select_for_update(of=("self",))
    for referral in rows.order_by("pk"):
        _move(referral, _A.WITHDRAW, Part.CLOCK, by=None, at=at)
        n_ended += 1
    return n_ended


def _begun(
    referral: Referral, organisation: Organisation, sender: Sender, note: str, *, by: User, at: datetime
) -> Referral:
    if not organisation.is_verified:
        raise Refused("receiver_not_verified", field="organisation")
    if sender.organisation == organisation:
        raise Refused("receiver_is_the_sender", field="organisation")
    refuse_contact_details(note, field="note")
    referral.organisation = organisation
    referral.from_organisation, referral.from_unit = sender.organisation, sender.unit
    referral.note, referral.sent_by, referral.sent_at = note.strip(), by, at
    try:
        with transaction.atomic():
            begin(referral, by=by, at=at, part=Part.HOST if sender.organisation else Part.STAFF)
    except IntegrityError as error:
        if "_once" not in str(error):
            raise
        raise Refused("referred_already", field="organisation") from error
    return referral


def _move(
    referral: Referral, action: ReferralAction, part: Part, *, by: User | None, at: datetime, **more: object
) -> None:
    if action in (_A.PASS_ON, _A.AGREE):
        referral.passed_on_at = at
    facts = ReferralFacts(names_an_expert=referral.expert_id is not None)
    move(referral, action=action, part=part, by=by, at=at, facts=facts, **more)


def _part_of(by: User, referral: Referral, action: ReferralAction) -> Part:
    if action in (_A.AGREE, _A.REFUSE):
        return Part.EXPERT
    is_of_the_unit = referral.from_unit_id is not None and is_sender(by, referral)
    return Part.STAFF if is_of_the_unit and action in (_A.WITHDRAW, _A.CLOSE) else Part.HOST


def _locked(referral_id: int) -> Referral:
    return Referral.objects.with_ends().select_for_update(of=("self",)).get(pk=referral_id)
