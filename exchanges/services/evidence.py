"""Evidence of what took place in a sampled case, what an officer finds in it, and reminders."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from common.events import move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import (
    DocumentAudience,
    DocumentKind,
    Extent,
    SampleAction,
    SampleFinding,
    SampleState,
    Side,
)
from exchanges.models import Placement, SampledCase, SampleEvidence
from exchanges.policies import side_of_case
from exchanges.selectors.facts import day_of
from exchanges.selectors.sampled import n_reminders_due, sample_facts
from exchanges.services.case_documents import keep_case_document

_PARTS = {Side.EXPERT: Part.EXPERT, Side.HOST: Part.HOST}


@dataclass(frozen=True, slots=True)
class Given:
    """What one side says took place."""

    took_place: Extent
    hours: Decimal | None = None
    delivered: str = ""
    note: str = ""
    upload: UploadedFile | None = None


def give_evidence(*, case_id: int, given: Given, by: User, at: datetime) -> SampledCase:
    """One side says what took place; it may come late, as long as nobody has recorded a finding.

    What the expert hands in is read by the ministry alone. Raises Denied, or Refused (`hours_missing`,
    `delivered_missing`, `too_many_case_documents`, or on `file` what is wrong with it).
    """
    with transaction.atomic():
        placement_id = SampledCase.objects.values_list("placement_id", flat=True).get(pk=case_id)
        Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)  # before its documents
        case = _locked(case_id)
        require(by, "exchanges.give_evidence", case)
        if given.took_place != Extent.NO:
            if given.hours is None:
                raise Refused("hours_missing", field="hours")
            if not given.delivered.strip():
                raise Refused("delivered_missing", field="delivered")
        side = side_of_case(by, case.placement)
        SampleEvidence.objects.create(
            case=case,
            side=side,
            took_place=given.took_place,
            hours=given.hours,
            delivered=given.delivered.strip(),
            note=given.note.strip(),
            document=keep_case_document(
                case.placement,
                upload=given.upload,
                kind=DocumentKind.OTHER,
                audience=DocumentAudience.EXPERT if side == Side.EXPERT else DocumentAudience.ALL,
                side=side,
                by=by,
                at=at,
            )
            if given.upload
            else None,
            by=by,
            at=at,
        )
        move(case, action=SampleAction.GIVE, part=_PARTS[side], by=by, at=at)
        facts = sample_facts(case, at)
        if facts.all_have_answered:
            move(case, action=SampleAction.ALL_IN, part=Part.CLOCK, by=None, at=at, facts=facts)
    return case


def record_finding(
    *, case_id: int, finding: SampleFinding, note: str, by: User, at: datetime, version: int | None = None
) -> SampledCase:
    """An officer says what the evidence shows; the note stays in the file of the ministry.

    Before all evidence is in, only once the due day is over. Raises Denied, or Refused
    (`evidence_is_awaited`, `note_required`, `stale_version`).
    """
    with transaction.atomic():
        case = _locked(case_id)
        require(by, "exchanges.find_sample", case)
        case.finding = finding
        move(
            case,
            action=SampleAction.FIND,
            part=Part.STAFF,
            by=by,
            at=at,
            facts=sample_facts(case, at),
            note=note,
            reasons=[finding],
            version=version,
        )
    return case


def remind_of_evidence(*, at: datetime) -> int:
    """Call to mind what is due, each time once, however often this is asked; returns of how many cases."""
    n_reminded = 0
    waiting = SampledCase.objects.filter(state=SampleState.WAITING).order_by("pk")
    for case_id in waiting.values_list("pk", flat=True):
        with transaction.atomic():
            case = _locked(case_id)
            n_due = n_reminders_due(case, day_of(at))
            if n_due > case.n_reminders:
                # Two that fell due together, while nothing worked, are one mail.
                case.n_reminders = n_due
                case.save(update_fields=["n_reminders"])
                notices.ask_for_evidence(case)
                n_reminded += 1
    return n_reminded


def _locked(case_id: int) -> SampledCase:
    rows = SampledCase.objects.with_case().select_related("campaign")
    return rows.select_for_update(of=("self",)).get(pk=case_id)
