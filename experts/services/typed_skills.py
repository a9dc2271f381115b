"""Staff decide what words that people typed are: a new skill, another name of one, or no skill."""

from datetime import datetime

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.events import record
from common.policies import require
from common.refusals import Refused
from common.text import fold
from common.workflow import Part
from experts.models import SetAsideWords
from experts.selectors.typed_skills import TypedWords, words_of
from experts.services.editing import lock_expert, say_changed
from taxonomy.enums import Language
from taxonomy.models import Skill, Theme
from taxonomy.selectors import skills_named
from taxonomy.services import NewSkill, add_skill, add_spelling


def add_typed_skill(
    *,
    key: str,
    name: str,
    name_ur: str,
    theme: Theme,
    broader: Skill | None,
    language: Language,
    by: User,
    at: datetime,
) -> Skill:
    """Make the words a skill of the vocabulary; the profiles that hold them follow from the ledger.

    Raises Refused `words_decided`, or what `add_skill` refuses.
    """
    with transaction.atomic():
        words = _waiting(key, by)
        skill = add_skill(NewSkill(name, name_ur, theme, broader, words.text, language))
        record_account_event(AccountAction.SKILL_ADDED, by=by, at=at, detail=skill.slug)
    return skill


def name_typed_skill(*, key: str, skill: Skill, language: Language, by: User, at: datetime) -> Skill:
    """Make the words another name of a skill; the profiles that hold them follow from the ledger.

    Raises Refused `words_decided`, or what `add_spelling` refuses.
    """
    with transaction.atomic():
        words = _waiting(key, by)
        add_spelling(skill=skill, words=words.text, language=language)
        record_account_event(AccountAction.SPELLING_ADDED, by=by, at=at, detail=skill.slug)
    return skill


def set_typed_words_aside(*, key: str, by: User, at: datetime) -> None:
    """Remember that the words are no skill; they stay on the profiles. Raises Refused `words_decided`."""
    with transaction.atomic():
        words = _waiting(key, by)
        _row, is_new = SetAsideWords.objects.get_or_create(
            folded=fold(words.text), defaults={"by": by, "at": at}
        )
        if not is_new:
            raise Refused("words_decided")
        record_account_event(AccountAction.WORDS_SET_ASIDE, by=by, at=at, detail=key)


def link_typed_skills(*, expert_id: int, at: datetime) -> None:
    """Tie a person's own words to the skills that they name by now; a skill held already stays single."""
    with transaction.atomic():
        expert = lock_expert(expert_id)
        rows = list(expert.skills.filter(skill=None).order_by("pk"))
        known = skills_named(row.typed for row in rows)
        held = set(expert.skills.exclude(skill=None).values_list("skill_id", flat=True))
        linked = False
        for row in rows:
            skill = known.get(row.typed)
            if skill is not None and skill.pk not in held:
                row.skill = skill
                row.save(update_fields=["skill"])
                held.add(skill.pk)
                linked = True
        if linked:
            record(expert, action="link_skills", part=Part.CLOCK, by=None, at=at)
            say_changed(expert.pk)


def _waiting(key: str, by: User) -> TypedWords:
    require(by, "experts.curate_skills")
    words = words_of(key)
    if words is None:
        raise Refused("words_decided")
    return words
