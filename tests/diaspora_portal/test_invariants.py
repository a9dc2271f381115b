"""The promises that the database must keep hold on what the services write, and a broken one is named."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.enums import Role
from common.models import Outbox, Run, Shard
from diaspora_portal.invariants import INVARIANTS, Invariant
from exchanges.enums import PlacementAction as A
from exchanges.enums import Verdict
from exchanges.models import Placement
from experts.models import Expert
from tests import factories
from tests.factories import give, walk

BY_CODE = {invariant.code: invariant for invariant in INVARIANTS}


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda one: one.code)
def test_a_case_that_was_walked_to_its_end_breaks_no_promise(
    cast: SimpleNamespace, invariant: Invariant
) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))
    Outbox.objects.update(next_at=timezone.now())

    assert invariant.broken() == []


def test_a_decision_by_somebody_who_reviewed_is_named(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))
    Placement.objects.filter(pk=placement.pk).update(decided_by=cast.rabia, recommended_by=cast.dawood)

    assert BY_CODE["I07"].broken() == [placement.public_id]


def test_a_case_of_two_reviews_that_was_decided_breaks_no_promise(cast: SimpleNamespace) -> None:
    second = factories.make_staff("second@demo.example", role=Role.REVIEWER)
    placement = factories.make_submitted(cast.need, cast.expert, restricted_post=True)
    walk(placement, (A.TAKE, cast.rabia), (A.TAKE, second))
    for by in (cast.rabia, second):
        give(placement, by, Verdict.APPROVE)
    walk(placement, (A.RELEASE, cast.dawood))
    Outbox.objects.update(next_at=timezone.now())

    assert [one.code for one in INVARIANTS if one.broken()] == []


def test_decisions_by_somebody_with_a_tie_or_without_two_reviews_are_named(cast: SimpleNamespace) -> None:
    second = factories.make_staff("second@demo.example", role=Role.REVIEWER)
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))
    placement.declarations.filter(user=cast.dawood).update(has_conflict=True, kind="family")
    Placement.objects.filter(pk=placement.pk).update(
        tier="T2", second_recommended_by=second, recommended_digest="x", decided_digest="x"
    )

    assert [one.code for one in INVARIANTS if one.broken()] == ["I23", "I24", "I25"]


def test_more_engagements_than_offered_are_named(cast: SimpleNamespace) -> None:
    for number in range(2):
        factories.make_placement(factories.make_need(cast.organisation, title=f"Need {number}"), cast.expert)
    Expert.objects.filter(pk=cast.expert.pk).update(capacity=1)

    assert BY_CODE["I03"].broken() == [cast.expert.public_id]


def test_work_and_mails_that_were_given_up_are_named(cast: SimpleNamespace) -> None:
    run = Run.objects.create(kind="test.work", state="done_errors")
    shard = Shard.objects.create(run=run, n=0, kind="test.work", state="dead")
    mail = Outbox.objects.create(template="test.mail", state="failed")

    assert BY_CODE["I14"].broken() == [f"part {shard.pk}", f"mail {mail.pk}"]
