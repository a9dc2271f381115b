"""The pages of the control after the fact, for the ministry and for both sides, in both languages."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exchanges.enums import SampleFinding, SampleState
from exchanges.models import SampleCampaign, SampledCase, SampleEvidence
from exchanges.selectors.waiting import waiting_for
from exchanges.services.conflicts import declare_ties
from exchanges.workflow import draw
from matching.enums import ConflictKind
from programmes.models import PolicyVersion
from programmes.selectors import Policy
from tests import factories
from tests.cast import make_cast, sign_in
from tests.exchanges.sampling import (
    AFTER,
    approved_at_once,
    begun,
    drawn,
    give,
    has_no_conflict,
    judge,
    only_case,
)

LANGUAGES = ("en", "ur")


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    return make_cast()


def page(user: object, name: str, *arguments: str, language: str = "en") -> str:
    client = sign_in(user)
    client.cookies["language"] = language
    answer = client.get(reverse(f"exchanges:{name}", args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def in_30_days() -> str:
    return (timezone.localdate() + timedelta(days=30)).isoformat()


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_draw_the_page_says_how_many_there_are_and_would_be_drawn(cast, language):
    approved_at_once(cast, 11)
    text = page(cast.omar, "sample", begun(cast).public_id, language=language)

    assert ">11<" in text and "<strong>2</strong>" in text and "10 %" in text
    said = {"en": "The lot decides", "ur": "فیصلہ قرعہ کرتا ہے"}[language]
    assert said in text


def test_an_officer_begins_and_draws_a_campaign_by_the_forms(cast):
    client = sign_in(cast.omar)
    body = {"programme": cast.need.programme.slug, "fiscal_year": str(timezone.localdate().year - 1)}
    answer = client.post(reverse("exchanges:sample_new"), body)
    campaign = SampleCampaign.objects.get()
    assert answer.headers["Location"] == reverse("exchanges:sample", args=[campaign.public_id])
    again = client.post(reverse("exchanges:sample_new"), body)
    assert again.status_code == 422
    assert "There is a campaign" in again.content.decode()

    approved_at_once(cast)
    other = begun(cast)
    wrong = client.post(reverse("exchanges:sample_draw", args=[other.public_id]), {"due_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert 'value="2020-01-01"' in wrong.content.decode()
    client.post(reverse("exchanges:sample_draw", args=[other.public_id]), {"due_on": in_30_days()})
    other.refresh_from_db()
    assert other.cases.count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_reads_the_campaign_can_draw_it_again_by_hand(cast, language):
    campaign = drawn(cast, 3)
    text = page(cast.asma, "sample", campaign.public_id, language=language)

    assert campaign.seed in text
    assert all(code in text for code in campaign.eligible)
    assert draw(campaign.eligible, seed=campaign.seed, percent=10)[0] in text


def test_nothing_of_an_expert_leaves_with_the_table(cast):
    campaign = drawn(cast)
    give(only_case(campaign), cast.hina)
    client = sign_in(cast.omar)
    for kind in ("csv", "xlsx"):
        answer = client.get(reverse("exchanges:sample_sheet", args=[campaign.public_id, kind]))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    table = client.get(reverse("exchanges:sample_sheet", args=[campaign.public_id, "csv"])).content.decode()

    assert campaign.seed in table and only_case(campaign).placement.public_id in table
    assert "Hina" not in table
    assert client.get(reverse("exchanges:sample_sheet", args=[campaign.public_id, "pdf"])).status_code == 404


def test_there_is_no_table_before_the_draw(cast):
    address = reverse("exchanges:sample_sheet", args=[begun(cast).public_id, "csv"])

    assert sign_in(cast.omar).get(address).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["hina", "sana"])
def test_each_side_is_asked_on_the_case_and_answers_there(cast, name, language):
    case = only_case(drawn(cast))
    by = getattr(cast, name)
    text = page(by, "placement", case.placement.public_id, language=language)
    assert {"en": "In the sample of 2026–27", "ur": "2026–27 کے نمونے میں"}[language] in text
    assert reverse("exchanges:give_evidence", args=[case.placement.public_id]) in text

    client = sign_in(by)
    address = reverse("exchanges:give_evidence", args=[case.placement.public_id])
    missing = client.post(address, {"took_place": "yes", "delivered": "A list.", "hours": ""})
    assert missing.status_code == 422
    assert "A list." in missing.content.decode()
    given = client.post(address, {"took_place": "yes", "delivered": "A list.", "hours": "7.5"})
    assert given.status_code == 302
    evidence = SampleEvidence.objects.get()
    assert (evidence.by, str(evidence.hours)) == (by, "7.50")
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("hours", ["-1", "1e9", "NaN", "9" * 400, "seven", "\x00"])
def test_no_hours_are_too_strange(cast, hours):
    case = only_case(drawn(cast))
    address = reverse("exchanges:give_evidence", args=[case.placement.public_id])
    body = {"took_place": "yes", "delivered": "A list.", "hours": hours}

    assert sign_in(cast.hina).post(address, body).status_code == 422


def test_the_case_waits_for_whoever_has_not_answered(cast):
    case = only_case(drawn(cast))
    give(case, cast.hina)

    assert [one.what for one in waiting_for(cast.sana, 9) if "took place" in str(one.what)]
    assert not [one.what for one in waiting_for(cast.hina, 9) if "took place" in str(one.what)]
    give(case, cast.sana)
    assert [one.what for one in waiting_for(cast.omar, 9) if "evidence shows" in str(one.what)]


def test_neither_side_reads_what_the_other_says(cast):
    case = only_case(drawn(cast))
    give(case, cast.hina, delivered="Only the ministry reads this.")

    assert "Only the ministry reads this." in page(cast.hina, "placement", case.placement.public_id)
    assert "Only the ministry reads this." not in page(cast.sana, "placement", case.placement.public_id)
    assert "Only the ministry reads this." in page(cast.omar, "sampled_case", case.public_id)


def test_an_officer_finds_beside_the_log_and_the_plan(cast):
    case = only_case(drawn(cast))
    for by in (cast.hina, cast.sana):
        give(case, by)
    has_no_conflict(case, cast.omar)
    client = sign_in(cast.omar)
    address = reverse("exchanges:sampled_case", args=[case.public_id])
    assert "The plan" in client.get(address).content.decode()
    case.refresh_from_db()
    body = {"finding": "serious", "note": "", "version": str(case.version)}
    wrong = client.post(address, body)
    assert wrong.status_code == 422
    assert "checked" in wrong.content.decode()
    stale = client.post(address, body | {"note": "Nothing was held.", "version": "1"})
    assert stale.status_code == 422
    client.post(address, body | {"note": "Nothing was held."})

    case.refresh_from_db()
    assert (case.state, case.finding) == (SampleState.FOUND, SampleFinding.SERIOUS)
    for by in (cast.hina, cast.sana):
        text = page(by, "placement", case.placement.public_id)
        assert "something important went otherwise" in text
        assert "Nothing was held." not in text
    assert "Nothing was held." in page(cast.omar, "placement", case.placement.public_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told_in_plain_words(cast, language):
    case = only_case(drawn(cast))
    has_no_conflict(case, cast.omar)
    judge(case, cast.omar, SampleFinding.NOT_JUDGED)

    said = {"en": "cannot be judged whether", "ur": "یہ نہیں کہا جا سکتا"}[language]
    assert said in page(cast.hina, "placement", case.placement.public_id, language=language)


def test_a_case_does_not_exist_for_whoever_has_a_conflict_in_it(cast):
    campaign = drawn(cast)
    case = only_case(campaign)
    declare_ties(placement_id=case.placement_id, kind=ConflictKind.FAMILY, by=cast.omar, at=AFTER)

    assert sign_in(cast.omar).get(reverse("exchanges:sampled_case", args=[case.public_id])).status_code == 404
    text = page(cast.omar, "sample", campaign.public_id)
    assert case.placement.need.title not in text
    assert "1 case is looked at by others." in text


def test_a_reviewer_says_first_whether_there_is_a_conflict(cast):
    case = only_case(drawn(cast))

    address = reverse("exchanges:sampled_case", args=[case.public_id])
    client = sign_in(cast.rabia)
    declaration = client.get(address).headers["Location"]

    assert declaration.startswith(reverse("exchanges:declare_ties", args=[case.placement.public_id]))
    assert client.post(declaration, {"tie": "none"}).headers["Location"] == address


def test_an_officer_who_says_so_lands_on_the_case_again(cast):
    address = reverse("exchanges:sampled_case", args=[only_case(drawn(cast)).public_id])
    client = sign_in(cast.omar)
    found = re.search(r'href="([^"]*/ties/[^"]*)"', client.get(address).content.decode())

    assert client.post(found[1], {"tie": "none"}).headers["Location"] == address


def test_the_ways_to_it_are_there_for_whom_it_is(cast):
    address = reverse("exchanges:sample_list")
    programme = reverse("programmes:programme", args=[cast.need.programme.slug])
    for way in (programme, reverse("exchanges:review_queue")):
        assert address in sign_in(cast.omar).get(way).content.decode()
    assert address in sign_in(cast.dawood).get(reverse("exchanges:decision_list")).content.decode()
    assert address in sign_in(cast.asma).get(reverse("insights:oversight")).content.decode()
    assert address not in sign_in(cast.hina).get(programme).content.decode()


@pytest.mark.parametrize("name", ["sample_list", "sample"])
def test_a_list_asks_as_often_for_one_as_for_three(cast, name):
    def asked() -> int:
        client = sign_in(cast.omar)
        arguments = [SampleCampaign.objects.first().public_id] if name == "sample" else []
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"exchanges:{name}", args=arguments)).status_code == 200
        return len(queries)

    values = Policy(sampling_percent=100).values
    PolicyVersion.objects.create(programme=cast.need.programme, number=2, values=values, since=AFTER)
    drawn(cast, 3)
    if name == "sample":
        three = asked()
        other = SampledCase.objects.order_by("position")
        for case in other[1:]:
            declare_ties(placement_id=case.placement_id, kind=ConflictKind.FAMILY, by=cast.omar, at=AFTER)
        one = asked()
    else:
        one = asked()
        for n in range(2):
            programme = factories.make_programme(f"more-{n}", unit=cast.most)
            SampleCampaign.objects.create(
                programme=programme, fiscal_year=2020, state="draft", state_since=AFTER
            )
        three = asked()
    assert one == three
