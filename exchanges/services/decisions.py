"""Several decisions released at once, each a transaction of its own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from common.policies import Decision, Denied, decide
from common.refusals import Refused
from exchanges.enums import PlacementAction, PlacementState
from exchanges.labels import PLACEMENT_STATES, PLACEMENT_TONES
from exchanges.models import Placement
from exchanges.notices import Preview, decision_preview
from exchanges.selectors.facts import placement_facts
from exchanges.services.placements import move_placement

MOST_AT_ONCE = 50
_AS_SHOWN = re.compile(r"([0-9A-Z]{10}):([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one choice; no refusal means that it is released."""

    code: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """`previews` is empty, and nothing can be chosen, while the case is not open to the reader."""

    public_id: str
    title: str
    organisation: str
    tier: str
    state_label: str
    tone: str
    since: datetime
    chosen_as: str
    release: Decision
    is_open: bool
    differ: bool
    previews: list[Preview]


def decision_rows(placements: Iterable[Placement], user: User) -> list[DecisionRow]:
    """Pending cases with the letter that each would send."""
    rows = []
    for one in placements:
        is_open = bool(decide(user, "exchanges.open_case", one))
        is_approval = one.state == PlacementState.PENDING_APPROVAL
        rows.append(
            DecisionRow(
                public_id=one.public_id,
                title=one.need.title,
                organisation=one.organisation.name,
                tier=one.tier,
                state_label=str(PLACEMENT_STATES[one.state]) if is_open else "",
                tone=PLACEMENT_TONES[PlacementState.APPROVED if is_approval else PlacementState.REJECTED],
                since=one.state_since,
                chosen_as=f"{one.public_id}:{one.version}",
                release=decide(user, "exchanges.release_placement", one),
                is_open=is_open,
                differ=is_open and placement_facts(one).reviews_differ,
                previews=decision_preview(one, is_approval=is_approval) if is_open else [],
            )
        )
    return rows


def release_several(*, chosen: Sequence[str], by: User, at: datetime) -> list[Outcome]:
    """Release each chosen case as it was shown (`code:version`); a refusal of one spares the others."""
    outcomes = []
    for words in list(dict.fromkeys(chosen))[:MOST_AT_ONCE]:
        known = _AS_SHOWN.fullmatch(words)
        code, version = known.groups() if known else (words[:10], "")
        found = Placement.objects.open_to(by).filter(public_id=code).first() if known else None
        if found is None:
            outcomes.append(Outcome(code, _("This case is not there.")))
            continue
        try:
            move_placement(
                placement_id=found.pk, action=PlacementAction.RELEASE, by=by, at=at, version=int(version)
            )
        except (Denied, Refused) as refusal:
            reason = refusal.reason if isinstance(refusal, Denied) else refusal.message
            outcomes.append(Outcome(code, str(reason)))
        else:
            outcomes.append(Outcome(code))
    return outcomes
