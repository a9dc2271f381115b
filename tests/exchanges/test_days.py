"""Days in Pakistan by tax year, as an estimate that says so."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from exchanges.enums import PlacementAction as A
from exchanges.selectors.days import days_by_tax_year, warning_of
from exchanges.services.sessions import Entry, log_session
from programmes.enums import Mode
from tests import factories
from tests.exchanges.lives import DAY, FIRST, FIRST_DAY, end, make_active, make_approved

SignIn = Callable[..., Client]


def test_days_of_a_plan_are_spread_over_its_dates_and_add_up(cast: SimpleNamespace) -> None:
    need = factories.make_need(
        cast.organisation, title="Summer", starts_on=date(2027, 6, 16), ends_on=date(2027, 7, 15)
    )
    make_approved(cast, need=need, mode=Mode.HYBRID, days_in_country=14)

    years = days_by_tax_year(cast.expert)

    assert [(one.year, one.n_days, one.warning) for one in years] == [(2027, 7, ""), (2028, 7, "")]


def test_a_draft_counts_nothing(cast: SimpleNamespace) -> None:
    factories.make_submitted(cast.need, cast.expert, mode=Mode.HYBRID, days_in_country=10)

    assert days_by_tax_year(cast.expert) == []


def test_an_early_end_counts_up_to_its_day_and_sessions_in_person_count_by_the_day(
    cast: SimpleNamespace,
) -> None:
    placement = make_active(cast, mode=Mode.HYBRID, days_in_country=14)
    at = FIRST + 20 * DAY
    for n in range(5):
        entry = Entry(FIRST_DAY + n * DAY, Decimal(1), Mode.IN_PERSON, f"Day {n}")
        log_session(placement_id=placement.pk, entry=entry, by=cast.hina, at=at)
    log_session(
        placement_id=placement.pk,
        entry=Entry(FIRST_DAY, Decimal(1), Mode.IN_PERSON, "The afternoon"),
        by=cast.sana,
        at=at,
    )
    end(placement, A.END_EARLY, cast.sana, at=at)

    [year] = days_by_tax_year(cast.expert)

    assert (year.n_planned, year.n_logged, year.n_days) == (14 * 21 // 91, 5, 5)


@pytest.mark.parametrize(
    ("n_days", "warning"),
    [
        (79, ""),
        (80, "near 90 days"),
        (90, "90 days or more"),
        (173, "near 183 days"),
        (183, "183 days or more"),
    ],
)
def test_a_neutral_word_stands_near_90_and_183_days(n_days: int, warning: str) -> None:
    assert warning_of(n_days) == warning


def test_only_the_expert_reads_them(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = make_approved(cast, mode=Mode.HYBRID, days_in_country=14)
    case = reverse("exchanges:placement", args=[placement.public_id])
    own = reverse("exchanges:days_in_pakistan")

    for page in (case, own):
        assert "This is no tax advice." in client_of(cast.hina).get(page).content.decode()
    for who in (cast.sana, cast.rabia):
        assert "tax" not in client_of(who).get(case).content.decode()
        assert client_of(who).get(own).status_code == 404
