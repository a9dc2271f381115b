"""Saying in one click what is lacking, and what becomes of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.text import capfirst

from accounts.models import User
from common.events import begin, move
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from common.workflow import Part
from incubators.enums import Category, Importance, SignalAction, SignalState
from incubators.labels import CATEGORIES
from incubators.models import DemandSignal, Need, Organisation
from incubators.services.needs import draft_need
from incubators.services.organisations import lock_organisation
from incubators.services.shapes import SkillAsk, Terms
from programmes.enums import Mode
from programmes.models import Programme
from taxonomy.models import Place, Skill, Theme

MOST_OPEN = 50
LAPSES_AFTER = timedelta(days=365)
DEFAULT_PROGRAMME = "general-mentorship"


def signal_demand(
    *,
    organisation_id: int,
    theme: Theme,
    category: Category,
    territory: Place,
    skill: Skill | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> DemandSignal:
    """Say that help of a kind in a theme is lacking in a province; members of any organisation may.

    Raises Denied, or Refused `signal_exists` or `too_many_signals`.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
        require(by, "incubators.signal_demand", organisation)
        still_open = organisation.signals.filter(state=SignalState.OPEN)
        if still_open.filter(theme=theme, category=category, territory=territory, skill=skill).exists():
            raise Refused("signal_exists")
        if still_open.count() >= MOST_OPEN:
            raise Refused("too_many_signals")
        signal = DemandSignal(
            organisation=organisation,
            theme=theme,
            skill=skill,
            territory=territory,
            category=category,
            note=clean_line(note),
        )
        begin(signal, by=by, at=at, part=Part.HOST)
    return signal


def withdraw_signal(*, signal_id: int, by: User, at: datetime) -> DemandSignal:
    """Say that it does not hold any more. Raises Denied."""
    with transaction.atomic():
        signal = _locked(signal_id)
        require(by, "incubators.withdraw_signal", signal)
        move(signal, action=SignalAction.WITHDRAW, part=Part.HOST, by=by, at=at)
    return signal


def convert_signal(*, signal_id: int, by: User, at: datetime) -> Need:
    """Begin a draft from a signal, which names it from then on. Raises Denied, or Refused as `draft_need`."""
    with transaction.atomic():
        # The draft takes this lock as well, and a merge holds it when it waits for the signal.
        lock_organisation(DemandSignal.objects.values_list("organisation_id", flat=True).get(pk=signal_id))
        signal = _locked(signal_id)
        require(by, "incubators.convert_signal", signal)
        terms, skills = _draft_of(signal, by)
        need = draft_need(organisation_id=signal.organisation_id, terms=terms, skills=skills, by=by, at=at)
        signal.need = need
        move(signal, action=SignalAction.CONVERT, part=Part.HOST, by=by, at=at)
    return need


def lapse_signals(*, at: datetime) -> int:
    """End what nobody has repeated for a year; each in a transaction of its own. Returns how many."""
    n_lapsed = 0
    for signal_id in DemandSignal.objects.awaiting_lapse(at - LAPSES_AFTER).values_list("pk", flat=True):
        with transaction.atomic():
            signal = _locked(signal_id)
            if signal.state == SignalState.OPEN:
                move(signal, action=SignalAction.LAPSE, part=Part.CLOCK, by=None, at=at)
                n_lapsed += 1
    return n_lapsed


def _locked(signal_id: int) -> DemandSignal:
    signals = DemandSignal.objects.select_for_update(of=("self",))
    return signals.select_related("organisation", "theme", "skill", "territory").get(pk=signal_id)


def _draft_of(signal: DemandSignal, by: User) -> tuple[Terms, list[SkillAsk]]:
    """What the draft says already, in the language of whoever goes on writing."""
    # "General mentorship" always exists; should it be closed, the draft says so before it is published.
    programme = Programme.objects.get(slug=DEFAULT_PROGRAMME)
    with translation.override(by.language):
        kind = capfirst(str(CATEGORIES[Category(signal.category)]))
        title = f"{kind}: {signal.skill or signal.theme}"
    terms = Terms(
        programme=programme,
        category=Category(signal.category),
        title=title[:140],
        purpose=signal.note,
        language=by.language,
        mode=Mode(programme.modes[0]),
        place=signal.territory,
        themes=[signal.theme],
    )
    return terms, [SkillAsk(signal.skill, Importance.MUST)] if signal.skill else []
