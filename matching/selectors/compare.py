"""Up to three experts of a need's board side by side: what is asked for, and what each brings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incubators.models import Need
from matching.enums import MatchState, Reader
from matching.models import Match, MatchList
from matching.selectors.board import pairs_of
from matching.selectors.deck import MatchCard, deck_of
from matching.selectors.skills import SkillLine, held_skills, skill_facts, skill_lines

MOST_CHOICES = 100
_COMPARED = (MatchState.INTERESTED, MatchState.SHORTLISTED, MatchState.INVITED, MatchState.ASSIGNED)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one expert brings to a line of the table; `tone` marks its first words as a state."""

    lines: Sequence[str]
    tone: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    hint: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All who could be compared, best first."""

    need: Need
    is_member: bool
    cards: list[MatchCard]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(card.match_id, _title(card)) for card in self.cards]

    @property
    def expert_ids(self) -> list[int]:
        return [card.expert_id for card in self.cards]

    def chosen(self, match_ids: Sequence[str]) -> list[MatchCard]:
        return [card for card in self.cards if card.match_id in match_ids]


def comparison_of(need: Need, *, is_member: bool) -> Comparison:
    """Who has a record of their own and is not set aside, in a fixed number of queries."""
    row = MatchList.objects.current().filter(need=need).first()
    pairs = pairs_of(need, [])
    standing = [one for state in _COMPARED for one in pairs.standing(state)][:MOST_CHOICES]
    ids = pairs.ids_of({one.expert_id for one in standing})
    matches = {match.expert_id: match for match in Match.objects.filter(pk__in=ids).order_by("-points", "pk")}
    reader = Reader.ORGANISATION if is_member else Reader.MINISTRY
    deck = deck_of(need, row, matches, pairs.shown, reader)
    return Comparison(need, is_member, deck.of_matches(*_COMPARED))


def compare_lines(need: Need, cards: Sequence[MatchCard]) -> list[Line]:
    """The table for these experts; three queries, however many they are."""
    skills = _skills(need, cards)
    lines = [Line(_("Fit"), "", [Cell([f"{card.percent}%"]) for card in cards])]
    lines += [_skill_line(each) for each in skills]
    lines.append(
        Line(
            _("Hours a week"),
            ngettext("%(n)s hour a week asked", "%(n)s hours a week asked", need.hours_per_week)
            % {"n": need.hours_per_week},
            [Cell([card.hours or _("not stated")]) for card in cards],
        )
    )
    lines += _part_lines(cards)
    lines += [
        Line(_("Country"), "", [Cell([card.country or _("not stated")]) for card in cards]),
        Line(_("Fields"), "", [Cell(card.themes) for card in cards]),
        Line(_("Reasons"), "", [Cell(card.explanation.reasons) for card in cards]),
        Line(_("Missing"), "", [Cell(card.explanation.gaps) for card in cards]),
        Line(_("Worth asking"), "", [Cell(_said(card.explanation.question)) for card in cards]),
        Line(_("Not known, so not counted"), "", [Cell(card.explanation.not_known) for card in cards]),
        Line(_("To look at"), "", [Cell(_said(*_warnings(card)), "waiting") for card in cards]),
    ]
    names = [card.name or card.code for card in cards]
    return [
        replace(line, cells=[replace(cell, who=who) for cell, who in zip(line.cells, names, strict=True)])
        for line in lines
        if any(cell.lines for cell in line.cells)
    ]


def _skills(need: Need, cards: Sequence[MatchCard]) -> list[Sequence[SkillLine]]:
    """For each skill of the need what each of them holds; all names are read at once."""
    held = held_skills(card.expert_id for card in cards)
    prefetch_related_objects([need], "skills")
    facts = [fact for card in cards for fact in skill_facts(need, held.get(card.expert_id, {}))]
    lines = skill_lines(facts)
    n = len(lines) // len(cards)
    return [lines[at::n] for at in range(n)]


def _skill_line(skills: Sequence[SkillLine]) -> Line:
    asked = skills[0]
    kind = _("a must") if asked.is_must else _("helps")
    return Line(asked.name, f"{kind}, {asked.asked_label}", [_skill_cell(skill) for skill in skills])


def _skill_cell(skill: SkillLine) -> Cell:
    if not skill.held:
        return Cell([_("not listed")], "quiet")
    if skill.is_below:
        return Cell([skill.held_label, _("below the level asked")], "waiting")
    return Cell([skill.held_label], "good")


def _part_lines(cards: Sequence[MatchCard]) -> list[Line]:
    """The parts of the score that at least one of them was compared by, the shared hours among them."""
    of_cards = [card.explanation.parts for card in cards]
    labels = list(dict.fromkeys(part.label for parts in of_cards for part in parts))
    shares = [
        {part.label: part.value for part in parts if part.value is not None and part.weight}
        for parts in of_cards
    ]
    return [
        Line(
            capfirst(label),
            "",
            [Cell([f"{share[label] // 100}%" if label in share else _("not compared")]) for share in shares],
        )
        for label in labels
        if any(label in share for share in shares)
    ]


def _warnings(card: MatchCard) -> Iterable[str]:
    return card.stands_in_the_way, card.changed_since, card.tie


def _said(*texts: str) -> list[str]:
    return [text for text in texts if text]


def _title(card: MatchCard) -> str:
    # Each in isolation, so that neither turns the line's direction.
    return f"\u2068{card.name or card.code}\u2069: \u2068{card.headline}\u2069"
