"""Whoever oversees reads how the portal works, in numbers too coarse for any one case to show through."""

import csv
import doctest
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from exchanges.enums import DeclineReason, PlacementAction
from exchanges.models import Invitation, Placement
from exchanges.services.invitations import (
    Answer,
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    show_interest,
)
from experts.models import Expert
from incubators.models import Need
from insights.enums import Figure, Grain, PeriodKind
from insights.selectors.figures import counting, exposure, periods, telling
from insights.selectors.figures.computing import Choice, Computed, compute
from insights.selectors.figures.counting import Cell
from insights.selectors.figures.periods import Period, window_of
from programmes.models import PolicyVersion
from tests import factories
from tests.factories import NOW

SignIn = Callable[..., Client]
DAY = timedelta(days=1)
AT = NOW + 30 * DAY
FISCAL_2027 = Period(PeriodKind.FISCAL, date(2026, 7, 1))
ADDRESS = "insights:oversight"


def _computed(*, at: datetime = AT, period: Period = FISCAL_2027, **only: object) -> Computed:
    return compute(Choice(period, Grain.MONTH, **only), at=at)


def _expert(n: int, **fields: object) -> Expert:
    return factories.make_expert(factories.make_user(f"expert{n}@demo.example"), **fields)


def _invited(cast: SimpleNamespace, n: int, **fields: object) -> list[Invitation]:
    """That many invitations to as many experts, each for a need of its own."""
    return [
        factories.make_invitation(
            factories.make_need(cast.organisation, title=f"Need {i}", **fields), _expert(i)
        )
        for i in range(n)
    ]


def _decline(invitation: Invitation, *, days: float) -> None:
    decline_invitation(
        invitation_id=invitation.pk,
        answer=Answer(DeclineReason.NO_TIME),
        by=invitation.expert.user,
        at=NOW + days * DAY,
    )


def _decided(cast: SimpleNamespace, n: int, *, days: int = 1) -> list[Placement]:
    """That many placements, reviewed and approved the given number of days later."""
    cases = []
    for i in range(n):
        need = factories.make_need(cast.organisation, title=f"Case {i}")
        case = factories.make_submitted(need, _expert(i))
        steps = (PlacementAction.TAKE, cast.rabia), (PlacementAction.RECOMMEND_APPROVAL, cast.rabia)
        factories.walk(case, *steps, at=NOW + DAY)
        cases.append(factories.walk(case, (PlacementAction.RELEASE, cast.dawood), at=NOW + days * DAY))
    return cases


def test_the_examples_are_true() -> None:
    modules = (periods, counting, exposure, telling)

    assert [doctest.testmod(module).failed for module in modules] == [0, 0, 0, 0]


def test_a_fiscal_year_is_named_by_its_end() -> None:
    assert FISCAL_2027.key == "fy2027"
    assert (FISCAL_2027.year, FISCAL_2027.ends_on) == (2027, date(2027, 7, 1))
    assert Period(PeriodKind.CALENDAR, date(2026, 1, 1)).key == "cy2026"


def test_a_running_period_is_compared_with_as_much_of_the_year_before() -> None:
    window = window_of(FISCAL_2027, Grain.QUARTER, at=NOW)

    assert window.n_steps == 4
    assert [moment.date() for moment in window.before] == [date(2025, 7, 1), date(2025, 11, 23)]
    over = window_of(FISCAL_2027, Grain.MONTH, at=NOW + 400 * DAY)
    assert over.before[1].date() == date(2026, 7, 1)


def test_silence_counts_with_all_its_days(cast: SimpleNamespace) -> None:
    answered, _silent = _invited(cast, 2)
    _decline(answered, days=2)
    expire_due_invitations(at=NOW + 14 * DAY)

    found = _computed()

    assert found.series[Figure.EXPERT_REPLY].now == Cell(2, 8.0, pytest.approx(12.8))
    assert found.series[Figure.EXPIRED].now == Cell(2, 50.0)
    assert found.series[Figure.EXPERT_REPLY].steps[4].n == 2  # November
    assert found.series[Figure.HOST_REPLY].now == Cell()


def test_a_host_that_answers_an_offer_is_counted_apart(cast: SimpleNamespace) -> None:
    offer = show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)
    accept_invitation(invitation_id=offer.pk, by=cast.sana, at=NOW + 3 * DAY)

    found = _computed()

    assert found.series[Figure.HOST_REPLY].now == Cell(1, 3.0, 3.0)
    assert found.series[Figure.EXPERT_REPLY].now == Cell()


