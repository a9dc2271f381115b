"""What the cards of a need's list are made from: read once, and only for those who stand on the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import ngettext

from incubators.models import Need
from matching.enums import UNDECIDED, Constraint, DismissReason, MatchState, Reader
from matching.labels import board
from matching.labels import matches as labels
from matching.models import Match, MatchList, MatchRun
from matching.selectors.conflicts import open_ties
from matching.selectors.experts import shows_name
from matching.selectors.facts import Facts, facts_of, least_levels
from matching.selectors.wording import Explanation, Said, explain, one_after_the_other, skill_ids_of
from taxonomy.labels import country_name
from taxonomy.selectors import Vocabulary, vocabulary


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """One skill of the need: its name, whether it is a must, whether the expert holds it, and high enough."""

    name: str
    is_must: bool
    is_held: bool
    is_below: bool

    @property
    def tone(self) -> str:
        if not self.is_held:
            return "quiet"
        return "waiting" if self.is_below else "good"


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a host may see of an expert before anybody has agreed to anything."""

    expert_id: int
    code: str
    name: str  # empty unless the person shows it to verified organisations
    headline: str
    country: str
    themes: list[str]
    n_hours: int | None
    hours: str


def card_facts(expert: Facts, themes: Mapping[int, str], *, is_named: bool) -> CardFacts:
    return CardFacts(
        expert_id=expert.pk,
        code=expert.public_id,
        name=expert.name if is_named else "",
        headline=expert.headline,
        country=country_name(expert.country) if expert.country else "",
        themes=[name for pk, name in themes.items() if pk in expert.theme_ids],
        n_hours=expert.n_hours,
        hours=_hours(expert.n_hours) if expert.n_hours else "",
    )


@dataclass(frozen=True, slots=True)
class MatchCard(CardFacts):
    """An expert in the list of a need, with why."""

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
    changed_since: str
    tie: str  # what the portal found to tie the two, as the host may read it, while nobody has decided
    tie_id: str


class _Explained(Protocol):
    explanation: dict[str, Any]


_OBSTACLES = {
    Reader.ORGANISATION: labels.OBSTACLES,
    Reader.MINISTRY: labels.OBSTACLES_TO_MINISTRY,
}


def obstacles_of(asked: _Explained, reader: Reader) -> str:
    """What stood in the way when a near-miss was chosen, or stepped forward, all the same."""
    failed = asked.explanation.get("failed", ())
    return " ".join(str(_OBSTACLES[reader][Constraint(code)]) for code in failed)


@dataclass(frozen=True, slots=True)
class Deck:
    """What all cards of a page are made from, read once for those who stand on it."""

    need: Need
    row: MatchList | None
    matches: Mapping[int, Match]
    experts: Mapping[int, Facts]
    vocabulary: Vocabulary
    names: Mapping[int, str]
    themes: Mapping[int, str]
    reader: Reader
    asked: Mapping[int, int]
    ties: Mapping[int, tuple[str, str]]
    started: Mapping[int, datetime | None]
    said: Said = field(default_factory=dict)

    def of_list(self, at: int, codes: Mapping[str, Any]) -> MatchCard:
        row = self.row
        bits, held = row.skill_bits[at], self.experts[row.expert_ids[at]].levels(self.vocabulary)
        skills = [
            HeldSkill(
                name=self.names.get(pk, ""),
                is_must=position < row.n_must,
                is_held=bool(bits >> position & 1),
                is_below=0 < held.get(pk, 0) < self.asked.get(pk, 0),
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
        obstacle = str(_OBSTACLES[self.reader][Constraint(row.near_codes[at])])
        return self._card(row.near_expert_ids[at], row.near_points[at], [], {}, obstacle)

    def of_matches(self, *states: MatchState) -> list[MatchCard]:
        return [
            self._card(match.expert_id, match.points, [], match.explanation, obstacles_of(match, self.reader))
            for match in self.matches.values()
            if match.state in states and match.expert_id in self.experts
        ]

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
        named |= state == MatchState.INTERESTED  # who shows interest shows the name
        facts = card_facts(expert, self.themes, is_named=named)
        tie_id, tie = self.ties.get(expert_id, ("", ""))
        return MatchCard(
            **{each.name: getattr(facts, each.name) for each in fields(facts)},
            points=points,
            percent=points // 100,
            skills=skills,
            explanation=explain(frozen, self.reader, self.names, self.said),
            state=state,
            state_label=str(board.MATCH_STATES[state]),
            tone=board.MATCH_TONES[state],
            match_id=match.public_id if match else "",
            dismissed_because=dismissed_because(match) if match else "",
            stands_in_the_way=obstacle,
            changed_since=self._changed_since(match, expert) if match else "",
            tie=tie,
            tie_id=tie_id,
        )

    def _changed_since(self, match: Match, expert: Facts) -> str:
        """What has happened since a pair that waits for a decision was compared, where something has."""
        if match.state not in UNDECIDED or self.row is None:
            return ""
        if match.expert_id not in self.row.expert_ids and not match.explanation.get("failed"):
            return str(board.NOT_LISTED_ANY_MORE)
        compared_at = self.started.get(match.run_id)
        return str(board.CHANGED_SINCE) if compared_at and expert.changed_at > compared_at else ""


def dismissed_because(match: Match) -> str:
    return one_after_the_other(str(board.DISMISS_REASONS[DismissReason(code)]) for code in match.reasons)


def _hours(n: int) -> str:
    return ngettext("up to %(n)s hour a week", "up to %(n)s hours a week", n) % {"n": n}


def _started(run_ids: Iterable[int | None]) -> dict[int, datetime | None]:
    return dict(MatchRun.objects.filter(pk__in=run_ids).values_list("pk", "started_at"))


def deck_of(
    need: Need,
    row: MatchList | None,
    matches: Mapping[int, Match],
    shown: set[int],
    reader: Reader,
    listed_at: Sequence[int] = (),
    near_at: Sequence[int] = (),
) -> Deck:
    """Read what the cards at these places of the list, and those of the matches, are made from.

    `shown` are the experts who may be.
    """
    on_list = [row.expert_ids[at] for at in listed_at]
    near = [row.near_expert_ids[at] for at in near_at]
    words = vocabulary()
    frozen = [match.explanation for match in matches.values()]
    facts = facts_of({*on_list, *near, *matches} & shown)
    run_ids = {match.run_id for match in matches.values() if match.state in UNDECIDED}
    mentioned = {*(row.skill_ids if row else ()), *skill_ids_of(frozen)} & words.skills.keys()
    return Deck(
        need=need,
        row=row,
        matches=matches,
        experts=facts,
        vocabulary=words,
        names={pk: str(words.skills[pk]) for pk in mentioned},
        themes={pk: str(theme) for pk, theme in words.themes.items()},
        reader=reader,
        asked=least_levels(need.pk) if on_list else {},
        ties=open_ties(need.organisation_id, facts) if reader is Reader.ORGANISATION else {},
        started=_started(run_ids) if run_ids else {},
    )
