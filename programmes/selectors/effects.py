"""What another policy would do to open cases: higher apps know the cases and tell it here.

A higher app writes `selectors/effects.py` with functions under `@effect`; its start-up registers them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from programmes.models import Programme
from programmes.selectors.policy import Policy


@dataclass(frozen=True, slots=True)
class Effect:
    """`n` of `of` open cases would be touched, in words without a name: an officer may not see each case."""

    label: str
    n: int
    of: int


Foresee = Callable[[Programme, Policy, Policy], list[Effect]]
_EFFECTS: dict[str, Foresee] = {}


def effect(function: Foresee) -> Foresee:
    """Register a function of a programme, its policy and another one; once."""
    _EFFECTS[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def effects_of(programme: Programme, before: Policy, after: Policy) -> list[Effect]:
    """Everything that the other policy would change for open cases."""
    return [line for _name, foresee in sorted(_EFFECTS.items()) for line in foresee(programme, before, after)]
