"""Assignment rounds as ministry staff read them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from incubators.models import Need
from matching.enums import ACTING, PairChange, RoundState
from matching.labels import rounds as labels
from matching.models import AssignmentRound, Match, MatchList
from matching.querysets import RoundQuerySet
from matching.selectors.experts import shown_experts
from matching.selectors.results import Explained
from matching.selectors.round_cards import need_cards
from matching.selectors.round_results import Figures, RoundOptions
from matching.selectors.round_words import (
    by_hand_sentence,
    coverage_sentence,
    optimality_sentence,
    option_sentences,
)
from programmes.models import Programme

PER_PAGE = 25
MOST_EXPOSED = 10
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
    shows_empty: bool
    n_short: int
    exposed: list[Exposure]
    events: list[EventRow]

    @property
    def shows_all(self) -> bool:
        return not self.shows_empty

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
        Programme.objects.visible_to(user)
        .filter(owner_unit_id__in=units)
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


def round_page(one: AssignmentRound, page_number: str, show: str, *, explained: Explained) -> RoundPage:
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
        needs=need_cards(one, page_number, only_empty=show == "empty", explained=explained)
        if figures
        else None,
        shows_empty=show == "empty",
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
