"""A need's ranked list as its organisation may read it, with what was considered and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from common.charts import Bar
from incubators.enums import NeedState
from incubators.models import Need
from matching.enums import Constraint, MatchState, Reader
from matching.labels import matches as labels
from matching.models import Match, MatchList, MatchRun
from matching.selectors.deck import MatchCard, deck_of, is_open
from matching.selectors.experts import shown_ids
from matching.selectors.progress import Progress, has_news, progress_of
from matching.selectors.results import Explained
from matching.selectors.skills import SkillLine, facts_of_pair, skill_lines
from matching.selectors.weighing import WeightLine, weight_lines
from matching.selectors.wording import (
    excluded_bars,
    excluded_sentences,
    one_after_the_other,
    relaxation_sentences,
)
from programmes.enums import Component

CARDS_PER_PAGE = 10
# Written out: Django takes longer to write such statements than PostgreSQL to answer them.
_CURRENT = """SELECT l.*, r.public_id AS run_code, r.engine_version, r.started_at AS run_started_at
FROM matching_matchlist l JOIN matching_matchrun r ON r.id = l.run_id WHERE l.need_id = %s AND l.is_current"""
_NEWEST = "SELECT * FROM matching_matchrun WHERE need_id = %s ORDER BY requested_at DESC, id DESC LIMIT 1"
_PAIRS = "SELECT * FROM matching_match WHERE need_id = %s ORDER BY points DESC, id"


@dataclass(frozen=True, slots=True)
class MatchesPage:
    """Everything on a need's page of matches. Without a list yet, `matched_at` is None."""

    need: Need
    is_member: bool
    progress: Progress | None
    matched_at: datetime | None
    is_stale: bool
    n_considered: int
    n_eligible: int
    n_listed: int
    excluded: list[str]
    because: str
    excluded_bars: list[Bar]
    relaxations: list[str]
    interested: list[MatchCard]
    chosen: list[MatchCard]
    proposed: list[MatchCard]
    suggested: Page
    near: list[MatchCard]
    dismissed: list[MatchCard]
    weights_number: int
    weights: list[WeightLine]
    never_used: str
    run_id: str
    engine: str
    profiles_as_of: datetime | None

    @property
    def n_left_out(self) -> int:
        return self.n_considered - self.n_eligible

    @property
    def is_open(self) -> bool:
        return self.need.state == NeedState.OPEN

    @property
    def is_running(self) -> bool:
        return self.progress is not None and self.progress.is_running

    @property
    def expert_ids(self) -> list[int]:
        """Everybody on the page, for the record of who looked at whom."""
        shown = (*self.interested, *self.chosen, *self.proposed, *self.suggested, *self.near, *self.dismissed)
        return [card.expert_id for card in shown]


def matches_page(need: Need, page_number: str, *, is_member: bool, explained: Explained) -> MatchesPage:
    """The page for a need (with programme and organisation loaded), in a fixed number of queries.

    The list is cut to one page before anything on it is read or worded.
    """
    row = next(iter(MatchList.objects.raw(_CURRENT, [need.pk])), None)
    newest = next(iter(MatchRun.objects.raw(_NEWEST, [need.pk])), None)
    matches = {match.expert_id: match for match in Match.objects.raw(_PAIRS, [need.pk])}
    listed, near = (row.expert_ids, row.near_expert_ids) if row else ([], [])
    # Who shows interest steps forward, even from a hidden profile.
    interested = {pk for pk, match in matches.items() if match.state == MatchState.INTERESTED}
    shown = shown_ids((*matches, *listed, *near)) | interested

    def open_places(expert_ids: Sequence[int]) -> list[int]:
        """Where those stand who may still be shown and about whom nothing is decided."""
        return [at for at, pk in enumerate(expert_ids) if pk in shown and is_open(matches.get(pk))]

    open_listed, open_near = open_places(listed), open_places(near)
    suggested = Paginator(open_listed, CARDS_PER_PAGE).get_page(page_number)
    reader = Reader.ORGANISATION if is_member else Reader.MINISTRY
    deck = deck_of(need, row, matches, shown, reader, suggested.object_list, open_near)
    suggested.object_list = [deck.of_list(at, explained(row, at)) for at in suggested.object_list]
    excluded = excluded_sentences(row.excluded, reader) if row else []
    return MatchesPage(
        need=need,
        is_member=is_member,
        progress=progress_of(newest) if newest and has_news(newest) else None,
        matched_at=row.matched_at if row else None,
        is_stale=bool(row and row.stale_since),
        n_considered=row.n_considered if row else 0,
        n_eligible=row.n_eligible if row else 0,
        n_listed=len(open_listed),
        excluded=excluded,
        because=one_after_the_other(excluded),
        excluded_bars=excluded_bars(row.excluded, reader) if row else [],
        relaxations=relaxation_sentences(_relaxable(need, row), _best_near(row)) if row else [],
        interested=deck.of_matches(MatchState.INTERESTED),
        chosen=deck.of_matches(MatchState.SHORTLISTED, MatchState.INVITED),
        proposed=deck.of_matches(MatchState.ASSIGNED),
        suggested=suggested,
        near=[deck.of_near(at) for at in open_near],
        dismissed=deck.of_matches(MatchState.DISMISSED),
        weights_number=row.weights_number if row else 0,
        weights=weight_lines(dict(zip(Component, row.weights, strict=False))) if row else [],
        never_used=one_after_the_other(map(str, labels.NEVER_USED.values())),
        run_id=row.run_code if row else "",
        engine=row.engine_version if row else "",
        profiles_as_of=row.run_started_at if row else None,
    )


def _relaxable(need: Need, row: MatchList) -> dict[str, int]:
    """Near-misses by what their host could relax: ways of working are as the programme has them."""
    has_other_modes = any(mode != need.mode for mode in need.programme.modes)
    return {code: n for code, n in row.near_counts.items() if code != Constraint.MODE or has_other_modes}


def _best_near(row: MatchList) -> dict[str, int]:
    """Constraint code -> the best score among those whom it alone keeps away, where it stands in the list."""
    best: dict[str, int] = {}
    for code, points in zip(row.near_codes, row.near_points, strict=True):
        best[code] = max(points, best.get(code, 0))
    return best


@dataclass(frozen=True, slots=True)
class MatchPage:
    """One surfaced pair in full."""

    match: Match
    card: MatchCard
    skills: list[SkillLine]
    versions: dict[str, Any]
    suggested_at: datetime | None


def match_page(match: Match) -> MatchPage:
    """The page of one match (need, organisation and run loaded) whose expert may be shown."""
    shown = shown_ids([match.expert_id])
    if match.state == MatchState.INTERESTED:
        shown = shown | {match.expert_id}
    deck = deck_of(match.need, None, {match.expert_id: match}, shown, Reader.ORGANISATION)
    [card] = deck.of_matches(*MatchState)
    frozen = match.explanation
    versions = {
        name: frozen.get(name, "") for name in ("engine", "weights_number", "run", "place", "n_eligible")
    }
    skills = skill_lines(facts_of_pair(match.need, match.expert_id))
    return MatchPage(match, card, skills, versions, match.run.started_at if match.run else None)
