"""Pages of matching as people meet them."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from common import ledger
from experts.models import AccessEvent, Expert
from incubators.models import Need
from matching import adapter
from matching.enums import MatchState, RunState
from matching.models import Match, MatchList, MatchRun
from matching.selectors import waiting_for
from matching.services import set_match_state, shortlist_match, submit_run
from taxonomy.models import Skill
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def list_url(need: Need) -> str:
    return reverse("matching:need_matches", args=[need.public_id])


def test_the_host_reads_how_many_fit_and_why_not_the_others(cast, matched, client_of):
    matched(cast.need)

    page = text_of(client_of(cast.sana).get(list_url(cast.need)))

    assert "1 of 2 experts fits, because 1 holds none of the must-have skills." in page
    assert "against 2 experts, 1 left out." in page
    assert f"Expert <bdi>{cast.expert.public_id}</bdi>" in page
    assert "Power systems engineer" in page
    assert "Holds these of your must-have skills: Power systems." in page
    assert "Never used: name; gender; religion" in page


def test_a_name_is_shown_only_to_verified_hosts_by_those_who_chose_so(cast, matched, client_of):
    matched(cast.need)
    client = client_of(cast.sana)
    assert "Hina" not in text_of(client.get(list_url(cast.need)))

    Expert.objects.filter(pk=cast.expert.pk).update(visibility="verified_organisations")

    assert "<bdi>Hina Qureshi</bdi>" in text_of(client.get(list_url(cast.need)))


def test_who_hides_after_the_run_disappears_from_the_page_at_once(cast, matched, client_of):
    matched(cast.need)
    Expert.objects.filter(pk=cast.expert.pk).update(visibility="hidden")

    page = text_of(client_of(cast.sana).get(list_url(cast.need)))

    assert cast.expert.public_id not in page
    assert "Nobody fits yet" in page


def test_everybody_on_the_list_can_read_that_the_organisation_looked_once_a_day(cast, matched, client_of):
    matched(cast.need)
    client = client_of(cast.sana)

    for _ in range(2):
        client.get(list_url(cast.need))

    look = AccessEvent.objects.get()
    assert (look.expert, look.viewer, look.viewer_is, look.is_list) == (
        cast.expert,
        cast.sana,
        "Ravi Incubation Centre",
        True,
    )


def test_progress_is_shown_while_a_run_goes_on_and_polls_only_then(cast, work, client_of):
    submit_run(need=cast.need, by=cast.sana, at=NOW)
    client = client_of(cast.sana)
    waiting = text_of(client.get(list_url(cast.need)))
    assert "Reading the profiles" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert "Look again" in waiting
    assert ledger.work(ledger.claim("prepares"))
    assert "1 of 2 parts" in text_of(client.get(list_url(cast.need)))

    work()

    fragment = client.get(list_url(cast.need), headers={"HX-Request": "true"})
    done = text_of(fragment)
    assert fragment["Vary"].startswith("HX-Request")
    assert "hx-trigger" not in done
    assert "<h1>" not in done
    assert 'data-announce="1 expert fits"' in done


def test_a_failed_run_says_what_to_do(cast, client_of):
    run = submit_run(need=cast.need, by=cast.sana, at=NOW)
    MatchRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, message="parts_failed")

    assert "Start the matching again" in text_of(client_of(cast.sana).get(list_url(cast.need)))


def test_the_host_starts_a_run_with_a_button(cast, client_of):
    response = client_of(cast.sana).post(reverse("matching:start_run", args=[cast.need.public_id]))

    assert response.url == list_url(cast.need)
    assert MatchRun.objects.get().requested_by == cast.sana


def test_shortlisting_setting_aside_and_taking_back_are_buttons_that_answer_with_the_list(
    cast, matched, client_of
):
    matched(cast.need)
    client = client_of(cast.sana)

    def press(route: str, argument: str, **body: str | list[str]) -> tuple[str, str]:
        response = client.post(reverse(f"matching:{route}", args=[argument]), body, follow=True)
        return response.redirect_chain[0][0], text_of(response)

    board, chosen = press("shortlist", cast.need.public_id, code=cast.expert.public_id)
    assert board == list_url(cast.need)
    assert "The expert is on your shortlist." in chosen
    match = Match.objects.get()
    back, _page = press("restore", match.public_id)
    assert back == f"{board}?show=shortlisted"
    _, aside = press(
        "dismiss", cast.need.public_id, code=cast.expert.public_id, reasons=["too_senior", "known_already"]
    )
    assert "The expert was set aside." in aside
    match.refresh_from_db()
    assert (match.state, match.reasons) == (MatchState.DISMISSED, ["too_senior", "known_already"])
    undone, _page = press("restore", match.public_id)
    assert undone == f"{board}?show=dismissed"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"code": "NOBODY2345", "reasons": "other"}, "not in the present list"),
        ({"code": "<script>", "reasons": "other"}, "valid"),
        ({"reasons": "other"}, "required"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(cast, matched, client_of, body, message):
    matched(cast.need)

    response = client_of(cast.sana).post(
        reverse("matching:dismiss", args=[cast.need.public_id]), body, follow=True
    )

    assert response.status_code == 200
    assert message in text_of(response)


@pytest.mark.parametrize(
    ("reasons", "message"),
    [([], "Please choose a reason."), (["ugly"], "ugly"), (["other", "\x00"], "valid")],
)
def test_a_dismissal_without_a_reason_is_asked_again_beside_the_field(
    cast, matched, client_of, reasons, message
):
    matched(cast.need)

    response = client_of(cast.sana).post(
        reverse("matching:dismiss", args=[cast.need.public_id]),
        {"code": cast.expert.public_id, "reasons": reasons},
    )

    assert response.status_code == 422
    page = text_of(response)
    assert message in page
    assert f'value="{cast.expert.public_id}"' in page
    assert ("checked" in page) == ("other" in reasons)


def test_inviting_leads_to_the_invitation_of_the_pairs_own_record(cast, matched, client_of):
    matched(cast.need)

    response = client_of(cast.sana).post(
        reverse("matching:choose_for_invitation", args=[cast.need.public_id]), {"code": cast.expert.public_id}
    )

    assert response.url == reverse("exchanges:invite", args=[Match.objects.get().public_id])


@pytest.mark.parametrize("body", [{"code": "NOBODY2345"}, {}])
def test_inviting_nobody_leads_back_to_the_list(cast, matched, client_of, body):
    matched(cast.need)

    response = client_of(cast.sana).post(
        reverse("matching:choose_for_invitation", args=[cast.need.public_id]), body
    )

    assert response.url == list_url(cast.need)


def test_an_invited_pair_cannot_be_taken_back_here(cast, matched, client_of):
    matched(cast.need)
    match = shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)
    set_match_state(match_id=match.pk, state=MatchState.INVITED, by=cast.sana, at=NOW)

    response = client_of(cast.sana).post(reverse("matching:restore", args=[match.public_id]), follow=True)

    assert "withdraw the invitation first" in text_of(response)


def test_near_misses_and_what_would_bring_them_in(cast, matched, client_of):
    cast.need.hours_per_week = 20
    cast.need.save()
    matched(cast.need)

    page = text_of(client_of(cast.sana).get(list_url(cast.need)))

    assert "1 more if you ask for fewer hours a week" in page
    assert "Nearly fit" in page
    assert "Has too few hours a week left at that time." in page


def test_a_surfaced_pair_shows_its_whole_score_and_the_look_is_recorded(cast, matched, client_of):
    matched(cast.need)
    match = shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    page = text_of(client_of(cast.sana).get(reverse("matching:match", args=[match.public_id])))

    assert "How the score came about" in page
    assert "skills that are a must" in page
    assert "not compared" in page
    assert AccessEvent.objects.get(is_list=False).route == "matching:match"


def test_the_expert_reads_which_needs_fit_and_why(cast, client_of):
    page = text_of(client_of(cast.hina).get(reverse("matching:expert_matches")))

    assert "1 of 2 open needs fit you" in page
    assert "Mentor for a solar start-up" in page
    assert "You hold these of their must-have skills: Power systems." in page


@pytest.mark.parametrize(
    ("state", "notice"),
    [("submitted", "waits for verification"), ("draft", "not active"), ("paused", "not active")],
)
def test_a_profile_that_is_not_active_yet_still_sees_what_would_fit(cast, client_of, state, notice):
    Expert.objects.filter(pk=cast.expert.pk).update(state=state)

    page = text_of(client_of(cast.hina).get(reverse("matching:expert_matches")))

    assert notice in page
    assert "Mentor for a solar start-up" in page


def test_only_needs_that_ask_for_a_skill_held_are_judged(cast, client_of, monkeypatch):
    broader = factories.make_skill("energy")
    Skill.objects.filter(slug="power-systems").update(broader=broader)
    factories.make_need(cast.organisation, skills=("energy",), title="Energy policy")
    without = factories.make_need(cast.organisation, skills=("power-systems",), title="Any hands")
    without.skills.update(importance="should")
    judged = []
    verdicts = adapter.verdicts
    monkeypatch.setattr(
        adapter, "verdicts", lambda needs, *rest: judged.extend(needs) or verdicts(needs, *rest)
    )

    page = text_of(client_of(cast.hina).get(reverse("matching:expert_matches")))

    titles = {need.title for need in judged}
    assert titles == {"Mentor for a solar start-up", "Energy policy", "Any hands"}
    assert "3 of 4 open needs fit you" in page


def test_a_hidden_expert_finds_needs_alone(cast, client_of):
    Expert.objects.filter(pk=cast.expert.pk).update(visibility="hidden")

    page = text_of(client_of(cast.hina).get(reverse("matching:expert_matches")))

    assert "Mentor for a solar start-up" in page


def test_a_need_one_change_away_is_shown_with_that_change(cast, client_of):
    cast.need.hours_per_week = 20
    cast.need.save()

    page = text_of(client_of(cast.hina).get(reverse("matching:expert_matches")))

    assert "Within reach" in page
    assert "You have too few hours a week left at that time." in page


def test_somebody_without_a_profile_is_told_where_to_begin(cast, client_of):
    assert "You have no profile yet" in text_of(client_of(cast.sana).get(reverse("matching:expert_matches")))


def test_an_expert_asks_why_a_need_does_not_suggest_them(cast, client_of):
    address = reverse("matching:why_not", args=[cast.other_need.public_id])

    page = text_of(client_of(cast.hina).get(address))

    assert "You list none of the skills that they must have." in page


def test_an_expert_asks_about_a_need_that_fits(cast, client_of):
    page = text_of(client_of(cast.hina).get(reverse("matching:why_not", args=[cast.need.public_id])))

    assert "Nothing stands in the way" in page


def test_the_ministry_reads_how_a_list_was_made(cast, matched, client_of):
    run = matched(cast.need).run
    client = client_of(cast.rabia)

    runs = text_of(client.get(reverse("matching:run_list")))
    page = text_of(client.get(reverse("matching:run", args=[run.public_id])))

    assert run.public_id in runs
    for words in (
        "complete",
        run.snapshot,
        run.input_digest[:16],
        "religion",
        "version 1",
        "Mentor for a solar",
    ):
        assert words in page
    assert cast.expert.public_id not in page


def test_the_progress_of_a_run_is_a_fragment_of_its_page(cast, work, client_of):
    run = submit_run(need=cast.need, by=None, at=NOW)
    address = reverse("matching:run", args=[run.public_id])

    fragment = text_of(client_of(cast.rabia).get(address, headers={"HX-Request": "true"}))

    assert 'hx-trigger="every 2s"' in fragment
    assert "<h1>" not in fragment


def test_a_failed_run_has_a_button_to_try_again(cast, work, client_of):
    run = submit_run(need=cast.need, by=None, at=NOW)
    run.run.shards.update(state="dead")
    ledger.sweep()
    client = client_of(cast.rabia)
    assert "Try the failed parts again" in text_of(client.get(reverse("matching:run", args=[run.public_id])))

    client.post(reverse("matching:retry", args=[run.public_id]))
    work()

    run.refresh_from_db()
    assert run.state == RunState.COMPLETE


@pytest.mark.parametrize("page", ["0", "-3", "99999999999", "abc", ""])
def test_any_page_number_is_answered(cast, matched, client_of, page):
    run = matched(cast.need).run
    for address, user in (
        (list_url(cast.need), cast.sana),
        (reverse("matching:run", args=[run.public_id]), cast.rabia),
        (reverse("matching:run_list"), cast.rabia),
    ):
        assert client_of(user).get(address, {"page": page}).status_code == 200


def test_today_asks_the_host_to_choose_until_somebody_is_chosen(cast, matched):
    matched(cast.need)
    [item] = waiting_for(cast.sana, 20)
    assert item.what == "Choose whom to invite: 1 expert fits"
    assert item.url == list_url(cast.need)
    assert waiting_for(cast.kamran, 20) == waiting_for(cast.hina, 20) == []

    shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    assert waiting_for(cast.sana, 20) == []


Populate = Callable[[int], None]


@pytest.fixture
def three_more(cast) -> None:
    for n in range(3):
        user = factories.make_user(f"more{n}@demo.example", full_name=f"More {n}")
        factories.make_expert(user, headline=f"Engineer {n}")


def count(client, address: str, django_assert_num_queries, n_queries: int) -> None:
    client.get(address)
    with django_assert_num_queries(n_queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_and_three_experts(
    cast, matched, client_of, three_more, django_assert_num_queries, n
):
    if n == 1:
        Expert.objects.exclude(pk__in=[cast.expert.pk, cast.other_expert.pk]).update(visibility="hidden")
    row = matched(cast.need)
    assert len(row.expert_ids) == (1 if n == 1 else 4)

    count(client_of(cast.sana), list_url(cast.need), django_assert_num_queries, 17)


@pytest.mark.parametrize("n", [1, 3])
def test_the_experts_page_costs_the_same_for_one_and_three_needs(
    cast, client_of, django_assert_num_queries, n
):
    for at in range(n - 1):
        factories.make_need(cast.organisation, title=f"Another {at}")

    count(client_of(cast.hina), reverse("matching:expert_matches"), django_assert_num_queries, 27)


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_runs_costs_the_same_for_one_and_three(cast, client_of, django_assert_num_queries, n):
    for _ in range(n):
        submit_run(need=cast.need, by=None, at=NOW)

    count(client_of(cast.rabia), reverse("matching:run_list"), django_assert_num_queries, 6)


@pytest.mark.parametrize("n", [1, 3])
def test_a_run_costs_the_same_for_one_and_three_lists(cast, matched, client_of, django_assert_num_queries, n):
    row = matched(cast.need)
    for at in range(n - 1):
        need = factories.make_need(cast.organisation, title=f"Another {at}")
        row.pk, row.need, row.is_current = None, need, False
        row.save(force_insert=True)
    assert MatchList.objects.count() == n

    address = reverse("matching:run", args=[row.run.public_id])
    count(client_of(cast.rabia), address, django_assert_num_queries, 8)


@pytest.mark.parametrize("n", [1, 3])
def test_today_costs_two_queries(cast, matched, django_assert_num_queries, n):
    for at in range(n):
        matched(factories.make_need(cast.organisation, title=f"Another {at}"))

    with django_assert_num_queries(2):
        assert len(waiting_for(cast.sana, 20)) == n


def test_a_near_miss_on_the_shortlist_still_says_what_stood_in_the_way(cast, matched, client_of):
    cast.need.hours_per_week = 20
    cast.need.save()
    matched(cast.need)
    shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    page = text_of(client_of(cast.sana).get(list_url(cast.need), {"show": "shortlisted"}))

    assert "Compare those ticked" in page
    assert "Has too few hours a week left at that time." in page
