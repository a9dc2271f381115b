"""Pairs of organisations that may be one, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from common.models import EventNote
from incubators.enums import (
    Likeness,
    OrganisationKind,
    OrganisationState,
    PairAction,
    PairState,
    Sector,
)
from incubators.labels import ORGANISATION_KINDS, ORGANISATION_STATES, SECTORS
from incubators.labels.pairs import LIKENESSES, PAIR_STATES, PAIR_TONES
from incubators.models import Organisation, OrganisationMerge, OrganisationPair
from incubators.selectors.words import where

_STEPS = [action.value for action in PairAction]


@dataclass(frozen=True, slots=True)
class PairRow:
    public_id: str
    older: str
    newer: str
    evidence: list[str]
    since: datetime


@dataclass(frozen=True, slots=True)
class Side:
    public_id: str
    name: str
    state: str
    words: str  # to choose between two of the same name


@dataclass(frozen=True, slots=True)
class Compared:
    """One question with the answers of both."""

    label: str
    older: str
    newer: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class PairStep:
    state: str
    who: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class PairPage:
    pair: OrganisationPair
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


def pair_rows(pairs: Iterable[OrganisationPair]) -> list[PairRow]:
    """Rows of one page, loaded `with_organisations()`."""
    return [
        PairRow(
            public_id=pair.public_id,
            older=pair.older.name,
            newer=pair.newer.name,
            evidence=_evidence(pair),
            since=pair.state_since,
        )
        for pair in pairs
    ]


def pair_page(pair: OrganisationPair, *, undo_within: timedelta) -> PairPage:
    """Both organisations side by side; the pair is loaded `with_organisations()`."""
    state = PairState(pair.state)
    merge = pair.merges.filter(undone_at__isnull=True).select_related("kept").first()
    return PairPage(
        pair=pair,
        state=str(PAIR_STATES[state]),
        tone=PAIR_TONES[state],
        older=_side(pair.older),
        newer=_side(pair.newer),
        evidence=_evidence(pair),
        compared=_compared(pair.older, pair.newer),
        history=_history(pair),
        is_proposed=state == PairState.PROPOSED,
        is_different=state == PairState.DIFFERENT,
        is_merged=state == PairState.MERGED,
        kept=f"{merge.kept.name} ({merge.kept.public_id})" if merge else "",
        undo_until=merge.at + undo_within if merge else None,
    )


def merged_into(public_id: str, user: User) -> str | None:
    """Where a closed organisation's address leads now: the kept one, if the user may see it."""
    closed = Organisation.objects.filter(public_id=public_id, state=OrganisationState.CLOSED).first()
    for _step in range(10):  # a kept one may have been merged on
        if closed is None:
            return None
        merge = OrganisationMerge.objects.filter(closed=closed, undone_at=None).select_related("kept").first()
        if merge is None:
            return None
        if merge.kept.state != OrganisationState.CLOSED:
            kept = Organisation.objects.visible_to(user).filter(pk=merge.kept_id).first()
            return kept.public_id if kept else None
        closed = merge.kept
    return None


def _evidence(pair: OrganisationPair) -> list[str]:
    return [str(LIKENESSES[Likeness(kind)]) for kind in pair.evidence]


def _side(organisation: Organisation) -> Side:
    state = str(ORGANISATION_STATES[OrganisationState(organisation.state)])
    return Side(
        public_id=organisation.public_id,
        name=organisation.name,
        state=state,
        words=f"{organisation.name}, {organisation.public_id} ({state})",
    )


def _compared(older: Organisation, newer: Organisation) -> list[Compared]:
    left, right = _answers(older), _answers(newer)
    return [
        Compared(label, left[label], right[label], bool(left[label]) and left[label] == right[label])
        for label in left
        if left[label] or right[label]
    ]


def _answers(organisation: Organisation) -> dict[str, str]:
    return {
        _("Name"): organisation.name,
        _("Name in Urdu"): organisation.name_ur,
        _("Kind"): str(ORGANISATION_KINDS[OrganisationKind(organisation.kind)]),
        _("Sector"): str(SECTORS[Sector(organisation.sector)]),
        _("Place"): where(organisation),
        _("Website"): organisation.website,
        _("E-mail domain"): organisation.email_domain,
        _("What you do"): organisation.about,
        _("Members"): str(organisation.memberships.count()),
        _("Needs"): str(organisation.needs.count()),
    }


def _history(pair: OrganisationPair) -> list[PairStep]:
    events = list(pair.events.filter(action__in=_STEPS).select_related("by").order_by("seq"))
    notes = EventNote.objects.in_bulk([event.note_key for event in events if event.note_key])
    return [
        PairStep(
            state=str(PAIR_STATES[PairState(event.target)]),
            who=event.by.get_full_name() if event.by else "",
            at=event.at,
            note=notes[event.note_key].text if event.note_key in notes else "",
        )
        for event in events
    ]
