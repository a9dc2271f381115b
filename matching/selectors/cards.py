"""A need's ranked list as its organisation may read it, with what was considered and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from common.charts import Bar
from experts.models import Expert
from incubators.models import Need
from matching import labels
from matching.enums import Constraint, MatchState, Reader
from matching.models import Match, MatchList, MatchRun
from matching.selectors.experts import shown_experts, shows_name
from matching.selectors.progress import Progress, progress_of
from matching.selectors.results import Explained
from matching.selectors.skills import Held, SkillLine, facts_of_pair, held_skills, skill_lines
from matching.selectors.weighing import WeightLine, weight_lines
from matching.selectors.wording import (
    Explanation,
    excluded_bars,
    excluded_sentences,
    explain,
    names_of_skills,
    one_after_the_other,
    relaxation_sentences,
    skill_ids_of,
)
from programmes.enums import Component
from taxonomy.labels import country_name

CARDS_PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """One skill of the need: its name, whether it is a must, whether the expert holds it, and high enough."""

    name: str
    is_must: bool
    is_held: bool
    is_below: bool


@dataclass(frozen=True, slots=True)
class MatchCard:
    """What a host may see of an expert before anybody has agreed to anything."""

    expert_id: int
    code: str
    name: str  # empty unless the person shows it to verified organisations
    headline: str
    country: str
    themes: list[str]
    n_hours: int | None
    points: int
    percent: int
    skills: list[HeldSkill]
    explanation: Explanation
    state: MatchState
    state_label: str
    tone: str
    match_id: str  # public id of the match once the pair has surfaced
    dismissed_because: str
    stands_in_the_way: str


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
    def is_running(self) -> bool:
        return self.progress is not None and self.progress.is_running

    @property
    def expert_ids(self) -> list[int]:
        """Everybody on the page, for the record of who looked at whom."""
        shown = (*self.chosen, *self.proposed, *self.suggested, *self.near, *self.dismissed)
        return [card.expert_id for card in shown]


def matches_page(need: Need, page_number: str, *, is_member: bool, explained: Explained) -> MatchesPage:
    """The page for a need (with programme and organisation loaded), in a fixed number of queries."""
    row = MatchList.objects.current().select_related("run").filter(need=need).first()
    newest = MatchRun.objects.select_related("run").filter(need=need).first()
    matches = {match.expert_id: match for match in Match.objects.filter(need=need).order_by("-points", "pk")}
    deck = _deck(need, row, matches, Reader.ORGANISATION if is_member else Reader.MINISTRY)
    open_places = [at for at, pk in enumerate(row.expert_ids if row else ()) if deck.is_open(pk)]
    suggested = Paginator(open_places, CARDS_PER_PAGE).get_page(page_number)
    suggested.object_list = [deck.of_list(at, explained(row, at)) for at in suggested.object_list]
    near_ids = row.near_expert_ids if row else []
    excluded = excluded_sentences(row.excluded) if row else []
    return MatchesPage(
        need=need,
        is_member=is_member,
        progress=progress_of(newest) if newest else None,
        matched_at=row.matched_at if row else None,
        is_stale=bool(row and row.stale_since),
        n_considered=row.n_considered if row else 0,
        n_eligible=row.n_eligible if row else 0,
        n_listed=len(open_places),
        excluded=excluded,
        because=one_after_the_other(excluded),
        excluded_bars=excluded_bars(row.excluded) if row else [],
        relaxations=relaxation_sentences(row.near_counts, _best_near(row)) if row else [],
        chosen=deck.of_matches(MatchState.SHORTLISTED, MatchState.INVITED),
        proposed=deck.of_matches(MatchState.ASSIGNED),
        suggested=suggested,
        near=[deck.of_near(at) for at, expert_id in enumerate(near_ids) if deck.is_open(expert_id)],
        dismissed=deck.of_matches(MatchState.DISMISSED),
        weights_number=row.weights_number if row else 0,
        weights=weight_lines(dict(zip(Component, row.weights, strict=False))) if row else [],
        never_used=one_after_the_other(map(str, labels.NEVER_USED.values())),
        run_id=row.run.public_id if row else "",
        engine=row.run.engine_version if row else "",
        profiles_as_of=row.run.started_at if row else None,
    )


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


def match_page(match: Match) -> MatchPage:
    """The page of one match (need and organisation loaded) whose expert may be shown."""
    deck = _deck(match.need, None, {match.expert_id: match}, Reader.ORGANISATION)
    [card] = deck.of_matches(*MatchState)
    frozen = match.explanation
    versions = {
        name: frozen.get(name, "") for name in ("engine", "weights_number", "run", "place", "n_eligible")
    }
    return MatchPage(match, card, skill_lines(facts_of_pair(match.need, match.expert_id)), versions)


@dataclass(frozen=True, slots=True)
class _Deck:
    """What all cards of a page are made from, read once."""

    need: Need
    row: MatchList | None
    matches: Mapping[int, Match]
    experts: Mapping[int, Expert]
    names: Mapping[int, str]
    reader: Reader
    held: Mapping[int, Mapping[int, Held]]
    asked: Mapping[int, int]

    def is_open(self, expert_id: int) -> bool:
        """Still to be shown, and nothing decided about yet."""
        match = self.matches.get(expert_id)
        return expert_id in self.experts and (match is None or match.state == MatchState.SUGGESTED)

    def of_list(self, at: int, codes: Mapping[str, Any]) -> MatchCard:
        row = self.row
        bits, now = row.skill_bits[at], self.held.get(row.expert_ids[at], {})
        skills = [
            HeldSkill(
                name=self.names.get(pk, ""),
                is_must=position < row.n_must,
                is_held=bool(bits >> position & 1),
                is_below=pk in now and now[pk].level < self.asked.get(pk, 0),
            )
            for position, pk in enumerate(row.skill_ids)
        ]
        frozen = {
            **codes,
            "points": row.points[at],
            "components": row.components[at * len(row.weights) : (at + 1) * len(row.weights)],
            "weights": row.weights,
        }
        return self._card(row.expert_ids[at], row.points[at], skills, frozen)

    def of_near(self, at: int) -> MatchCard:
        row = self.row
        obstacle = str(self._obstacles[Constraint(row.near_codes[at])])
        return self._card(row.near_expert_ids[at], row.near_points[at], [], {}, obstacle)

    def of_matches(self, *states: MatchState) -> list[MatchCard]:
        return [
            self._card(match.expert_id, match.points, [], match.explanation, self._obstacle(match))
            for match in self.matches.values()
            if match.state in states and match.expert_id in self.experts
        ]

    @property
    def _obstacles(self) -> Mapping[Constraint, Any]:
        return labels.OBSTACLES if self.reader is Reader.ORGANISATION else labels.OBSTACLES_TO_MINISTRY

    def _obstacle(self, match: Match) -> str:
        """What stood in the way when a near-miss was chosen all the same."""
        return " ".join(
            str(self._obstacles[Constraint(code)]) for code in match.explanation.get("failed", ())
        )

    def _card(
        self,
        expert_id: int,
        points: int,
        skills: list[HeldSkill],
        frozen: Mapping[str, Any],
        obstacle: str = "",
    ) -> MatchCard:
        expert, match = self.experts[expert_id], self.matches.get(expert_id)
        state = MatchState(match.state) if match else MatchState.SUGGESTED
        named = shows_name(expert, host_is_verified=self.need.organisation.is_verified)
        hours = [window.hours_per_week for window in expert.availabilities.all()]
        return MatchCard(
            expert_id=expert.pk,
            code=expert.public_id,
            name=str(expert.user) if named and expert.user else "",
            headline=expert.headline,
            country=country_name(expert.country) if expert.country else "",
            themes=[str(theme) for theme in expert.themes.all()],
            n_hours=max(hours, default=None),
            points=points,
            percent=points // 100,
            skills=skills,
            explanation=explain(frozen, self.reader, self.names),
            state=state,
            state_label=str(labels.MATCH_STATES[state]),
            tone=labels.MATCH_TONES[state],
            match_id=match.public_id if match else "",
            dismissed_because=str(labels.DISMISS_REASONS.get(match.reason, "")) if match else "",
            stands_in_the_way=obstacle,
        )


def _deck(need: Need, row: MatchList | None, matches: Mapping[int, Match], reader: Reader) -> _Deck:
    ids: Iterable[int] = [*matches, *(row.expert_ids if row else ()), *(row.near_expert_ids if row else ())]
    experts = shown_experts(ids).select_related("user").prefetch_related("themes", "availabilities")
    frozen = [match.explanation for match in matches.values()]
    mentioned = names_of_skills({*(row.skill_ids if row else ()), *skill_ids_of(frozen)})
    return _Deck(
        need=need,
        row=row,
        matches=matches,
        experts={expert.pk: expert for expert in experts},
        names=mentioned,
        reader=reader,
        held=held_skills(row.expert_ids) if row else {},
        asked=dict(need.skills.values_list("skill_id", "least_level")) if row else {},
    )
