"""A filled portal: invented experts, one host and its needs with their lists. What pages and builds read."""

import io
import shutil
import time
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from django.core.management import call_command
from django.db import transaction

from accounts.enums import Purpose
from accounts.models import Consent, User
from benchmarks.portal_rows import NOW, clone_packed, make_experts
from incubators.enums import (
    Category,
    Importance,
    MemberRole,
    NeedState,
    OrganisationKind,
    OrganisationState,
    Sector,
)
from incubators.models import Membership, Need, NeedSkill, Organisation
from matching import adapter
from matching.adapter.building import fresh_snapshot
from matching.adapter.extract import Who
from matching.adapter.packing import basis_of, read_packed
from matching.adapter.snapshot import snapshots_root, write_snapshot
from matching.adapter.vocabulary import Vocabulary
from matching.enums import RunScope, RunState
from matching.models import MatchRun
from matching.selectors.results import NeedResult
from matching.services.storing import store_lists
from programmes.enums import Mode
from programmes.models import Programme
from taxonomy.models import Skill

INVENTED = 1_000
"""Experts whose texts are invented and packed one by one; the others repeat them."""
N_NEEDS = 200
MUST_SKILLS = 6
PACKING_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class World:
    """A filled portal: the host's owner, open needs with current lists, and what the lists were made with."""

    n_experts: int
    owner: User
    needs: list[Need]
    results: list[NeedResult]
    vocabulary: Vocabulary


@cache
def world(n_experts: int) -> World:
    """Few experts, packed; then as many more as asked, with packed rows like theirs; all of them matched."""
    owner, needs = make_host(N_NEEDS)
    make_experts(min(INVENTED, n_experts))
    vocabulary = fresh_snapshot(set(), seconds=PACKING_SECONDS).vocabulary
    if n_experts > INVENTED:
        make_experts(n_experts - INVENTED)
        clone_packed()
    loaded = Need.objects.filter(pk__in=[need.pk for need in needs]).with_terms().order_by("pk")
    whole = snapshot_of_all(n_experts, vocabulary)
    results = adapter.best_experts(loaded, whole, NOW)
    shutil.rmtree(snapshots_root() / whole)
    match_run = new_run()
    with transaction.atomic():
        store_lists(match_run=match_run, results=results, at=NOW)
        match_run.lists.update(is_current=True)
    return World(n_experts, owner, needs, results, vocabulary)


def new_run() -> MatchRun:
    return MatchRun.objects.create(
        scope=RunScope.ROUND, state=RunState.RUNNING, n_needs=N_NEEDS, requested_at=NOW, started_at=NOW
    )


def snapshot_of_all(n_experts: int, vocabulary: Vocabulary) -> str:
    """Write a snapshot of everybody from their packed rows, all of which must be up to date; its name."""
    packed = read_packed(Who(), basis_of(vocabulary))
    if len(packed.ids) != n_experts:
        raise RuntimeError(f"{len(packed.ids)} of {n_experts} packed rows are up to date")
    manifest = {
        "base": "",
        "vocabulary": vocabulary.name,
        "zones": packed.tables.zones,
        "languages": packed.tables.languages,
    }
    # A fact of its own gives every build a name of its own, or it would find its files there already.
    return write_snapshot(time.time_ns(), packed.ids, packed.experts, np.zeros(0, np.int64), manifest, {})


def make_host(n_needs: int) -> tuple[User, list[Need]]:
    """One verified host with its owner and so many open needs."""
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    call_command("load_programmes", verbosity=0, stdout=io.StringIO())
    return _host(n_needs)


def _host(n_needs: int) -> tuple[User, list[Need]]:
    owner = User.objects.create(email="bench@demo.example", full_name="Bench Owner", is_demo=True)
    owner.emailaddress_set.create(email=owner.email, verified=True, primary=True)
    Consent.objects.create(user=owner, purpose=Purpose.NOTICE, notice_version="2026-11", given_at=NOW)
    host = Organisation.objects.create(
        name="Bench Host",
        kind=OrganisationKind.INCUBATOR,
        sector=Sector.PUBLIC,
        state=OrganisationState.VERIFIED,
        state_since=NOW,
    )
    Membership.objects.create(user=owner, organisation=host, role=MemberRole.OWNER, since=NOW)
    programme = Programme.objects.order_by("pk").first()
    needs = Need.objects.bulk_create([_need(host, programme, at) for at in range(n_needs)])
    # The more widely held half of the vocabulary, as the experts' skills are drawn.
    skills = list(Skill.objects.order_by("slug"))[: Skill.objects.count() // 2]
    NeedSkill.objects.bulk_create([
        NeedSkill(
            need=need,
            skill=skills[(at * 7 + rank * 53) % len(skills)],
            importance=Importance.MUST,
            rank=rank + 1,
        )
        for at, need in enumerate(needs)
        for rank in range(MUST_SKILLS)
    ])  # fmt: skip
    return owner, needs


def _need(host: Organisation, programme: Programme, at: int) -> Need:
    starts = date(2026, 12, 15) + timedelta(days=at % 40)
    return Need(
        organisation=host,
        programme=programme,
        category=Category.MENTORSHIP,
        title=f"Need {at}",
        purpose="Review the design and the measurements, and train the team.",
        mode=Mode.REMOTE,
        starts_on=starts,
        ends_on=starts + timedelta(days=100),
        hours_per_week=2,
        weeks=8,
        seats=1,
        working_languages=["en"],
        state=NeedState.OPEN,
        state_since=NOW,
        opened_at=NOW,
    )
