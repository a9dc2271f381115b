"""Whoever sees anything of a person's profile leaves a line that the person can read, at every door."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from experts.models import AccessEvent, Expert
from tests.cast import make_cast, sign_in
from tests.security.matrix import MATRIX
from tests.security.rows import Row
from tests.security.world import ROLES, make_world, user_of

pytestmark = pytest.mark.django_db

# Words by which a person is known: name, what the profile says of itself, what only the profile holds.
MARKS = ("full_name", "headline", "city", "employer", "work", "skill")
# Pages that show names of colleagues or of accounts, not of profiles; each with its reason.
NOT_PROFILES = {
    "accounts:account_event_list": "what was done to accounts, read by administrators and auditors",
    "accounts:unit": "who holds which post",
    "accounts:concern_list": "who reported a concern",
    "accounts:factor_reset_list": "whose second factor is lost",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The world of the matrix, in which every expert is known by words of their own."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world(make_cast())
        made.words = {}
        for expert in (made.expert, made.other_expert, made.submitted_expert):
            made.words[expert.pk] = _mark(expert)
        yield made
        transaction.set_rollback(True)


def _mark(expert: Expert) -> list[str]:
    """Give a profile words that stand nowhere else."""
    words = [f"{mark.replace('_', '')}of{expert.public_id.lower()}" for mark in MARKS]
    name, headline, city, employer, work, _skill = words
    expert.user.full_name = name
    expert.user.save()
    Expert.objects.filter(pk=expert.pk).update(headline=headline, city=city)
    if not expert.affiliations.update(organisation=employer):
        expert.affiliations.create(kind="employment", organisation=employer)
    if not expert.works.update(title=work):
        expert.works.create(kind="project", title=work)
    return words


def _answer(client: Client, row: Row, world: SimpleNamespace) -> HttpResponse:
    address = reverse(row.route, kwargs=row.arguments(world))
    body = row.body(world) if row.body else {}
    options = {"content_type": "application/json"} if row.api and row.method != "GET" else {}
    return getattr(client, row.method.lower())(address, body, follow=row.method != "GET", **options)


@pytest.mark.parametrize(
    "row", [row for row in MATRIX if row.route not in NOT_PROFILES], ids=lambda row: row.id
)
def test_whoever_reads_something_of_a_person_is_written_down(row: Row, world: SimpleNamespace) -> None:
    """Every row of the matrix for everybody who passes; where an answer leads on, what it leads to."""
    unseen = []
    for role in ROLES:
        viewer = user_of(world, role)
        cache.clear()
        with transaction.atomic():
            response = _answer(sign_in(viewer, second_factor=role != "rabia_first_factor"), row, world)
            text = b"".join(response.streaming_content) if response.streaming else response.content
            shown = text.decode("utf-8", errors="replace").lower()
            for expert_id, words in world.words.items():
                if not any(word in shown for word in words):
                    continue
                if viewer is None or Expert.objects.filter(pk=expert_id, user=viewer).exists():
                    assert viewer is not None, f"{row.id} shows a person to a stranger"
                    continue
                if not AccessEvent.objects.filter(expert=expert_id, viewer=viewer).exists():
                    unseen.append(role)
            transaction.set_rollback(True)

    assert unseen == [], f"{row.id} shows a person without a line in the record of looks"
