"""The one thing worth adding to a profile, counted by judging the open needs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from experts.models import Availability, Expert, ExpertLanguage, ExpertSkill, Work
from incubators.models import Need
from matching import adapter
from matching.adapter.reaching import reach_of
from matching.enums import ProfileFact
from matching.selectors.strength import Step
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
ADDRESS = "/matching/strength/"


def steps(expert: Expert) -> dict[ProfileFact, Step]:
    return {step.fact: step for step in reach_of(expert.pk, NOW).steps}


def complete(expert: Expert) -> Expert:
    """Nothing is missing that a need may ask about."""
    expert.motivation_kinds = ["mentorship"]
    expert.save()
    Work.objects.create(expert=expert, kind="project", title="Microgrids")
    return expert


def test_it_says_so_when_nothing_helps(cast, client_of):
    complete(cast.expert)

    assert steps(cast.expert) == {}
    page = client_of(cast.hina).get(ADDRESS).content.decode()
    assert "Nothing more would help now" in page
    assert "Your profile fits 1 of 2 open needs." in page


@pytest.mark.parametrize(
    ("fact", "forget"),
    [
        (ProfileFact.AVAILABILITY, lambda e: Availability.objects.filter(expert=e).delete()),
        (ProfileFact.LANGUAGES, lambda e: ExpertLanguage.objects.filter(expert=e).delete()),
        (ProfileFact.WORKS, lambda e: Work.objects.filter(expert=e).delete()),
        (ProfileFact.MOTIVATION, lambda e: Expert.objects.filter(pk=e.pk).update(motivation_kinds=[])),
        (ProfileFact.THEMES, lambda e: e.themes.clear()),
        (ProfileFact.PLACE, lambda e: Expert.objects.filter(pk=e.pk).update(time_zone="")),
    ],
    ids=str,
)
def test_a_missing_fact_counts_the_needs_that_fit_and_ask_about_it(cast, fact, forget):
    factories.make_need(cast.organisation, title="Another")
    forget(complete(cast.expert))

    assert steps(cast.expert) == {fact: Step(fact, is_stated=False, n_asks=2)}


def test_a_seniority_is_asked_only_by_needs_that_wish_for_one(cast):
    complete(cast.expert)
    Expert.objects.filter(pk=cast.expert.pk).update(seniority="")
    assert steps(cast.expert) == {}

    Need.objects.filter(pk=cast.need.pk).update(least_seniority="senior")

    assert steps(cast.expert)[ProfileFact.SENIORITY].n_asks == 1


def test_other_times_open_exactly_the_needs_that_then_fit(cast, client_of):
    complete(cast.expert)
    for hours in (20, 30):
        factories.make_need(cast.organisation, title=f"{hours} hours", hours_per_week=hours)
    factories.make_need(cast.organisation, title="In Urdu", hours_per_week=30, working_languages=["ur"])

    [step] = steps(cast.expert).values()

    assert (step.fact, step.n_opens) == (ProfileFact.AVAILABILITY, 2)
    page = client_of(cast.hina).get(ADDRESS).content.decode()
    assert "2 more needs would fit you at other times" in page
    Availability.objects.filter(expert=cast.expert).update(hours_per_week=40)
    assert reach_of(cast.expert.pk, NOW).n_fits == 3


def test_the_language_that_opens_most_is_named(cast, client_of):
    complete(cast.expert)
    for language in ("ur", "ur", "de"):
        factories.make_need(cast.organisation, title=f"In {language}", working_languages=[language])

    [step] = steps(cast.expert).values()

    assert (step.fact, step.n_opens, step.language) == (ProfileFact.LANGUAGES, 2, "ur")
    assert (
        "2 more needs would fit you if you also work in Urdu"
        in client_of(cast.hina).get(ADDRESS).content.decode()
    )


def test_a_profile_without_skills_is_told_to_begin_with_them(cast):
    complete(cast.expert)
    ExpertSkill.objects.filter(expert=cast.expert).delete()

    [step] = steps(cast.expert).values()

    assert (step.fact, step.n_opens) == (ProfileFact.SKILLS, 2)


def test_it_counts_as_the_expert_s_own_list_does(cast):
    complete(cast.expert)
    for number, changes in enumerate(
        (
            {"mode": "in_person"},
            {"hours_per_week": 9},
            {"starts_on": TODAY - timedelta(days=90), "ends_on": TODAY + timedelta(days=2)},
            {"skills": ("hydrology",)},
            {"least_language_level": "C2"},
            {"starts_on": None, "ends_on": None},
        )
    ):
        factories.make_need(cast.organisation, title=f"Need {number}", **changes)
    needs = list(Need.objects.open().with_terms())

    reach = reach_of(cast.expert.pk, NOW)

    verdicts = adapter.verdicts(needs, cast.expert.pk, NOW)
    assert (reach.n_needs, reach.n_fits) == (len(needs), sum(not verdict.failed for verdict in verdicts))


def test_a_travel_document_plays_no_part(cast):
    complete(cast.expert)
    Expert.objects.filter(pk=cast.expert.pk).update(travel_document="undisclosed")

    assert steps(cast.expert) == {}
    assert "travel" not in " ".join(ProfileFact)


def test_it_costs_the_same_for_one_need_and_for_many(cast, client_of):
    client = client_of(cast.hina)
    client.get(ADDRESS)

    def n_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        return len(queries)

    few = n_queries()
    for number in range(5):
        factories.make_need(cast.organisation, title=f"Need {number}")

    assert n_queries() == few


def test_only_people_with_a_profile_have_a_next_step(cast, client_of):
    assert client_of(cast.sana).get(ADDRESS).status_code == 404
    page = client_of(cast.hina).get("/experts/profile/").content.decode()
    assert f'href="{ADDRESS}"' in page


def test_the_profile_page_shows_the_next_step_by_itself(cast, client_of):
    Availability.objects.filter(expert=cast.expert).delete()
    hina = client_of(cast.hina)

    profile = hina.get(reverse("experts:profile")).content.decode()
    fragment = hina.get(ADDRESS, headers={"HX-Request": "true"})

    assert f'hx-get="{ADDRESS}"' in profile
    assert f'href="{ADDRESS}"' in profile, "without JavaScript a link leads there"
    assert fragment["Vary"].startswith("HX-Request")
    text = fragment.content.decode()
    assert "<h1" not in text
    assert "Your profile fits" in text
    assert "When you could help" in text
