"""Somebody's page for each audience, and the same shown to the person themselves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Purpose
from accounts.models import Consent
from experts.enums import LookReason, PublicPart, Visibility
from experts.models import AccessEvent, Affiliation, Expert, Work
from tests import factories
from tests.matching.directory_world import make_liaison, make_listed

pytestmark = pytest.mark.django_db
PREVIEW = "/directory/what-others-see/"
VISIBILITY = "/experts/profile/visibility/"
# What a page shows of each part, as `write` fills it.
WORDS = {
    PublicPart.HEADLINE: "Glaciologist at large",
    PublicPart.SENIORITY: "senior: leads work and people",
    PublicPart.SKILLS: "Power systems",
    PublicPart.LANGUAGES: "English",
    PublicPart.COUNTRY: "Norway",
    PublicPart.AFFILIATIONS: "Fjord Institute",
    PublicPart.WORKS: "Lakes under ice",
    PublicPart.AVAILABILITY: "6 hours a week",
    PublicPart.MOTIVATION: "Renewable energy",
}
NEVER = ("Oslo", "NICOP", "0000-0002-1825-0097", "zarmina.durrani@demo.example", "Europe/Oslo")


def write(expert: Expert) -> Expert:
    Expert.objects.filter(pk=expert.pk).update(
        headline="Glaciologist at large",
        country="NO",
        city="Oslo",
        time_zone="Europe/Oslo",
        orcid="0000-0002-1825-0097",
        travel_document="nicop",
    )
    Affiliation.objects.create(expert=expert, kind="employment", organisation="Fjord Institute")
    Work.objects.create(expert=expert, kind="publication", title="Lakes under ice")
    expert.refresh_from_db()
    return expert


def seen(client, expert: Expert) -> set[PublicPart]:
    """The parts that a page shows; never what no audience may read."""
    answers = [
        client.get(f"/directory/{expert.public_id}/"),
        client.get(f"/api/v1/directory/{expert.public_id}/"),
    ]
    found = []
    for answer in answers:
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "<h1>Zarmina Durrani</h1>" in text or '"name":"Zarmina Durrani"' in text
        assert [word for word in NEVER if word in text] == []
        found.append({part for part, word in WORDS.items() if word in text})
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize("part", PublicPart)
def test_a_public_page_shows_the_name_and_what_was_ticked(client_of, db, part):
    expert = write(make_listed("Zarmina Durrani", parts=[part]))

    assert seen(client_of(None), expert) == {part}


def test_hosts_read_the_whole_profile_and_never_how_to_reach_anybody(cast, client_of):
    expert = write(make_listed("Zarmina Durrani", level=Visibility.VERIFIED_ORGANISATIONS, parts=[]))

    assert seen(client_of(cast.sana), expert) == set(PublicPart)
    assert client_of(None).get(f"/directory/{expert.public_id}/").status_code == 404
    assert client_of(cast.hina).get(f"/directory/{expert.public_id}/").status_code == 404
    assert client_of(cast.asma).get(f"/directory/{expert.public_id}/").status_code == 404


def test_staff_read_those_of_their_duty_and_liaisons_those_of_their_countries(cast, client_of):
    expert = write(make_listed("Zarmina Durrani", level=Visibility.HIDDEN))

    assert seen(client_of(cast.omar), expert) == set(PublicPart)
    assert seen(client_of(make_liaison("NO")), expert) == set(PublicPart)
    other = make_liaison("DE", email="other@demo.example")
    assert client_of(other).get(f"/directory/{expert.public_id}/").status_code == 404


def test_opening_a_person_is_one_look_that_they_can_read(cast, client_of):
    expert = make_listed("Zarmina Durrani")
    for user in (cast.sana, cast.omar, cast.hina, None, expert.user):
        client_of(user).get(f"/directory/{expert.public_id}/")

    looks = AccessEvent.objects.filter(expert=expert, is_list=False)
    assert {(look.viewer, look.viewer_is, look.why) for look in looks} == {
        (cast.sana, "Ravi Incubation Centre", LookReason.DIRECTORY),
        (cast.omar, "Ministry of Science and Technology", LookReason.DIRECTORY),
    }
    trust = client_of(expert.user).get("/experts/profile/trust/").content.decode()
    assert trust.count("while looking through the directory") == 2


def test_the_preview_is_what_others_open(cast, client_of):
    expert = write(make_listed("Zarmina Durrani", parts=["skills", "works"]))
    own = client_of(expert.user)
    assert own.get(f"/directory/{expert.public_id}/").url == PREVIEW

    preview = own.get(PREVIEW).content.decode()

    start, end = preview.index("Everybody, in the public directory"), preview.index("</main>")
    public, hosts = preview[start:end], preview[preview.index("Verified organisations, in their") : start]
    assert {part for part, word in WORDS.items() if word in public} == seen(client_of(None), expert)
    assert {part for part, word in WORDS.items() if word in hosts} == seen(client_of(cast.sana), expert)
    card = preview[preview.index("When you match a need") : preview.index("Verified organisations, in their")]
    assert "Zarmina Durrani" not in card
    assert [word in card for word in ("Glaciologist at large", "Norway", "Lakes under ice")] == [
        True,
        True,
        False,
    ]
    assert preview.count("your present choice") == 1
    assert "your present choice" in public


def test_choosing_a_directory_asks_for_the_consent_and_nothing_is_ticked_beforehand(cast, client_of):
    client = client_of(cast.hina)
    page = client.get(VISIBILITY).content.decode()
    assert "Two of these are a consent too" in page
    assert page.count('name="public_parts"') == len(PublicPart)
    assert "checked" not in page[page.index('name="public_parts"') :]

    answers = {"visibility": "public", "public_parts": ["works", "country"]}
    assert client.post(VISIBILITY, answers).status_code == 302

    cast.expert.refresh_from_db()
    assert cast.expert.public_parts == ["country", "works"]
    assert Consent.objects.filter(user=cast.hina, purpose=Purpose.DIRECTORY, withdrawn_at=None).exists()
    assert client.post(VISIBILITY, answers | {"public_parts": ["city"]}).status_code == 422
    trust = client.get("/experts/profile/trust/").content.decode()
    assert "the country where I live" in trust


def test_a_page_costs_the_same_whatever_a_profile_holds(cast, client_of):
    expert = write(make_listed("Zarmina Durrani"))

    def n_queries() -> int:
        client = client_of(cast.sana)
        client.get("/directory/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/directory/{expert.public_id}/")
        return len(queries)

    few = n_queries()
    for number in range(3):
        Work.objects.create(expert=expert, kind="project", title=f"Work {number}")
        expert.themes.add(
            factories.make_theme(f"theme-{number}", name=f"Theme {number}", position=20 + number)
        )

    assert n_queries() == few


def test_pages_are_read_in_urdu(client_of, db):
    expert = write(make_listed("Zarmina Durrani"))
    client = client_of(None, HTTP_ACCEPT_LANGUAGE="ur")

    assert "ماہرین کی ڈائریکٹری" in client.get("/directory/").content.decode()
    assert "ناروے" in client.get(f"/directory/{expert.public_id}/").content.decode()
