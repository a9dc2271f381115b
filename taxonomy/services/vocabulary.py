"""What staff add to the vocabulary. Who may do so is asked by the app that offers the words."""

from dataclasses import dataclass
from itertools import count

from django.db import connection, transaction
from django.utils.text import slugify

from common.jobs import announce
from common.refusals import Refused
from common.text import clean_line, fold
from taxonomy.enums import Fact, Language
from taxonomy.models import Skill, SkillAlias, Theme
from taxonomy.selectors import language_of, skill_named

DEEPEST = 4  # a skill, and at most three above it
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class NewSkill:
    """What staff write about a skill. `words` are the people's own, `language` is theirs."""

    name: str
    name_ur: str
    theme: Theme
    broader: Skill | None
    words: str
    language: Language


def add_skill(new: NewSkill) -> Skill:
    """Add a skill with its two names and the words that people typed for it, and announce it.

    Raises Refused with the field: `skill_known`, `words_too_short`, `urdu_letters`, `other_theme` or
    `too_deep`.
    """
    with transaction.atomic():
        _one_at_a_time()
        _check_place(new.theme, new.broader)
        if language_of(new.name_ur) != Language.URDU:
            raise Refused("urdu_letters", field="name_ur")
        skill = Skill.objects.create(
            slug=_free_slug(new.name),
            name=clean_line(new.name),
            name_ur=clean_line(new.name_ur),
            theme=new.theme,
            broader=new.broader,
        )
        for field, text, language in (
            ("name", skill.name, Language.ENGLISH),
            ("name_ur", skill.name_ur, Language.URDU),
            ("words", new.words, new.language),
        ):
            _name(skill, text, language, field=field)
        announce(Fact.VOCABULARY_CHANGED, key="vocabulary")
    return skill


def add_spelling(*, skill: Skill, words: str, language: Language) -> Skill:
    """Add another way to write a skill, and announce it.

    Raises Refused `skill_known` when the words name another skill, or `words_too_short`.
    """
    with transaction.atomic():
        _one_at_a_time()
        _name(skill, words, language, field="skill")
        announce(Fact.VOCABULARY_CHANGED, key="vocabulary")
    return skill


def _name(skill: Skill, text: str, language: Language, *, field: str) -> None:
    if len(fold(text)) < LEAST_LETTERS:
        raise Refused("words_too_short", field=field)
    known = skill_named(text)
    if known is None:
        SkillAlias.objects.create(skill=skill, text=clean_line(text), language=language)
    elif known != skill:
        raise Refused("skill_known", field=field)


def _check_place(theme: Theme, broader: Skill | None) -> None:
    if broader is not None and broader.theme_id != theme.pk:
        raise Refused("other_theme", field="broader")
    depth = 1
    while broader is not None:
        depth, broader = depth + 1, broader.broader
    if depth > DEEPEST:
        raise Refused("too_deep", field="broader")


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:70] or "skill"
    taken = set(Skill.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{n}" for n in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def _one_at_a_time() -> None:
    """Two people may add the same words: the second waits and then hears that they are known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('taxonomy.vocabulary', 0))")
