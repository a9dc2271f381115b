"""What both sides of a drawn case are asked is read before it leaves."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccountEvent
from common.enums import OutboxState
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import SampleState
from exchanges.models import SampleCampaign, SampledCase
from exchanges.selectors.sampling import waiting_messages
from exchanges.services.conflicts import declare_ties
from exchanges.services.sampling import close_sample, draw_sample, send_messages
from matching.enums import ConflictKind
from tests.exchanges.sampling import AFTER, DUE, approved_at_once, begun

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def campaign(cast: SimpleNamespace) -> SampleCampaign:
    approved_at_once(cast, 1)
    return draw_sample(campaign_id=begun(cast).pk, due_on=DUE, by=cast.omar, at=AFTER)


def asked(state: OutboxState) -> int:
    return Outbox.objects.filter(template="exchanges.evidence_asked", state=state).count()


def test_nothing_leaves_before_an_officer_has_read_it_in_both_languages(
    cast: SimpleNamespace, client_of: SignIn, campaign: SampleCampaign
) -> None:
    page = reverse("exchanges:sample_messages", args=[campaign.public_id])
    client = client_of(cast.omar)
    assert (asked(OutboxState.STAGED), asked(OutboxState.WAITING)) == (2, 0)
    shown = client.get(page).content.decode()

    keys = [str(mail.key) for mail in waiting_messages(campaign, cast.omar)]
    done = client.post(page, {"seen": [*keys, "nonsense"]}, follow=True).content.decode()

    assert all(key in shown for key in keys)
    assert "took place" in shown and 'dir="rtl"' in shown and "hina@" not in shown
    assert "2 messages were sent." in done
    assert (asked(OutboxState.STAGED), asked(OutboxState.WAITING)) == (0, 2)
    actions = AccountEvent.objects.filter(by=cast.omar).values_list("action", flat=True)
    assert {"mail_previewed", "batch_released"} <= set(actions)
    assert "nothing" in client.post(page, {"seen": keys}, follow=True).content.decode().lower()


def test_only_officers_of_the_unit_send_and_only_what_they_may_see(
    cast: SimpleNamespace, campaign: SampleCampaign
) -> None:
    seen = [mail.key for mail in waiting_messages(campaign, cast.omar)]
    with pytest.raises(Denied):
        send_messages(campaign_id=campaign.pk, seen=seen, by=cast.rabia, at=AFTER)
    case = SampledCase.objects.with_case().get(campaign=campaign)
    declare_ties(placement_id=case.placement_id, kind=ConflictKind.FAMILY, by=cast.omar, at=AFTER)

    assert waiting_messages(campaign, cast.omar) == []
    with pytest.raises(Refused) as refused:
        send_messages(campaign_id=campaign.pk, seen=seen, by=cast.omar, at=AFTER)

    assert refused.value.code == "nothing_to_release"
    assert asked(OutboxState.STAGED) == 2


def test_what_was_never_sent_goes_with_the_campaign(cast: SimpleNamespace, campaign: SampleCampaign) -> None:
    close_sample(campaign_id=campaign.pk, by=cast.omar, at=AFTER + timedelta(days=90))

    assert asked(OutboxState.STAGED) == 0 and asked(OutboxState.WAITING) == 0
    assert {case.state for case in campaign.cases.all()} == {SampleState.FOUND}
