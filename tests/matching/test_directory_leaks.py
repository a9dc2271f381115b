"""Whoever is not shown to a reader changes nothing that the reader gets: no number, no order, no byte."""

import random
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.enums import Purpose
from accounts.services import withdraw_consent
from experts.enums import Visibility
from experts.models import Expert, ExpertLanguage, ExpertSkill, Work
from tests import factories
from tests.factories import NOW
from tests.matching.directory_world import ADDRESS, API, make_liaison, make_listed

pytestmark = pytest.mark.django_db
TRAITS: dict[str, Any] = {
    "q": "quantum glaciology",
    "name": "Zarmina Durrani",
    "theme": "space",
    "wish": "jury",
    "territory": "PK-GB",
    "country": "IS",
    "language": "is",
    "seniority": "executive",
    "mode": "in_person",
    "hours": 6,
    "free_from": "2027-02-01",
}
SHARED: dict[str, Any] = {
    "q": "power systems",
    "name": "person",
    "theme": "renewable-energy",
    "wish": "talk",
    "territory": "PK-PB",
    "country": "DE",
    "language": "en",
    "seniority": "senior",
    "mode": "remote",
    "free_until": "2027-03-01",
}
WORDS = ({"q": "glaciology"}, {"name": "زرمینہ"}, {"q": "ice"}, {"q": "zarmina"}, {"name": "ice"})
_OF_THIS_REQUEST = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"|[0-9a-f]{8}-?[0-9a-f-]{24,28}'
)


def questions() -> list[dict[str, Any]]:
    """Everybody, every trait alone and some together, words and names of the hidden."""
    chance = random.Random(7)
    asked = [
        {},
        TRAITS,
        *({name: value} for both in (TRAITS, SHARED) for name, value in both.items()),
        *WORDS,
    ]
    for _ in range(6):
        both = TRAITS | SHARED if chance.random() < 0.5 else SHARED | TRAITS
        asked.append({name: both[name] for name in chance.sample(sorted(both), 3)})
    return asked


def answers(client: Client, code: str = "9999999999") -> list[bytes]:
    """Everything that a reader can get, without what is of the request alone."""
    found = []
    for asked in questions():
        cache.clear()
        found += [client.get(ADDRESS, asked).content, client.get(API, asked).content]
    cursor = client.get(API).json()["next"] or ""
    found += [client.get(where, {"cursor": cursor}).content for where in (ADDRESS, API)]
    found += [client.get(f"{where}{code}/").content.replace(code.encode(), b"") for where in (ADDRESS, API)]
    return [_OF_THIS_REQUEST.sub(b"", each) for each in found]


def make_others() -> None:
    """Enough for two pages, of whom some share traits with the hidden ones."""
    factories.make_theme("space", name="Space", position=9)
    factories.make_place("PK-GB", name="Gilgit-Baltistan", position=6)
    factories.make_skill("hydrology")
    ticked = ("headline", "skills", "country", "seniority")
    for number in range(32):
        traits = {"country": "IS", "seniority": "executive"} if number % 7 == 0 else {"country": "DE"}
        parts = [part for at, part in enumerate(ticked) if number >> at & 1]
        level = Visibility.VERIFIED_ORGANISATIONS if number % 6 == 0 else Visibility.PUBLIC
        make_listed(f"Person {number}", level=level, parts=parts, motivation_kinds=["talk"], **traits)


def make_hidden(level: Visibility, number: int = 0, **options: Any) -> Expert:
    """Somebody with traits of their own and others that many have."""
    expert = make_listed(
        f"Zarmina Durrani {number}",
        level=level,
        country="IS",
        seniority="executive",
        headline="Quantum glaciology",
        motivation_kinds=["jury"],
        skills=("power-systems", "hydrology"),
        **options,
    )
    expert.user.name_ur = "زرمینہ"
    expert.user.save()
    expert.themes.add(factories.make_theme("space"))
    expert.motivation_places.add(factories.make_place("PK-GB"))
    ExpertLanguage.objects.create(expert=expert, code="is", level="C2")
    ExpertSkill.objects.create(expert=expert, typed="Reading of ice", level=3)
    Work.objects.create(expert=expert, kind="project", title="Microgrids on ice")
    return expert


DRAFT = (Visibility.PUBLIC, {"verified": False})
FROM_HOSTS = (
    DRAFT,
    (Visibility.HIDDEN, {}),
    (Visibility.AFTER_MATCHING, {}),
    (Visibility.PUBLIC, {"consents": False}),
    (Visibility.VERIFIED_ORGANISATIONS, {"consents": False}),
)
FROM_EVERYBODY = (*FROM_HOSTS, (Visibility.VERIFIED_ORGANISATIONS, {}))


@pytest.mark.parametrize(
    ("reader", "hidden_from"),
    [
        ("nobody", FROM_EVERYBODY),
        ("hina", FROM_EVERYBODY),
        ("liaison", FROM_EVERYBODY),
        ("sana", FROM_HOSTS),
        ("omar", [DRAFT]),
    ],
    ids=["a stranger", "an expert", "a liaison elsewhere", "a verified host", "who verifies"],
)
def test_hidden_experts_change_no_byte_of_any_answer(cast, client_of, reader, hidden_from):
    make_others()
    user = make_liaison("NO") if reader == "liaison" else getattr(cast, reader, None)
    client = client_of(user)
    without = answers(client)

    hidden = [make_hidden(level, at, **options) for at, (level, options) in enumerate(hidden_from)]

    with_hidden = answers(client, hidden[-1].public_id)
    differing = [at for at, pair in enumerate(zip(without, with_hidden, strict=True)) if pair[0] != pair[1]]
    assert differing == [], (without[differing[0]], with_hidden[differing[0]])


def test_the_same_questions_do_tell_of_somebody_who_is_shown(client_of, db):
    """The test above would pass for a directory that answers nothing."""
    make_others()
    client = client_of(None)
    without = answers(client)

    shown = make_hidden(Visibility.PUBLIC)

    differing = sum(a != b for a, b in zip(without, answers(client, shown.public_id), strict=True))
    assert differing > len(without) // 2
    withdraw_consent(user=shown.user, purpose=Purpose.DIRECTORY, at=NOW)
    assert client.get(f"{ADDRESS}{shown.public_id}/").status_code == 404
