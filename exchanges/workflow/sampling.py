"""The life of a campaign of controls, and of a case that was drawn into it, as tables."""

from dataclasses import dataclass
from datetime import date

from common.workflow import Part, Transition, Workflow
from exchanges.enums import CampaignAction, CampaignState, SampleAction, SampleState

_C = CampaignState
_S = SampleState
_A = SampleAction

# Days beside the due day on which a side that has said nothing is called to mind.
EVIDENCE_REMINDERS = (-7, 0, 7)
# So many days at least, and at most, the parties have.
LEAST_DAYS_FOR_EVIDENCE, MOST_DAYS_FOR_EVIDENCE = 14, 120
JULY = 7


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    n_to_draw: int
    due_is_over: bool
    n_not_judged: int  # evidence is there and nobody has said what it shows


@dataclass(frozen=True, slots=True)
class SampleFacts:
    all_have_answered: bool
    somebody_has_answered: bool
    due_is_over: bool


def there_is_something_to_draw(facts: CampaignFacts) -> str | None:
    return None if facts.n_to_draw else "nothing_to_draw"


def may_be_closed(facts: CampaignFacts) -> str | None:
    if not facts.due_is_over:
        return "evidence_is_awaited"
    return "evidence_not_judged" if facts.n_not_judged else None


def all_have_answered(facts: SampleFacts) -> str | None:
    return None if facts.all_have_answered else "evidence_is_awaited"


def time_is_over(facts: SampleFacts) -> str | None:
    return None if facts.due_is_over else "evidence_is_awaited"


def nobody_has_answered(facts: SampleFacts) -> str | None:
    return "evidence_not_judged" if facts.somebody_has_answered else time_is_over(facts)


def fiscal_year_of(day: date) -> int:
    """The fiscal year of a day, by the year in which it ends: it runs from July to June.

    >>> fiscal_year_of(date(2026, 6, 30)), fiscal_year_of(date(2026, 7, 1))
    (2026, 2027)
    """
    return day.year + (day.month >= JULY)


def first_day_of(fiscal_year: int) -> date:
    return date(fiscal_year - 1, JULY, 1)


CAMPAIGN = Workflow(
    name="campaign",
    initial=_C.DRAFT,
    rows=(
        Transition(CampaignAction.DRAW, _C.DRAFT, _C.OPEN, Part.STAFF, guard=there_is_something_to_draw),
        Transition(CampaignAction.CLOSE, _C.OPEN, _C.CLOSED, Part.STAFF, guard=may_be_closed),
    ),
)
SAMPLED_CASE = Workflow(
    name="sampled case",
    initial=_S.WAITING,
    rows=(
        Transition(_A.GIVE, _S.WAITING, _S.WAITING, Part.EXPERT),
        Transition(_A.GIVE, _S.WAITING, _S.WAITING, Part.HOST),
        Transition(_A.ALL_IN, _S.WAITING, _S.ANSWERED, Part.CLOCK, guard=all_have_answered),
        Transition(_A.FIND, _S.ANSWERED, _S.FOUND, Part.STAFF, note_required=True, reasons_required=True),
        Transition(
            _A.FIND,
            _S.WAITING,
            _S.FOUND,
            Part.STAFF,
            note_required=True,
            reasons_required=True,
            guard=time_is_over,
        ),
        # The campaign is closed over a case about which nobody has said anything.
        Transition(_A.LEAVE, _S.WAITING, _S.FOUND, Part.CLOCK, guard=nobody_has_answered),
    ),
)
