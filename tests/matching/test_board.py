"""A need's board: tabs with their counts, pages that keep their place, dismissals that are remembered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Scope
from accounts.models import ApiToken
from accounts.selectors import digest_of
from common.refusals import Refused
from exchanges.services.invitations import invite
from experts.models import AccessEvent, Expert
from incubators.models import Need
from matching.enums import ConflictKind, ConflictState, DismissReason, MatchState
from matching.models import Conflict, Exclusion, Match, MatchList
from matching.selectors.board import CARDS_PER_PAGE, Place, Standing, Turn, leaf_of
from matching.services import dismiss_match, restore_match, shortlist_match
from matching.services.ties import find_ties
from tests import factories
from tests.factories import NOW
from tests.matching.round_world import make_people
from tests.matching.test_pages import list_url, text_of

pytestmark = pytest.mark.django_db


def cards_of(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('id="expert-')[1:]]


def dismiss(cast, expert, *reasons):
    return dismiss_match(
        need=cast.need, code=expert.public_id, reasons=reasons or [DismissReason.OTHER], by=cast.sana, at=NOW
    )


def shortlist(cast, expert):
    return shortlist_match(need=cast.need, code=expert.public_id, by=cast.sana, at=NOW)


def test_each_tab_holds_its_own_and_says_how_many_there_are(cast, matched, client_of):
    chosen, aside, invited = make_people(3)
    matched(cast.need)
    shortlist(cast, chosen)
    dismiss(cast, aside, DismissReason.TOO_JUNIOR, DismissReason.KNOWN_ALREADY)
    factories.make_invitation(cast.need, invited)
    client = client_of(cast.sana)

    pages = {
        tab: text_of(client.get(list_url(cast.need), {"show": tab}))
        for tab in ("suggested", "shortlisted", "invited", "dismissed")
    }

    assert {tab: cards_of(page) for tab, page in pages.items()} == {
        "suggested": [cast.expert.public_id],
        "shortlisted": [chosen.public_id],
        "invited": [invited.public_id],
        "dismissed": [aside.public_id],
    }
    assert 'aria-current="page">Suggested <span class="count">1</span>' in pages["suggested"]
    assert 'Shortlist <span class="count">1</span>' in pages["suggested"]
    assert "Too junior for this; We work with this person already" in pages["dismissed"]
    match = Match.objects.get(expert=invited)
    assert reverse("exchanges:invitation_of_match", args=[match.public_id]) in pages["invited"]


def test_a_tab_that_nobody_knows_is_the_first(cast, matched, client_of):
    matched(cast.need)

    page = text_of(client_of(cast.sana).get(list_url(cast.need), {"show": "x" * 5_000, "after": "x-\u0661"}))

    assert cards_of(page) == [cast.expert.public_id]


@pytest.mark.parametrize("tab", ["shortlisted", "invited", "dismissed"])
def test_an_empty_tab_names_the_next_step(cast, matched, client_of, tab):
    matched(cast.need)

    page = text_of(client_of(cast.sana).get(list_url(cast.need), {"show": tab}))

    assert 'class="empty"' in page


def test_pages_keep_their_place_when_somebody_leaves_the_list(cast, matched, client_of):
    make_people(2 * CARDS_PER_PAGE)
    matched(cast.need)
    client = client_of(cast.sana)
    first = client.get(list_url(cast.need))
    codes = cards_of(text_of(first))
    assert len(codes) == CARDS_PER_PAGE
    after = first.context["page"].after
    gone = [Expert.objects.get(public_id=code) for code in (codes[0], codes[-1])]
    expected = cards_of(text_of(client.get(list_url(cast.need), {"after": after})))

    for expert in gone:
        dismiss(cast, expert)

    second = text_of(client.get(list_url(cast.need), {"after": after}))
    assert cards_of(second)[:5] == expected[:5]
    assert not {expert.public_id for expert in gone} & set(cards_of(second))


def test_going_back_from_the_second_page_gives_the_first(cast, matched, client_of):
    make_people(CARDS_PER_PAGE + 3)
    matched(cast.need)
    client = client_of(cast.sana)
    first = client.get(list_url(cast.need))
    second = client.get(list_url(cast.need), {"after": first.context["page"].after})
    assert "11 to 14 of 14" in text_of(second)

    again = client.get(list_url(cast.need), {"before": second.context["page"].before})

    assert cards_of(text_of(again)) == cards_of(text_of(first))
    assert again.context["page"].before == ""


def test_a_place_whose_expert_is_gone_is_found_by_its_points(db):
    rows = [Standing(pk, 9_000 - pk * 10, pk) for pk in range(30)]

    behind = leaf_of(rows, Turn(after=Place(8_905, "NOBODY2345")), [])
    before = leaf_of(rows, Turn(before=Place(8_805, "NOBODY2345")), [])
    beyond = leaf_of(rows, Turn(after=Place(0, "NOBODY2345")), [])

    assert behind.rows[0].at == 10
    assert before.rows[-1].at == 19
    assert beyond.rows[-1].at == 29
    assert not beyond.has_after


def test_no_card_has_a_main_button_and_the_shortlist_has_one(cast, matched, client_of):
    matched(cast.need)
    client = client_of(cast.sana)
    suggested = text_of(client.get(list_url(cast.need)))
    shortlist(cast, cast.expert)

    shortlisted = text_of(client.get(list_url(cast.need), {"show": "shortlisted"}))

    assert suggested.count('class="action primary"') == 0
    assert shortlisted.count('class="action primary"') == 1


def test_who_was_set_aside_is_offered_by_no_later_list_and_no_near_miss_until_that_is_undone(
    cast, matched, client_of
):
    matched(cast.need)
    match = dismiss(cast, cast.expert)
    client = client_of(cast.sana)

    assert cast.expert.pk not in matched(cast.need).expert_ids
    Need.objects.filter(pk=cast.need.pk).update(hours_per_week=20)
    cast.need.refresh_from_db()
    row = matched(cast.need)
    assert cast.expert.pk not in (*row.expert_ids, *row.near_expert_ids)
    assert cards_of(text_of(client.get(list_url(cast.need)))) == []

    restore_match(match_id=match.pk, by=cast.sana, at=NOW)
    Need.objects.filter(pk=cast.need.pk).update(hours_per_week=4)
    cast.need.refresh_from_db()
    assert matched(cast.need).expert_ids == [cast.expert.pk]
    assert not Exclusion.objects.exists()


def test_the_stale_list_shows_nobody_who_was_set_aside_meanwhile(cast, matched, client_of):
    matched(cast.need)
    dismiss(cast, cast.expert)

    assert cards_of(text_of(client_of(cast.sana).get(list_url(cast.need)))) == []


def test_several_dismissals_for_one_reason_say_what_the_need_could_ask(cast, matched, client_of):
    people = make_people(3)
    matched(cast.need)
    for expert in people[:2]:
        dismiss(cast, expert, DismissReason.TOO_JUNIOR)
    client, query = client_of(cast.sana), {"show": "dismissed"}
    assert "could ask for more seniority" not in text_of(client.get(list_url(cast.need), query))

    dismiss(cast, people[2], DismissReason.TOO_JUNIOR)

    page = text_of(client.get(list_url(cast.need), query))
    assert "3 were set aside as too junior: the need could ask for more seniority." in page


def test_a_shortlisted_pair_says_that_its_profile_has_changed_since(cast, matched, client_of):
    matched(cast.need)
    shortlist(cast, cast.expert)
    client, query = client_of(cast.sana), {"show": "shortlisted"}
    assert "has changed since" not in text_of(client.get(list_url(cast.need), query))

    expert = Expert.objects.get(pk=cast.expert.pk)
    expert.headline = "Another headline"
    expert.save()

    page = text_of(client.get(list_url(cast.need), query))
    assert "The profile has changed since this was compared." in page


def test_a_shortlisted_pair_says_that_it_is_not_in_the_list_any_more(cast, matched, client_of):
    matched(cast.need)
    shortlist(cast, cast.expert)
    cast.expert.skills.all().delete()
    cast.expert.save()
    matched(cast.need)

    page = text_of(client_of(cast.sana).get(list_url(cast.need), {"show": "shortlisted"}))

    assert "Not in the present list any more" in page


def test_the_staff_of_the_programme_reads_the_board_and_changes_nothing(cast, matched, client_of):
    matched(cast.need)
    shortlist(cast, cast.expert)

    page = text_of(client_of(cast.rabia).get(list_url(cast.need), {"show": "shortlisted"}))

    assert cards_of(page) == [cast.expert.public_id]
    for words in ("Take off the shortlist", "Take out as CSV"):
        assert words not in page


@pytest.mark.parametrize("tab", ["suggested", "shortlisted", "dismissed"])
@pytest.mark.parametrize("n", [1, 3])
def test_a_tab_costs_the_same_for_one_and_three(cast, matched, client_of, django_assert_num_queries, n, tab):
    people = make_people(3)
    matched(cast.need)
    for expert in people[:n]:
        if tab == "shortlisted":
            shortlist(cast, expert)
        elif tab == "dismissed":
            dismiss(cast, expert)
    client = client_of(cast.sana)
    client.get(list_url(cast.need), {"show": tab})

    with django_assert_num_queries(16 if tab == "dismissed" else 17):
        client.get(list_url(cast.need), {"show": tab})


# Another organisation, and what keeps a pair apart


def test_another_organisation_learns_nothing_of_a_board(cast, matched, client_of):
    second = factories.make_need(cast.other_organisation, title="The same, elsewhere")
    matched(cast.need)
    matched(second)
    before = client_of(cast.kamran).get(list_url(second))
    dismiss(cast, cast.expert, DismissReason.CONFLICT)
    find_ties(expert_id=cast.expert.pk, at=NOW)

    after = client_of(cast.kamran).get(list_url(second))

    assert cards_of(text_of(after)) == cards_of(text_of(before)) == [cast.expert.public_id]
    assert after.context["page"].counts == before.context["page"].counts
    assert after.headers.get("ETag") == before.headers.get("ETag")
    assert "Perhaps a tie" not in text_of(after)
    kamran = client_of(cast.kamran)
    for tab in ("suggested", "shortlisted", "dismissed"):
        assert kamran.get(list_url(cast.need), {"show": tab}).status_code == 403
    assert kamran.get(reverse("matching:compare", args=[cast.need.public_id])).status_code == 403
    export = reverse("matching:export_shortlist", args=[cast.need.public_id, "csv"])
    assert kamran.post(export).status_code == 403


def test_a_confirmed_tie_takes_the_pair_off_the_board_before_any_new_list(cast, matched, client_of):
    matched(cast.need)
    match = shortlist(cast, cast.expert)
    Conflict.objects.create(
        expert=cast.expert,
        organisation=cast.organisation,
        kind=ConflictKind.EMPLOYER,
        state=ConflictState.CONFIRMED,
        at=NOW,
    )
    client = client_of(cast.sana)

    for tab in ("suggested", "shortlisted"):
        assert cards_of(text_of(client.get(list_url(cast.need), {"show": tab}))) == []
    for route in ("matching:match", "exchanges:invite"):
        assert client.get(reverse(route, args=[match.public_id])).status_code == 404
    with pytest.raises(Refused, match="expert_not_available"):
        invite(match_id=match.pk, message="Please.", by=cast.sana, at=NOW)
    compared = client.get(reverse("matching:compare", args=[cast.need.public_id]), {"pair": match.public_id})
    assert cast.expert.public_id not in compared.content.decode()
    export = client.post(reverse("matching:export_shortlist", args=[cast.need.public_id, "csv"]))
    assert cast.expert.public_id not in export.content.decode()
    assert MatchList.objects.current().get(need=cast.need).expert_ids == [cast.expert.pk]


# Side by side


def compare(client, need, *matches):
    address = reverse("matching:compare", args=[need.public_id])
    return client.get(address, {"pair": [match.public_id for match in matches]} if matches else {})


def test_two_stand_side_by_side_with_what_is_asked_and_what_each_brings(cast, matched, client_of):
    [other] = make_people(1, seniority="mid")
    other.skills.update(level=1)
    matched(cast.need)
    pairs = [shortlist(cast, expert) for expert in (cast.expert, other)]

    page = text_of(compare(client_of(cast.sana), cast.need, *pairs))

    assert "Power systems" in page
    assert "below the level asked" in page
    assert "up to 6 hours a week" in page
    assert f'data-label="{other.public_id}"' in page
    assert "Holds these of your must-have skills: Power systems." in page
    assert AccessEvent.objects.filter(route="matching:compare", viewer=cast.sana).count() == 2


def test_more_than_three_are_refused_with_a_sentence_and_the_choice_is_kept(cast, matched, client_of):
    people = make_people(4)
    matched(cast.need)
    pairs = [shortlist(cast, expert) for expert in people]

    response = compare(client_of(cast.sana), cast.need, *pairs)

    assert response.status_code == 422
    page = text_of(response)
    assert "At most three experts stand side by side." in page
    assert page.count("checked") == 4
    assert "<td" not in page


def test_nonsense_is_answered_beside_the_field(cast, matched, client_of):
    matched(cast.need)
    shortlist(cast, cast.expert)
    foreign = factories.make_match(cast.other_need, cast.expert)
    client, address = client_of(cast.sana), reverse("matching:compare", args=[cast.need.public_id])

    for nonsense in ("", "-1", "x" * 5_000, foreign.public_id):
        assert client.get(address, {"pair": nonsense}).status_code == 422
    assert client.get(address).status_code == 200


def test_who_was_set_aside_or_hides_stands_beside_nobody(cast, matched, client_of):
    [hidden, aside] = make_people(2)
    matched(cast.need)
    pairs = [shortlist(cast, hidden), dismiss(cast, aside)]
    Expert.objects.filter(pk=hidden.pk).update(visibility="hidden")

    for pair in pairs:
        assert compare(client_of(cast.sana), cast.need, pair).status_code == 422


@pytest.mark.parametrize("n", [1, 3])
def test_a_comparison_costs_the_same_for_one_and_three(
    cast, matched, client_of, django_assert_num_queries, n
):
    people = make_people(3)
    matched(cast.need)
    pairs = [shortlist(cast, expert) for expert in people[:n]]
    client = client_of(cast.sana)
    compare(client, cast.need, *pairs)

    with django_assert_num_queries(18):
        compare(client, cast.need, *pairs)


# As a file


def export(client, need, kind="csv"):
    return client.post(reverse("matching:export_shortlist", args=[need.public_id, kind]))


def test_the_shortlist_leaves_as_a_file_with_what_the_board_shows_and_no_more(cast, matched, client_of):
    Expert.objects.filter(pk=cast.expert.pk).update(headline="=cmd|' /C calc'!A0")
    matched(cast.need)
    shortlist(cast, cast.expert)

    response = export(client_of(cast.sana), cast.need)

    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"] == f'attachment; filename="shortlist-{cast.need.public_id}.csv"'
    assert cast.expert.public_id in text
    assert "'=cmd|" in text
    assert "Hina" not in text
    assert "hina@" not in text


def test_a_file_is_a_look_at_everybody_in_it_and_an_event_of_the_need(cast, matched, client_of):
    matched(cast.need)
    shortlist(cast, cast.expert)

    assert export(client_of(cast.sana), cast.need, "xlsx").content[:2] == b"PK"

    look = AccessEvent.objects.get(route="matching:export_shortlist")
    assert (look.expert, look.viewer, look.viewer_is) == (cast.expert, cast.sana, str(cast.organisation))
    event = cast.need.events.order_by("-seq").first()
    assert (event.action, event.by) == ("export_shortlist", cast.sana)
    page = client_of(cast.sana).get(reverse("incubators:need", args=[cast.need.public_id]))
    assert "Shortlist taken out as a file" in page.content.decode()


def test_other_kinds_of_file_do_not_exist_and_a_look_at_the_address_takes_nothing(cast, matched, client_of):
    matched(cast.need)
    client = client_of(cast.sana)

    assert export(client, cast.need, "pdf").status_code == 404
    assert (
        client.get(reverse("matching:export_shortlist", args=[cast.need.public_id, "csv"])).status_code == 405
    )
    assert not cast.need.events.filter(action="export_shortlist").exists()


def test_a_token_takes_no_file(cast, matched):
    matched(cast.need)
    shortlist(cast, cast.expert)
    digest = digest_of("secret")
    ApiToken.objects.create(
        user=cast.sana,
        name="all",
        digest=digest,
        scopes=[scope.value for scope in Scope],
        created_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
        last_used_on=timezone.localdate(),
    )
    address = reverse("matching:export_shortlist", args=[cast.need.public_id, "csv"])

    response = Client(headers={"Authorization": "Bearer secret"}).post(address)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_name_is_in_the_file_only_where_the_person_shows_it(cast, matched, client_of):
    matched(cast.need)
    shortlist(cast, cast.expert)
    Expert.objects.filter(pk=cast.expert.pk).update(visibility="verified_organisations")

    assert "Hina Qureshi" in export(client_of(cast.sana), cast.need).content.decode()


def test_a_state_of_another_pair_is_not_touched_by_what_happens_to_one(cast, matched):
    [other] = make_people(1)
    matched(cast.need)
    shortlist(cast, other)

    dismiss(cast, cast.expert)

    assert Match.objects.get(expert=other).state == MatchState.SHORTLISTED
