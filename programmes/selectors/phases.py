"""Which phase a programme is in: the calendar day says so, nobody switches it."""

from collections.abc import Iterable
from datetime import date

from programmes.enums import PhaseKind
from programmes.models import Phase, Programme


def phase_on(phases: Iterable[Phase], day: date) -> Phase | None:
    """The phase of a day; none between two, before the first and after the last."""
    return next((phase for phase in phases if phase.starts_on <= day <= phase.ends_on), None)


def takes_needs(programme: Programme, day: date) -> bool:
    """Whether a need may be submitted that day: where there are phases, in an open one."""
    if not programme.is_open:
        return False
    phases = list(programme.phases.all())
    current = phase_on(phases, day)
    return not phases or (current is not None and current.kind == PhaseKind.OPEN)
