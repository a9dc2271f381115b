"""Whoever can confirm an outcome is asked at most four times, answers once, and is then forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.models import User
from common.events import move
from common.jobs import announce
from common.outbox import take_back
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import Counterfactual, Fact, OutcomeAction, OutcomeState
from exchanges.models import Outcome
from exchanges.policies.parts import is_of_side
from exchanges.services.outcomes import ask_for_confirmation, facts_of, locked_outcome, n_mails_due
from exchanges.workflow import CONFIRMATION_MAILS

DAYS_UNTIL_FORGOTTEN = 90
_A = OutcomeAction


def answer_outcome(
    *,
    outcome_id: int,
    action: OutcomeAction,
    counterfactual: Counterfactual | None = None,
    words: str = "",
    note: str = "",
    by: User | None,
    at: datetime,
) -> Outcome:
    """Confirm, dispute with a note, or say that one is not the right person; the link is used up then.

    `by` is whoever is signed in while answering, if anybody; the claimant's own side never answers, and no
    account is recorded. Raises Refused (`confirmation_over`, `confirmer_is_of_your_side`,
    `counterfactual_missing`, `note_required`).
    """
    with transaction.atomic():
        outcome = locked_outcome(outcome_id)
        if outcome.state != OutcomeState.CONFIRMATION_SENT or at >= outcome.link_until:
            raise Refused("confirmation_over")
        if by is not None and is_of_side(by, outcome.placement, outcome.claimed_side):
            raise Refused("confirmer_is_of_your_side")
        if action == _A.CONFIRM and counterfactual is None:
            raise Refused("counterfactual_missing", field="counterfactual")
        outcome.answered_at = at
        outcome.counterfactual = counterfactual or ""
        outcome.counterfactual_words = words.strip()
        facts = facts_of(outcome, at)
        event = move(outcome, action=action, part=Part.CONFIRMER, by=None, at=at, facts=facts, note=note)
        take_back("exchanges.confirm_outcome", outcome_id=outcome.pk)
        if action == _A.CONFIRM:
            announce(Fact.OUTCOME_CONFIRMED, outcome_id=outcome.pk)
        if action == _A.DISPUTE:
            notices.tell_both_of_outcome(outcome, event)
            notices.tell_unit_of_dispute(outcome)
        else:
            notices.tell_claimant(outcome, event)
    return outcome


def ask_again(*, at: datetime) -> int:
    """Send the mails that are due, each once, however often this is asked; returns how many."""
    due = Q()
    for n_sent, days in enumerate(CONFIRMATION_MAILS):
        due |= Q(n_mails=n_sent, claimed_at__lte=at - timedelta(days=days))
    rows = Outcome.objects.asked().filter(due, link_until__gt=at)
    n_sent = 0
    for outcome_id in rows.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            outcome = locked_outcome(outcome_id)
            is_asked = outcome.state == OutcomeState.CONFIRMATION_SENT
            if is_asked and n_mails_due(outcome, at) > outcome.n_mails:
                ask_for_confirmation(outcome, _A.REMIND, at=at)
                n_sent += 1
    return n_sent


def expire_confirmations(*, at: datetime) -> int:
    """End what nobody answered in time; returns how many."""
    n_expired = 0
    rows = Outcome.objects.asked().filter(link_until__lte=at)
    for outcome_id in rows.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            outcome = locked_outcome(outcome_id)
            if outcome.state == OutcomeState.CONFIRMATION_SENT:
                facts = facts_of(outcome, at)
                event = move(outcome, action=_A.EXPIRE, part=Part.CLOCK, by=None, at=at, facts=facts)
                notices.tell_claimant(outcome, event)
                n_expired += 1
    return n_expired


def forget_confirmers(*, at: datetime) -> int:
    """Empty name and address of whoever was asked, 90 days after the answer or the end; returns how many."""
    waiting = (OutcomeState.CLAIMED, OutcomeState.CONFIRMATION_SENT)
    known = Outcome.objects.exclude(state__in=waiting).exclude(confirmer_email="", confirmer_name="")
    past = known.annotate(ended_at=Coalesce("answered_at", "state_since")).filter(
        ended_at__lte=at - timedelta(days=DAYS_UNTIL_FORGOTTEN)
    )
    return past.update(confirmer_email="", confirmer_name="")
