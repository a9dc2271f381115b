"""What staff add to the vocabulary."""

import pytest

from common.models import Shard
from common.refusals import Refused
from taxonomy.enums import Language
from taxonomy.models import Skill, SkillAlias
from taxonomy.selectors import language_of, skill_named
from taxonomy.services import NewSkill, add_skill, add_spelling
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(db):
    return factories.make_theme("minerals-and-mining", name="Minerals and mining", position=8)


def new(theme, **changes):
    values = {
        "name": "Biochar kilns",
        "name_ur": "بائیو چار کی بھٹیاں",
        "theme": theme,
        "broader": None,
        "words": "bio char bhatti",
        "language": Language.ROMAN_URDU,
    }
    return NewSkill(**(values | changes))


def test_a_new_skill_is_found_by_its_names_and_by_the_words_of_people(theme):
    skill = add_skill(new(theme))

    assert skill.slug == "biochar-kilns"
    for words in ("BIOCHAR kilns", "بائیو چار کی بھٹیاں", "Bio char  bhatti"):
        assert skill_named(words) == skill
    assert SkillAlias.objects.get(folded="bio char bhatti").language == "ur-Latn"
    assert Shard.objects.filter(kind="experts.follow_vocabulary").count() == 1


def test_a_new_skill_never_takes_the_address_of_another(theme):
    Skill.objects.create(slug="biochar-kilns", name="Kilns", theme=theme)
    Skill.objects.create(slug="biochar-kilns-2", name="More kilns", theme=theme)

    assert add_skill(new(theme)).slug == "biochar-kilns-3"
    assert add_skill(new(theme, name="稻壳炭", name_ur="چاول کا کوئلہ", words="稻壳炭")).slug == "skill"


def _chain(theme, length):
    skill = None
    for n in range(length):
        skill = Skill.objects.create(slug=f"level-{n}", name=f"Level {n}", theme=theme, broader=skill)
    return skill


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": "Power systems"}, "name", "skill_known"),
        ({"name": "x"}, "name", "words_too_short"),
        ({"name_ur": "Biochar"}, "name_ur", "urdu_letters"),
        ({"words": "Power systems"}, "words", "skill_known"),
    ],
)
def test_a_skill_that_does_not_fit_is_refused_with_its_field(theme, changes, field, code):
    factories.make_skill("power-systems")

    with pytest.raises(Refused) as refusal:
        add_skill(new(theme, **changes))

    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert not Skill.objects.filter(theme=theme).exists()


def test_a_broader_skill_is_of_the_same_theme_and_not_too_deep(theme):
    elsewhere, lowest = factories.make_skill("power-systems"), _chain(theme, 4)

    for broader, code in ((elsewhere, "other_theme"), (lowest, "too_deep")):
        with pytest.raises(Refused, match=code):
            add_skill(new(theme, broader=broader))

    assert add_skill(new(theme, broader=lowest.broader)).broader.slug == "level-2"


def test_another_name_leads_to_the_skill_but_never_away_from_another(theme):
    power, hydrology = factories.make_skill("power-systems"), factories.make_skill("hydrology")
    for _ in range(2):
        add_spelling(skill=power, words="bijli ka nizam", language=Language.ROMAN_URDU)

    assert skill_named("Bijli ka nizam") == power
    with pytest.raises(Refused, match="skill_known"):
        add_spelling(skill=hydrology, words="bijli ka nizam", language=Language.ROMAN_URDU)


def test_letters_tell_urdu_from_english():
    assert (language_of("کاریز"), language_of("karez")) == (Language.URDU, Language.ENGLISH)
