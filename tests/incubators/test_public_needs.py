"""Open needs as everybody finds them: filters, leafing, the feed, what search engines read."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from common.keyset import PER_PAGE
from incubators.enums import ClosingReason, NeedAction
from incubators.models import Need
from incubators.services import move_need
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def address(name: str, *args: Any) -> str:
    return reverse(f"incubators:{name}", args=args)


def titles(query: str, client: Client | None = None) -> list[str]:
    answer = (client or Client()).get(f"{address('need_list')}?{query}")
    return [row.title for row in answer.context["rows"]]


def entries(query: str = "") -> list[ElementTree.Element]:
    answer = Client().get(f"{address('need_feed')}?{query}")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


@pytest.fixture
def many(cast: SimpleNamespace) -> list[Need]:
    """More needs than two pages hold; all but the first were opened at the same moment."""
    return [factories.make_need(cast.organisation, title=f"Need {n:02}") for n in range(2 * PER_PAGE)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("programme=joint-research", ["In Urdu"]),
        ("programme=general-mentorship", ["Groundwater adviser", "Mentor for a solar start-up"]),
        ("language=ur", ["In Urdu"]),
        ("sdg=4", ["In Urdu"]),
        ("sdg=17", []),
        ("language=en&q=mentor", ["Mentor for a solar start-up"]),
        ("q=start-up+mentor", ["Mentor for a solar start-up"]),
        ("q=مشینیں+ٹھیك", ["In Urdu"]),
        ("q=solar+nothing", []),
    ],
)
def test_the_page_the_feed_and_the_api_narrow_alike(
    cast: SimpleNamespace, query: str, expected: list[str]
) -> None:
    factories.make_need(
        cast.organisation,
        title="In Urdu",
        purpose="مشینیں ٹھیک کرنا",
        programme=factories.make_programme("joint-research"),
        working_languages=["ur"],
        sdgs=[4, 9],
    )

    over_the_api = Client().get(f"/api/v1/needs/?{query}").json()["results"]

    assert titles(query) == expected
    assert [entry.findtext(f"{ATOM}title") for entry in entries(query)] == expected
    assert [row["title"] for row in over_the_api] == expected


def test_the_list_is_leafed_through_forth_and_back(many: list[Need]) -> None:
    seen, forth, query = [], [], ""
    while query is not None:
        page = Client().get(f"{address('need_list')}?{query}").context["page"]
        forth.append([need.pk for need in page.rows])
        seen += forth[-1]
        query = f"after={page.after}" if page.after else None
    assert len(seen) == len(set(seen)) == 2 * PER_PAGE + 2
    assert seen == sorted(seen, reverse=True)

    first_of_last = Need.objects.get(pk=forth[-1][0]).public_id
    back = Client().get(f"{address('need_list')}?before={first_of_last}").context["page"]
    first = Client().get(f"{address('need_list')}?before={back.before}").context["page"]

    assert [need.pk for need in back.rows] == forth[-2]
    assert ([need.pk for need in first.rows], first.before) == (forth[0], "")


def test_what_opens_meanwhile_moves_nothing(cast: SimpleNamespace, many: list[Need]) -> None:
    edge = Client().get(address("need_list")).context["page"].after
    before = titles(f"after={edge}")
    newer = factories.make_need(cast.organisation, title="Newer")
    Need.objects.filter(pk=newer.pk).update(opened_at=NOW + timedelta(days=1))

    assert titles(f"after={edge}") == before


def test_a_page_holds_though_its_edge_was_withdrawn(cast: SimpleNamespace, many: list[Need]) -> None:
    edge = Client().get(address("need_list")).context["page"].after
    before = titles(f"after={edge}")
    gone = Need.objects.get(public_id=edge)
    move_need(
        need_id=gone.pk,
        action=NeedAction.WITHDRAW,
        by=cast.sana,
        at=NOW,
        reasons=[ClosingReason.FOUND_ELSEWHERE],
    )

    assert titles(f"after={edge}") == before


def test_going_back_where_nothing_is_left_shows_the_newest(cast: SimpleNamespace) -> None:
    assert titles(f"before={cast.other_need.public_id}") == titles("")


@pytest.mark.parametrize("nonsense", ["after=nonsense", "before=", "after=%F0%9F%8C%8A", "after=1&before=2"])
def test_an_edge_that_nothing_has_is_the_first_page(cast: SimpleNamespace, nonsense: str) -> None:
    assert titles(nonsense) == titles("")


def test_a_draft_is_no_edge_that_tells_it_exists(cast: SimpleNamespace) -> None:
    draft = factories.make_need(cast.organisation, opened=False)

    assert titles(f"after={draft.public_id}") == titles("")


def test_behind_the_last_need_the_way_back_is_shown(cast: SimpleNamespace) -> None:
    page = Client().get(f"{address('need_list')}?after={cast.need.public_id}").content.decode()

    assert "The list ends here" in page


def test_the_feed_names_needs_and_hosts_and_no_person(cast: SimpleNamespace) -> None:
    Need.objects.filter(pk=cast.need.pk).update(purpose="A bell \x07 and <b>more</b>", counterpart="Dr Iqbal")

    answer = Client().get(address("need_feed"))

    text = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "Iqbal" not in text
    newest = ElementTree.fromstring(text).find(f"{ATOM}entry[{ATOM}title='Mentor for a solar start-up']")
    assert newest.find(f"{ATOM}link").get("href") == settings.SITE_URL + address("need", cast.need.public_id)
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == "Ravi Incubation Centre"
    assert "A bell  and &lt;b&gt;more&lt;/b&gt;" in newest.findtext(f"{ATOM}summary")


def test_the_feed_of_a_draft_or_a_suspended_host_is_silent(cast: SimpleNamespace) -> None:
    factories.make_need(cast.organisation, title="A draft", opened=False)
    move_need(need_id=cast.other_need.pk, action=NeedAction.PAUSE, by=cast.kamran, at=NOW)

    assert [entry.findtext(f"{ATOM}title") for entry in entries()] == ["Mentor for a solar start-up"]


def test_an_unchanged_feed_is_not_sent_twice(cast: SimpleNamespace) -> None:
    first = Client().get(address("need_feed"))

    again = Client().get(address("need_feed"), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_page_names_the_one_address_it_is_to_be_known_by(cast: SimpleNamespace) -> None:
    listed = Client().get(f"{address('need_list')}?q=solar&utm_source=x&mode=nonsense").content.decode()
    page = Client().get(f"{address('need', cast.need.public_id)}?utm_source=x").content.decode()

    assert f'<link rel="canonical" href="{settings.SITE_URL}/needs/?q=solar">' in listed
    assert f'href="{settings.SITE_URL}/needs/feed/?q=solar"' in listed
    assert f'<link rel="canonical" href="{settings.SITE_URL}/needs/{cast.need.public_id}/">' in page


def test_search_engines_read_a_demand_and_no_person(cast: SimpleNamespace) -> None:
    Need.objects.filter(pk=cast.need.pk).update(counterpart="Dr Iqbal")

    page = Client().get(address("need", cast.need.public_id)).content.decode()

    assert 'itemtype="https://schema.org/Demand"' in page
    assert '<meta itemprop="name" content="Mentor for a solar start-up">' in page
    assert "JobPosting" not in page
    assert "Iqbal" not in page


def test_a_draft_has_no_markup(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    draft = factories.make_need(cast.organisation, opened=False)

    assert "schema.org" not in client_of(cast.sana).get(address("need", draft.public_id)).content.decode()


def test_the_sitemap_names_open_needs_alone(cast: SimpleNamespace) -> None:
    draft = factories.make_need(cast.organisation, opened=False)

    listed = ElementTree.fromstring(Client().get("/sitemap.xml").content)

    places = [place.text for place in listed.iter(f"{SITEMAP}loc")]
    assert settings.SITE_URL + address("need", cast.need.public_id) in places
    assert settings.SITE_URL + address("need", draft.public_id) not in places


def test_a_visitor_reads_how_to_answer(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    page = address("need", cast.need.public_id)

    assert "How to answer this need" in Client().get(page).content.decode()
    assert f"/account/login/?next={page}" in Client().get(page).content.decode()
    assert "How to answer this need" not in client_of(cast.hina).get(page).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_feed_costs_the_same_for_one_need_and_for_three(
    cast: SimpleNamespace, n: int, django_assert_num_queries: Any
) -> None:
    for _ in range(n - 1):
        factories.make_need(cast.organisation, skills=("power-systems", "hydrology"))

    with django_assert_num_queries(4):
        assert Client().get(address("need_feed"), {"q": "solar"}).status_code == 200
