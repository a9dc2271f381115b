"""Whatever people write or leave out: a clear message or a defined result, never a crash."""

import pytest
from django.urls import reverse

from common import ledger
from experts.enums import State, Visibility
from experts.models import Expert, ExpertSkill
from incubators.models import Need
from matching.enums import RunState
from matching.models import MatchRun
from matching.services import submit_run
from programmes.enums import Component
from programmes.models import Weights
from tests import factories
from tests.factories import NOW
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_profile(cast) -> Expert:
    """Verified, and nothing stated at all."""
    user = factories.make_user("empty@demo.example")
    expert = factories.make_expert(
        user, skills=(), headline="", bio="", country="", time_zone="", seniority=""
    )
    for rows in (expert.languages, expert.availabilities, expert.works):
        rows.all().delete()
    expert.themes.clear()
    return expert


def matches_of(client, need: Need) -> str:
    response = client.get(reverse("matching:need_matches", args=[need.public_id]))
    assert response.status_code == 200
    return text_of(response)


def test_an_empty_profile_is_counted_and_told_what_is_missing(cast, empty_profile, matched, client_of):
    row = matched(cast.need)
    assert (row.n_considered, row.n_eligible) == (3, 1)
    client = client_of(empty_profile.user)

    page = text_of(client.get(reverse("matching:expert_matches")))
    pair = text_of(client.get(reverse("matching:why_not", args=[cast.need.public_id])))

    assert "0 of 2 open needs fit you" in page
    assert "You list none of the skills that they must have." in pair
    assert "Your profile does not list Power systems." in pair
    assert "Not known, so not counted:" in pair
    assert "not listed" in pair


def test_a_need_without_a_must_skill_fits_whoever_meets_the_rest(cast, matched, client_of):
    cast.need.skills.all().delete()
    row = matched(cast.need)
    assert (row.n_must, row.n_eligible) == (0, 2)
    client = client_of(cast.sana)

    page = matches_of(client, cast.need)
    asked = text_of(
        client.get(reverse("matching:ask", args=[cast.need.public_id]), {"code": cast.expert.public_id})
    )
    changes = client.get(reverse("matching:need_changes", args=[cast.need.public_id]))

    assert "2 of 2 experts fit." in page
    assert "This need names no skills." in asked
    assert changes.status_code == 200


def test_weights_that_are_all_zero_end_a_run_with_a_reason_and_leave_the_old_list(cast, matched, client_of):
    old = matched(cast.need)
    Weights.objects.create(
        programme=cast.need.programme, number=2, values=dict.fromkeys(Component, 0), since=NOW
    )
    run = submit_run(need=cast.need, by=None, at=NOW)
    for _ in range(2 * ledger.MOST_ATTEMPTS):
        run.run.shards.update(lease_until=None)
        ledger.drain(worker="test", seconds=10)

    run.refresh_from_db()
    page = text_of(client_of(cast.rabia).get(reverse("matching:run", args=[run.public_id])))

    assert run.state == RunState.FAILED
    assert "the weights of its programme, make no sense" in page
    assert cast.need.title in page
    assert "given up" in page
    assert "Try the failed parts again" in page
    old.refresh_from_db()
    assert old.is_current
    assert "1 of 2 experts fit" in matches_of(client_of(cast.sana), cast.need)


def test_skills_that_the_vocabulary_does_not_know_count_as_words_of_the_profile(cast, matched, client_of):
    ExpertSkill.objects.filter(expert=cast.other_expert).update(skill=None, typed="Stirling engines")
    Need.objects.filter(pk=cast.need.pk).update(purpose="Advice on stirling engines for tube wells.")
    cast.need.skills.all().delete()

    row = matched(cast.need)

    assert row.n_eligible == 2
    assert "Stirling" not in matches_of(client_of(cast.sana), cast.need)


MIXED = "شمسی توانائی solar تواناٸی — inverter ڈیزائن\u200c\u200f 🌞 <b>&amp;</b> ٣"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_urdu_and_mixed_scripts_are_matched_and_shown_as_written(cast, matched, client_of, language):
    Need.objects.filter(pk=cast.need.pk).update(title=MIXED[:100], purpose=MIXED * 20, language="ur")
    Expert.objects.filter(pk=cast.expert.pk).update(headline=MIXED[:90], bio=MIXED * 20)
    matched(cast.need)
    client = client_of(cast.sana)
    client.cookies["language"] = language

    page = matches_of(client, Need.objects.get(pk=cast.need.pk))

    assert "شمسی توانائی solar" in page
    assert "<b>&amp;</b>" not in page
    assert "&lt;b&gt;" in page


def test_texts_of_ten_thousand_words_are_matched_in_full(cast, matched, client_of):
    words = " ".join(f"word{n}" for n in range(9_999))
    Need.objects.filter(pk=cast.need.pk).update(purpose=f"{words} inverter")
    Expert.objects.filter(pk=cast.expert.pk).update(bio=f"{words} inverter")

    row = matched(cast.need)
    response = client_of(cast.sana).get(reverse("matching:need_matches", args=[cast.need.public_id]))

    assert row.expert_ids == [cast.expert.pk]
    assert row.components[2] > 5_000
    assert len(response.content) < 200_000


def test_a_need_of_ten_thousand_words_is_refused_beside_its_field(cast, client_of):
    address = reverse("incubators:need_step", args=[cast.need.public_id, "terms"])

    page = text_of(client_of(cast.sana).post(address, {"purpose": "word " * 10_000}))

    assert "4000" in page or "4,000" in page
    assert Need.objects.get(pk=cast.need.pk).purpose == cast.need.purpose


def test_a_need_that_is_not_open_any_more_says_so(cast, work, client_of):
    run = submit_run(need=cast.need, by=cast.sana, at=NOW)
    Need.objects.filter(pk=cast.need.pk).update(state="paused")
    work()

    run.refresh_from_db()
    assert run.state == RunState.COMPLETE
    assert "The need is not open any more" in matches_of(client_of(cast.sana), cast.need)
    assert MatchRun.objects.unfinished().count() == 0


def test_nobody_at_all_is_a_list_too(cast, matched, client_of):
    Expert.objects.update(visibility=Visibility.HIDDEN, state=State.VERIFIED)
    row = matched(cast.need)

    page = matches_of(client_of(cast.sana), cast.need)

    assert (row.n_considered, row.n_eligible) == (0, 0)
    assert "0 of 0 experts fit." in page
    assert "Nobody fits yet" in page
