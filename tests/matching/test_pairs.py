"""Shortlisting, setting aside and taking back; what exchanges hands down."""

from functools import partial

import pytest
from django.urls import reverse

from common.policies import Denied
from common.refusals import Refused
from experts.enums import Visibility
from experts.models import AccessEvent, Expert
from experts.services.profile import choose_visibility
from incubators.models import Need
from matching.enums import DismissReason, ExclusionReason, MatchState
from matching.models import Exclusion, Match, MatchList
from matching.services import (
    dismiss_match,
    record_exclusion,
    restore_match,
    set_match_state,
    shortlist_match,
    surface_match,
)
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def shortlist(cast, **changes):
    given = {"need": cast.need, "code": cast.expert.public_id, "by": cast.sana, "at": NOW}
    return shortlist_match(**(given | changes))


def dismiss(cast, **changes):
    given = {"need": cast.need, "code": cast.expert.public_id, "by": cast.sana, "at": NOW}
    return dismiss_match(**(given | {"reasons": [DismissReason.TOO_JUNIOR]} | changes))


def test_a_shortlisted_row_gets_a_record_that_explains_itself(cast, matched):
    row = matched(cast.need)

    match = shortlist(cast)

    assert (match.state, match.points, match.run) == (MatchState.SHORTLISTED, row.points[0], row.run)
    why = match.explanation
    assert why["points"] == row.points[0]
    assert why["components"] == row.components
    assert (why["weights"], why["weights_number"], why["engine"]) == (row.weights, 1, row.run.engine_version)
    assert (why["run"], why["place"], why["n_considered"]) == (row.run.public_id, 1, 2)
    assert why["reasons"][0][0] == "must_skills"


def test_shortlisting_twice_is_one_record(cast, matched):
    matched(cast.need)

    assert shortlist(cast).pk == shortlist(cast).pk
    assert Match.objects.count() == 1


def test_looking_closer_decides_nothing(cast, matched):
    matched(cast.need)

    match = surface_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    assert match.state == MatchState.SUGGESTED


def test_a_near_miss_is_shortlisted_with_what_stands_in_its_way(cast, matched):
    cast.need.hours_per_week = 20
    cast.need.save()
    row = matched(cast.need)
    assert row.near_expert_ids == [cast.expert.pk]

    match = shortlist(cast)

    assert match.explanation["failed"] == ["hours"]
    assert match.points == row.near_points[0]
    assert match.explanation["reasons"]


@pytest.mark.parametrize("who", ["other_expert", "hidden"])
def test_who_is_not_in_the_list_cannot_be_chosen(cast, matched, who):
    matched(cast.need)
    if who == "hidden":
        Expert.objects.filter(pk=cast.expert.pk).update(visibility="hidden")
    code = cast.expert.public_id if who == "hidden" else cast.other_expert.public_id

    with pytest.raises(Refused) as refused:
        shortlist(cast, code=code)

    assert refused.value.code == "not_in_the_list"


def test_without_a_list_nobody_can_be_chosen(cast):
    with pytest.raises(Refused):
        shortlist(cast)


@pytest.mark.parametrize("somebody", ["kamran", "rabia", "hina"])
def test_only_the_host_chooses(cast, matched, somebody):
    matched(cast.need)
    user = getattr(cast, somebody)

    for act in (shortlist, dismiss):
        with pytest.raises(Denied):
            act(cast, by=user)
    with pytest.raises(Denied):
        surface_match(need=cast.need, code=cast.expert.public_id, by=user, at=NOW)


def test_who_was_set_aside_is_left_out_of_the_next_list(cast, matched):
    matched(cast.need)

    match = dismiss(cast)

    assert (match.state, match.reason) == (MatchState.DISMISSED, DismissReason.TOO_JUNIOR)
    assert MatchList.objects.current().get(need=cast.need).stale_since == NOW
    assert matched(cast.need).excluded == {"must_skill": 1, "excluded": 1}


def test_taking_back_opens_the_pair_again(cast, matched):
    matched(cast.need)
    match = dismiss(cast)

    restore_match(match_id=match.pk, by=cast.sana, at=NOW)

    match.refresh_from_db()
    assert (match.state, match.reason) == (MatchState.SUGGESTED, "")
    assert not Exclusion.objects.exists()
    assert matched(cast.need).expert_ids == [cast.expert.pk]


