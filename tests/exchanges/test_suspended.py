"""A suspension holds everywhere: nobody suspended agrees, is approved or keeps hosts waiting."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from common.models import Outbox
from common.policies import Denied
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.notices import invitation_closed
from exchanges.services.plans import edit_plan
from exchanges.tasks import end_invitations_of_whoever_is_out
from experts.enums import State
from experts.models import Commitment, Expert
from experts.services.verification import suspend_profile
from incubators.models import Organisation
from tests import factories
from tests.factories import NOW, walk


def _suspend(cast: SimpleNamespace) -> None:
    cast.expert.refresh_from_db()
    suspend_profile(
        expert_id=cast.expert.pk, note="A forged degree.", by=cast.omar, at=NOW, version=cast.expert.version
    )


@pytest.fixture
def pending(cast: SimpleNamespace) -> Placement:
    placement = factories.make_submitted(cast.need, cast.expert)
    return walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))


def test_no_approval_of_a_suspended_expert_is_released_and_the_decider_reads_why(
    cast: SimpleNamespace, pending: Placement, client_of: Callable[..., Client]
) -> None:
    _suspend(cast)

    with pytest.raises(Denied, match="expert is suspended"):
        walk(pending, (A.RELEASE, cast.dawood))
    page = client_of(cast.dawood).get(reverse("exchanges:placement", args=[pending.public_id]))

    assert "The expert is suspended." in page.content.decode()
    assert walk(pending, (A.SEND_BACK, cast.dawood)).state == "in_review"


def test_no_approval_for_a_suspended_organisation_is_released(
    cast: SimpleNamespace, pending: Placement
) -> None:
    Organisation.objects.filter(pk=cast.organisation.pk).update(state="suspended")

    with pytest.raises(Denied, match="organisation is suspended"):
        walk(pending, (A.RELEASE, cast.dawood))


def test_a_rejection_is_released_all_the_same(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia))
    _suspend(cast)

    assert walk(placement, (A.RELEASE, cast.dawood)).state == "rejected"


def test_a_suspended_expert_agrees_to_no_plan_and_the_host_submits_none(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)
    Expert.objects.filter(pk=cast.expert.pk).update(state=State.SUSPENDED)
    with pytest.raises(Denied, match="suspended"):
        walk(placement, (A.AGREE, cast.hina))

    Placement.objects.update(expert_agreed_at=NOW)

    with pytest.raises(Denied, match="takes no part") as refused:
        walk(placement, (A.SUBMIT, cast.sana))
    assert "suspended" not in str(refused.value)


def test_a_suspension_ends_open_invitations_and_tells_the_host_without_the_reason(
    cast: SimpleNamespace,
) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    end_invitations_of_whoever_is_out(expert_id=cast.expert.pk)
    invitation.refresh_from_db()
    assert invitation.is_open

    _suspend(cast)
    end_invitations_of_whoever_is_out(expert_id=cast.expert.pk)

    invitation.refresh_from_db()
    assert (invitation.state, Commitment.objects.count()) == ("superseded", 0)
    assert invitation.match.state == "shortlisted"
    told = Outbox.objects.get(template="exchanges.invitation_closed")
    assert told.recipient == cast.sana
    assert "suspend" not in invitation_closed(**told.ids).body
