"""The control of one case, on its page: what was asked, what its parties read of it, whom it waits for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from common.models import EventNote
from common.policies import Decision, decide
from exchanges.enums import PlacementState, SampleAction, SampleFinding, SampleState, Side
from exchanges.labels import FINDINGS, FINDINGS_TOLD, SAMPLE_STEPS, TOOK_PLACE
from exchanges.models import CaseDocument, Placement, SampledCase, SampledCaseEvent, SampleEvidence
from exchanges.policies import is_party, side_of_case
from exchanges.selectors.cases.timeline import TimelineEntry, notes_of
from exchanges.selectors.cases.turn import Turn
from exchanges.selectors.due import as_moment
from exchanges.selectors.facts import day_of
from exchanges.selectors.sampled import sides_asked, year_name
from programmes.enums import Tier

# Until these are confirmed or begun, that is what the case waits for.
_OWN_TURN_FIRST = (PlacementState.APPROVED, PlacementState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    side: Side
    who: str
    at: datetime | None = None
    is_late: bool = False
    took_place: str = ""
    evidence: SampleEvidence | None = None
    document: CaseDocument | None = None


@dataclass(frozen=True, slots=True)
class CaseSample:
    """What the page of a placement says of the sample that it is in."""

    case: SampledCase
    year: str
    due_on: date
    give: Decision
    finding: str
    told: str
    is_inside: bool
    evidence: list[EvidenceLine]


def sampled_of(placement: Placement) -> SampledCase | None:
    """Only what was approved at once is ever drawn, and it keeps the tier of its decision."""
    if placement.tier != Tier.T0:
        return None
    rows = SampledCase.objects.filter(placement=placement).select_related("campaign")
    found = rows.prefetch_related("evidence__document").first()
    if found is not None:
        found.placement = placement
    return found


def case_sample(case: SampledCase | None, user: User) -> CaseSample | None:
    """The part of the case page; a party reads its own evidence and what was found, in plain words."""
    if case is None:
        return None
    finding = SampleFinding(case.finding) if case.finding else None
    inside = not is_party(user, case.placement)
    lines = evidence_lines(case)
    own = side_of_case(user, case.placement)
    return CaseSample(
        case=case,
        year=year_name(case.campaign.fiscal_year),
        due_on=case.campaign.due_on,
        give=decide(user, "exchanges.give_evidence", case),
        finding=str(FINDINGS[finding]) if finding else "",
        told=str(FINDINGS_TOLD[finding]) if finding else "",
        is_inside=inside,
        evidence=[] if inside else [line for line in lines if line.side == own and line.evidence],
    )


def evidence_lines(case: SampledCase) -> list[EvidenceLine]:
    """Both sides, those that have not answered as well."""
    given = {one.side: one for one in case.evidence.all()}
    who = {Side.EXPERT: _("The expert"), Side.HOST: _("The host")}
    return [_line(side, who[side], given.get(side), case) for side in (Side.EXPERT, Side.HOST)]


def _line(side: Side, who: str, evidence: SampleEvidence | None, case: SampledCase) -> EvidenceLine:
    if evidence is None:
        return EvidenceLine(side, who)
    return EvidenceLine(
        side=side,
        who=who,
        at=evidence.at,
        is_late=day_of(evidence.at) > case.campaign.due_on,
        took_place=str(TOOK_PLACE[evidence.took_place]),
        evidence=evidence,
        document=evidence.document if evidence.document and evidence.document.file_id else None,
    )


def turn_of_sample(case: SampledCase | None, user: User) -> Turn | None:
    """Whom the case waits for while it is controlled; None where the placement's own turn goes first."""
    if case is None or case.state == SampleState.FOUND or case.placement.state in _OWN_TURN_FIRST:
        return None
    due = as_moment(case.campaign.due_on)
    if case.state == SampleState.ANSWERED:
        mine = decide(user, "exchanges.find_sample", case).allowed
        who = _("%(unit)s, which looks at what took place") % {"unit": case.placement.review_unit}
        return Turn(who, "mine" if mine else "other", _("Say what the evidence shows."))
    given = {one.side for one in case.evidence.all()}
    missing = [side for side in sides_asked(case.placement) if side not in given]
    who = {
        (Side.EXPERT, Side.HOST): _("both sides, to say what took place"),
        (Side.EXPERT,): _("the expert, to say what took place"),
    }.get(tuple(missing), _("the host, to say what took place"))
    mine = decide(user, "exchanges.give_evidence", case).allowed
    return Turn(who, "mine" if mine else "other", _("Say what took place, and add a file."), due)


def sample_timeline(case: SampledCase | None, *, inside: bool) -> list[TimelineEntry]:
    """The steps of the control among those of the case; the note of a finding is for the ministry."""
    if case is None:
        return []
    events = list(case.events.select_related("by").exclude(action=SampleAction.ALL_IN))
    notes = notes_of(events) if inside else {}
    return [_entry(event, notes, case, inside=inside) for event in events]


def _entry(
    event: SampledCaseEvent, notes: dict[object, str], case: SampledCase, *, inside: bool
) -> TimelineEntry:
    who = str(event.by) if event.by else _("the portal")
    if event.action == SampleAction.FIND and not inside:
        who = _("the ministry")
    is_found = event.action in (SampleAction.FIND, SampleAction.LEAVE)
    return TimelineEntry(
        title=str(SAMPLE_STEPS[event.action]),
        who=who,
        at=event.at,
        kind="waiting" if event.action == "create" and case.state == SampleState.WAITING else "past",
        note=notes.get(event.note_key, ""),
        reasons=(str(FINDINGS[SampleFinding(case.finding)]),) if is_found else (),
    )


def note_of_finding(case: SampledCase) -> str:
    """What the officer wrote for the file."""
    event = case.events.filter(action=SampleAction.FIND).first()
    note = EventNote.objects.filter(pk=event.note_key).first() if event else None
    return note.text if note else ""
