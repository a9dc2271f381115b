"""Which questions a programme asks, and how an answer reads."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from common.templatetags.formats import number
from programmes.enums import QuestionTarget
from programmes.models import Question


def questions_of(
    programme_id: int, target: QuestionTarget, *, at: datetime | None = None
) -> QuerySet[Question]:
    """What is asked now; or what was asked at a moment, such as the one at which a case was submitted."""
    rows = Question.objects.filter(programme_id=programme_id, target=target)
    if at is None:
        return rows.filter(retired_at=None)
    asked = Q(asked_at=None) | Q(asked_at__lte=at)
    return rows.filter(asked, Q(retired_at=None) | Q(retired_at__gt=at))


def answer_words(value: Any) -> str:
    """An answer as its readers see it; empty for none."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return str(number(value))
    return str(value or "")
