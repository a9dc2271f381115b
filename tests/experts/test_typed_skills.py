"""Words that people typed become vocabulary: counted without telling who, decided, and linked."""

import re

import pytest
from django.urls import reverse

from accounts.models import AccountEvent
from common.events import broken_links
from common.ledger import drain
from common.models import ChangeFeed
from common.policies import Denied
from common.refusals import Refused
from experts.models import Expert, ExpertSkill, SetAsideWords
from experts.selectors.typed_skills import typed_words, words_of
from experts.services.typed_skills import add_typed_skill, name_typed_skill, set_typed_words_aside
from taxonomy.enums import Language
from taxonomy.models import SkillAlias
from taxonomy.selectors import skill_named
from tests import factories
from tests.factories import NOW

LIST = "/experts/typed-skills/"
NEW = {
    "name": "Biochar kilns",
    "name_ur": "بائیو چار کی بھٹیاں",
    "theme": "renewable-energy",
    "language": "en",
}


def typed(*experts, words="Biochar kilns"):
    for expert in experts:
        ExpertSkill.objects.create(expert=expert, typed=words, level=2)


@pytest.fixture
def words(cast):
    typed(cast.expert, words="biochar  KILNS")
    typed(cast.other_expert, factories.make_expert(), words="Biochar kilns")
    return typed_words()[0]


def work():
    while drain(worker="test", seconds=30):
        pass


def added(words, by):
    return add_typed_skill(
        key=words.key,
        name="Biochar kilns",
        name_ur="بائیو چار کی بھٹیاں",
        theme=factories.make_theme(),
        broader=None,
        language=Language.ENGLISH,
        by=by,
        at=NOW,
    )


def test_spellings_are_counted_together_and_shown_as_most_people_write_them(words):
    assert [(row.text, row.n_people) for row in typed_words()] == [("Biochar kilns", 3)]


def test_what_one_person_typed_or_has_not_sent_in_is_not_shown(cast):
    typed(cast.expert, words="Truffle farming")
    typed(cast.expert, factories.make_expert(verified=False), words="Truck art")

    assert typed_words() == []


def test_words_that_the_vocabulary_knows_are_not_offered(words):
    SkillAlias.objects.create(skill=factories.make_skill(), text="Biochar kilns", language="en")

    assert typed_words() == []


def test_a_new_skill_is_linked_and_the_profiles_are_marked_as_changed(cast, words):
    before = ChangeFeed.objects.count()
    version = cast.expert.version

    skill = added(words, cast.omar)
    work()

    rows = ExpertSkill.objects.filter(skill=skill)
    assert sorted(row.typed for row in rows) == ["Biochar kilns", "Biochar kilns", "biochar  KILNS"]
    assert ChangeFeed.objects.filter(kind="expert").count() == before + 3
    hina = Expert.objects.get(pk=cast.expert.pk)
    assert (hina.version, hina.events.order_by("seq").last().action) == (version + 1, "link_skills")
    assert broken_links(list(hina.events.order_by("seq"))) == []
    event = AccountEvent.objects.get()
    assert (event.action, event.by, event.detail) == ("skill_added", cast.omar, "biochar-kilns")
    assert typed_words() == []


def test_the_same_skill_in_other_words_is_linked_once(cast, words):
    power = cast.expert.skills.get(skill__isnull=False).skill

    name_typed_skill(key=words.key, skill=power, language=Language.ENGLISH, by=cast.ayesha, at=NOW)
    work()

    assert skill_named("BIOCHAR KILNS") == power
    assert cast.expert.skills.filter(skill=power).count() == 1  # held already: the words stay as typed
    assert cast.other_expert.skills.filter(skill=power).count() == 1
    assert typed_words() == []


def test_words_that_are_no_skill_are_remembered_and_stay_on_the_profiles(cast, words):
    set_typed_words_aside(key=words.key, by=cast.omar, at=NOW)
    work()

    assert typed_words() == []
    assert SetAsideWords.objects.get().folded == "biochar kilns"
    assert ExpertSkill.objects.filter(typed__icontains="biochar", skill=None).count() == 3


