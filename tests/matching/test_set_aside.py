"""What an expert sets aside acts everywhere, is told to nobody, and can be taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common.refusals import Refused
from matching.enums import ExclusionReason, RunScope
from matching.models import Exclusion, MatchList, MatchRun
from matching.services import needs_for_expert, set_aside, take_back
from matching.services.runs import refresh_stale_lists
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
SILENT = ("Not now", "Not my field", "Never this organisation", "does not wish", "set aside by")


def aside(cast, reason=ExclusionReason.NOT_NOW, **changes):
    return set_aside(**({"need": cast.need, "reason": reason, "by": cast.hina, "at": NOW} | changes))


def fits(cast, at=NOW):
    page = needs_for_expert(expert=cast.expert, by=cast.hina, at=at)
    return [card.need for card in page.fits]


def test_not_now_ends_after_ninety_days_by_itself(cast):
    aside(cast)

    assert Exclusion.objects.get().until == TODAY + timedelta(days=90)
    assert fits(cast) == []
    cast.need.ends_on = TODAY + timedelta(days=300)
    cast.need.save()
    assert fits(cast, NOW + timedelta(days=90)) == []
    assert fits(cast, NOW + timedelta(days=91)) == [cast.need]


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_not_now_ends_within_a_year(cast, days):
    with pytest.raises(Refused) as refused:
        aside(cast, until=TODAY + timedelta(days=days))

    assert (refused.value.code, refused.value.field) == ("not_now_until", "until")


def test_an_organisation_is_set_aside_with_all_its_needs(cast):
    factories.make_need(cast.organisation, title="Another")
    assert len(fits(cast)) == 2

    aside(cast, ExclusionReason.NEVER_THIS_ORGANISATION)

    assert fits(cast) == []


def test_it_acts_in_runs_and_in_the_next_delta(cast, matched, work):
    assert matched(cast.need).expert_ids == [cast.expert.pk]

    aside(cast, ExclusionReason.NOT_MY_FIELD)
    assert MatchList.objects.current().get(need=cast.need).stale_since == NOW
    refresh_stale_lists(at=NOW)
    work()

    row = MatchList.objects.current().get(need=cast.need)
    assert (row.run.scope, row.expert_ids) == (RunScope.DELTA, [])
    assert matched(cast.need).expert_ids == []
    take_back(need=cast.need, by=cast.hina, at=NOW)
    refresh_stale_lists(at=NOW)
    work()
    assert MatchList.objects.current().get(need=cast.need).expert_ids == [cast.expert.pk]
    assert MatchRun.objects.unfinished().count() == 0


def test_saying_it_again_replaces_what_was_said(cast):
    aside(cast)
    aside(cast, ExclusionReason.NOT_MY_FIELD)

    row = Exclusion.objects.get()
    assert (row.reason, row.until) == ("not_my_field", None)


def test_the_host_reads_nothing_of_it(cast, matched, client_of):
    aside(cast, ExclusionReason.NEVER_THIS_ORGANISATION)
    matched(cast.need)
    sana = client_of(cast.sana)

    pages = [
        sana.get(reverse("matching:need_matches", args=[cast.need.public_id])),
        sana.get(f"{reverse('matching:ask', args=[cast.need.public_id])}?code={cast.expert.public_id}"),
    ]

    for page in pages:
        assert not any(words in page.content.decode() for words in SILENT)


def test_one_press_on_the_card_and_one_to_take_it_back(cast, client_of):
    client = client_of(cast.hina)
    address = reverse("matching:set_aside", args=[cast.need.public_id])

    page = client.post(address, {"reason": "not_now", "until": ""}, follow=True).content.decode()
    assert "1 thing that you set aside" in page
    assert f"{cast.need.title}, {cast.organisation}" in page
    page = client.post(reverse("matching:take_back"), {"need": cast.need.public_id}, follow=True)

    assert "that you set aside" not in page.content.decode()
    assert not Exclusion.objects.exists()


def test_nobody_takes_back_what_a_host_noted(cast, client_of):
    Exclusion.objects.create(
        expert=cast.expert, need=cast.need, reason="dismissed", source_ref="match:X", at=NOW
    )

    client_of(cast.hina).post(reverse("matching:take_back"), {"need": cast.need.public_id})

    assert Exclusion.objects.get().reason == "dismissed"


@pytest.mark.parametrize("typed", [{}, {"reason": "declined"}, {"reason": "not_now", "until": "1999-01-01"}])
def test_a_wrong_answer_is_told_beside_its_field(cast, client_of, typed):
    page = client_of(cast.hina).post(reverse("matching:set_aside", args=[cast.need.public_id]), typed)

    assert (page.status_code, Exclusion.objects.count()) == (422, 0)


@pytest.mark.parametrize("typed", ["\x00", "9" * 40, "<script>", "-1"])
def test_hostile_codes_take_nothing_back(cast, client_of, typed):
    for field in ("need", "organisation"):
        answer = client_of(cast.hina).post(reverse("matching:take_back"), {field: typed})
        assert answer.status_code in (302, 404)


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_any_number_set_aside(cast, client_of, django_assert_num_queries, n):
    for number in range(n):
        other = factories.make_organisation(
            factories.make_user(f"h{number}@demo.example"), name=f"Host {number}"
        )
        need = factories.make_need(other, title=f"N{number}")
        aside(cast, need=need)
        aside(cast, ExclusionReason.NEVER_THIS_ORGANISATION, need=need)
    client = client_of(cast.hina)
    client.get(reverse("matching:expert_matches"))

    with django_assert_num_queries(27):
        client.get(reverse("matching:expert_matches"))
