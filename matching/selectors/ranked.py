"""Whom a host could ask next: one order over shortlist, round and list, and the card of one of them."""

from incubators.models import Need
from matching.enums import MatchState, Reader
from matching.models import MatchList
from matching.selectors.deck import MatchCard, deck_of
from matching.selectors.results import Explained


def ranked_ids(need: Need) -> list[int]:
    """Experts about whom the host may still decide: its shortlist, what a round proposed, then the list."""
    known = list(need.matches.order_by("-points", "pk").values_list("state", "expert_id"))
    row = MatchList.objects.current().filter(need=need).first()
    chosen = [
        pk for of in (MatchState.SHORTLISTED, MatchState.ASSIGNED) for state, pk in known if state == of
    ]
    decided = {pk for state, pk in known if state != MatchState.SUGGESTED}
    return [*chosen, *(pk for pk in (row.expert_ids if row else ()) if pk not in decided)]


def card_of(need: Need, expert_id: int, explained: Explained) -> MatchCard:
    """One of the ranked experts as the need's page shows them, with why."""
    match = need.matches.filter(expert_id=expert_id).first()
    if match is not None:
        deck = deck_of(need, None, {expert_id: match}, {expert_id}, Reader.ORGANISATION)
        return deck.of_matches(*MatchState)[0]
    row = MatchList.objects.current().get(need=need)
    at = row.expert_ids.index(expert_id)
    deck = deck_of(need, row, {}, {expert_id}, Reader.ORGANISATION, [at])
    return deck.of_list(at, explained(row, at))
