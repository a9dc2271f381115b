"""The lines of a placement's checklist, as each viewer reads them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from common.policies import Decision, decide
from common.workflow import Part
from exchanges.enums import CheckKind, CheckState
from exchanges.labels import CHECK_HINTS, CHECK_STATES, CHECK_TONES, CHECKS
from exchanges.models import CaseDocument, ChecklistItem, Placement
from exchanges.selectors.facts import check_facts
from exchanges.workflow import CheckFacts, checks_for
from experts.enums import TravelDocument
from programmes.enums import Tier


@dataclass(frozen=True, slots=True)
class CheckLine:
    kind: CheckKind
    label: str
    hint: str
    whose: str
    state: CheckState
    state_label: str
    tone: str
    is_needed: bool  # before the plan is submitted
    tick: Decision
    reason: str = ""
    document: CaseDocument | None = None


def checklist(placement: Placement, user: User) -> list[CheckLine]:
    facts = check_facts(placement, Tier(placement.tier))
    items = {item.kind: item for item in placement.checklist.select_related("document__file")}
    return [_line(check.kind, items.get(check.kind), facts, placement, user) for check in checks_for(facts)]


def check_line(placement: Placement, kind: str, user: User) -> CheckLine | None:
    """One line, if it is asked of this placement."""
    return next((line for line in checklist(placement, user) if line.kind == kind), None)


def _line(
    kind: CheckKind, item: ChecklistItem | None, facts: CheckFacts, placement: Placement, user: User
) -> CheckLine:
    check = next(check for check in checks_for(facts) if check.kind == kind)
    state = CheckState(item.state) if item else CheckState.OPEN
    return CheckLine(
        kind=kind,
        label=str(CHECKS[kind]),
        hint=_hint(kind, placement, user),
        whose=_("the expert ticks this") if check.part == Part.EXPERT else _("the host ticks this"),
        state=state,
        state_label=str(CHECK_STATES[state]),
        tone=CHECK_TONES[state],
        is_needed=check.is_needed(facts),
        tick=decide(user, "exchanges.tick_check", ChecklistItem(placement=placement, kind=kind)),
        reason=item.reason if item else "",
        document=item.document if item else None,
    )


def _hint(kind: CheckKind, placement: Placement, user: User) -> str:
    """The expert alone is reminded of what they said of their own papers."""
    if kind == CheckKind.VISA_OR_STATUS and placement.expert.user_id == user.pk:
        own = placement.expert.travel_document
        if own in (TravelDocument.NICOP, TravelDocument.CITIZEN):
            return _(
                "You said that you hold papers of Pakistan: you need no visa. Check that they are valid."
            )
        if own == TravelDocument.POC:
            return _("You said that you hold a POC: you enter without a visa. Check that it is valid.")
    return str(CHECK_HINTS[kind])
