"""The life of an outcome as a table: claimed by one side, confirmed by somebody who is not of it."""

from dataclasses import dataclass

from common.workflow import Part, Transition, Workflow
from exchanges.enums import OutcomeAction, OutcomeState

_O = OutcomeState
_A = OutcomeAction

# Days after the claim on which whoever can confirm gets a mail; the link ends with the last number.
CONFIRMATION_MAILS = (0, 7, 14, 21)
DAYS_TO_CONFIRM_OUTCOME = 28


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    link_is_open: bool
    mail_is_due: bool


def link_is_open(facts: OutcomeFacts) -> str | None:
    return None if facts.link_is_open else "confirmation_over"


def mail_is_due(facts: OutcomeFacts) -> str | None:
    return link_is_open(facts) or (None if facts.mail_is_due else "no_mail_due")


def link_has_ended(facts: OutcomeFacts) -> str | None:
    return "there_is_time_to_answer" if facts.link_is_open else None


def _of_the_confirmer() -> tuple[Transition, ...]:
    asked, part = _O.CONFIRMATION_SENT, Part.CONFIRMER
    return (
        Transition(_A.CONFIRM, asked, _O.CONFIRMED, part, guard=link_is_open),
        Transition(_A.DISPUTE, asked, _O.DISPUTED, part, note_required=True, guard=link_is_open),
        Transition(_A.WRONG_PERSON, asked, _O.UNCONFIRMED, part, guard=link_is_open),
    )


def _withdrawals() -> tuple[Transition, ...]:
    """By the side that claimed it; by the portal when the person behind the claim has left."""
    sources = (_O.CLAIMED, _O.CONFIRMATION_SENT, _O.DISPUTED, _O.UNCONFIRMED)
    parts = (Part.EXPERT, Part.HOST, Part.CLOCK)
    return tuple(Transition(_A.WITHDRAW, source, _O.WITHDRAWN, part) for source in sources for part in parts)


OUTCOME = Workflow(
    name="outcome",
    initial=_O.CLAIMED,
    rows=(
        Transition(_A.SEND, _O.CLAIMED, _O.CONFIRMATION_SENT, Part.CLOCK, guard=mail_is_due),
        Transition(_A.REMIND, _O.CONFIRMATION_SENT, _O.CONFIRMATION_SENT, Part.CLOCK, guard=mail_is_due),
        *_of_the_confirmer(),
        Transition(_A.EXPIRE, _O.CONFIRMATION_SENT, _O.UNCONFIRMED, Part.CLOCK, guard=link_has_ended),
        *_withdrawals(),
        Transition(_A.UPHOLD, _O.DISPUTED, _O.CONFIRMED, Part.REVIEWER, note_required=True),
        Transition(_A.DISMISS, _O.DISPUTED, _O.WITHDRAWN, Part.REVIEWER, note_required=True),
    ),
)
