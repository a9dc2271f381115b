"""How many could fit, told while a need is being written: roughly, to its writers alone, nothing stored."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from benchmarks.population import SEED, WEIGHTS, draw_experts, draw_need
from common.counts import coarse
from incubators.models import Need, NeedEvent
from matching.adapter import pin_input
from matching.engine import parts, rank
from matching.engine.parts import Part, with_delta
from matching.engine.segment import build
from matching.enums import Constraint
from matching.selectors.estimate import estimate_page
from matching.selectors.results import Counted
from matching.services import estimate
from matching.views.estimates import ESTIMATES
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SCHEDULE = {
    "mode": "remote",
    "starts_on": (TODAY + timedelta(days=30)).isoformat(),
    "ends_on": (TODAY + timedelta(days=120)).isoformat(),
    "hours_per_week": "4",
    "weeks": "8",
    "seats": "1",
}


@pytest.fixture
def seven(cast):
    """Seven experts who fit a draft; Hina is one of them."""
    for n in range(6):
        factories.make_expert(factories.make_user(f"fits{n}@demo.example"))
    draft = factories.make_need(cast.organisation, opened=False, title="A draft")
    pin_input([draft.pk], set())
    return draft


def address(need: Need, step: str = "schedule") -> str:
    return f"{reverse('matching:estimate', args=[need.public_id])}?step={step}"


def typed(client: Client, need: Need, **answers: str) -> str:
    return client.post(address(need), SCHEDULE | answers, headers=HTMX).content.decode()


def test_the_draft_is_judged_as_it_is_saved(cast, client_of, seven):
    page = client_of(cast.sana).get(address(seven)).content.decode()

    assert "By these answers about 5 experts could fit." in page
    assert page.count("<h1") == 1


def test_what_is_typed_counts_and_is_not_saved(cast, client_of, seven):
    before = Need.objects.values().get(pk=seven.pk)

    fragment = typed(client_of(cast.sana), seven, hours_per_week="20")

    assert "fewer than 5 experts could fit" in fragment
    assert "The hardest requirement is the hours a week: without it, about 5 more." in fragment
    assert "<h1" not in fragment
    assert Need.objects.values().get(pk=seven.pk) == before


def test_an_answer_that_cannot_be_read_counts_as_it_was_saved(cast, client_of, seven):
    assert "about 5 experts" in typed(client_of(cast.sana), seven, hours_per_week="many", ends_on="soon")


def test_skills_count_as_they_stand_in_the_form(cast, client_of, seven):
    factories.make_skill("beekeeping")
    rows = {"skill": "beekeeping", "importance-beekeeping": "must", "level-beekeeping": "2"}

    fragment = client_of(cast.sana).post(address(seven, "skills"), rows, headers=HTMX).content.decode()
    none = client_of(cast.sana).post(address(seven, "skills"), {}, headers=HTMX).content.decode()

    assert "The hardest requirement is the must-have skills: fewer than 5 list one of them." in fragment
    assert "Name a must-have skill first" in none


def test_languages_and_themes_that_are_typed_count_too(cast, client_of, seven):
    answers = {"working_languages": ["zh"], "least_language_level": "B2", "themes": ["renewable-energy"]}

    fragment = client_of(cast.sana).post(address(seven, "people"), answers, headers=HTMX).content.decode()

    assert "The hardest requirement is the working language: without it, about 5 more." in fragment


def test_without_a_script_the_draft_is_saved_first(cast, client_of, seven):
    client = client_of(cast.sana)

    answer = client.post(address(seven), SCHEDULE | {"hours_per_week": "20", "then": "estimate"})

    assert answer.url == address(seven)
    seven.refresh_from_db()
    assert seven.hours_per_week == 20
    assert "fewer than 5 experts could fit" in client.get(answer.url).content.decode()


def test_without_a_script_a_wrong_answer_is_shown_on_its_own_page(cast, client_of, seven):
    answer = client_of(cast.sana).post(address(seven), SCHEDULE | {"weeks": "1000", "then": "estimate"})

    page = answer.content.decode()
    assert 'value="1000"' in page
    assert "less than or equal to 104" in page


def test_going_on_from_a_corrected_page_goes_on(cast, client_of, seven):
    answer = client_of(cast.sana).post(address(seven), SCHEDULE)

    assert answer.url == reverse("incubators:need_step", args=[seven.public_id, "people"])


@pytest.mark.parametrize("step", ["basics", "terms", "skills", "schedule", "people"])
def test_every_step_may_be_asked_from(cast, client_of, seven, step):
    assert client_of(cast.sana).post(address(seven, step), {}, headers=HTMX).status_code == 200


def test_another_step_does_not_exist(cast, client_of, seven):
    assert client_of(cast.sana).get(address(seven, "nonsense")).status_code == 404


@pytest.mark.parametrize(("person", "status"), [("kamran", 404), ("hina", 404), ("omar", 404)])
def test_only_those_who_may_write_the_need_may_ask(cast, client_of, seven, person, status):
    assert client_of(getattr(cast, person)).get(address(seven)).status_code == status


def test_nobody_asks_without_end(cast, client_of, seven):
    client = client_of(cast.sana)
    for _ in range(ESTIMATES.limit):
        client.post(address(seven, "terms"), {}, headers=HTMX)

    assert client.post(address(seven, "terms"), {}, headers=HTMX).status_code == 429


def test_it_says_so_before_anything_was_matched(cast, client_of):
    page = client_of(cast.sana).get(address(cast.need)).content.decode()

    assert "There is nothing to count with yet" in page


def test_hidden_experts_are_not_counted(cast):
    for n in range(6):
        factories.make_expert(factories.make_user(f"hides{n}@demo.example"), visibility="hidden")
    pin_input([cast.need.pk], set())

    page = estimate(need=Need.objects.with_terms().get(pk=cast.need.pk), terms={}, by=cast.sana, at=NOW)

    assert "fewer than 5 experts could fit" in page.sentence


@pytest.mark.parametrize("kept_away", [0, 1, 4])
def test_a_requirement_that_keeps_fewer_than_five_away_is_not_named(cast, kept_away):
    few = estimate_page(cast.need, Counted(80, 3, {Constraint.HOURS: kept_away}), NOW)
    none = estimate_page(cast.need, Counted(80, 0, {Constraint.HOURS: 0}), NOW)

    assert (few.sentence, few.hardest) == (none.sentence, none.hardest)


def test_counts_grow_in_steps():
    told = [coarse(n) for n in range(3_000)]

    assert told == sorted(told)
    assert all(0 <= n - each <= max(4, n // 5) for n, each in enumerate(told))


def test_the_fast_count_equals_the_search_of_everybody():
    random = np.random.default_rng(SEED)
    experts = draw_experts(500, random)
    base = Part(experts, build(experts))
    changed, dead = experts.take(np.arange(0, 60)), np.arange(0, 60)
    for _ in range(40):
        need = draw_need(random)
        found = parts.count_need([base], need, WEIGHTS)
        whole = rank.match_need(experts, need, WEIGHTS, 10)
        assert found.n_eligible == whole.n_eligible
        assert found.near.tolist() == whole.excluded.near.tolist()
        in_two = parts.count_need(with_delta(base, changed, dead), need, WEIGHTS)
        assert (in_two.n_candidates, in_two.n_eligible) == (found.n_candidates, found.n_eligible)


def test_an_estimate_costs_the_same_for_one_skill_and_for_three(cast, seven, django_assert_num_queries):
    more = factories.make_need(
        cast.organisation, opened=False, skills=("power-systems", "hydrology", "optics"), title="More"
    )
    for need in (seven, more):
        terms = Need.objects.with_terms().get(pk=need.pk)
        assert NeedEvent.objects.filter(subject=need).count() == 1
        estimate(need=terms, terms={}, by=cast.sana, at=NOW)  # roles are asked once a request
        with django_assert_num_queries(5):
            estimate(need=terms, terms={}, by=cast.sana, at=NOW)
