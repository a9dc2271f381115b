"""Experts by code or by name, for the staff who may read their names."""

from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.found import FoundItem, reference_in
from common.names import name_keys, openings_of
from common.text import fold
from experts.models import Expert
from experts.selectors.verification import name_of

_NAMES = ("user__full_name", "user__name_ur", "managed__full_name")
MOST_WORDS = 6


def find(user: User, text: str, limit: int) -> list[FoundItem]:
    """Everybody whom this person's posts let them see by name, however it is spelt. One query, or two."""
    reference = reference_in(text)
    seen = Expert.objects.of_staff(user).select_related("user", "managed")
    exact = list(seen.filter(public_id=reference)) if reference else []
    found = exact or _named(seen, text, limit)
    return [
        FoundItem(
            kind=_("expert"),
            title=str(name_of(expert)),
            reference=expert.public_id,
            url=reverse("experts:verification", args=[expert.public_id]),
            is_exact=expert.public_id == reference,
            person_id=expert.pk,
        )
        for expert in found
    ]


def _named(seen: object, text: str, limit: int) -> list[Expert]:
    """The database looks at first letters alone; how the names sound is compared here."""
    asked = [keys for word in fold(text).split()[:MOST_WORDS] if (keys := name_keys(word))]
    if not asked:
        return []
    begins = reduce(and_, (_some_word_begins(keys) for keys in asked))
    found = []
    for expert in seen.filter(begins).order_by("-pk").iterator(chunk_size=500):
        heard = name_keys(" ".join(_names_of(expert)))
        if all(keys & heard for keys in asked):
            found.append(expert)
            if len(found) == limit:
                break
    return found


def _some_word_begins(keys: frozenset[str]) -> Q:
    letters = "".join(sorted({letter for key in keys for letter in openings_of(key)}))
    return reduce(or_, (Q(**{f"{name}__iregex": rf"(^|[^[:alpha:]])[{letters}]"}) for name in _NAMES))


def _names_of(expert: Expert) -> list[str]:
    if expert.user is not None:
        return [expert.user.full_name, expert.user.name_ur]
    return [expert.managed.full_name] if hasattr(expert, "managed") else []