def test_who_comes_second_hears_that_it_is_decided(cast, words):
    added(words, cast.omar)

    with pytest.raises(Refused, match="words_decided"):
        set_typed_words_aside(key=words.key, by=cast.ayesha, at=NOW)
    with pytest.raises(Refused, match="words_decided"):
        added(words, cast.ayesha)


@pytest.mark.parametrize("who", ["hina", "sana", "rabia", "dawood", "asma"])
def test_only_officers_who_verify_and_administrators_decide(cast, words, who):
    with pytest.raises(Denied):
        added(words, getattr(cast, who))

    assert words_of(words.key) == words


def test_staff_decide_on_the_page(cast, words, client_of):
    client = client_of(cast.omar)
    assert "Biochar kilns" in client.get(LIST).content.decode()
    assert 'value="Biochar kilns"' in client.get(f"{LIST}{words.key}/").content.decode()

    answer = client.post(f"{LIST}{words.key}/add/", NEW | {"broader": "Power systems"})

    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert skill_named("biochar kilns").broader.slug == "power-systems"
    assert "No words wait for a decision" in client.get(LIST).content.decode()


def test_the_page_adds_another_name_or_sets_aside(cast, words, client_of):
    client = client_of(cast.ayesha)
    same = client.post(f"{LIST}{words.key}/same/", {"skill": "power SYSTEMS", "language": "en"})
    assert same.status_code == 302
    assert skill_named("biochar kilns").slug == "power-systems"

    typed(cast.expert, cast.other_expert, words="Hard work")
    assert client.post(f"{LIST}{typed_words()[0].key}/none/").status_code == 302
    assert typed_words() == []


@pytest.mark.parametrize(
    ("step", "body", "sentence"),
    [
        ("add", NEW | {"name": ""}, "This field is required."),
        ("add", NEW | {"name": "Power systems"}, "These words name another skill"),
        ("add", NEW | {"name_ur": "Biochar"}, "in Urdu letters"),
        ("add", NEW | {"theme": "nonsense"}, "not one of the available choices"),
        ("add", NEW | {"broader": "underwater basket weaving"}, "no skill of this name"),
        ("add", NEW | {"name": "x" * 121}, "at most 120 characters"),
        ("same", {"skill": "underwater", "language": "en"}, "no skill of this name"),
        ("same", {"skill": "Power systems", "language": "tlh"}, "not one of the available choices"),
        ("same", {"skill": "a\x00b", "language": "en"}, "Null characters"),
    ],
)
def test_bad_input_is_answered_beside_the_field(cast, words, client_of, step, body, sentence):
    answer = client_of(cast.omar).post(f"{LIST}{words.key}/{step}/", body)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert words_of(words.key) == words


def test_every_field_of_the_page_has_an_id_of_its_own(cast, words, client_of):
    page = client_of(cast.omar).get(f"{LIST}{words.key}/").content.decode()

    ids = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 8


def test_words_that_one_person_typed_have_no_page(cast, client_of):
    typed(cast.expert, words="Truffle farming")

    assert client_of(cast.omar).get(reverse("experts:typed_skill", args=["0" * 16])).status_code == 404


@pytest.mark.parametrize(
    ("who", "is_there"), [("omar", True), ("ayesha", True), ("rabia", False), ("hina", False)]
)
def test_the_navigation_leads_those_there_who_may(cast, client_of, who, is_there):
    page = client_of(getattr(cast, who)).get(reverse("today")).content.decode()

    assert (f'href="{LIST}"' in page) is is_there


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_line_and_for_three(cast, client_of, n, django_assert_num_queries):
    for i in range(n):
        typed(cast.expert, cast.other_expert, words=f"craft {i}")
    client = client_of(cast.omar)
    client.get(LIST)

    with django_assert_num_queries(5):
        client.get(LIST)


def test_the_pages_are_read_in_urdu(cast, words, client_of):
    client = client_of(cast.omar)
    client.cookies["language"] = "ur"

    for page in (LIST, f"{LIST}{words.key}/"):
        assert 'dir="rtl"' in client.get(page).content.decode()
