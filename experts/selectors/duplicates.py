"""Pairs of profiles that may be one person's, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from common.models import EventNote
from experts.enums import EvidenceKind, PairAction, PairState, RowKind, Section, State
from experts.labels import EVIDENCE, PAIR_STATES, PAIR_TONES, SECTIONS, STATES
from experts.models import DuplicatePair, Expert, Merge
from experts.selectors.panels import row_answer
from experts.selectors.verification import name_of
from taxonomy.labels import country_name

_STEPS = [action.value for action in PairAction]


@dataclass(frozen=True, slots=True)
class PairRow:
    public_id: str
    older: str
    newer: str
    evidence: list[str]
    state: str
    tone: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Side:
    public_id: str
    name: str
    state: str
    account: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One question with the answers of both."""

    label: str
    older: list[str]
    newer: list[str]
    is_same: bool


@dataclass(frozen=True, slots=True)
class PairStep:
    state: str
    who: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class PairPage:
    pair: DuplicatePair
    state: str
    tone: str
    older: Side
    newer: Side
    evidence: list[str]
    compared: list[Compared]
    history: list[PairStep]
    is_proposed: bool
    is_different: bool
    is_merged: bool
    kept: str
    undo_until: datetime | None


def profiles_of(expert_id: int) -> list[int]:
    """A profile and all that went into it, by itself or through another, while nobody undoes it."""
    found = [expert_id]
    for pk in found:  # grows while it is read
        found += Merge.objects.filter(kept=pk, undone_at=None).values_list("closed_id", flat=True)
    return sorted(found)


def pair_rows(pairs: list[DuplicatePair]) -> list[PairRow]:
    """Rows of one page, loaded `with_experts()`."""
    return [
        PairRow(
            public_id=pair.public_id,
            older=name_of(pair.older),
            newer=name_of(pair.newer),
            evidence=evidence_of(pair),
            state=PAIR_STATES[PairState(pair.state)],
            tone=PAIR_TONES[PairState(pair.state)],
            since=pair.state_since,
        )
        for pair in pairs
    ]


def evidence_of(pair: DuplicatePair) -> list[str]:
    """What speaks for it, the strongest first."""
    order = [kind for kind in EvidenceKind if kind.value in pair.evidence]
    return [str(EVIDENCE[kind] % {"number": pair.evidence[kind.value]}) for kind in order]


def pair_page(pair: DuplicatePair, *, undo_within: timedelta) -> PairPage:
    """Both profiles side by side."""
    older, newer = (Expert.objects.with_profile().get(pk=pk) for pk in (pair.older_id, pair.newer_id))
    merge = pair.merges.filter(undone_at__isnull=True).select_related("kept__user", "kept__managed").first()
    return PairPage(
        pair=pair,
        state=PAIR_STATES[PairState(pair.state)],
        tone=PAIR_TONES[PairState(pair.state)],
        older=_side(older),
        newer=_side(newer),
        evidence=evidence_of(pair),
        compared=_compared(older, newer),
        history=_history(pair),
        is_proposed=pair.state == PairState.PROPOSED,
        is_different=pair.state == PairState.DIFFERENT,
        is_merged=pair.state == PairState.MERGED,
        kept=f"{name_of(merge.kept)} ({merge.kept.public_id})" if merge else "",
        undo_until=_undo_until(merge, undo_within),
    )


def _undo_until(merge: Merge | None, undo_within: timedelta) -> datetime | None:
    return merge.at + undo_within if merge is not None and merge.cleared_at is None else None


def _side(expert: Expert) -> Side:
    return Side(
        public_id=expert.public_id,
        name=name_of(expert),
        state=STATES[State(expert.state)],
        account=_("has an account") if expert.user_id else _("kept by staff"),
    )


def _compared(older: Expert, newer: Expert) -> list[Compared]:
    left, right = _answers(older), _answers(newer)
    return [
        Compared(label, left[label], right[label], bool(left[label]) and left[label] == right[label])
        for label in left
        if left[label] or right[label]
    ]


def _answers(expert: Expert) -> dict[str, list[str]]:
    rows = {
        Section.AFFILIATIONS: (RowKind.AFFILIATION, expert.affiliations.all()),
        Section.WORKS: (RowKind.WORK, expert.works.all()),
        Section.SKILLS: (RowKind.SKILL, expert.skills.all()),
        Section.LANGUAGES: (RowKind.LANGUAGE, expert.languages.all()),
    }
    single = {
        _("Name"): name_of(expert),
        _("Headline"): expert.headline,
        _("Country"): country_name(expert.country) if expert.country else "",
        _("City"): expert.city,
        _("ORCID iD"): expert.orcid,
    }
    answers = {str(label): [value] if value else [] for label, value in single.items()}
    for section, (kind, found) in rows.items():
        answers[str(SECTIONS[section])] = sorted(_in_words(kind, row) for row in found)
    return answers


def _in_words(kind: RowKind, row: object) -> str:
    answer = row_answer(kind, row)
    return " · ".join(str(part) for part in (answer.label, answer.value) if part)


def _history(pair: DuplicatePair) -> list[PairStep]:
    events = list(pair.events.filter(action__in=_STEPS).select_related("by").order_by("seq"))
    notes = EventNote.objects.in_bulk([event.note_key for event in events if event.note_key])
    return [
        PairStep(
            state=PAIR_STATES[PairState(event.target)],
            who=event.by.full_name if event.by else "",
            at=event.at,
            note=notes[event.note_key].text if event.note_key in notes else "",
        )
        for event in events
    ]
