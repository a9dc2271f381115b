"""Inviting the same expert again: one click, a need to look over, and the invitation once it is open."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.models import Outbox
from common.policies import Denied
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement, Renewal
from exchanges.services.invitations import accept_invitation
from exchanges.services.renewals import renew_placement
from experts.services.verification import suspend_profile
from incubators.enums import NeedAction, NeedState
from incubators.services import move_need
from tests.exchanges.lives import DAY, FIRST, LAST_DAY, end, make_active

SignIn = Callable[..., Client]
AT = FIRST + 20 * DAY


@pytest.fixture
def ended(cast: SimpleNamespace) -> Placement:
    return end(make_active(cast), A.END_EARLY, cast.sana, at=AT)


def test_one_click_begins_a_need_like_the_one_before_and_pressed_twice_it_is_one(
    cast: SimpleNamespace, ended: Placement, client_of: SignIn
) -> None:
    client = client_of(cast.sana)
    address = reverse("exchanges:renew", args=[ended.public_id])

    first, second = client.post(address), client.post(address)

    need = Renewal.objects.get().need
    assert first.url == second.url == reverse("incubators:need", args=[need.public_id])
    assert (need.state, need.title, need.seats) == (NeedState.DRAFT, cast.need.title, 1)
    assert need.starts_on > LAST_DAY
    assert need.ends_on - need.starts_on == ended.ends_on - ended.starts_on


def test_once_the_need_is_open_the_same_expert_is_invited(
    cast: SimpleNamespace, ended: Placement, work: Callable[[], object], client_of: SignIn
) -> None:
    need = renew_placement(placement_id=ended.pk, by=cast.sana, at=AT)

    move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=AT)
    work()

    renewal = Renewal.objects.get()
    assert (renewal.refusal, renewal.invitation.expert, renewal.invitation.state) == (
        "",
        cast.expert,
        "sent",
    )
    following = accept_invitation(invitation_id=renewal.invitation_id, by=cast.hina, at=timezone.now())
    page = client_of(cast.hina).get(reverse("exchanges:placement", args=[following.public_id]))
    assert ended.public_id in page.content.decode()
    again = client_of(cast.sana).get(reverse("exchanges:placement", args=[ended.public_id]))
    assert "The expert was invited again:" in again.content.decode()


def test_the_host_hears_when_the_expert_cannot_be_invited(
    cast: SimpleNamespace, ended: Placement, work: Callable[[], object]
) -> None:
    need = renew_placement(placement_id=ended.pk, by=cast.sana, at=AT)
    suspend_profile(
        expert_id=cast.expert.pk, note="A concern.", by=cast.omar, at=AT, version=cast.expert.version
    )

    move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=AT)
    work()

    renewal = Renewal.objects.get()
    assert renewal.invitation is None
    assert renewal.refusal
    told = Outbox.objects.filter(template="exchanges.not_invited_again")
    assert [row.recipient for row in told] == [cast.sana]


def test_only_the_host_invites_again_and_only_when_it_is_over(cast: SimpleNamespace) -> None:
    active = make_active(cast)

    with pytest.raises(Denied):
        renew_placement(placement_id=active.pk, by=cast.sana, at=AT)
    end(active, A.END_EARLY, cast.sana, at=AT)
    with pytest.raises(Denied):
        renew_placement(placement_id=active.pk, by=cast.hina, at=AT)
