"""Assignment rounds as ministry staff read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from experts.models import Expert
from incubators.models import Need
from matching import labels
from matching.enums import ACTING, MatchState, PairChange, Reader, RoundState
from matching.models import AssignmentRound, Match, MatchList, RoundNeed, RoundPair
from matching.querysets import RoundQuerySet
from matching.selectors.experts import shown_experts
from matching.selectors.round_results import Figures, RoundOptions
from matching.selectors.round_words import (
    by_hand_sentence,
    coverage_sentence,
    empty_sentence,
    optimality_sentence,
    option_sentences,
)
from matching.selectors.wording import explain, skill_names
from programmes.models import Programme
from taxonomy.labels import country_name

PER_PAGE = 25
NEEDS_PER_PAGE = 10
MOST_EXPOSED = 10
_ORDER = (PairChange.HELD, PairChange.KEPT, PairChange.NEW, PairChange.REMOVED, PairChange.WAITING)
_PROPOSED = (PairChange.KEPT, PairChange.NEW)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round in the list of rounds."""

    public_id: str
    programme: str
    state: str
    tone: str
    requested_at: datetime
    requested_by: str
    n_needs: int | None
    n_seats: int | None
    n_filled: int | None


@dataclass(frozen=True, slots=True)
class PairRow:
    """One expert on one need: who, for how many points and why, what changes, and how it stands today."""

    expert_id: int
    code: str  # empty for who shows their profile to nobody any more
    headline: str
    country: str
    points: int
    reason: str
    change: str
    tone: str
    today: str
    stays: bool


@dataclass(frozen=True, slots=True)
class NeedCard:
    """One need of a round: its seats, its pairs, and why seats stay empty."""

    need: Need
    seats: int
    n_filled: int
    n_empty: int
    because: str
    run_id: str
    pairs: list[PairRow]


