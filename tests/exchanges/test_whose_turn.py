"""The page of a case says whose turn it truly is, and what a step still lacks."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts.models import User
from common.refusals import Refused
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.selectors.cases import CasePage, case_page
from exchanges.selectors.lists import waiting_for
from exchanges.services.placements import move_placement
from exchanges.services.plans import edit_plan
from tests import factories
from tests.factories import NOW, walk


def _page(placement: Placement, user: User) -> CasePage:
    return case_page(Placement.objects.get(pk=placement.pk), user, due_at=None)


def _submit(page: CasePage) -> tuple[bool, str]:
    (choice,) = [choice for choice in page.actions if choice.name in (A.SUBMIT, A.RESUBMIT)]
    return choice.decision.allowed, str(choice.decision.reason)


def test_a_complete_plan_waits_for_the_expert_and_the_host_reads_why_not_yet(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    before = (_page(placement, cast.sana).next_kind, _page(placement, cast.hina).next_kind)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)

    host, expert = _page(placement, cast.sana), _page(placement, cast.hina)

    assert before == ("mine", "mine")
    assert (host.next_kind, expert.next_kind) == ("other", "mine")
    assert host.next_who == "the expert, to agree to the plan"
    assert _submit(host) == (False, "The expert has not agreed to this plan yet.")
    assert [item.what for item in waiting_for(cast.sana, 20)] == []


def test_once_agreed_it_is_the_hosts_turn(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)
    walk(placement, (A.AGREE, cast.hina))

    host, expert = _page(placement, cast.sana), _page(placement, cast.hina)

    assert (host.next_kind, expert.next_kind, _submit(host)[0]) == ("mine", "other", True)


def test_a_returned_plan_is_for_both_until_somebody_changes_it(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia), (A.RETURN, cast.rabia))
    returned = (_page(placement, cast.sana).next_kind, _page(placement, cast.hina).next_kind)
    plan = factories.make_plan(placement, deliverable="Three prototypes.")

    edit_plan(placement_id=placement.pk, plan=plan, by=cast.sana, at=NOW + timedelta(hours=9))

    assert returned == ("mine", "mine")
    assert (_page(placement, cast.sana).next_kind, _page(placement, cast.hina).next_kind) == ("other", "mine")


def test_edits_of_one_side_within_an_hour_are_one_line_and_stay_events(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    plan = factories.make_plan(placement)
    start = NOW + timedelta(hours=2)
    for minutes, by in ((0, cast.sana), (20, cast.sana), (59, cast.sana), (61, cast.sana), (62, cast.hina)):
        edit_plan(placement_id=placement.pk, plan=plan, by=by, at=start + timedelta(minutes=minutes))

    edits = [e for e in _page(placement, cast.sana).timeline if e.title == "The plan was edited"]

    assert [(e.at - start).seconds // 60 for e in edits] == [59, 61, 62]
    assert placement.events.filter(action=A.EDIT).count() == 5


def test_a_case_of_the_reviewing_unit_itself_is_not_submitted_while_no_other_unit_reviews(
    cast: SimpleNamespace,
) -> None:
    cast.organisation.unit = cast.most
    cast.organisation.save()
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)
    walk(placement, (A.AGREE, cast.hina))

    with pytest.raises(Refused) as refused:
        move_placement(placement_id=placement.pk, action=A.SUBMIT, by=cast.sana, at=NOW)
    assert refused.value.code == "no_other_unit_reviews"
    assert "no other unit reviews" in _submit(_page(placement, cast.sana))[1]

    other = factories.make_unit("hec", name="Higher Education Commission")
    walk(placement, (A.SUBMIT, cast.sana))

    assert (placement.state, placement.review_unit) == ("submitted", other)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"hours_per_week": 168}, "hours_per_week", "hours_per_week_range"),
        ({"hours_per_week": 61}, "hours_per_week", "hours_per_week_range"),
        ({"days_in_country": 367}, "days_in_country", "days_in_country_range"),
    ],
)
def test_a_plan_that_nobody_could_keep_is_refused_beside_its_field(
    cast: SimpleNamespace, changes: dict[str, int], field: str, code: str
) -> None:
    placement = factories.make_placement(cast.need, cast.expert)

    with pytest.raises(Refused) as refused:
        edit_plan(
            placement_id=placement.pk, plan=factories.make_plan(placement, **changes), by=cast.sana, at=NOW
        )

    assert (refused.value.field, refused.value.code) == (field, code)
