"""A need's board as its organisation may read it, with what was considered and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.charts import Bar
from incubators.enums import NeedState
from incubators.models import Need
from matching.enums import BoardTab, Constraint, MatchState, Reader
from matching.labels import board as labels
from matching.labels.matches import NEVER_USED
from matching.models import Match, MatchList, MatchRun
from matching.selectors.board import (
    BESIDE,
    STATE_OF_TAB,
    Leaf,
    Pairs,
    Place,
    TabLine,
    Turn,
    leaf_of,
    pairs_of,
    tab_lines,
)
from matching.selectors.deck import MatchCard, deck_of
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

# Written out: Django takes longer to write such statements than PostgreSQL to answer them.
_CURRENT = """SELECT l.*, r.public_id AS run_code, r.engine_version, r.started_at AS run_started_at
FROM matching_matchlist l JOIN matching_matchrun r ON r.id = l.run_id WHERE l.need_id = %s AND l.is_current"""
_NEWEST = "SELECT * FROM matching_matchrun WHERE need_id = %s ORDER BY requested_at DESC, id DESC LIMIT 1"
_MATCHES = "SELECT * FROM matching_match WHERE id = ANY(%s) ORDER BY points DESC, id"
FEWEST_TO_LEARN_FROM = 3


@dataclass(frozen=True, slots=True)
class MatchesPage:
    """One tab of a need's board. Without a list yet, `matched_at` is None.

    `cards` are those of the tab, one page of them; those who wait for an answer, a round's proposals, and
    near-misses stand beside the suggestions alone.
    """

    need: Need
    is_member: bool
    tab: BoardTab
    tabs: list[TabLine]
    progress: Progress | None
    matched_at: datetime | None
    is_stale: bool
    n_considered: int
    n_eligible: int
    excluded: list[str]
    because: str
    excluded_bars: list[Bar]
    relaxations: list[str]
    lessons: list[str]
    interested: list[MatchCard]
    proposed: list[MatchCard]
    cards: list[MatchCard]
    leaf: Leaf
    here: str
    near: list[MatchCard]
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
    def counts(self) -> dict[str, int]:
        return {line.code.value: line.count for line in self.tabs}

    @property
    def has_decided(self) -> bool:
        """Whether anybody stands elsewhere than among the suggestions."""
        elsewhere = any(line.count for line in self.tabs if line.code != BoardTab.SUGGESTED)
        return elsewhere or bool(self.proposed or self.interested)

    @property
    def after(self) -> str:
        return _place_of(self.cards[-1]) if self.leaf.has_after and self.cards else ""

    @property
    def before(self) -> str:
        return _place_of(self.cards[0]) if self.leaf.has_before and self.cards else ""

    @property
    def expert_ids(self) -> list[int]:
        """Everybody on the page, for the record of who looked at whom."""
        shown = (*self.interested, *self.proposed, *self.cards, *self.near)
        return [card.expert_id for card in shown]


def _place_of(card: MatchCard) -> str:
    return str(Place(card.points, card.code))


def matches_page(
    need: Need, tab: BoardTab, turn: Turn, *, is_member: bool, explained: Explained
) -> MatchesPage:
    """A tab of a need's board (with programme and organisation loaded), in a fixed number of queries.

    Every order is cut to one page before anything on it is read or worded.
    """
    row = next(iter(MatchList.objects.raw(_CURRENT, [need.pk])), None)
    newest = next(iter(MatchRun.objects.raw(_NEWEST, [need.pk])), None)
    pairs = pairs_of(need, [*row.expert_ids, *row.near_expert_ids] if row else [])
    orders = {tab: pairs.standing(state) for tab, state in STATE_OF_TAB.items()}
    orders[BoardTab.SUGGESTED] = pairs.undecided(row.expert_ids, row.points) if row else []
    is_first = tab == BoardTab.SUGGESTED
    leaf = leaf_of(orders[tab], turn, (row.expert_ids if row else []) if is_first else pairs.order)
    near = pairs.undecided(row.near_expert_ids, row.near_points) if row and is_first else []
    beside = [one for state in BESIDE for one in pairs.standing(state)] if is_first else []
    listed_at, near_at = [one.at for one in leaf.rows] if is_first else [], [one.at for one in near]
    on_page = pairs.ids_of({one.expert_id for one in (*leaf.rows, *near, *beside)})
    matches = {match.expert_id: match for match in Match.objects.raw(_MATCHES, [on_page])}
    reader = Reader.ORGANISATION if is_member else Reader.MINISTRY
    deck = deck_of(need, row, matches, pairs.shown, reader, listed_at, near_at)
    excluded = excluded_sentences(row.excluded, reader) if row else []
    return MatchesPage(
        need=need,
        is_member=is_member,
        tab=tab,
        tabs=tab_lines(tab, {tab: len(rows) for tab, rows in orders.items()}, labels.BOARD_TABS),
        progress=progress_of(newest) if newest and has_news(newest) else None,
        matched_at=row.matched_at if row else None,
        is_stale=bool(row and row.stale_since),
        n_considered=row.n_considered if row else 0,
        n_eligible=row.n_eligible if row else 0,
        excluded=excluded,
        because=one_after_the_other(excluded),
        excluded_bars=excluded_bars(row.excluded, reader) if row else [],
        relaxations=relaxation_sentences(_relaxable(need, row), _best_near(row)) if row else [],
        lessons=_lessons(pairs) if tab == BoardTab.DISMISSED else [],
        interested=deck.of_matches(MatchState.INTERESTED),
        proposed=deck.of_matches(MatchState.ASSIGNED),
        cards=[deck.of_list(at, explained(row, at)) for at in listed_at]
        if is_first
        else deck.of_matches(STATE_OF_TAB[tab]),
        leaf=leaf,
        here=str(turn.after or ""),
        near=[deck.of_near(at) for at in near_at],
        weights_number=row.weights_number if row else 0,
        weights=weight_lines(dict(zip(Component, row.weights, strict=False))) if row else [],
        never_used=one_after_the_other(map(str, NEVER_USED.values())),
        run_id=row.run_code if row else "",
        engine=row.engine_version if row else "",
        profiles_as_of=row.run_started_at if row else None,
    )


def _lessons(pairs: Pairs) -> list[str]:
    """What dismissals say about the need, once several say the same."""
    counts = pairs.dismissals
    return [
        str(words % {"n": counts[code]})
        for code, words in labels.LESSONS.items()
        if counts[code] >= FEWEST_TO_LEARN_FROM
    ]


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
    shown = shown_ids([match.expert_id], match.need.organisation_id)
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
