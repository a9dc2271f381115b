"""What an assignment round is computed from, read once: lists, seats, room, and what people have decided."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from experts.models import Commitment, Expert
from incubators.models import Need
from matching.engine.assign_problem import among, pair_keys
from matching.enums import TOUCHED, ConflictState, EmptyBecause, MatchState
from matching.models import Conflict, Exclusion, Match, MatchList
from matching.selectors.experts import all_shown

Ints = NDArray[np.int64]
FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One open need: its seats, its list, and how many listed experts are no candidates, by code."""

    need_id: int
    organisation_id: int
    seats: int
    starts_on: date
    ends_on: date
    list_id: int | None
    dropped: dict[str, int]


@dataclass(frozen=True, slots=True)
class Decided:
    """A pair with a record, as it stands."""

    need_id: int
    expert_id: int
    state: MatchState
    points: int
    round_id: int | None


@dataclass(frozen=True, slots=True)
class RoundInput:
    """n needs in the order in which they were opened, m experts by id, p candidates.

    Attributes
    ----------
    needs, expert_ids : rows of needs and (m,) int64
    need, expert, points : (p,) int64, rows and points of the candidates
    room : (m,) int64, proposals that each expert can still get; 0 for those who are no candidates
    decided : pairs of these needs with a record, by need and expert
    """

    needs: tuple[SeatRow, ...]
    expert_ids: Ints
    need: Ints
    expert: Ints
    points: Ints
    room: Ints
    decided: tuple[Decided, ...]

    @property
    def standing(self) -> dict[tuple[int, int], Decided]:
        """Proposals of published rounds that nobody has touched."""
        return {(row.need_id, row.expert_id): row for row in self.decided if row.state == MatchState.ASSIGNED}

    @property
    def digest(self) -> str:
        """Names the input years later: equal digests, equal input."""
        seen = hashlib.sha256()
        for row in self.needs:
            seen.update(f"{row.need_id} {row.seats} {row.list_id};".encode())
        for column in (self.expert_ids, self.need, self.expert, self.points, self.room):
            seen.update(np.ascontiguousarray(column).tobytes())
        for row in self.decided:
            seen.update(f"{row.need_id} {row.expert_id} {row.state};".encode())
        return seen.hexdigest()


def read_round(needs: Iterable[Need], *, min_points: int, exposure: int, today: date) -> RoundInput:
    """Read the input for open needs, in a fixed number of queries.

    An expert's room is the least, over the needs they are a candidate for, of the engagements left in
    the need's window: whichever of these needs they are given, all of it fits. Standing proposals of
    other needs take of it.
    """
    rows = {need.pk: need for need in needs}
    decided = _decided(rows)
    lists = list(
        MatchList.objects.current()
        .filter(need_id__in=rows)
        .values_list("need_id", "pk", "expert_ids", "points")
    )
    order = {need_id: at for at, need_id in enumerate(rows)}
    list_ids = {need_id: pk for need_id, pk, _, _ in lists}
    need = _flat(([order[need_id]] * len(ids) for need_id, _, ids, _ in lists))
    listed, points = _flat(ids for _, _, ids, _ in lists), _flat(values for _, _, _, values in lists)
    people = {*listed.tolist(), *(pair.expert_id for pair in decided)}
    expert_ids = np.array(sorted(people), dtype=np.int64)
    seats = _windows(rows, today)
    candidates = _Candidates(need, np.searchsorted(expert_ids, listed), points, expert_ids, len(rows))
    candidates.drop(EmptyBecause.NOT_SHOWN, ~np.isin(listed, _shown(expert_ids)))
    candidates.drop(EmptyBecause.SET_ASIDE, candidates.among(_barred(rows, order, today)))
    touched = [(order[row.need_id], row.expert_id) for row in decided if row.state in TOUCHED]
    candidates.drop(None, candidates.among(touched))
    room_there = _room_there(candidates, seats, expert_ids)
    candidates.drop(EmptyBecause.NO_ROOM, room_there <= 0)
    room = np.full(len(expert_ids), np.iinfo(np.int64).max)
    np.minimum.at(room, candidates.expert[candidates.kept], room_there[candidates.kept])
    room = np.where(room == np.iinfo(np.int64).max, 0, room) * exposure
    room = np.maximum(room - _proposed_elsewhere(expert_ids, rows), 0)
    candidates.drop(EmptyBecause.NO_ROOM, room[candidates.expert] == 0)
    candidates.drop(EmptyBecause.BELOW_MINIMUM, points < min_points)
    kept = candidates.kept
    return RoundInput(
        needs=tuple(
            SeatRow(
                need_id=pk,
                organisation_id=one.organisation_id,
                seats=one.seats,
                starts_on=seats[at][0],
                ends_on=seats[at][1],
                list_id=list_ids.get(pk),
                dropped=candidates.dropped_at(at, is_matched=pk in list_ids),
            )
            for at, (pk, one) in enumerate(rows.items())
        ),
        expert_ids=expert_ids,
        need=need[kept],
        expert=candidates.expert[kept],
        points=points[kept],
        room=room,
        decided=decided,
    )