def test_shortlisting_somebody_set_aside_takes_that_back_too(cast, matched):
    matched(cast.need)
    dismiss(cast)

    assert shortlist(cast).state == MatchState.SHORTLISTED
    assert not Exclusion.objects.exists()


def test_an_invited_pair_is_changed_through_its_invitation_only(cast, matched):
    matched(cast.need)
    match = shortlist(cast)
    set_match_state(match_id=match.pk, state=MatchState.INVITED, by=cast.sana, at=NOW)

    for act in (shortlist, dismiss):
        with pytest.raises(Refused) as refused:
            act(cast)
        assert refused.value.code == "match_is_invited"
    with pytest.raises(Refused):
        restore_match(match_id=match.pk, by=cast.sana, at=NOW)


def test_an_exclusion_is_recorded_once_per_reference(cast, matched):
    matched(cast.need)
    for until in (None, TODAY):
        record_exclusion(
            expert_id=cast.expert.pk,
            need_id=cast.need.pk,
            reason=ExclusionReason.DECLINED,
            source_ref="invitation:X",
            at=NOW,
            until=until,
        )

    assert Exclusion.objects.get().until == TODAY


def test_excluding_an_organisation_makes_all_its_lists_stale(cast, matched):
    second = factories.make_need(cast.organisation, title="Another")
    for need in (cast.need, second, cast.other_need):
        matched(need)

    record_exclusion(
        expert_id=cast.expert.pk,
        organisation_id=cast.organisation.pk,
        reason=ExclusionReason.NEVER_THIS_ORGANISATION,
        source_ref="trust:X",
        at=NOW,
    )

    stale = MatchList.objects.current().filter(stale_since__isnull=False)
    assert {row.need_id for row in stale} == {cast.need.pk, second.pk}


def test_what_stands_in_the_way_of_a_near_miss_is_said_wherever_they_are_chosen(cast, matched, client_of):
    Need.objects.filter(pk=cast.need.pk).update(hours_per_week=20)
    matched(cast.need)
    match = shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    for route in ("matching:match", "exchanges:invite"):
        page = client_of(cast.sana).get(reverse(route, args=[match.public_id])).content.decode()
        assert "Has too few hours a week left at that time." in page


def test_nobody_is_chosen_for_an_invitation_while_a_need_is_not_open(cast, matched, client_of):
    matched(cast.need)
    Need.objects.filter(pk=cast.need.pk).update(state="paused")

    page = client_of(cast.sana).get(reverse("matching:need_matches", args=[cast.need.public_id]))
    with pytest.raises(Refused) as refused:
        surface_match(
            need=Need.objects.get(pk=cast.need.pk), code=cast.expert.public_id, by=cast.sana, at=NOW
        )

    assert "This need is not open now, so nobody can be invited." in page.content.decode()
    assert refused.value.code == "need_not_open_to_invite"


def test_nobody_acts_on_an_expert_who_has_hidden_since(cast, matched, client_of):
    matched(cast.need)
    code = cast.expert.public_id
    match = surface_match(need=cast.need, code=code, by=cast.sana, at=NOW)
    choose_visibility(expert_id=cast.expert.pk, visibility=Visibility.HIDDEN, by=cast.hina, at=NOW)

    for act in (shortlist_match, partial(dismiss_match, reasons=[DismissReason.OTHER]), surface_match):
        with pytest.raises(Refused) as refused:
            act(need=cast.need, code=code, by=cast.sana, at=NOW)
        assert refused.value.code == "not_in_the_list"
    client = client_of(cast.sana)
    assert client.get(reverse("exchanges:invite", args=[match.public_id])).status_code == 404
    assert client.post(reverse("matching:restore", args=[match.public_id])).status_code == 404


def test_who_writes_an_invitation_has_looked_at_the_expert(cast, matched, client_of):
    matched(cast.need)
    match = surface_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)

    client_of(cast.sana).get(reverse("exchanges:invite", args=[match.public_id]))

    assert AccessEvent.objects.filter(expert=cast.expert, viewer=cast.sana, route="exchanges:invite").exists()
