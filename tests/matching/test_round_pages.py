"""Pages of assignment rounds as ministry staff and hosts meet them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from experts.models import AccessEvent, Expert
from matching.enums import MatchState, RoundState
from matching.models import AssignmentRound, RoundPair
from matching.selectors.round_results import RoundOptions
from matching.services import publish_round, shortlist_match
from tests import factories
from tests.matching.round_world import after, listed, make_people, preview
from tests.matching.test_pages import count, list_url, text_of

pytestmark = pytest.mark.django_db
NEW = reverse("matching:round_new")


def url_of(found: AssignmentRound, step: str = "") -> str:
    return reverse(f"matching:round{step}", args=[found.public_id])


def asking(client, **answers: object):
    address = f"{NEW}?programme=general-mentorship"
    return client.post(address, {"min_points": 0, "exposure": 1, "coverage_first": "on"} | answers)


def test_an_officer_chooses_a_programme_then_the_options(cast, client_of):
    factories.make_programme("other", name="Other", unit=cast.mission)
    client = client_of(cast.omar)

    first = text_of(client.get(NEW))
    second = text_of(client.get(NEW, {"programme": "general-mentorship"}))

    assert "General mentorship: 2 open needs" in first
    assert "Other" not in first
    assert "2 needs are open." in second
    assert "Groundwater adviser" in second
    assert "Quetta Water Research Centre" in second
    assert client.get(NEW, {"programme": "other"}).status_code == 404


def test_staff_whose_unit_owns_no_programme_are_told_so(cast, client_of):
    from accounts.enums import Role

    other = factories.make_staff("other@demo.example", role=Role.OFFICER, unit=cast.mission)

    assert "Your unit owns no programme" in text_of(client_of(other).get(NEW))


def test_the_form_starts_a_round_with_its_options(cast, client_of):
    response = asking(
        client_of(cast.omar), min_points=500, exposure=3, one_senior="on", needs=[cast.need.public_id]
    )

    found = AssignmentRound.objects.get()
    assert response.url == url_of(found)
    assert found.chosen_need_ids == [cast.need.pk]
    assert RoundOptions.read(found.options) == RoundOptions(min_points=500, exposure=3, one_senior=True)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"min_points": ""}, "whole number from 0 to 10,000"),
        ({"min_points": "10001"}, "whole number from 0 to 10,000"),
        ({"min_points": "many"}, "whole number from 0 to 10,000"),
        ({"exposure": 2}, "Select a valid choice."),
        ({"fair": "on", "one_senior": "on"}, "cannot be combined with rules about who sits together"),
        ({"needs": ["9999999999"]}, "not open any more"),
    ],
)
def test_options_that_cannot_be_meant_are_answered_next_to_their_field(cast, client_of, answers, sentence):
    response = asking(client_of(cast.omar), **answers)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not AssignmentRound.objects.exists()


def test_a_programme_without_open_needs_is_answered_with_a_sentence(cast, client_of):
    factories.make_programme("empty", name="Empty")

    response = client_of(cast.omar).post(f"{NEW}?programme=empty", {"min_points": 0, "exposure": 1})

    assert "This programme has no open need now." in text_of(response)


def test_beyond_a_hundred_needs_a_round_takes_all(cast, client_of, monkeypatch):
    monkeypatch.setattr("matching.forms.RoundForm.MOST_NEEDS", 1)

    assert "Only these needs" not in text_of(client_of(cast.omar).get(f"{NEW}?programme=general-mentorship"))


def test_the_page_follows_by_itself_while_it_is_computed_and_only_then(cast, work, client_of):
    listed(work)
    client = client_of(cast.omar)
    asking(client)
    found = AssignmentRound.objects.get()
    waiting = text_of(client.get(url_of(found)))
    assert "Computing who goes where" in waiting
    assert 'hx-trigger="every 2s"' in waiting

    work()

    fragment = client.get(url_of(found), headers={"HX-Request": "true"})
    done = text_of(fragment)
    assert fragment["Vary"].startswith("HX-Request")
    assert "hx-trigger" not in done
    assert "<h1>" not in done
    assert 'data-announce="2 of 2 seats filled"' in done


def test_the_preview_says_who_why_what_changes_and_what_is_proven(cast, work, client_of):
    listed(work)
    found = preview(cast, work)

    page = text_of(client_of(cast.omar).get(url_of(found)))

    for words in (
        "2 of 2 seats filled.",
        "Proven optimal: no other assignment that fills as many seats has more points.",
        "Need by need, each taking its best expert who still has room, would fill 2 seats",
        f"<bdi>{cast.expert.public_id}</bdi>",
        "Skills that are a must, held: Power systems.",
        "new: 2",
        "No expert is proposed more than once.",
        "Every need that can be filled gets its first expert before any gets a second.",
        found.input_digest[:16],
    ):
        assert words in page
    assert "Hina" not in page


def test_everybody_on_the_page_can_read_that_the_ministry_looked(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    client = client_of(cast.omar)

    for _ in range(2):
        client.get(url_of(found))

    looks = AccessEvent.objects.filter(route="matching:round")
    assert {look.expert for look in looks} == {cast.expert, cast.other_expert}
    assert {(look.viewer_is, look.is_list) for look in looks} == {
        ("Ministry of Science and Technology", True)
    }


def test_who_hides_after_the_preview_is_not_shown_any_more(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    Expert.objects.filter(pk=cast.expert.pk).update(visibility="hidden")

    page = text_of(client_of(cast.omar).get(url_of(found)))

    assert cast.expert.public_id not in page
    assert "an expert who has hidden the profile" in page


def test_empty_seats_say_why_and_can_be_looked_at_alone(cast, work, client_of):
    make_people(1)
    listed(work)
    Expert.objects.filter(pk=cast.other_expert.pk).update(visibility="hidden")
    found = preview(cast, work)

    page = text_of(client_of(cast.omar).get(url_of(found), {"show": "empty"}))

    assert "1 seat stays empty: 1 has hidden or paused the profile." in page
    assert "Mentor for a solar start-up" not in page


def test_a_round_over_many_needs_is_paged(cast, work, client_of):
    for at in range(11):
        factories.make_need(cast.organisation, title=f"Need {at:02}")
    listed(work)
    found = preview(cast, work)
    client = client_of(cast.omar)

    first, second = (text_of(client.get(url_of(found), {"page": at})) for at in (1, 2))

    assert "1 to 10 of 13" in first
    assert "Need 07" in first
    assert "Need 10" in second


def test_publishing_and_undoing_are_buttons_and_the_host_sees_the_proposal_in_between(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    officer, host = client_of(cast.omar), client_of(cast.sana)
    assert "Proposed by the round" not in text_of(host.get(list_url(cast.need)))

    said = officer.post(url_of(found, "_publish"), {"version": found.version}, follow=True)
    assert "Published. The hosts see the proposals" in text_of(said)
    shown = text_of(host.get(list_url(cast.need)))
    assert "Proposed by the round" in shown
    assert "Nobody has been written to: you decide whom to invite." in shown
    assert shown.count(f'id="expert-{cast.expert.public_id}"') == 1

    said = officer.post(url_of(found, "_undo"), {"version": found.version + 1}, follow=True)
    assert "Undone." in text_of(said)
    assert "Proposed by the round" not in text_of(host.get(list_url(cast.need)))


def test_a_host_shortlists_or_sets_aside_a_proposal_from_its_card(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    publish_round(round_id=found.pk, by=cast.omar, at=after(1))
    host, body = client_of(cast.sana), {"code": cast.expert.public_id, "reasons": ["other"]}

    host.post(reverse("matching:dismiss", args=[cast.need.public_id]), body)

    assert "Proposed by the round" not in text_of(host.get(list_url(cast.need)))
    assert cast.expert.public_id in text_of(host.get(f"{list_url(cast.need)}?show=dismissed"))


def test_what_stayed_after_an_undoing_is_marked(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    publish_round(round_id=found.pk, by=cast.omar, at=after(1))
    shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=after(2))
    client = client_of(cast.omar)

    found.refresh_from_db()
    page = text_of(client.post(url_of(found, "_undo"), {"version": found.version}, follow=True))

    assert "stayed when the round was undone" in page
    assert "on the host&#x27;s shortlist" in page


def test_a_preview_that_has_been_overtaken_says_what_changed_and_is_computed_again(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    shortlist_match(
        need=cast.need, code=cast.expert.public_id, by=cast.sana, at=found.computed_at + timedelta(minutes=1)
    )
    client = client_of(cast.omar)

    seen = text_of(client.get(url_of(found)))
    refused = text_of(client.post(url_of(found, "_publish"), {"version": found.version}, follow=True))
    again = text_of(client.post(url_of(found, "_compute"), {"version": found.version}, follow=True))

    assert "Something has changed since this was computed" in seen
    assert "A decision was made about 1 pair." in seen
    assert "A host has decided about 1 proposed pair." in refused
    assert "Compute the round again: nothing has been published." in refused
    assert "being computed" in again


def test_the_second_of_two_officers_is_told_that_it_was_done(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    client_of(cast.omar).post(url_of(found, "_publish"), {"version": found.version})

    page = text_of(
        client_of(cast.rabia).post(url_of(found, "_publish"), {"version": found.version}, follow=True)
    )

    assert "Only a preview can be published." in page


def test_a_failed_round_says_what_to_do_and_at_which_needs(cast, work, client_of):
    found = preview(cast, work)
    AssignmentRound.objects.filter(pk=found.pk).update(
        message="pins_contradict", message_need_ids=[cast.need.pk]
    )

    page = text_of(client_of(cast.omar).get(url_of(found)))

    assert "There is no preview" in page
    assert "two people of one employer have been invited" in page
    assert list_url(cast.need) in page
    assert "Compute again" in page


def test_a_gap_and_the_price_of_fairness_are_said(cast, work, client_of):
    listed(work)
    found = preview(cast, work, options=RoundOptions(fair=True))
    client = client_of(cast.omar)
    assert "The worst-served need has" in text_of(client.get(url_of(found)))
    open_ended = found.figures | {
        "worst": None, "is_proven": False, "coverage_is_proven": False, "bound": found.figures["points"] + 100
    }  # fmt: skip
    AssignmentRound.objects.filter(pk=found.pk).update(figures=open_ended)

    page = text_of(client.get(url_of(found)))

    assert "below the best possible sum of points." in page
    assert "It is not proven that no more seats could be filled" in page


def test_who_is_proposed_more_than_once_stands_in_a_table(cast, work, client_of):
    factories.make_need(cast.organisation, title="Second")
    listed(work)
    found = preview(cast, work)

    assert "Proposed more than once" in text_of(client_of(cast.omar).get(url_of(found)))


def test_an_auditor_reads_and_changes_nothing(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    client = client_of(cast.asma)

    page = text_of(client.get(url_of(found)))

    assert "Only staff of the unit that owns this programme may do this." in page
    assert client.post(url_of(found, "_publish")).status_code == 403
    found.refresh_from_db()
    assert found.state == RoundState.PREVIEW


@pytest.mark.parametrize("version", ["", "no number", "99999999999999999999999", "9" * 5_000])
def test_a_version_that_nobody_saw_publishes_nothing_wrong(cast, work, client_of, version):
    listed(work)
    found = preview(cast, work)

    response = client_of(cast.omar).post(url_of(found, "_publish"), {"version": version})

    assert response.status_code == 302
    found.refresh_from_db()
    assert found.state == RoundState.PREVIEW


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_rounds_costs_the_same_for_one_and_three(
    cast, work, client_of, django_assert_num_queries, n
):
    for at in range(n):
        preview(cast, work, at=after(at))

    count(client_of(cast.omar), reverse("matching:round_list"), django_assert_num_queries, 4)


@pytest.mark.parametrize("n", [1, 3])
def test_a_round_costs_the_same_for_one_and_three_needs(cast, work, client_of, django_assert_num_queries, n):
    needs = [cast.need, *(factories.make_need(cast.organisation, title=f"Need {at}") for at in range(n - 1))]
    make_people(4, capacity=1)
    Expert.objects.filter(pk=cast.expert.pk).update(capacity=1)
    listed(work)
    found = preview(cast, work, needs=needs)
    assert RoundPair.objects.filter(round=found).count() == n

    count(client_of(cast.omar), url_of(found), django_assert_num_queries, 20)


def test_a_proposal_taken_off_the_shortlist_is_a_proposal_again(cast, work, client_of):
    listed(work)
    found = preview(cast, work)
    publish_round(round_id=found.pk, by=cast.omar, at=after(1))
    match = shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=after(2))

    client_of(cast.sana).post(reverse("matching:restore", args=[match.public_id]))

    match.refresh_from_db()
    assert match.state == MatchState.ASSIGNED
