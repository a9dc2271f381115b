"""The vocabulary that the portal ships."""

import csv
import re
from collections import Counter, defaultdict
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from common.text import fold
from matching.engine.tokens import STOP_WORDS, fold_table, tokens
from taxonomy.enums import LANGUAGE_CODES, PlaceKind
from taxonomy.labels import country_choices, country_name, language_choices, language_name
from taxonomy.models import Holiday, Place, Skill, SkillAlias, Theme, WorkingCalendar
from taxonomy.selectors import skill_named, skills_named
from taxonomy.services import load_reference
from taxonomy.services import reference as loading

ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture
def reference(db):
    return load_reference()


@pytest.fixture(scope="module")
def rows():
    """The lines of skills.csv, as staff edit them."""
    with (loading.REFERENCE / "skills.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _names(row):
    columns = ("aliases_en", "aliases_ur", "aliases_roman")
    aliases = [alias for column in columns for alias in row[column].split("|") if alias]
    return [row["name"], row["name_ur"], *aliases]


def test_the_reference_holds_eight_hundred_skills_in_eighteen_themes(reference):
    per_theme = Counter(Skill.objects.values_list("theme__slug", flat=True))

    assert (reference.themes, reference.skills) == (18, Skill.objects.count())
    assert reference.skills >= 800
    assert len(per_theme) == 18
    assert min(per_theme.values()) >= 25


def test_readme_says_how_many_skills_there_are(rows):
    readme = (settings.BASE_DIR / "README.md").read_text("utf-8")

    assert f"a vocabulary of {len(rows)} skills" in readme


def test_every_skill_has_an_urdu_name_and_most_have_urdu_or_roman_aliases(rows):
    assert [row["slug"] for row in rows if not ARABIC_SCRIPT.search(row["name_ur"])] == []
    assert [
        alias
        for row in rows
        for alias in row["aliases_ur"].split("|")
        if alias and not ARABIC_SCRIPT.search(alias)
    ] == []
    with_more = [row for row in rows if row["aliases_ur"] or row["aliases_roman"]]
    assert len(with_more) >= 0.8 * len(rows)


def test_no_two_skills_share_a_spelling(rows):
    spellings = Counter(fold(name) for row in rows for name in _names(row))

    assert [spelling for spelling, n in spellings.items() if n > 1] == []


def test_no_two_skills_share_a_spelling_as_texts_are_read(rows):
    """In a text "GANs" and "GAN" are one word in a text: they may not name two skills."""
    skills = defaultdict(set)
    for row in rows:
        for name in _names(row):
            skills[tuple(tokens(name))].add(row["slug"])

    assert {words: slugs for words, slugs in skills.items() if len(slugs) > 1} == {}


def test_no_alias_is_a_stop_word_or_a_letter(rows):
    names = [name for row in rows for name in _names(row)]

    assert [name for name in names if len(fold(name)) < 2 or fold(name) in STOP_WORDS] == []
    assert [name for name in names if not tokens(name)] == []


def test_ordinary_words_of_texts_name_no_skill(reference):
    ordinary = (
        "design management research program programme learning analysis science engineering technology"
        " policy system model data network patent export support machine government commerce industry law"
        " audit quality safety planning development training testing energy health education market"
    )

    assert skills_named(ordinary.split()) == {}
    spellings = defaultdict(list)
    for name, text in SkillAlias.objects.values_list("skill__name", "text"):
        spellings[name].append(text)
    folds = fold_table(spellings)
    assert [word for word in ordinary.split() if tokens(word, folds) != tokens(word)] == []


def test_every_curated_row_has_a_name_in_both_languages(reference):
    for model in (Theme, Skill, Place, WorkingCalendar, Holiday):
        assert not model.objects.filter(name_ur="").exists()
        assert not model.objects.filter(name="").exists()


def test_a_broader_skill_is_of_the_same_theme_and_no_chain_is_a_circle(reference):
    for skill in Skill.objects.select_related("broader__broader__broader__broader"):
        depth, above = 0, skill.broader
        while above is not None:
            assert above.theme_id == skill.theme_id
            depth, above = depth + 1, above.broader
            assert depth < 4


def test_a_circle_of_broader_skills_is_not_loaded(db, monkeypatch):
    circle = [
        {"slug": "one", "name": "One", "name_ur": "", "theme": "water", "broader": "two"},
        {"slug": "two", "name": "Two", "name_ur": "", "theme": "water", "broader": "one"},
    ]
    read = loading._rows
    monkeypatch.setattr(loading, "_rows", lambda name: circle if name == "skills.csv" else read(name))

    with pytest.raises(ValueError, match="nothing stands above"):
        load_reference()

    assert not Skill.objects.exists()


def test_loading_takes_few_statements(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        load_reference()


def test_loading_twice_changes_nothing(reference):
    before = list(SkillAlias.objects.order_by("pk").values_list())

    assert load_reference() == reference
    assert list(SkillAlias.objects.order_by("pk").values_list()) == before


def test_a_skill_that_staff_added_survives_the_loading(reference):
    added = Skill.objects.create(slug="carpentry", name="Carpentry", theme=Theme.objects.first())

    load_reference()

    assert Skill.objects.filter(pk=added.pk).exists()


@pytest.mark.parametrize(
    "words", ["Machine learning", "ML", " machine  LEARNING ", "مشین لرننگ", "مشین لرننگ ", "mashini amozish"]
)
def test_a_skill_is_found_by_any_of_its_names_in_three_scripts(reference, words):
    assert skill_named(words).slug == "machine-learning"


def test_words_that_name_no_skill_find_none(reference, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = skills_named(["Solar PV", "underwater basket weaving", "گلوف"])

    assert {text: skill.slug for text, skill in found.items()} == {
        "Solar PV": "solar-photovoltaics",
        "گلوف": "glacial-lake-outburst-floods",
    }


def test_every_alias_is_stored_as_it_is_searched(reference):
    assert all(alias.folded == fold(alias.text) for alias in SkillAlias.objects.all())


def test_pakistan_has_seven_units_and_every_other_place_lies_in_one(reference):
    territories = Place.objects.filter(kind=PlaceKind.TERRITORY)

    assert {place.code for place in territories} == {
        "PK-PB", "PK-SD", "PK-KP", "PK-BA", "PK-IS", "PK-JK", "PK-GB",
    }  # fmt: skip
    assert sorted(place.position for place in territories) == list(range(7))
    for place in Place.objects.exclude(kind=PlaceKind.TERRITORY):
        assert place.territory.kind == PlaceKind.TERRITORY


def test_every_province_and_territory_has_its_districts_in_both_languages(reference):
    districts = Place.objects.filter(kind=PlaceKind.DISTRICT)
    counts = {code: districts.filter(parent__code=code).count() for code in ("PK-PB", "PK-SD", "PK-BA")}

    assert counts == {"PK-PB": 41, "PK-SD": 30, "PK-BA": 36}
    assert (
        districts.filter(parent__code="PK-JK").count() == districts.filter(parent__code="PK-GB").count() == 10
    )
    assert not districts.filter(name_ur="").exists()


@pytest.mark.parametrize(
    ("alias", "code"),
    [("Panjab", "PK-PB"), ("KPK", "PK-KP"), ("NWFP", "PK-KP"), ("FATA", "PK-KP"), ("AJK", "PK-JK"),
     ("ICT", "PK-IS")],
)  # fmt: skip
def test_older_and_shorter_names_of_places_are_known(reference, alias, code):
    assert Place.objects.get(aliases__contains=[alias]).code == code


def test_the_friday_break_is_data(reference):
    calendar = WorkingCalendar.objects.get()

    assert calendar.weekend == [6, 7]
    assert (str(calendar.friday_break_from), str(calendar.friday_break_to)) == ("12:30:00", "14:30:00")
    assert Holiday.objects.filter(name__startswith="Eid", tentative=False).count() == 0


def test_the_command_says_what_it_loaded(db):
    out = StringIO()

    call_command("load_reference", stdout=out)

    assert out.getvalue().startswith("Loaded 18 themes, 804 skills")


def test_countries_and_languages_are_named_in_the_readers_language():
    assert (country_name("PK"), language_name("ur"), language_name("skr")) == ("Pakistan", "Urdu", "Saraiki")
    assert language_name("xx-unknown") == "xx-unknown"
    with translation.override("ur"):
        assert (country_name("PK"), language_name("ur")) == ("پاکستان", "اردو")
        assert language_name("bal") == "بلوچی"


def test_choices_are_sorted_by_name_and_keep_what_a_profile_already_has():
    countries = [name for _, name in country_choices()]

    assert countries == sorted(countries)
    assert ("eo", "Esperanto") in language_choices("eo")
    assert len(language_choices()) == len(LANGUAGE_CODES)
