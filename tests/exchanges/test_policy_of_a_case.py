"""A case keeps the policy under which it was submitted; a plan keeps within the limits of its programme."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from common.refusals import Refused
from exchanges.enums import PlacementAction as A
from exchanges.selectors.facts import current_tier, policy_for
from exchanges.selectors.queue import queue_rows, review_queue
from exchanges.services.plans import edit_plan
from programmes.models import Programme
from programmes.selectors import Policy, policy_of
from programmes.selectors.effects import effects_of
from programmes.services import publish_policy
from tests import factories
from tests.factories import NOW, walk

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def publish(programme: Programme, by: Any, *, at: Any = LATER, **changes: Any) -> Policy:
    publish_policy(
        programme_id=programme.pk,
        changes=changes,
        seen_number=policy_of(programme).number,
        by=by,
        at=at,
    )
    return policy_of(programme)


def test_a_submitted_case_keeps_its_tier_and_a_draft_follows_the_new_policy(cast: SimpleNamespace) -> None:
    submitted = factories.make_submitted(cast.need, cast.expert)
    draft = factories.make_placement(cast.other_need, cast.other_expert)
    theme = cast.need.themes.get()

    publish(cast.need.programme, cast.omar, sensitive_themes=(theme.slug,))

    assert (current_tier(submitted), policy_for(submitted).number) == ("T1", 1)
    assert (current_tier(draft), policy_for(draft).number) == ("T2", 2)


def test_what_comes_back_is_judged_by_the_policy_of_its_first_submission(cast: SimpleNamespace) -> None:
    submitted = factories.make_submitted(cast.need, cast.expert)
    returned = walk(submitted, (A.TAKE, cast.rabia), (A.RETURN, cast.rabia))
    publish(cast.need.programme, cast.omar, most_hours_per_week=2)

    edit_plan(placement_id=returned.pk, plan=factories.make_plan(returned), by=cast.sana, at=LATER)

    returned.refresh_from_db()
    assert returned.hours_per_week == 4


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"hours_per_week": 21}, "plan_too_many_hours", "hours_per_week"),
        (
            {"allowance_amount": 9, "allowance_currency": "PKR", "allowance_payer": "HEC"},
            "allowance_currency_not_offered",
            "allowance_currency",
        ),
    ],
)
def test_an_edit_outside_the_policy_names_the_field(
    cast: SimpleNamespace, changes: dict[str, Any], code: str, field: str
) -> None:
    publish(cast.need.programme, cast.omar, at=NOW, most_hours_per_week=20)
    placement = factories.make_placement(cast.need, cast.expert)

    with pytest.raises(Refused) as refused:
        edit_plan(
            placement_id=placement.pk, plan=factories.make_plan(placement, **changes), by=cast.sana, at=NOW
        )

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_plan_that_a_newer_policy_forbids_is_not_submitted(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)
    walk(placement, (A.AGREE, cast.hina))
    publish(cast.need.programme, cast.omar, most_hours_per_week=2)

    with pytest.raises(Refused) as refused:
        walk(placement, (A.SUBMIT, cast.sana), at=LATER)

    assert refused.value.code == "plan_outside_policy"


def test_officers_see_in_numbers_what_another_policy_would_do(cast: SimpleNamespace) -> None:
    factories.make_submitted(cast.need, cast.expert)
    factories.make_placement(cast.other_need, cast.other_expert)
    programme = cast.need.programme
    now = policy_of(programme)
    other = Policy.read(now.values | {"t0_most_hours": 1_000, "most_hours_per_week": 1}, 2)

    found = [(line.label, line.n, line.of) for line in effects_of(programme, now, other)]

    assert found == [
        ("plans being written that would go from tier T1 to T0", 1, 2),
        ("plans being written that would have to be changed", 1, 2),
        ("submitted cases, which keep the version they were submitted under", 1, 2),
    ]


def test_without_open_cases_nothing_is_foretold(cast: SimpleNamespace) -> None:
    programme = cast.need.programme

    assert effects_of(programme, policy_of(programme), Policy(t0_most_hours=500)) == []


def test_the_review_is_due_by_the_target_of_the_cases_tier_and_version(cast: SimpleNamespace) -> None:
    publish(cast.need.programme, cast.omar, at=NOW, target_days_t1=3)
    factories.make_submitted(cast.need, cast.expert)
    publish(cast.need.programme, cast.omar, target_days_t1=99)

    [row] = queue_rows(review_queue(cast.rabia), cast.rabia, today=NOW.date())

    assert row.due_on == (NOW + timedelta(days=3)).date()
