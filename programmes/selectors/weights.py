"""How programmes weigh matches, and what they are for."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language

from programmes.enums import Component
from programmes.models import Programme, Weights


def current_weights(programme: Programme) -> Weights:
    """The newest version of how a programme weighs a match; every programme has one."""
    return programme.weights.order_by("-number")[0]


def current_weights_of(programme_ids: Iterable[int]) -> dict[int, Weights]:
    """Programme id -> its newest weights, in one query."""
    newest = Weights.objects.filter(programme_id__in=set(programme_ids)).order_by("programme_id", "-number")
    return {row.programme_id: row for row in newest.distinct("programme_id")}


def weights_in_full(values: Mapping[str, int]) -> dict[str, int]:
    """Every component with its weight; one that a version does not name weighs nothing."""
    return {component.value: int(values.get(component, 0)) for component in Component}


def summary_of(programme: Programme) -> str:
    """What the programme is for, in the reader's language where it has been written."""
    return programme.summary_ur if programme.summary_ur and get_language() == "ur" else programme.summary