def test_seats_are_filled_by_what_was_not_given_up(cast: SimpleNamespace) -> None:
    Need.objects.filter(pk=cast.need.pk).update(seats=3)
    factories.make_placement(cast.need, cast.expert)
    given_up = factories.make_placement(cast.other_need, cast.other_expert)
    factories.walk(given_up, (PlacementAction.WITHDRAW, cast.bilal))

    assert _computed().series[Figure.FILLED].now == Cell(4, 25.0)


def test_review_is_measured_in_working_days_against_the_programme_s_target(cast: SimpleNamespace) -> None:
    _decided(cast, 2, days=4)  # from Monday to Friday
    [slow] = _decided_later(cast, days=16)
    assert slow.tier == "T1"

    found = _computed()

    assert found.series[Figure.REVIEW_AGE].now == Cell(3, 4.0, pytest.approx(10.4))
    assert found.series[Figure.REVIEW_ON_TIME].now.n == 3
    assert found.series[Figure.REVIEW_ON_TIME].now.value == pytest.approx(200 / 3)
    assert found.tiers == {"T1": (Cell(3, 4.0, pytest.approx(10.4)), Cell(3, pytest.approx(200 / 3)))}


def test_the_target_is_that_of_the_policy_under_which_a_case_was_submitted(cast: SimpleNamespace) -> None:
    version = PolicyVersion.objects.get(programme=cast.need.programme)
    version.values |= {"target_days_t1": 3}
    version.save()
    _decided(cast, 2, days=4)

    assert _computed().series[Figure.REVIEW_ON_TIME].now.value == 0.0


def _decided_later(cast: SimpleNamespace, *, days: int) -> list[Placement]:
    need = factories.make_need(cast.organisation, title="Slow")
    case = factories.make_submitted(need, _expert(99))
    steps = (PlacementAction.TAKE, cast.rabia), (PlacementAction.RECOMMEND_APPROVAL, cast.rabia)
    factories.walk(case, *steps, at=NOW + DAY)
    return [factories.walk(case, (PlacementAction.RELEASE, cast.dawood), at=NOW + days * DAY)]


def test_a_recommendation_is_in_no_figure_before_it_is_released(cast: SimpleNamespace) -> None:
    case = factories.make_submitted(cast.need, cast.expert)
    before = _computed()
    steps = (PlacementAction.TAKE, cast.rabia), (PlacementAction.RECOMMEND_APPROVAL, cast.rabia)
    factories.walk(case, *steps)

    assert _computed() == before


def test_the_most_invited_expert_shows_in_the_index(cast: SimpleNamespace) -> None:
    for n in range(3):
        need = factories.make_need(cast.organisation, title=f"Need {n}")
        Expert.objects.filter(pk=cast.expert.pk).update(capacity=9)
        factories.make_invitation(need, cast.expert)

    found = _computed()

    # Two verified experts: one has all three invitations, the other none.
    assert found.series[Figure.INVITED_GINI].now == Cell(1, 0.5)
    assert found.series[Figure.SURFACED_GINI].now == Cell(1, 0.5)


def test_programme_and_unit_narrow_what_is_counted(cast: SimpleNamespace) -> None:
    other = factories.make_programme(
        "water", name="Water", unit=factories.make_unit("wapda", name="Water Authority")
    )
    factories.make_invitation(cast.need, cast.expert)
    factories.make_invitation(factories.make_need(cast.organisation, programme=other), cast.other_expert)
    expire_due_invitations(at=NOW + 15 * DAY)

    n_cases = [
        _computed(**only).series[Figure.EXPIRED].now.n
        for only in ({}, {"programme": other}, {"unit": cast.most}, {"unit": other.owner_unit})
    ]

    assert n_cases == [2, 1, 1, 1]


def test_every_figure_has_one_source_and_words(cast: SimpleNamespace) -> None:
    from insights.enums import SCALES
    from insights.labels import FIGURE_DEFINITIONS, FIGURES, GROUPS

    assert set(_computed().series) == set(Figure)
    assert set(FIGURES) == set(FIGURE_DEFINITIONS) == set(SCALES) == set(Figure)
    assert [code for _title, codes in GROUPS for code in codes] == list(Figure)


def test_figures_cost_the_same_whatever_happened(cast: SimpleNamespace) -> None:
    def n_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            _computed()
        return len(queries)

    nothing = n_queries()
    _decided(cast, 3)

    assert n_queries() == nothing


def test_few_cases_are_not_told(cast: SimpleNamespace, client_of: SignIn) -> None:
    _expire(cast, 4)
    page = _read(client_of(cast.omar))
    assert "fewer than 5 cases: not told" in page
    assert "100 %</dd>" not in page