class _Candidates:
    """Listed pairs and which of them are still candidates; counts by need why others are not."""

    def __init__(self, need: Ints, expert: Ints, points: Ints, expert_ids: Ints, n_needs: int) -> None:
        self.need, self.expert, self.points = need, expert, points
        self.kept = np.ones(len(need), dtype=bool)
        self._expert_ids, self._n_needs = expert_ids, n_needs
        self._dropped: dict[str, Ints] = {}
        self._listed = np.bincount(need, minlength=n_needs)

    def drop(self, why: EmptyBecause | None, those: NDArray[np.bool_]) -> None:
        """Without a reason nobody needs to be told: they are decided about."""
        gone = self.kept & those
        self.kept &= ~those
        if why is not None:
            counted = np.bincount(self.need[gone], minlength=self._n_needs)
            self._dropped[why] = self._dropped.get(why, 0) + counted

    def among(self, pairs: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """Which pairs are among these, given as row of a need and id of an expert."""
        m = len(self._expert_ids)
        known = set(self._expert_ids.tolist())
        wanted = np.array([pair for pair in pairs if pair[1] in known], dtype=np.int64).reshape(-1, 2)
        wanted[:, 1] = np.searchsorted(self._expert_ids, wanted[:, 1])
        return among(pair_keys(self.need, self.expert, m), pair_keys(*wanted.T, m))

    def dropped_at(self, at: int, *, is_matched: bool) -> dict[str, int]:
        """Counts by code, without zeros; or the one word that there is nobody to begin with."""
        if not is_matched:
            return {EmptyBecause.NOT_MATCHED: 1}
        if not self._listed[at]:
            return {EmptyBecause.NOBODY_FITS: 1}
        return {code: int(counts[at]) for code, counts in self._dropped.items() if counts[at]}


def _flat(rows: Iterable[Sequence[int]]) -> Ints:
    return np.fromiter((value for row in rows for value in row), dtype=np.int64)


def _decided(rows: Mapping[int, Need]) -> tuple[Decided, ...]:
    pairs = Match.objects.filter(need_id__in=rows).exclude(state=MatchState.SUGGESTED)
    return tuple(
        Decided(need_id, expert_id, MatchState(state), points, round_id)
        for need_id, expert_id, state, points, round_id in pairs.order_by("need_id", "expert_id").values_list(
            "need_id", "expert_id", "state", "points", "round_id"
        )
    )


def _windows(rows: Mapping[int, Need], today: date) -> list[tuple[date, date]]:
    return [(need.starts_on or today, need.ends_on or FAR) for need in rows.values()]


def _shown(expert_ids: Ints) -> list[int]:
    return list(all_shown().filter(pk__in=expert_ids.tolist()).values_list("pk", flat=True))


def _barred(rows: Mapping[int, Need], order: Mapping[int, int], today: date) -> list[tuple[int, int]]:
    """Pairs that an exclusion in force or a confirmed conflict rules out."""
    of_organisation: dict[int, list[int]] = defaultdict(list)
    for need in rows.values():
        of_organisation[need.organisation_id].append(order[need.pk])
    in_force = Q(until__isnull=True) | Q(until__gte=today)
    about = Q(need_id__in=rows) | Q(organisation_id__in=of_organisation)
    barred = []
    for expert_id, need_id, organisation_id in Exclusion.objects.filter(about & in_force).values_list(
        "expert_id", "need_id", "organisation_id"
    ):
        hit = of_organisation[organisation_id] if need_id is None else [order[need_id]]
        barred += [(at, expert_id) for at in hit]
    confirmed = Conflict.objects.filter(organisation_id__in=of_organisation, state=ConflictState.CONFIRMED)
    for expert_id, organisation_id in confirmed.values_list("expert_id", "organisation_id"):
        barred += [(at, expert_id) for at in of_organisation[organisation_id]]
    return barred


def _room_there(candidates: _Candidates, windows: Sequence[tuple[date, date]], expert_ids: Ints) -> Ints:
    """Engagements that the expert of each pair has left in the need's window, (p,) int64."""
    capacity = dict(Expert.objects.filter(pk__in=expert_ids.tolist()).values_list("pk", "capacity"))
    of_row = np.array([capacity[pk] for pk in expert_ids.tolist()], dtype=np.int64)
    left = of_row[candidates.expert]
    promised: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for expert_id, first, last in Commitment.objects.filter(expert_id__in=expert_ids.tolist()).values_list(
        "expert_id", "starts_on", "ends_on"
    ):
        promised[expert_id].append((first, last))
    busy = np.isin(expert_ids, list(promised))
    for pair in np.flatnonzero(busy[candidates.expert]).tolist():
        starts_on, ends_on = windows[candidates.need[pair]]
        engaged = promised[int(expert_ids[candidates.expert[pair]])]
        left[pair] -= sum(first <= ends_on and last >= starts_on for first, last in engaged)
    return left


def _proposed_elsewhere(expert_ids: Ints, rows: Mapping[int, Need]) -> Ints:
    """Standing proposals of needs outside the round, by expert, (m,) int64."""
    others = Match.objects.filter(state=MatchState.ASSIGNED, need__in=Need.objects.open()).exclude(
        need_id__in=rows
    )
    standing = others.filter(expert_id__in=expert_ids.tolist()).values_list("expert_id", flat=True)
    found = np.searchsorted(expert_ids, np.fromiter(standing, dtype=np.int64))
    return np.bincount(found, minlength=len(expert_ids))
