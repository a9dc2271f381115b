"""Outcomes are claimed by one side, taken back by it, and settled by a reviewer when they are disputed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.selectors import digest_of
from common.events import begin, move
from common.ids import new_public_id
from common.jobs import announce
from common.outbox import take_back
from common.policies import require
from common.rates import Rate, is_too_often
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import Confirmer, Fact, OutcomeAction, OutcomeState, OutcomeType, Side
from exchanges.labels import OF_MONEY
from exchanges.models import Outcome, Placement
from exchanges.policies import claiming_side
from exchanges.selectors.outcomes import outcome_token
from exchanges.services.confirmers import other_side_of, third_person
from exchanges.workflow import CONFIRMATION_MAILS, DAYS_TO_CONFIRM_OUTCOME, OutcomeFacts

# Each is up to four mails to somebody who may have no account.
CLAIMS_OF_A_PERSON = Rate("outcome_claims", limit=20, seconds=24 * 3600)
MOST_OUTCOMES = 20
_A = OutcomeAction


@dataclass(frozen=True, slots=True)
class Claim:
    """What one side says came of it, and who can confirm that."""

    type: OutcomeType
    description: str
    confirmer_is: Confirmer
    number: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    evidence: str = ""
    confirmer_name: str = ""
    confirmer_email: str = ""


def claim_outcome(*, placement_id: int, claim: Claim, by: User, at: datetime) -> Outcome:
    """Write an outcome down and ask for its confirmation at once.

    Raises Denied, or Refused: no value, a confirmer of the claimant's own side, nobody of the other
    side, too many.
    """
    with transaction.atomic():
        cases = Placement.objects.with_people().select_for_update(of=("self",))
        placement = cases.get(pk=placement_id)
        require(by, "exchanges.claim_outcome", placement)
        side = Side(claiming_side(by, placement))
        if placement.outcomes.filter(claimed_side=side).count() >= MOST_OUTCOMES:
            raise Refused("too_many_outcomes")
        number, amount, currency = _value_of(claim)
        if claim.confirmer_is == Confirmer.OTHER_SIDE:
            person = other_side_of(placement, side)
        else:
            person = third_person(
                placement, side, name=claim.confirmer_name, email=claim.confirmer_email, by=by
            )
        if is_too_often(CLAIMS_OF_A_PERSON, str(by.pk)):
            raise Refused("claimed_too_often")
        public_id = new_public_id()
        outcome = Outcome(
            public_id=public_id,
            placement=placement,
            claimed_side=side,
            claimed_by=by,
            claimed_at=at,
            type=claim.type,
            number=number,
            amount=amount,
            currency=currency,
            description=claim.description.strip(),
            evidence=claim.evidence.strip(),
            confirmer_is=person.is_,
            confirmer_name=person.name,
            confirmer_email=person.email,
            token_digest=digest_of(outcome_token(public_id)),
            link_until=at + timedelta(days=DAYS_TO_CONFIRM_OUTCOME),
        )
        begin(outcome, by=by, at=at, part=Part.EXPERT if side == Side.EXPERT else Part.HOST)
        ask_for_confirmation(outcome, _A.SEND, at=at)
    return outcome


def _value_of(claim: Claim) -> tuple[int | None, Decimal | None, str]:
    if claim.type in OF_MONEY:
        if not claim.amount or not claim.currency:
            raise Refused("amount_missing", field="amount")
        return None, claim.amount, claim.currency
    if not claim.number:
        raise Refused("number_missing", field="number")
    return claim.number, None, ""


def facts_of(outcome: Outcome, at: datetime) -> OutcomeFacts:
    return OutcomeFacts(
        link_is_open=at < outcome.link_until, mail_is_due=n_mails_due(outcome, at) > outcome.n_mails
    )


def n_mails_due(outcome: Outcome, at: datetime) -> int:
    return sum(outcome.claimed_at + timedelta(days=days) <= at for days in CONFIRMATION_MAILS)


def ask_for_confirmation(outcome: Outcome, action: OutcomeAction, *, at: datetime) -> None:
    """One mail with the link; two that fell due together, while nothing worked, are one."""
    facts = facts_of(outcome, at)
    outcome.n_mails = n_mails_due(outcome, at)
    move(outcome, action=action, part=Part.CLOCK, by=None, at=at, facts=facts)
    notices.ask_to_confirm(outcome)


def withdraw_outcome(*, outcome_id: int, by: User, at: datetime) -> Outcome:
    """The claimant's side takes it back; nobody is asked any more. Raises Denied, or Refused."""
    with transaction.atomic():
        outcome = locked_outcome(outcome_id)
        require(by, "exchanges.withdraw_outcome", outcome)
        part = Part.EXPERT if outcome.claimed_side == Side.EXPERT else Part.HOST
        end_outcome(outcome, part=part, by=by, at=at)
    return outcome


def end_outcome(outcome: Outcome, *, part: Part, by: User | None, at: datetime) -> None:
    """Withdraw a locked outcome, with the mails that have not left."""
    move(outcome, action=_A.WITHDRAW, part=part, by=by, at=at)
    take_back("exchanges.confirm_outcome", outcome_id=outcome.pk)


def settle_outcome(
    *, outcome_id: int, action: OutcomeAction, note: str, by: User, at: datetime, version: int | None = None
) -> Outcome:
    """A reviewer confirms a disputed outcome by the evidence, or withdraws it; both sides read why.

    Raises Denied, or Refused (`note_required`, `not_from_here`, `stale_version`).
    """
    with transaction.atomic():
        outcome = locked_outcome(outcome_id)
        require(by, f"exchanges.{action}_outcome", outcome)
        event = move(outcome, action=action, part=Part.REVIEWER, by=by, at=at, note=note, version=version)
        if outcome.state == OutcomeState.CONFIRMED:
            announce(Fact.OUTCOME_CONFIRMED, outcome_id=outcome.pk)
        notices.tell_both_of_outcome(outcome, event)
    return outcome


def locked_outcome(outcome_id: int) -> Outcome:
    return Outcome.objects.with_case().select_for_update(of=("self",)).get(pk=outcome_id)