def test_enough_cases_are_told_roughly(cast: SimpleNamespace, client_of: SignIn) -> None:
    _expire(cast, 6)

    page = _read(client_of(cast.omar))

    assert "100 %</dd>" in page
    assert "from about 5 cases" in page


def _expire(cast: SimpleNamespace, n: int) -> None:
    _invited(cast, n)
    expire_due_invitations(at=NOW + 14 * DAY)


def _read(client: Client, **asked: str) -> str:
    cache.clear()
    answer = client.get(reverse(ADDRESS), {"period": "cy2026"} | asked)
    assert answer.status_code == 200
    assert len(answer.content) < 200_000
    return answer.content.decode()


def test_a_country_of_few_experts_is_not_named(cast: SimpleNamespace, client_of: SignIn) -> None:
    cases = _decided(cast, 6)
    Expert.objects.filter(pk=cases[0].expert_id).update(country="IS")

    page = _read(client_of(cast.omar))

    assert "Germany" in page
    assert "Iceland" not in page
    assert "about 5" in page


def test_the_same_numbers_for_everybody_who_oversees(cast: SimpleNamespace, client_of: SignIn) -> None:
    _decided(cast, 6)

    texts = set()
    for user in (cast.omar, cast.dawood, cast.asma):
        rows = client_of(user).get(reverse("insights:oversight_export", args=["csv"]), {"period": "cy2026"})
        texts.add(rows.content)

    assert len(texts) == 1


def test_a_file_carries_definitions_choices_and_no_people(cast: SimpleNamespace, client_of: SignIn) -> None:
    _decided(cast, 6)
    address = reverse("insights:oversight_export", args=["csv"])

    answer = client_of(cast.asma).get(address, {"period": "cy2026", "by": "quarter", "unit": "most"})

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == ["Period", "Calendar year 2026"]
    assert rows[4] == ["Unit", "Ministry of Science and Technology"]
    [whole] = [row for row in rows if row[:1] == ["Placements that were approved"] and "whole" in row[2]]
    assert whole[3] == "5"
    assert whole[-1] == "Placements whose approval was released. By the day of the approval."
    text = answer.content.decode()
    assert not any(name in text for name in ("Some One", "demo.example", "Sana", "Ravi"))
    assert "no-store" in answer["Cache-Control"]


def test_a_name_that_begins_like_a_formula_stays_text(cast: SimpleNamespace, client_of: SignIn) -> None:
    cast.most.name = "=HYPERLINK(1)"
    cast.most.save()
    address = reverse("insights:oversight_export", args=["xlsx"])

    answer = client_of(cast.omar).get(address, {"unit": "most", "figure": "expired"})

    sheet = load_workbook(io.BytesIO(answer.content)).active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "'=HYPERLINK(1)" in values
    assert {row[0].value for row in sheet.iter_rows(min_row=10)} == {"Invitations that expired"}


@pytest.mark.parametrize(
    "asked",
    [{"period": "fy1"}, {"by": "day"}, {"programme": "none"}, {"unit": "'"}, {"period": "x" * 9_000}],
)
def test_nonsense_is_answered_beside_its_field(
    cast: SimpleNamespace, client_of: SignIn, asked: dict[str, str]
) -> None:
    client = client_of(cast.omar)

    assert client.get(reverse(ADDRESS), asked).status_code == 422
    assert client.get(reverse("insights:oversight_export", args=["csv"]), asked).status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "csv?figure=none"])
def test_a_file_that_nobody_makes_does_not_exist(cast: SimpleNamespace, client_of: SignIn, kind: str) -> None:
    name, _mark, asked = kind.partition("?")
    address = reverse("insights:oversight_export", args=[name])

    assert client_of(cast.omar).get(f"{address}?{asked}").status_code == 404


def test_an_empty_portal_says_so(cast: SimpleNamespace, client_of: SignIn) -> None:
    Need.objects.update(opened_at=None)

    assert "Nothing happened in this period" in _read(client_of(cast.omar))


@pytest.mark.parametrize("who", ["rabia", "ayesha", "hina", "sana"])
def test_others_read_why_not(cast: SimpleNamespace, client_of: SignIn, who: str) -> None:
    answer = client_of(getattr(cast, who)).get(reverse(ADDRESS))

    assert answer.status_code == 403
    assert "Only officers, deciders and auditors" in answer.content.decode()


def test_the_page_is_in_the_navigation_of_those_who_may(cast: SimpleNamespace, client_of: SignIn) -> None:
    assert f'href="{reverse(ADDRESS)}"' in client_of(cast.asma).get(reverse("today")).content.decode()
    assert f'href="{reverse(ADDRESS)}"' not in client_of(cast.rabia).get(reverse("today")).content.decode()
