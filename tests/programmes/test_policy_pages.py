"""Pages on which programmes are read by everybody, and their policy by staff and changed by officers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes.enums import PhaseKind, Section
from programmes.models import PolicyVersion, Programme
from programmes.selectors import policy_of
from programmes.services import PhaseRow, load_programmes, set_phases
from tests import factories
from tests.factories import NOW
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast) -> Programme:
    return cast.need.programme


def address(programme: Programme, page: str = "policy", *more: str) -> str:
    return reverse(f"programmes:{page}", args=[programme.slug, *more])


def duration(**changes: Any) -> dict[str, Any]:
    return {
        "least_weeks": "2",
        "most_weeks": "26",
        "most_hours_per_week": "40",
        "seen_number": "1",
        "preview": "1",
    } | changes


def test_everybody_reads_what_an_open_programme_is(cast, programme):
    today = timezone.localdate()
    rows = [PhaseRow("First call", "", PhaseKind.OPEN, today, today + timedelta(days=9))]
    set_phases(programme_id=programme.pk, phases=rows, by=cast.omar, at=NOW)

    page = text_of(Client().get(address(programme, "programme")))

    for words in (
        "Who may take part",
        "How a case is reviewed",
        "First call",
        "open for needs",
        "living costs",
    ):
        assert words in page
    assert "up to USD 3,000 a month, paid by: the ministry" in page
    assert "The whole policy" not in page


def test_a_closed_programme_does_not_exist_for_the_public_and_does_for_staff(cast, programme, client_of):
    Programme.objects.filter(pk=programme.pk).update(is_open=False)

    found = [
        client.get(address(programme, "programme")).status_code for client in (Client(), client_of(cast.asma))
    ]

    assert found == [404, 200]


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(cast, programme, django_assert_num_queries, n):
    for number in range(1, n):
        factories.make_programme(f"programme-{number}", name=f"Programme {number}")

    with django_assert_num_queries(3):
        page = text_of(Client().get(reverse("programmes:programme_list")))

    assert page.count('<th scope="row">') == n


def test_staff_read_the_policy_and_why_they_may_not_change_it(cast, programme, client_of):
    page = text_of(client_of(cast.asma).get(address(programme)))

    assert "Only officers of the unit that owns this programme may change it." in page
    assert "Version 1 is in force." in page
    assert address(programme, "policy_section", "duration") not in page


@pytest.mark.parametrize("section", list(Section))
def test_every_section_opens_filled_with_what_is_in_force(cast, programme, client_of, section):
    load_programmes(by=None, at=NOW)
    exchange = Programme.objects.get(slug="skill-exchange")

    page = client_of(cast.omar).get(address(exchange, "policy_section", section))

    assert page.status_code == 200
    assert page.context["form"].fields["seen_number"].initial == 1


def posted(form: Any) -> dict[str, Any]:
    """A form sent as it was opened."""
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


@pytest.mark.parametrize("section", list(Section))
def test_a_section_sent_as_it_was_opened_changes_nothing(cast, client_of, section):
    load_programmes(by=None, at=NOW)
    exchange = Programme.objects.get(slug="skill-exchange")
    client, where = client_of(cast.omar), address(exchange, "policy_section", section)

    response = client.post(where, posted(client.get(where).context["form"]) | {"publish": "1"})

    assert "nothing would change" in text_of(response)
    assert exchange.policy_versions.count() == 1


def test_an_officer_sees_what_would_change_before_anything_does(cast, programme, client_of):
    factories.make_placement(cast.need, cast.expert)

    page = text_of(
        client_of(cast.omar).post(address(programme, "policy_section", "duration"), duration(most_weeks="3"))
    )

    assert "What would change" in page
    assert "plans being written that would have to be changed: 1 of 1" in page
    assert programme.policy_versions.count() == 1


def test_publishing_makes_a_version_with_what_changed(cast, programme, client_of):
    client = client_of(cast.omar)

    page = text_of(
        client.post(address(programme, "policy_section", "duration"), duration(publish="1"), follow=True)
    )

    assert "Version 2 is in force. Cases that were submitted keep their version." in page
    assert "Most weeks" in page
    assert "Omar Farooq" in page
    assert policy_of(programme).most_weeks == 26


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"most_weeks": "105"}, "Please give a whole number from 1 to 104."),
        ({"most_weeks": "چھ"}, "Please give a whole number from 1 to 104."),
        ({"most_weeks": ""}, "Please give a whole number from 1 to 104."),
        ({"most_weeks": "1"}, "The most weeks must not be fewer than the least weeks."),
        ({"seen_number": "7", "publish": "1"}, "Somebody changed this in the meantime."),
        ({"seen_number": "", "publish": "1"}, "There is a problem"),
    ],
)
def test_figures_that_make_no_sense_are_answered_with_a_sentence(cast, programme, client_of, changes, words):
    response = client_of(cast.omar).post(
        address(programme, "policy_section", "duration"), duration(**changes)
    )

    assert words in text_of(response)
    assert response.context["form"]["least_weeks"].value() == "2"
    assert PolicyVersion.objects.filter(programme=programme).count() == 1


def line(n: int, **changes: Any) -> dict[str, Any]:
    rule = {"purpose": "travel", "currency": "USD", "most": "2500", "per": "once", "payers": ["host"]}
    return {f"{name}_{n}": value for name, value in (rule | changes).items()}


def test_lines_of_allowances_are_read_and_empty_ones_do_not_count(cast, programme, client_of):
    body = {"seen_number": "1", "publish": "1"} | line(2) | line(5, currency="PKR", most="150000")

    client_of(cast.omar).post(address(programme, "policy_section", "allowances"), body)

    rules = policy_of(programme).allowances
    assert [(rule.currency, rule.most, rule.payers) for rule in rules] == [
        ("USD", 2_500, ("host",)),
        ("PKR", 150_000, ("host",)),
    ]


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        (line(2, per=""), "per_2", "Please give purpose, currency, limit, period and who pays."),
        (line(2, most="0"), "most_2", "Please give a whole number from 1 to 100000000."),
        (line(2, currency="XXX"), "currency_2", "Select a valid choice"),
        (line(2) | line(5), "purpose_5", "There is a line for this purpose, currency and period already."),
    ],
)
def test_a_line_that_lacks_something_says_so_where_it_was_typed(
    cast, programme, client_of, body, field, words
):
    response = client_of(cast.omar).post(
        address(programme, "policy_section", "allowances"), body | {"seen_number": "1", "publish": "1"}
    )

    assert words in response.context["form"].errors[field][0]
    assert programme.policy_versions.count() == 1


def test_a_criterion_keeps_its_code_when_it_is_renamed(cast, programme, client_of):
    client, where = client_of(cast.omar), address(programme, "policy_section", "rubric")
    first = {"name_1": "The plan is sound", "weight_1": "30", "most_1": "5"}
    client.post(where, first | {"seen_number": "1", "publish": "1"})
    [criterion] = policy_of(programme).rubric
    renamed = first | {"name_1": "The plan can be done", "code_1": criterion.code}

    client.post(where, renamed | {"seen_number": "2", "publish": "1"})

    [renamed] = policy_of(programme).rubric
    assert (criterion.code, renamed.code, renamed.name) == (
        "the-plan-is-sound",
        "the-plan-is-sound",
        "The plan can be done",
    )


def test_a_section_that_does_not_exist_is_not_found(cast, programme, client_of):
    assert client_of(cast.omar).get(address(programme, "policy_section", "salaries")).status_code == 404


def test_an_officer_changes_what_a_programme_is(cast, programme, client_of):
    body = {
        "summary": "An expert advises.",
        "modes": ["remote"],
        "partner_countries": ["DE", "CN"],
        "sdgs": ["9"],
        "is_open": "on",
    }

    page = text_of(client_of(cast.omar).post(address(programme, "about"), body, follow=True))

    programme.refresh_from_db()
    assert "The programme was changed." in page
    assert (programme.partner_countries, programme.modes) == (["DE", "CN"], ["remote"])


def test_an_officer_writes_phases_and_errors_stand_beside_their_line(cast, programme, client_of):
    client, where = client_of(cast.omar), address(programme, "phases")
    call = {"name_2": "Call", "kind_2": "open", "starts_on_2": "2027-01-01", "ends_on_2": "2027-02-01"}

    wrong = client.post(where, call | {"ends_on_2": "2026-12-31"})
    page = text_of(client.post(where, call, follow=True))

    assert wrong.context["form"].errors["ends_on_2"] == ["The last day must not be before the first."]
    assert "1 January 2027 to 1 February 2027" in page
    assert programme.phases.get().kind == "open"
