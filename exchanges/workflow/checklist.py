"""What is checked before somebody travels or begins, as a table: for whom, when, and by when."""

from collections.abc import Callable
from dataclasses import dataclass

from common.workflow import Part
from exchanges.enums import CheckKind, CheckState


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What decides which lines a checklist has."""

    is_in_country: bool  # the expert comes, at least for some days
    is_small: bool  # remote, short and unpaid: tier T0
    is_research: bool  # joint research, or partners take part
    is_restricted_post: bool


Question = Callable[[CheckFacts], bool]


def always(facts: CheckFacts) -> bool:
    return not facts.is_small


def in_country(facts: CheckFacts) -> bool:
    return facts.is_in_country


def research(facts: CheckFacts) -> bool:
    return facts.is_research


def restricted_post(facts: CheckFacts) -> bool:
    return facts.is_restricted_post


def never(facts: CheckFacts) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Check:
    """One line: `part` ticks it; `is_needed` before the plan is submitted.

    Lines `of_plan` are reviewed and agreed with it; the others are settled any time before travel.
    """

    kind: CheckKind
    part: Part
    applies: Question
    is_needed: Question = never
    of_plan: bool = True


# Sources: consent letters (VAIBHAV asks for one), visa categories, posts closed to dual nationals.
CHECKLIST = (
    Check(CheckKind.HOME_EMPLOYER_CONSENT, Part.EXPERT, always, in_country),
    Check(CheckKind.TRAVEL_DOCUMENT, Part.EXPERT, in_country, in_country),
    Check(CheckKind.RESTRICTED_POST, Part.HOST, restricted_post, restricted_post),
    Check(CheckKind.IP_TERMS, Part.HOST, research),
    Check(CheckKind.EXPORT_CONTROL, Part.EXPERT, research),
    Check(CheckKind.VISA_OR_STATUS, Part.EXPERT, in_country, of_plan=False),
    Check(CheckKind.INSURANCE, Part.EXPERT, in_country, of_plan=False),
)
CHECK_OF = {check.kind: check for check in CHECKLIST}


def checks_for(facts: CheckFacts) -> list[Check]:
    return [check for check in CHECKLIST if check.applies(facts)]


def missing_checks(facts: CheckFacts, states: dict[str, str]) -> list[Check]:
    """What must be ticked, or said to be not needed, before the plan is agreed and submitted.

    >>> facts = CheckFacts(is_in_country=True, is_small=False, is_research=False, is_restricted_post=False)
    >>> [str(check.kind) for check in missing_checks(facts, {"travel_document": "done"})]
    ['home_employer_consent']
    """
    settled = (CheckState.DONE, CheckState.NOT_NEEDED)
    return [
        check
        for check in checks_for(facts)
        if check.is_needed(facts) and states.get(check.kind) not in settled
    ]
