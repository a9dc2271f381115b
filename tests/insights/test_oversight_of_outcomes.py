"""Reports and outcomes among the figures of those who oversee."""

from datetime import date, timedelta
from types import SimpleNamespace

from exchanges.enums import Counterfactual, OutcomeAction, OutcomeState, ReportKind, Side
from exchanges.models import Outcome
from exchanges.services.confirmations import answer_outcome, expire_confirmations
from insights.enums import Figure, Grain, PeriodKind
from insights.selectors.figures.computing import Choice, Computed, compute
from insights.selectors.figures.counting import Cell
from insights.selectors.figures.periods import Period
from tests.exchanges.reporting import begun, claim, hand_in, noon, report_of

DAY = timedelta(days=1)


def _computed(at: object) -> Computed:
    return compute(Choice(Period(PeriodKind.CALENDAR, date(2027, 1, 1)), Grain.MONTH), at=at)


def test_a_report_is_late_from_the_day_after_it_was_due(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    early, late = (report_of(placement, ReportKind.FINAL, side) for side in (Side.EXPERT, Side.HOST))
    hand_in(early, cast, at=noon(early.due_on))

    on_the_day = _computed(noon(late.due_on)).series[Figure.REPORTS_ON_TIME].now
    hand_in(late, cast, at=noon(late.due_on + 2 * DAY))
    found = _computed(noon(late.due_on + 3 * DAY)).series[Figure.REPORTS_ON_TIME]

    assert on_the_day.n == found.now.n - 2
    in_its_month = found.steps[late.due_on.month - 1]
    assert in_its_month == Cell(2, 50.0)


def test_what_nobody_confirmed_is_no_outcome(cast: SimpleNamespace) -> None:
    placement = begun(cast)
    at = noon(placement.ends_on)
    answer_outcome(
        outcome_id=claim(placement, cast.sana, at=at).pk,
        action=OutcomeAction.CONFIRM,
        counterfactual=Counterfactual.NOTHING,
        by=None,
        at=at + DAY,
    )
    claim(placement, cast.sana, at=at)
    expire_confirmations(at=at + 29 * DAY)
    assert Outcome.objects.filter(state=OutcomeState.UNCONFIRMED).count() == 1

    found = _computed(at + 30 * DAY).series

    assert found[Figure.OUTCOMES].now == Cell(1, 1.0)
    assert found[Figure.CONFIRMED].now == Cell(2, 50.0)
