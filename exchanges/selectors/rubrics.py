"""By what reviewers score a plan."""

from dataclasses import asdict, dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme
from programmes.selectors.policy import policy_of


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the rubric, scored from 0 to `most`. An independent one is shown and not summed."""

    code: str
    name: str
    name_ur: str = ""
    weight: int = 1
    is_independent: bool = False
    most: int = 4

    @property
    def label(self) -> str:
        return self.name_ur if self.name_ur and get_language() == "ur" else str(self.name)


_DEFAULT = (
    Criterion("need", _("The host needs this")),
    Criterion("outcome", _("The outcome can be measured"), weight=2),
    Criterion("counterpart", _("A local counterpart stays with it")),
    Criterion("feasible", _("It can be done in these days")),
    Criterion("risk", _("Risks are known and small"), is_independent=True),
)


def rubric_of(programme: Programme) -> tuple[Criterion, ...]:
    """The criteria of a programme's policy: those of all programmes while it has none of its own."""
    return tuple(Criterion(**asdict(one)) for one in policy_of(programme).rubric) or _DEFAULT


def share_of(scores: dict[str, int], rubric: tuple[Criterion, ...]) -> int | None:
    """The weighted sum in percent of the most that could be given; None when nothing that counts was scored.

    >>> share_of({"a": 2}, (Criterion("a", "A", most=4),))
    50
    """
    counted = [one for one in rubric if not one.is_independent and one.code in scores]
    most = sum(one.weight * one.most for one in counted)
    return round(100 * sum(one.weight * scores[one.code] for one in counted) / most) if most else None
