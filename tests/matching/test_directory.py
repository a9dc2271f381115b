"""Whom each reader of the directory finds, by what, and in which order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Purpose
from accounts.services import give_consent
from experts.enums import LookReason, Visibility
from experts.models import AccessEvent, Availability, Work
from experts.services.verification import submit_profile
from taxonomy.models import SkillAlias
from tests import factories
from tests.experts.people import enter, fill_managed
from tests.factories import NOW, TODAY
from tests.matching.directory_world import (
    ADDRESS,
    API,
    found,
    make_liaison,
    make_listed,
    make_people,
    names,
    walk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast):
    make_people()
    return cast


def test_each_reader_finds_whom_they_may(people, client_of):
    public, hosts = {"Amna Baig"}, {"Amna Baig", "Bashir Dar"}
    handed_in = {"Amna Baig", "Bashir Dar", "Chand Bibi", "Danish Ali", "Hina Qureshi", "Bilal"}
    for user, expected in (
        (None, public),
        (people.hina, public),
        (people.asma, public),
        (people.sana, hosts),
        (people.omar, handed_in),
        (make_liaison("NO"), public | {"Bashir Dar", "Chand Bibi", "Danish Ali"}),
    ):
        client = client_of(user)
        assert names(client) == expected, user
        page = client.get(ADDRESS).content.decode()
        cards = page[page.index('role="status"') :]
        assert {name for name in {*handed_in, "Erum Shah"} if f"<bdi>{name}</bdi>" in cards} == expected


def test_members_of_an_unverified_organisation_find_what_everybody_finds(people, client_of):
    factories.make_organisation(people.bilal, name="Waiting Centre", verified=False)

    assert names(client_of(people.bilal)) == {"Amna Baig"}


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ({"q": "power systems"}, "skills"),
        ({"q": "engineer"}, "headline"),
        ({"q": "microgrids"}, "works"),
        ({"theme": "renewable-energy"}, "motivation"),
        ({"wish": "talk"}, "motivation"),
        ({"territory": "PK-PB"}, "motivation"),
        ({"country": "DE"}, "country"),
        ({"language": "en"}, "languages"),
        ({"seniority": "senior"}, "seniority"),
        ({"mode": "remote"}, "availability"),
        ({"hours": 5}, "availability"),
        ({"free_from": "2027-05-01"}, "availability"),
    ],
    ids=str,
)
def test_a_filter_finds_nobody_by_what_their_page_does_not_show(cast, client_of, asked, part):
    for name, parts in (("Shows It", [part]), ("Shows Nothing", [])):
        expert = make_listed(name, parts=parts, motivation_kinds=["talk"])
        expert.motivation_places.add(factories.make_place())
        Work.objects.create(expert=expert, kind="project", title="Microgrids for tube wells")

    assert names(client_of(None), **asked) == {"Shows It"}
    assert names(client_of(cast.sana), **asked) == {"Shows It", "Shows Nothing"}
    everybody = found(client_of(None))
    assert everybody["count"] == 2
    facet = {"theme", "wish", "territory", "country", "language", "seniority", "mode"} & set(asked)
    for name in facet:
        assert [row["n"] for row in everybody["facets"][name] if row["value"] == asked[name]] == [1]


def test_what_is_not_ticked_is_not_shown(client_of, db):
    make_listed("Shows Nothing", parts=[])

    [row] = found(client_of(None))["results"]

    shown = {name for name, value in row.items() if value}
    assert shown == {"code", "name"}


def test_words_find_skills_in_three_scripts(client_of, db):
    make_listed("Amna Baig", headline="Adviser")
    skill = factories.make_skill()
    for text, language in (("برقی نظام", "ur"), ("bijli ka nizam", "ur-Latn")):
        SkillAlias.objects.create(skill=skill, text=text, language=language)
    client = client_of(None)

    for words in (
        "power systems",
        "POWER-Systems",
        "برقی نظام",
        "Bijli ka nizam",
        "systems",
        "adviser power",
    ):
        assert names(client, q=words) == {"Amna Baig"}, words
    for words in ("hydrology", "power hydrology", "nizam hydrology", "++", "adv"):
        assert names(client, q=words) == set(), words


def test_names_are_found_in_every_spelling_and_by_whom_they_are_shown_to(cast, client_of):
    make_listed("Muhammad Usman Qureshi")
    make_listed("Muhammad Saleem", level=Visibility.AFTER_MATCHING)
    client = client_of(None)

    for written in ("mohammed", "Osman QURAISHI", "محمد", "Dr. Usman"):
        assert names(client, name=written) == {"Muhammad Usman Qureshi"}, written
    assert names(client, name="Saleem") == set()
    assert names(client, name="Dr.") == set()
    assert names(client_of(cast.sana), name="Saleem") == set()
    assert names(client_of(cast.omar), name="salim mohammad") == {"Muhammad Saleem"}


def test_hours_and_days_are_those_of_one_window(client_of, db):
    expert = make_listed("Amna Baig")
    Availability.objects.filter(expert=expert).delete()
    for first, last, hours, mode in ((10, 40, 12, "remote"), (100, 200, 4, "in_person")):
        Availability.objects.create(
            expert=expert,
            starts_on=TODAY + timedelta(days=first),
            ends_on=TODAY + timedelta(days=last),
            hours_per_week=hours,
            modes=[mode],
        )
    client = client_of(None)

    def day(n: int) -> str:
        return str(TODAY + timedelta(days=n))

    for asked in (
        {"hours": 12},
        {"hours": 4, "free_from": day(60)},
        {"hours": 10, "free_until": day(10), "mode": "remote"},
        {"free_from": day(200), "mode": "in_person"},
    ):
        assert names(client, **asked) == {"Amna Baig"}, asked
    for asked in (
        {"hours": 13},
        {"hours": 12, "mode": "in_person"},
        {"hours": 10, "free_from": day(60)},
        {"free_from": day(201)},
        {"free_until": day(9)},
    ):
        assert names(client, **asked) == set(), asked


def test_pages_hold_everybody_once_and_lead_back(client_of, db):
    for number in range(53):
        make_listed(f"Person {number}", country="DE" if number % 2 else "NO")
    client = client_of(None)

    pages = list(walk(client))

    codes = [row["code"] for page in pages for row in page["results"]]
    assert [len(page["results"]) for page in pages] == [25, 25, 3]
    assert codes == sorted(codes)
    assert len(set(codes)) == 53
    assert {page["count"] for page in pages} == {53}
    assert pages[0]["previous"] is None
    assert pages[1]["previous"] == ""
    back = found(client, cursor=pages[2]["previous"])
    assert [row["code"] for row in back["results"]] == codes[25:50]
    assert back["next"] == pages[1]["next"]
    assert [len(page["results"]) for page in walk(client, country="DE")] == [25, 1]


@pytest.mark.parametrize("cursor", ["x", "2.n.5", "a:b:c", "%00", "2.n.5:forged", "ü" * 400, "-1.n.3:x"])
def test_a_cursor_that_nobody_gave_out_is_the_first_page(client_of, db, cursor):
    make_listed("Amna Baig")

    assert names(client_of(None), cursor=cursor) == {"Amna Baig"}
    assert client_of(None).get(ADDRESS, {"cursor": cursor}).status_code == 200


def test_nobody_leafs_through_everybody(client_of, db, monkeypatch):
    monkeypatch.setattr("matching.selectors.directory.MOST_PAGES", 2)
    for number in range(60):
        make_listed(f"Person {number}")
    client = client_of(None)

    assert [len(page["results"]) for page in walk(client)] == [25, 25]
    second = client.get(ADDRESS, {"cursor": found(client)["next"]}).content.decode()
    assert "Here the list ends after 50." in second


@pytest.mark.parametrize(
    "asked",
    [
        {"country": "XX"},
        {"theme": "nothing"},
        {"hours": "many"},
        {"hours": "9" * 400},
        {"free_from": "yesterday"},
        {"free_from": "0000-00-00"},
        {"free_from": "2027-02-01", "free_until": "2027-01-01"},
        {"language": "<script>"},
        {"mode": "remote\x7f"},
        {"q": "x" * 81},
    ],
    ids=str,
)
def test_what_nobody_can_ask_is_refused_beside_the_field(client_of, db, asked):
    client = client_of(None)

    page = client.get(ADDRESS, asked)

    assert page.status_code == 422
    assert 'class="errorlist"' in page.content.decode()
    assert client.get(API, asked).status_code == 400


@pytest.mark.parametrize(
    "asked", [{"free_from": "9999-12-31"}, {"free_until": "0001-01-01"}, {"q": "' OR 1=1"}]
)
def test_extreme_questions_find_nobody(client_of, db, asked):
    make_listed("Amna Baig")

    assert names(client_of(None), **asked) == set()


def test_a_reader_who_asks_too_often_is_told_so(client_of, db, monkeypatch):
    client = client_of(None)
    for _ in range(60):
        assert client.get("/directory/9999999999/").status_code == 404

    assert client.get(ADDRESS).status_code == 429
    assert "That was too often" in client.get(ADDRESS).content.decode()
    assert client.get(API).status_code == 429


def test_whoever_is_shown_to_hosts_and_staff_can_read_it(people, client_of):
    for user in (people.sana, people.sana, people.omar, people.hina, None):
        client_of(user).get(ADDRESS)

    looks = AccessEvent.objects.filter(expert__user__full_name="Amna Baig")
    assert {(look.viewer, look.viewer_is, look.why, look.is_list) for look in looks} == {
        (people.sana, "Ravi Incubation Centre", LookReason.DIRECTORY, True),
        (people.omar, "Ministry of Science and Technology", LookReason.DIRECTORY, True),
    }
    assert looks.count() == 2


def test_a_page_costs_the_same_whoever_is_on_it(people, client_of):
    def n_queries() -> int:
        client = client_of(people.sana)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        return len(queries)

    few = n_queries()
    for number in range(5):
        make_listed(f"Person {number}", level=Visibility.VERIFIED_ORGANISATIONS)

    assert n_queries() == few


def test_without_consent_nobody_is_listed_whatever_they_chose_once(cast, client_of):
    person = make_listed("Amna Baig", consents=False)
    assert names(client_of(None)) == set()

    give_consent(user=person.user, purpose=Purpose.DIRECTORY, at=NOW)

    assert names(client_of(None)) == {"Amna Baig"}


def test_staff_read_the_name_of_a_profile_that_they_entered_for_somebody(cast, client_of):
    entered = enter(cast.omar)
    fill_managed(entered, cast.omar)
    submit_profile(expert_id=entered.pk, by=cast.omar, at=NOW)

    assert {row["name"] for row in found(client_of(cast.omar))["results"]} >= {"Nasreen Akhtar"}
    assert "Nasreen Akhtar" in client_of(cast.omar).get(ADDRESS).content.decode()
    assert "Nasreen Akhtar" not in client_of(cast.sana).get(ADDRESS).content.decode()
