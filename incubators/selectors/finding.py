"""Needs and organisations by reference or by name."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.found import FoundItem, reference_in
from common.text import fold
from incubators.models import Need, Organisation


def find(user: User, text: str, limit: int) -> list[FoundItem]:
    """What this person may see of them. Two queries."""
    reference, words = reference_in(text), fold(text)
    if not words:
        return []
    asked = Q(public_id=reference) | Q(search_text__contains=words)
    needs = Need.objects.visible_to(user).filter(asked).distinct().order_by("-pk")[:limit]
    organisations = Organisation.objects.visible_to(user).filter(asked).distinct().order_by("name", "pk")
    return [
        *(
            FoundItem(
                kind=_("need"),
                title=need.title,
                reference=need.public_id,
                url=reverse("incubators:need", args=[need.public_id]),
                is_exact=need.public_id == reference,
            )
            for need in needs
        ),
        *(
            FoundItem(
                kind=_("organisation"),
                title=organisation.name,
                reference=organisation.public_id,
                url=reverse("incubators:organisation", args=[organisation.public_id]),
                is_exact=organisation.public_id == reference,
            )
            for organisation in organisations[:limit]
        ),
    ]