@dataclass(frozen=True, slots=True)
class Exposure:
    """How often one expert is proposed in a round."""

    code: str
    n_proposed: int
    capacity: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """One step of a round's life."""

    title: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with one page of its needs. Before it has been computed, `figures` is None."""

    round: AssignmentRound
    state: str
    tone: str
    message: str
    message_needs: list[Need]
    options: list[str]
    figures: Figures | None
    changes: dict[str, int]
    optimality: str
    coverage: str
    by_hand: str
    since: list[str]
    needs: Page | None
    show: str
    n_short: int
    exposed: list[Exposure]
    events: list[EventRow]

    @property
    def is_computing(self) -> bool:
        return self.round.state == RoundState.COMPUTING

    @property
    def is_preview(self) -> bool:
        return self.round.state == RoundState.PREVIEW

    @property
    def is_published(self) -> bool:
        return self.round.state == RoundState.PUBLISHED

    @property
    def has_failed(self) -> bool:
        return self.round.state == RoundState.FAILED

    @property
    def n_filled(self) -> int:
        return self.figures.n_held + self.figures.n_proposed if self.figures else 0

    @property
    def expert_ids(self) -> list[int]:
        """Everybody on the page, for the record of who looked at whom."""
        return sorted({row.expert_id for card in self.needs or () for row in card.pairs if row.code})


def programmes_of(user: User) -> QuerySet[Programme]:
    """Programmes for which somebody may start rounds, each with how many of its needs are open."""
    units = [post.unit_id for post in user.posts_today if post.role in ACTING]
    is_open = Q(needs__in=Need.objects.open())
    return (
        Programme.objects.filter(owner_unit_id__in=units)
        .annotate(n_open=Count("needs", filter=is_open))
        .order_by("name")
    )


def round_rows(rounds: RoundQuerySet, page_number: str) -> Page:
    """A page of rounds, newest first, in a fixed number of queries."""
    found = rounds.select_related("programme", "requested_by").order_by("-requested_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(page_number)
    page.object_list = [_round_row(one) for one in page.object_list]
    return page


def _round_row(one: AssignmentRound) -> RoundRow:
    figures = Figures(**one.figures) if one.figures else None
    return RoundRow(
        public_id=one.public_id,
        programme=str(one.programme),
        state=str(labels.ROUND_STATES[RoundState(one.state)]),
        tone=labels.ROUND_TONES[RoundState(one.state)],
        requested_at=one.requested_at,
        requested_by=str(one.requested_by or ""),
        n_needs=figures.n_needs if figures else None,
        n_seats=figures.n_seats if figures else None,
        n_filled=figures.n_held + figures.n_proposed if figures else None,
    )


def round_page(one: AssignmentRound, page_number: str, show: str) -> RoundPage:
    """One round (with its programme loaded) and a page of its needs, in a fixed number of queries.

    `show` is "empty" for the needs with empty seats alone.
    """
    options = RoundOptions.read(one.options)
    is_there = one.state not in (RoundState.COMPUTING, RoundState.FAILED) and bool(one.figures)
    figures = Figures(**one.figures) if is_there else None
    counted = one.pairs.values_list("change").annotate(n=Count("pk"))
    return RoundPage(
        round=one,
        state=str(labels.ROUND_STATES[RoundState(one.state)]),
        tone=labels.ROUND_TONES[RoundState(one.state)],
        message=str(labels.ROUND_MESSAGES.get(one.message, "")),
        message_needs=list(Need.objects.filter(pk__in=one.message_need_ids).order_by("title")[:10]),
        options=option_sentences(options),
        figures=figures,
        changes=dict.fromkeys(PairChange, 0) | dict(counted.order_by()),
        optimality=optimality_sentence(figures) if figures else "",
        coverage=coverage_sentence(figures) if figures else "",
        by_hand=by_hand_sentence(figures) if figures else "",
        since=_since(one) if one.state == RoundState.PREVIEW else [],
        needs=_needs(one, page_number, show) if figures else None,
        show=show if show == "empty" else "",
        n_short=one.needs.filter(n_empty__gt=0).count() if figures else 0,
        exposed=_exposed(one) if figures else [],
        events=[
            EventRow(str(labels.ROUND_EVENTS[event.action]), event.at, str(event.by or ""))
            for event in one.events.select_related("by").order_by("seq")
        ],
    )


def _since(one: AssignmentRound) -> list[str]:
    """What has changed since the preview was computed, without breaking it."""
    need_ids = one.needs.values("need_id")
    newer = Q(matched_at__gt=one.computed_at) | Q(stale_since__isnull=False)
    n_open = Need.objects.open().filter(pk__in=need_ids).count()
    counts = {
        "lists": MatchList.objects.current().filter(newer, need_id__in=need_ids).count(),
        "decided": Match.objects.filter(need_id__in=need_ids, changed_at__gt=one.computed_at).count(),
        "closed": one.needs.count() - n_open,
    }
    return [str(labels.SINCE[what] % {"n": n}) for what, n in counts.items() if n]


def _needs(one: AssignmentRound, page_number: str, show: str) -> Page:
    rows = one.needs.select_related("need__organisation", "match_list__run")
    if show == "empty":
        rows = rows.filter(n_empty__gt=0)
    page = Paginator(rows.order_by("need__title", "pk"), NEEDS_PER_PAGE).get_page(page_number)
    shown = list(page.object_list)
    pairs = list(one.pairs.filter(need_id__in=[row.need_id for row in shown]))
    matches = Match.objects.filter(need_id__in=[row.need_id for row in shown])
    deck = _Deck(
        shown_experts({pair.expert_id for pair in pairs}).in_bulk(),
        {(match.need_id, match.expert_id): match for match in matches},
        _reasons(shown, pairs),
    )
    page.object_list = [
        _card(row, deck, [pair for pair in pairs if pair.need_id == row.need_id]) for row in shown
    ]
    return page


@dataclass(frozen=True, slots=True)
class _Deck:
    """What the cards of a page are made from, read once."""

    experts: Mapping[int, Expert]
    matches: Mapping[tuple[int, int], Match]
    reasons: Mapping[tuple[int, int], str]


def _reasons(rows: Iterable[RoundNeed], pairs: Iterable[RoundPair]) -> dict[tuple[int, int], str]:
    """The strongest reason of each listed pair, worded for the ministry."""
    lists = {row.need_id: row.match_list for row in rows if row.match_list is not None}
    frozen: dict[tuple[int, int], Mapping[str, Any]] = {}
    for pair in pairs:
        found = lists.get(pair.need_id)
        if found is not None and pair.expert_id in found.expert_ids:
            at = found.expert_ids.index(pair.expert_id)
            frozen[pair.need_id, pair.expert_id] = {"reasons": found.explanations[at]["reasons"][:1]}
    names = skill_names(frozen.values())
    worded = {pair: explain(codes, Reader.MINISTRY, names).reasons for pair, codes in frozen.items()}
    return {pair: reasons[0] for pair, reasons in worded.items() if reasons}


def _card(row: RoundNeed, deck: _Deck, pairs: list[RoundPair]) -> NeedCard:
    pairs.sort(key=lambda pair: (_ORDER.index(PairChange(pair.change)), -pair.points, pair.pk))
    return NeedCard(
        need=row.need,
        seats=row.seats,
        n_filled=row.n_held + row.n_proposed,
        n_empty=row.n_empty,
        because=empty_sentence(row.because),
        run_id=row.match_list.run.public_id if row.match_list else "",
        pairs=[_pair_row(pair, deck) for pair in pairs],
    )


def _pair_row(pair: RoundPair, deck: _Deck) -> PairRow:
    expert, match = deck.experts.get(pair.expert_id), deck.matches.get((pair.need_id, pair.expert_id))
    state = MatchState(match.state) if match else MatchState.SUGGESTED
    change = PairChange(pair.change)
    return PairRow(
        expert_id=pair.expert_id,
        code=expert.public_id if expert else "",
        headline=expert.headline if expert else "",
        country=country_name(expert.country) if expert and expert.country else "",
        points=pair.points,
        reason=deck.reasons.get((pair.need_id, pair.expert_id), "") if expert else "",
        change=str(labels.PAIR_CHANGES[change]),
        tone=labels.CHANGE_TONES[change],
        today=str(labels.STANDINGS[state]),
        stays=pair.stays,
    )


def _exposed(one: AssignmentRound) -> list[Exposure]:
    """Who is proposed more than once, most often first."""
    counted = (
        one.pairs.filter(change__in=_PROPOSED)
        .values_list("expert_id")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .order_by("-n", "expert_id")[:MOST_EXPOSED]
    )
    often = dict(counted)
    experts = shown_experts(often).in_bulk()
    return [
        Exposure(experts[pk].public_id, n, experts[pk].capacity) for pk, n in often.items() if pk in experts
    ]
