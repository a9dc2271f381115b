"""Two small placements of Bilal's at Sana's centre that were drawn, one of them answered; one to be drawn."""

from types import SimpleNamespace

from exchanges.models import SampleCampaign
from exchanges.services.conflicts import declare_ties
from exchanges.services.sampling import begin_campaign, draw_sample
from programmes.models import PolicyVersion, Programme
from programmes.selectors import Policy
from tests import factories
from tests.exchanges.sampling import AFTER, DUE, YEAR, give
from tests.factories import NOW
from tests.security.world_of_life import under_way


def world_of_sampling(world: SimpleNamespace) -> None:
    world.other_expert.capacity = 20
    world.other_expert.save()
    campaigns = [_campaign(world, slug, n) for slug, n in (("controlled", 2), ("to-be-drawn", 1))]
    drawn, world.campaign_draft = campaigns
    world.campaign = draw_sample(campaign_id=drawn.pk, due_on=DUE, by=world.omar, at=AFTER)
    cases = world.campaign.cases.select_related("placement").order_by("position")
    world.sampled_waiting, world.sampled_answered = cases
    for by in (world.bilal, world.sana):
        give(world.sampled_answered, by)
    declare_ties(placement_id=world.sampled_answered.placement_id, kind=None, by=world.omar, at=NOW)
    world.sampled_answered.refresh_from_db()


def _campaign(world: SimpleNamespace, slug: str, n: int) -> SampleCampaign:
    programme: Programme = factories.make_programme(slug, unit=world.most)
    values = Policy(sampling_percent=100).values
    PolicyVersion.objects.create(programme=programme, number=2, values=values, since=NOW)
    for i in range(n):
        need = factories.make_need(world.organisation, title=f"{slug} {i}", programme=programme)
        under_way(world, need)
    return begin_campaign(programme_id=programme.pk, fiscal_year=YEAR, by=world.omar, at=AFTER)
