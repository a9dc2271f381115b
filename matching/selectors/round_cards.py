"""The needs of an assignment round with their pairs, a page at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from experts.models import Expert
from incubators.models import Need
from matching.enums import MatchState, PairChange, Reader
from matching.labels import rounds as labels
from matching.models import AssignmentRound, Match, RoundNeed, RoundPair
from matching.selectors.experts import shown_experts
from matching.selectors.results import Explained
from matching.selectors.round_words import empty_sentence
from matching.selectors.wording import explain, skill_names
from taxonomy.labels import country_name

NEEDS_PER_PAGE = 10
_ORDER = (PairChange.HELD, PairChange.KEPT, PairChange.NEW, PairChange.REMOVED, PairChange.WAITING)


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


def need_cards(one: AssignmentRound, page_number: str, *, only_empty: bool, explained: Explained) -> Page:
    """A page of a round's needs, or of those with empty seats alone, in a fixed number of queries."""
    rows = one.needs.select_related("need__organisation", "match_list__run")
    if only_empty:
        rows = rows.filter(n_empty__gt=0)
    page = Paginator(rows.order_by("need__title", "pk"), NEEDS_PER_PAGE).get_page(page_number)
    shown = list(page.object_list)
    pairs = list(one.pairs.filter(need_id__in=[row.need_id for row in shown]))
    rows_of_pairs = Match.objects.filter(need_id__in=[row.need_id for row in shown])
    matches = {(match.need_id, match.expert_id): match for match in rows_of_pairs}
    experts = shown_experts({pair.expert_id for pair in pairs}).in_bulk()
    deck = _Deck(experts, matches, _reasons(shown, pairs, matches, explained))
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


def _reasons(
    rows: Iterable[RoundNeed],
    pairs: Iterable[RoundPair],
    matches: Mapping[tuple[int, int], Match],
    explained: Explained,
) -> dict[tuple[int, int], str]:
    """The strongest reason of each pair, from its list or its own record, worded for the ministry."""
    lists = {row.need_id: row.match_list for row in rows if row.match_list is not None}
    frozen: dict[tuple[int, int], Mapping[str, Any]] = {}
    for pair in pairs:
        found, match = lists.get(pair.need_id), matches.get((pair.need_id, pair.expert_id))
        if match is not None:
            frozen[pair.need_id, pair.expert_id] = {"reasons": match.explanation.get("reasons", ())[:1]}
        elif found is not None and pair.expert_id in found.expert_ids:
            at = found.expert_ids.index(pair.expert_id)
            frozen[pair.need_id, pair.expert_id] = {"reasons": explained(found, at)["reasons"][:1]}
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
