"""What organisations have said they lack: their own list, and counts for the ministry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from common.counts import coarse_words
from incubators.enums import Category, SignalState
from incubators.labels import CATEGORIES, SIGNAL_STATES, SIGNAL_TONES
from incubators.models import DemandSignal
from incubators.selectors.words import name_of
from taxonomy.enums import PlaceKind
from taxonomy.models import Place, Theme


@dataclass(frozen=True, slots=True)
class SignalRow:
    signal: DemandSignal
    theme: str
    skill: str
    category: str
    territory: str
    organisation: str
    note: str
    state_label: str
    tone: str
    since: datetime
    is_open: bool
    need: str  # public id of the need that it became


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme with a told count, or a dash, for each territory."""

    theme: str
    cells: list[tuple[str, str]]  # name of the territory, what is told of it


@dataclass(frozen=True, slots=True)
class SignalBoard:
    territories: list[str]
    lines: list[ThemeLine]
    total: str


def signal_rows(signals: Iterable[DemandSignal]) -> list[SignalRow]:
    """Rows of signals that were read `with_words`."""
    return [
        SignalRow(
            signal=signal,
            theme=str(signal.theme),
            skill=str(signal.skill or ""),
            category=str(CATEGORIES[Category(signal.category)]),
            territory=str(signal.territory),
            organisation=name_of(signal.organisation),
            note=signal.note,
            state_label=str(SIGNAL_STATES[SignalState(signal.state)]),
            tone=SIGNAL_TONES[SignalState(signal.state)],
            since=signal.state_since,
            is_open=signal.state == SignalState.OPEN,
            need=signal.need.public_id if signal.need else "",
        )
        for signal in signals
    ]


def signal_board() -> SignalBoard:
    """How many organisations have an open signal by theme and territory, so that many of one count once."""
    hosts = Count("organisation", distinct=True)
    counted = DemandSignal.objects.open().values_list("theme_id", "territory_id").annotate(n=hosts)
    counts = {(theme, territory): n for theme, territory, n in counted.order_by()}
    territories = list(Place.objects.filter(kind=PlaceKind.TERRITORY).order_by("position"))
    named = {theme for theme, _territory in counts}
    return SignalBoard(
        territories=[str(territory) for territory in territories],
        lines=[
            ThemeLine(
                str(theme),
                [(str(place), _told(counts.get((theme.pk, place.pk), 0))) for place in territories],
            )
            for theme in Theme.objects.all()
            if theme.pk in named
        ],
        total=_told(DemandSignal.objects.open().aggregate(n=hosts)["n"]),
    )


def _told(n: int) -> str:
    return coarse_words(n) if n else "–"
