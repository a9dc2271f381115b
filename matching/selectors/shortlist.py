"""A need's shortlist as rows of a table: what its board shows to this reader, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.sheets import Value
from incubators.models import Need
from matching.enums import MatchState, Reader
from matching.models import Match, MatchList
from matching.selectors.board import pairs_of
from matching.selectors.deck import MatchCard, deck_of
from matching.selectors.wording import enumeration


@dataclass(frozen=True, slots=True)
class Shortlist:
    need: Need
    cards: Sequence[MatchCard]

    @property
    def expert_ids(self) -> list[int]:
        return [card.expert_id for card in self.cards]

    @property
    def rows(self) -> list[list[Value]]:
        """The head first, in the reader's language."""
        head = [
            _("Code"),
            _("Name"),
            _("Headline"),
            _("Country"),
            _("Hours a week"),
            _("Fields"),
            _("Points, out of 10,000"),
            _("Reasons"),
            _("Missing"),
            _("Worth asking"),
            _("Not known, so not counted"),
            _("To look at"),
        ]
        return [head, *(_row(card) for card in self.cards)]


def shortlist_of(need: Need) -> Shortlist:
    """For the host, best first, in a fixed number of queries."""
    row = MatchList.objects.current().filter(need=need).first()
    pairs = pairs_of(need, [])
    ids = pairs.ids_of({one.expert_id for one in pairs.standing(MatchState.SHORTLISTED)})
    matches = {match.expert_id: match for match in Match.objects.filter(pk__in=ids).order_by("-points", "pk")}
    deck = deck_of(need, row, matches, pairs.shown, Reader.ORGANISATION)
    return Shortlist(need, deck.of_matches(MatchState.SHORTLISTED))


def _row(card: MatchCard) -> list[Value]:
    said = card.explanation
    return [
        card.code,
        card.name,
        card.headline,
        card.country,
        card.n_hours,
        enumeration(card.themes),
        card.points,
        " ".join(said.reasons),
        " ".join(said.gaps),
        said.question,
        enumeration(said.not_known),
        " ".join(filter(None, (card.stands_in_the_way, card.changed_since, card.tie))),
    ]
