"""An assignment round as plain values with public words: the adapter makes them, services store them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from matching.enums import MatchState, PairChange, RoundMessage


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """What an officer decides about a round.

    Attributes
    ----------
    min_points : proposals below are not made, 0..10,000
    coverage_first : no need gets a second expert before every need that can be filled has its first
    exposure : proposals per engagement that an expert still has room for
    fair : lift the worst-served need as far as possible, before the sum of points
    per_theme : at least one expert of each of a need's themes
    one_per_employer : no two of one employer on a need
    one_senior : at least one senior expert on a need
    """

    min_points: int = 0
    coverage_first: bool = True
    exposure: int = 1
    fair: bool = False
    per_theme: bool = False
    one_per_employer: bool = False
    one_senior: bool = False

    @property
    def has_rules(self) -> bool:
        """Whether anything is asked about who sits together."""
        return self.per_theme or self.one_per_employer or self.one_senior

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "RoundOptions":
        """From a stored row; what a later version added has its default."""
        known = {option.name for option in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pair of a round, and what it changes."""

    need_id: int
    expert_id: int
    points: int
    change: PairChange
    was: MatchState
    previous_id: int | None = None


@dataclass(frozen=True, slots=True)
class NeedOutcome:
    """A need's seats after a round."""

    need_id: int
    list_id: int | None
    seats: int
    n_held: int
    n_proposed: int
    because: dict[str, int] = field(default_factory=dict)

    @property
    def n_empty(self) -> int:
        return max(self.seats - self.n_held - self.n_proposed, 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals of a round. Seats and points are those proposed; what people hold is counted apart.

    Attributes
    ----------
    bound : points that no proposal of as many seats exceeds
    by_hand_seats, by_hand_points : what going need by need would give; None under rules about teams
    worst, worst_bound : mean points of the worst need, here and at most possible, where fairness was asked
    """

    n_needs: int
    n_seats: int
    n_held: int
    n_proposed: int
    n_candidates: int
    n_experts: int
    points: int
    bound: int
    is_proven: bool
    coverage_is_proven: bool
    seconds: float
    by_hand_seats: int | None = None
    by_hand_points: int | None = None
    worst: float | None = None
    worst_bound: float | None = None

    @property
    def gap(self) -> float:
        """Share of the bound that is not reached."""
        return 0.0 if self.is_proven else 1 - self.points / max(self.bound, 1)

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """A computed round, verified, ready to store."""

    needs: list[NeedOutcome]
    proposals: list[Proposal]
    figures: Figures
    engine_version: str
    input_digest: str


class RoundImpossible(Exception):
    """No round can be computed from this input; `message` says why, `need_ids` where it shows."""

    def __init__(self, message: RoundMessage, need_ids: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.need_ids = need_ids
