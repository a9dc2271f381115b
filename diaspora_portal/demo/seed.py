"""The demonstration: one seed, one clock, the same services as everybody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from common import ledger, outbox
from common.models import Heartbeat
from diaspora_portal.demo.cases import CaseWriter
from diaspora_portal.demo.experts_side import add_experts_side
from diaspora_portal.demo.hina import add_hina
from diaspora_portal.demo.hosts import add_hosts, add_needs
from diaspora_portal.demo.lives import add_lives
from diaspora_portal.demo.offers import add_offers
from diaspora_portal.demo.people import Vocabulary, add_cast, add_experts
from diaspora_portal.demo.reporting import add_reporting
from diaspora_portal.demo.sampling import add_controls
from diaspora_portal.demo.signals import add_signals
from incubators.enums import NeedState
from incubators.services.pairs import find_pairs
from matching.services.runs import submit_round

SEED = 20261123
N_EXPERTS = 300
N_HOSTS = 60
N_NEEDS = 80
# The people of the cast are here for so long: whatever happens below happened after they came.
DAYS_HERE = 200
# The needs that the cases below are about are those that the cast's ministry reviews. They are matched
# while seeding; the worker matches the others.
CASTS_UNIT = "most"
MOST_SECONDS = 300
SEEDED = "demonstration"

Say = Callable[[str], None]


class Interrupted(Exception):
    """A seeding that began and never ended."""


def is_seeded() -> bool:
    """Whether the demonstration is there; raises Interrupted when only a part of it is."""
    if not User.objects.filter(is_demo=True).exists():
        return False
    if not Heartbeat.objects.filter(name=SEEDED).exists():
        raise Interrupted
    return True


def seed(*, at: datetime, say: Say) -> None:
    """Write the whole demonstration, in three parts; the mark at the end says that it is complete."""
    random = Random(SEED)
    with transaction.atomic():
        came = at - timedelta(days=DAYS_HERE)
        cast = add_cast(at=came)
        vocabulary = Vocabulary()
        say("experts")
        hina = add_hina(cast["hina"], officer=cast["omar"], vocabulary=vocabulary, at=came)
        add_experts(N_EXPERTS - 1, random=random, vocabulary=vocabulary, officer=cast["omar"], at=at)
        say("organisations and needs")
        hosts = add_hosts(N_HOSTS, cast=cast, random=random, vocabulary=vocabulary, at=at)
        add_offers(hosts[0], hosts[1], cast=cast, vocabulary=vocabulary, at=at)
        needs = add_needs(N_NEEDS, hosts, random=random, vocabulary=vocabulary, at=at)
        add_signals(hosts, vocabulary=vocabulary, at=at)
        add_lives(hosts, cast=cast, at=at)
        for host in hosts:
            find_pairs(organisation_id=host.pk, at=at)
    say("matches of the first needs")
    first = [
        need
        for need in needs
        if need.state == NeedState.OPEN and need.programme.owner_unit.slug == CASTS_UNIT
    ]
    run = submit_round(need_ids=[need.pk for need in first], at=at)
    ledger.drain(worker="seeding", seconds=MOST_SECONDS, run_id=run.run_id)
    say("invitations and placements in every state")
    with transaction.atomic():
        add_experts_side(cast, hina, at=at)
        CaseWriter(cast=cast, hina=hina, random=random, at=at).add_cases(first)
        add_reporting(hosts, hina, cast=cast, at=at)
        add_controls(hosts, hina, cast=cast, at=at)
        # Nobody is told today of what happened in an invented past.
        outbox.skip_waiting()
    ledger.beat(SEEDED)
