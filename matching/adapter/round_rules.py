"""Who sits together in an assignment round, and which pairs people have fixed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.text import fold
from experts.enums import AffiliationKind
from experts.models import Affiliation, Expert
from incubators.models import Need
from matching.adapter.codes import theme_bit
from matching.adapter.round_input import Decided, RoundInput
from matching.engine.assign_problem import AtLeast, AtMost, Composition, theme_rules
from matching.enums import MatchState
from matching.selectors.experts import all_shown
from matching.selectors.round_results import RoundOptions
from taxonomy.enums import Seniority

Ints = NDArray[np.int64]
SENIOR_RULE = "senior"
_SENIOR = [one.value for one in Seniority if one.rank >= Seniority.SENIOR.rank]


@dataclass(frozen=True, slots=True)
class Held:
    """Pairs that people have fixed: rows (k, 2), and the records behind them; the rest only wait."""

    pins: Ints
    seated: tuple[Decided, ...]
    waiting: tuple[Decided, ...]


def rules_of(found: RoundInput, options: RoundOptions) -> tuple[Composition, Held]:
    """The rules about teams, and who holds a seat under them.

    Rules that want somebody concern needs of two seats and more; themes only as many as there are seats.
    """
    employer = _employers(found.expert_ids) if options.one_per_employer else None
    at_most = () if employer is None else (AtMost("employer", employer),)
    seats = np.array([row.seats for row in found.needs], dtype=np.int64)
    teams = seats >= 2
    at_least: tuple[AtLeast, ...] = ()
    if options.one_senior:
        seniors = Expert.objects.filter(pk__in=found.expert_ids.tolist(), seniority__in=_SENIOR)
        member = np.isin(found.expert_ids, list(seniors.values_list("pk", flat=True)))
        at_least += (AtLeast(SENIOR_RULE, member, teams.astype(np.int64)),)
    if options.per_theme:
        wanted = _masks(Need.themes.through, "need_id", [row.need_id for row in found.needs])
        fits = teams & (np.array([int(mask).bit_count() for mask in wanted.tolist()]) <= seats)
        themes = _masks(Expert.themes.through, "expert_id", found.expert_ids.tolist())
        at_least += theme_rules(themes, np.where(fits, wanted, np.uint64(0)))
    return Composition(at_most, at_least), _held(found, employer)


def _held(found: RoundInput, employer: Ints | None) -> Held:
    """Who was invited or placed holds a seat; then the shortlisted, best first, as far as seats go."""
    row_of = {row.need_id: at for at, row in enumerate(found.needs)}
    at = {expert_id: row for row, expert_id in enumerate(found.expert_ids.tolist())}
    invited = [row for row in found.decided if row.state == MatchState.INVITED]
    shortlisted = [row for row in found.decided if row.state == MatchState.SHORTLISTED]
    shown = set(
        all_shown().filter(pk__in=[row.expert_id for row in shortlisted]).values_list("pk", flat=True)
    )
    seats_held = Counter(row.need_id for row in invited)
    groups: dict[int, set[int]] = defaultdict(set)
    seated, waiting = list(invited), []

    def group_of(row: Decided) -> int:
        return -1 if employer is None else int(employer[at[row.expert_id]])

    for row in invited:
        groups[row.need_id].add(group_of(row))
    for row in sorted(shortlisted, key=lambda row: (-row.points, row.expert_id)):
        group = group_of(row)
        fits = seats_held[row.need_id] < found.needs[row_of[row.need_id]].seats
        if fits and row.expert_id in shown and (group < 0 or group not in groups[row.need_id]):
            seats_held[row.need_id] += 1
            groups[row.need_id].add(group)
            seated.append(row)
        else:
            waiting.append(row)
    pins = np.array([(row_of[row.need_id], at[row.expert_id]) for row in seated], dtype=np.int64)
    return Held(pins.reshape(-1, 2), tuple(seated), tuple(waiting))


def room_left(found: RoundInput, held: Held) -> Ints:
    """Proposals that each expert can still get, (m,) int64.

    Who holds a seat by invitation has the hours written down already; the shortlisted have not.
    """
    shortlisted = [row.state == MatchState.SHORTLISTED for row in held.seated]
    rows = held.pins[np.array(shortlisted, dtype=bool), 1]
    return np.maximum(found.room - np.bincount(rows, minlength=len(found.room)), 0)


def _employers(expert_ids: Ints) -> Ints:
    """A number per present employer, (m,) int64; -1 for who names none."""
    jobs = Affiliation.objects.filter(
        expert_id__in=expert_ids.tolist(), kind=AffiliationKind.EMPLOYMENT, is_current=True
    )
    name_of: dict[int, str] = {}
    for expert_id, organisation in jobs.order_by("expert_id", "-starts", "pk").values_list(
        "expert_id", "organisation"
    ):
        name_of.setdefault(expert_id, fold(organisation))
    number = {name: at for at, name in enumerate(sorted(set(name_of.values())))}
    return np.array([number.get(name_of.get(pk, ""), -1) for pk in expert_ids.tolist()], dtype=np.int64)


def _masks(through: type, column: str, ids: Sequence[int]) -> NDArray[np.uint64]:
    """Themes of each id as bits, as many uint64 as ids."""
    masks = dict.fromkeys(ids, 0)
    linked = through.objects.filter(**{f"{column}__in": list(ids)})
    for pk, position in linked.values_list(column, "theme__position"):
        masks[pk] |= theme_bit(position)
    return np.array([masks[pk] for pk in ids], dtype=np.uint64)
