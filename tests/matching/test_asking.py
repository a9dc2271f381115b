"""Why somebody stands in a list or not: asked by the host and by the ministry, about whom they may see."""

import pytest
from django.urls import reverse

from common.refusals import Refused
from experts.models import AccessEvent, Expert, ExpertSkill
from incubators.models import NeedSkill
from matching.enums import ConflictState, ExclusionReason
from matching.models import Conflict, Exclusion
from matching.selectors.skills import held_skills
from matching.services import ask_about, shortlist_match
from taxonomy.models import Skill
from tests import factories
from tests.factories import NOW
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db


def ask(client, need, code: str):
    return client.get(reverse("matching:ask", args=[need.public_id]), {"code": code})


def test_the_host_reads_the_place_and_the_whole_score_of_somebody_in_the_list(cast, matched, client_of):
    matched(cast.need)

    page = text_of(ask(client_of(cast.sana), cast.need, cast.expert.public_id))

    for words in (
        "In the list, at place 1.",
        "Holds these of your must-have skills: Power systems.",
        "Score, out of 10,000",
        "2: has used it at work",
        "3: others ask them for advice",
    ):
        assert words in page
    look = AccessEvent.objects.get(is_list=False)
    assert (look.expert, look.viewer, look.route) == (cast.expert, cast.sana, "matching:ask")
    assert look.viewer_is == "Ravi Incubation Centre"


@pytest.mark.parametrize("as_typed", ["{}", " {}\u200f", "\u2066{}\u2069", "{}-"])
def test_codes_are_read_as_they_are_copied(cast, matched, client_of, as_typed):
    matched(cast.need)
    code = as_typed.format(cast.expert.public_id.lower())

    response = ask(client_of(cast.sana), cast.need, code)

    assert response.status_code == 200
    assert "maxlength" not in response.content.decode().partition("<main")[2]
    assert "Score, out of 10,000" in text_of(response)


def test_every_failing_constraint_is_named_with_the_score_if_none_failed(cast, matched):
    cast.need.hours_per_week, cast.need.working_languages = 20, ["de"]
    cast.need.save()
    matched(cast.need)
    Expert.objects.filter(pk=cast.expert.pk).update(visibility="public")

    page = ask_about(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    assert page.obstacles == [
        "Shares no working language at the level that you ask for.",
        "Has too few hours a week left at that time.",
    ]
    assert page.place is None
    assert page.explanation.points > 5_000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"visibility": "hidden"}, None),
        ({"state": "paused"}, None),
        ({}, "NOBODY2345"),
    ],
)
def test_hidden_paused_and_unknown_experts_are_the_same_nobody(cast, matched, client_of, change, code):
    matched(cast.need)
    if change:
        Expert.objects.filter(pk=cast.expert.pk).update(**change)

    for who in (cast.sana, cast.omar):
        response = ask(client_of(who), cast.need, code or cast.expert.public_id)
        assert response.status_code == 404
        assert "There is nobody under this code whom this list may show you." in text_of(response)
    assert AccessEvent.objects.count() == 0


def test_a_host_asks_only_about_those_whom_the_list_has_shown(cast, matched):
    matched(cast.need)

    with pytest.raises(Refused):
        ask_about(need=cast.need, code=cast.other_expert.public_id, by=cast.sana, at=NOW)

    Expert.objects.filter(pk=cast.other_expert.pk).update(visibility="public")
    page = ask_about(need=cast.need, code=cast.other_expert.public_id, by=cast.sana, at=NOW)
    assert page.obstacles == ["Lists none of the must-have skills."]


def test_somebody_chosen_stays_askable_after_leaving_the_list(cast, matched):
    matched(cast.need)
    shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)
    cast.expert.skills.all().delete()
    matched(cast.need)

    page = ask_about(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    assert page.obstacles == ["Lists none of the must-have skills."]


def bar(cast) -> None:
    Exclusion.objects.create(
        expert=cast.expert,
        organisation=cast.organisation,
        reason=ExclusionReason.NEVER_THIS_ORGANISATION,
        source_ref="x",
        at=NOW,
    )


def clash(cast) -> None:
    Conflict.objects.create(
        expert=cast.expert,
        organisation=cast.organisation,
        kind="family",
        state=ConflictState.CONFIRMED,
        at=NOW,
    )


@pytest.mark.parametrize("apart", [bar, clash])
def test_the_host_does_not_learn_what_an_expert_or_the_ministry_decided_about_it(cast, matched, apart):
    matched(cast.need)
    apart(cast)

    page = ask_about(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    assert page.obstacles == ["Cannot be suggested for this need."]


def test_the_ministry_reads_its_own_wording(cast, matched, client_of):
    matched(cast.need)
    clash(cast)

    page = text_of(ask(client_of(cast.omar), cast.need, cast.expert.public_id))

    assert "Has a confirmed conflict of interest with this host." in page
    assert "Skills that are a must, held: Power systems." in page
    assert "your must-have" not in page


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Please give the code"),
        ("<b>x</b>", "letters and digits only"),
        ("ABCDEFGHIJK", "ten letters and digits"),
        ("ماہر", "letters and digits only"),
    ],
)
def test_bad_codes_are_answered_beside_the_field(cast, client_of, code, words):
    response = ask(client_of(cast.sana), cast.need, code)

    assert response.status_code == 200
    assert words in text_of(response)


def test_levels_held_come_through_narrower_skills_as_in_the_score(cast):
    broad = factories.make_skill("energy")
    Skill.objects.filter(slug="power-systems").update(broader=broad)
    ExpertSkill.objects.filter(expert=cast.expert).update(level=4, last_used_year=2024)
    ExpertSkill.objects.create(expert=cast.expert, skill=broad, typed="Energy", level=1, last_used_year=2026)

    held = held_skills([cast.expert.pk])[cast.expert.pk][broad.pk]

    assert (held.level, held.last_used) == (4, 2026)


def test_a_skill_held_below_the_level_asked_says_so_in_words(cast, matched, client_of):
    NeedSkill.objects.filter(need=cast.need).update(least_level=4)
    matched(cast.need)
    client = client_of(cast.sana)

    whole = text_of(ask(client, cast.need, cast.expert.public_id))
    listed = text_of(client.get(reverse("matching:need_matches", args=[cast.need.public_id])))

    assert "4: sets the standard in the field" in whole
    for page in (whole, listed):
        assert "below the level asked" in page
    assert "not stated" in whole  # when it was last used


@pytest.mark.parametrize("n", [1, 3])
def test_asking_costs_the_same_for_one_and_three_skills(
    cast, matched, client_of, django_assert_num_queries, n
):
    for rank in range(2, n + 1):
        NeedSkill.objects.create(
            need=cast.need, skill=factories.make_skill(f"skill-{rank}"), importance="should", rank=rank
        )
    matched(cast.need)
    client = client_of(cast.sana)
    ask(client, cast.need, cast.expert.public_id)

    with django_assert_num_queries(32):
        ask(client, cast.need, cast.expert.public_id)
