"""Words that people typed as a skill and that the vocabulary does not know."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from common.text import fold
from experts.enums import State
from experts.models import ExpertSkill, SetAsideWords
from taxonomy.selectors import skills_named

# What one person alone typed could tell who that is: it is nobody's business but their own.
LEAST_PEOPLE = 2


@dataclass(frozen=True, slots=True)
class TypedWords:
    """One skill in people's own words. `text` is how most of them write it, `key` its place in an address."""

    key: str
    text: str
    n_people: int


def typed_words() -> list[TypedWords]:
    """Words that several people typed and nobody has decided on, the most frequent first.

    Drafts do not count: what a person has not sent in is not read by the ministry.
    """
    spellings: dict[str, list[tuple[int, str]]] = {}
    for text, n_people in _counted():
        spellings.setdefault(fold(text), []).append((n_people, text))
    # A profile holds the same words only once, however spelt, so that the counts of spellings add up.
    several = {
        folded: found for folded, found in spellings.items() if sum(n for n, _text in found) >= LEAST_PEOPLE
    }
    settled = set(skills_named(several)) | _set_aside(several)
    rows = [
        TypedWords(_key_of(folded), max(found)[1], sum(n for n, _text in found))
        for folded, found in several.items()
        if folded not in settled
    ]
    return sorted(rows, key=lambda row: (-row.n_people, row.text))


def words_of(key: str) -> TypedWords | None:
    """The words behind an address, while they wait for a decision."""
    return next((row for row in typed_words() if row.key == key), None)


def experts_to_link() -> list[int]:
    """Ids of the experts with typed words that the vocabulary knows by now."""
    unknown = _without_skill()
    known = skills_named(unknown.values_list("typed", flat=True).distinct())
    ids = unknown.filter(typed__in=list(known)).values_list("expert_id", flat=True)
    return sorted(set(ids))


def _without_skill() -> QuerySet[ExpertSkill]:
    return ExpertSkill.objects.filter(skill=None).order_by()


def _counted() -> Iterable[tuple[str, int]]:
    sent_in = _without_skill().exclude(expert__state=State.DRAFT)
    return sent_in.values_list("typed").annotate(n_people=Count("expert", distinct=True))


def _set_aside(folded: Iterable[str]) -> set[str]:
    return set(SetAsideWords.objects.filter(folded__in=list(folded)).values_list("folded", flat=True))


def _key_of(folded: str) -> str:
    """Words of people do not stand in addresses, which are logged."""
    return hashlib.sha256(folded.encode()).hexdigest()[:16]
