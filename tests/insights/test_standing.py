"""An organisation reads its own figures beside the portal's, and nobody else does."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchanges.enums import DeclineReason
from exchanges.services.invitations import (
    Answer,
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    invite,
    show_interest,
)
from incubators.models import Need
from insights.enums import Measure
from insights.selectors.measures import Value, portal_median, values_of
from insights.selectors.standing import glances, standing_page
from tests import factories
from tests.factories import NOW

SignIn = Callable[..., Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def _offer(cast: SimpleNamespace, title: str) -> int:
    need = factories.make_need(cast.organisation, title=title)
    return show_interest(need_id=need.pk, message="", by=cast.hina, at=NOW).pk


def _decline(invitation_id: int, by: object, *, days: int) -> None:
    decline_invitation(
        invitation_id=invitation_id, answer=Answer(DeclineReason.OTHER), by=by, at=NOW + days * DAY
    )


def test_an_offer_that_expired_counts_with_all_its_days(cast: SimpleNamespace) -> None:
    _decline(_offer(cast, "One"), cast.sana, days=1)
    _decline(_offer(cast, "Two"), cast.sana, days=3)
    _offer(cast, "Three")
    expire_due_invitations(at=NOW + 15 * DAY)

    days = values_of(Measure.DAYS_TO_ANSWER, at=NOW + 20 * DAY)

    assert days == {cast.organisation.pk: Value(3.0, 3)}


def test_the_first_invitation_after_opening_counts(cast: SimpleNamespace) -> None:
    Need.objects.filter(pk=cast.need.pk).update(opened_at=NOW)
    factories.make_invitation(cast.need, cast.expert, at=NOW + 2 * DAY)
    factories.make_invitation(
        cast.need, factories.make_expert(factories.make_user("x@demo.example")), at=NOW + 4 * DAY
    )

    assert values_of(Measure.DAYS_TO_INVITE, at=NOW + 5 * DAY) == {cast.organisation.pk: Value(2.0, 1)}


def test_shares_are_of_what_was_asked(cast: SimpleNamespace) -> None:
    for need in (cast.need, cast.other_need):
        Need.objects.filter(pk=need.pk).update(opened_at=NOW, seats=2)
    accepted = factories.make_invitation(cast.need, cast.expert)
    factories.make_invitation(cast.other_need, cast.other_expert)
    accept_invitation(invitation_id=accepted.pk, by=cast.hina, at=NOW + DAY)
    expire_due_invitations(at=NOW + 15 * DAY)

    at = NOW + 20 * DAY
    assert values_of(Measure.SHARE_ANSWERED, at=at) == {
        cast.organisation.pk: Value(100.0, 1),
        cast.other_organisation.pk: Value(0.0, 1),
    }
    assert values_of(Measure.SHARE_FILLED, at=at) == {
        cast.organisation.pk: Value(50.0, 2),
        cast.other_organisation.pk: Value(0.0, 2),
    }


def test_what_is_older_than_a_year_is_left_out(cast: SimpleNamespace) -> None:
    _decline(_offer(cast, "One"), cast.sana, days=1)

    assert values_of(Measure.DAYS_TO_ANSWER, at=NOW + 366 * DAY) == {}


@pytest.mark.parametrize(("n", "shown"), [(4, None), (5, 3.0)])
def test_the_portal_median_names_nobody(n: int, shown: float | None) -> None:
    values = {key: Value(float(key), 1) for key in range(1, n + 1)}

    assert portal_median(values) == shown


def test_a_member_reads_what_is_open_and_what_waits(cast: SimpleNamespace, client_of: SignIn) -> None:
    invite(match_id=factories.make_match(cast.need, cast.expert).pk, message="", by=cast.sana, at=NOW)
    show_interest(need_id=cast.need.pk, message="", by=cast.bilal, at=NOW)

    page = standing_page(cast.organisation, at=NOW + 6 * DAY)
    assert [(row.n_for_expert, row.n_for_us) for row in page.invitations] == [(0, 0), (1, 1), (0, 0)]
    assert [(bar.label, bar.value) for bar in page.needs] == [("open", 1)]

    [glance] = glances(cast.sana)
    assert (glance.n_open_needs, glance.n_awaited, glance.n_for_us, glance.n_plans_for_us) == (1, 1, 1, 0)
    address = reverse("insights:standing", args=[cast.organisation.public_id])
    assert address in client_of(cast.sana).get(reverse("today")).content.decode()
    whole = client_of(cast.sana).get(address).content.decode()
    assert "not known yet" in whole


def test_a_plan_that_the_host_has_to_complete_waits_for_it(cast: SimpleNamespace) -> None:
    factories.make_placement(cast.need, cast.expert)

    assert glances(cast.sana)[0].n_plans_for_us == 1
    assert standing_page(cast.organisation, at=NOW).n_placements_for_us == 1


def test_nobody_else_reads_the_figures(cast: SimpleNamespace, client_of: SignIn) -> None:
    address = reverse("insights:standing", args=[cast.organisation.public_id])

    answers = {
        user.email: client_of(user).get(address).status_code for user in (cast.kamran, cast.hina, cast.omar)
    }

    assert set(answers.values()) == {403}


def test_today_costs_the_same_for_one_organisation_and_for_three(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    def n_queries() -> int:
        client = client_of(cast.sana)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("today"))
        return len(queries)

    n_queries()
    once = n_queries()
    for name in ("Second", "Third"):
        organisation = factories.make_organisation(cast.sana, name=name)
        factories.make_invitation(factories.make_need(organisation), cast.other_expert)

    assert n_queries() == once
    assert len(glances(cast.sana)) == 3
