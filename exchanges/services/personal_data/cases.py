"""What invitations and placements hold about people: cases stay, without the person and their words."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.models import EventNote, StoredFile
from common.personal_data import Erase, Held, Part, Person, consequence, eraser, exporter, files, holds
from exchanges.enums import ENDED, FINISHED, STANDING, LetterKind
from exchanges.models import CaseDocument, Invitation, InvitationEvent, Placement, PlacementEvent
from exchanges.selectors.cases import INTERNAL_ACTIONS
from exchanges.selectors.plans import plan_as_submitted
from exchanges.services.leaving import leave_exchanges
from exchanges.services.personal_data.coordination import erase_coordination
from exchanges.services.personal_data.reporting import erase_reporting
from exchanges.services.personal_data.sampling import erase_evidence
from experts.models import Expert
from experts.selectors.duplicates import profiles_of

_OFFICE = "an act for a host or of office: it stands with the case, by a number without a name"
_CASES = gettext_lazy("ten years; without your name and words once you erase your account")
_CASE = "the case stays, the person in it is a number"

holds(
    Part("invitations", gettext_lazy("Invitations to you"), _CASES, "exchanges:invitation_list"),
    Part(
        "placements", gettext_lazy("Placements, with plans and letters"), _CASES, "exchanges:placement_list"
    ),
    Held("exchanges.Invitation.expert", Erase.EMPTY, part="invitations", why="emptied by leave_exchanges"),
    Held("exchanges.Placement.expert", Erase.EMPTY, part="placements", why="emptied by leave_exchanges"),
    Held("exchanges.Participation.expert", Erase.KEEP, why=f"{_CASE}; names are emptied with the placement"),
    Held("exchanges.ChecklistItem.by", Erase.KEEP, why=f"{_CASE}; its words are emptied with the placement"),
    Held(
        "exchanges.CaseDocument.added_by",
        Erase.KEEP,
        why=f"{_CASE}; file and name are emptied with the placement, the digest stays",
    ),
    Held("exchanges.PlanVersion", Erase.EMPTY, why="versions of the plan, emptied with the placement"),
    Held("exchanges.WorkItem", Erase.EMPTY, why="steps of the plan, emptied with the placement"),
    Held("exchanges.PlacementAnswer", Erase.EMPTY, why="answers in the plan, emptied with the placement"),
    Held("exchanges.InvitationEvent.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.PlacementEvent.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Invitation.sent_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Placement.reviewer", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Placement.recommended_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Placement.second_recommended_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Placement.decided_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Letter", Erase.EMPTY, why="names and words of letters, emptied by leave_exchanges"),
    Held("exchanges.ReviewAssignment.reviewer", Erase.KEEP, why=_OFFICE),
    Held("exchanges.ReviewAssignment.assigned_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Review", Erase.EMPTY, why="the expert's name is struck from it by leave_exchanges"),
    Held("exchanges.ConflictDeclaration.user", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Letter.issued_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Letter.withdrawn_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.LetterDraft", Erase.EMPTY, why="words of a decision, emptied by leave_exchanges"),
    Held("exchanges.LetterDraft.edited_by", Erase.KEEP, why=_OFFICE),
)


@exporter("invitations")
def invitations(person: Person) -> list[dict[str, Any]]:
    """Invitations with both sides' words to each other; who wrote for the host is the host's own affair."""
    rows = Invitation.objects.filter(expert=person.expert).select_related("need__organisation").order_by("pk")
    found = list(rows.prefetch_related("events")) if person.expert else []
    notes = _own_notes(InvitationEvent, person)
    return [
        {
            "id": row.public_id,
            "organisation": row.need.organisation.name,
            "need": row.need.public_id,
            "title": row.need.title,
            "asked_by": "you" if row.is_interest else "host",
            "state": row.state,
            "message": row.message,
            "explanation": row.explanation,
            "sent_at": row.sent_at,
            "expires_at": row.expires_at,
            "answered_at": row.answered_at,
            "later_on": row.later_on,
            "colleague_told_at": row.colleague_told_at,
            "decline_reason": row.decline_reason,
            "shares_reason": row.shares_reason,
            "events": [_event(event, person, notes) for event in row.events.all()],
        }
        for row in found
    ]


@exporter("placements")
def placements(person: Person) -> list[dict[str, Any]]:
    """Cases in the state that may be told: what is pending inside the ministry is not the person's yet."""
    if person.expert is None:
        return []
    mine = Placement.objects.for_viewer(person.user).filter(expert=person.expert).order_by("pk")
    rows = mine.select_related("organisation", "need", "place").prefetch_related(
        "events",
        "work_items",
        "plan_versions",
        "letters",
        "participations__organisation",
        "checklist",
        "documents",
    )
    notes = _own_notes(PlacementEvent, person)
    return [
        {
            "id": row.public_id,
            "organisation": row.organisation.name,
            "need": row.need.public_id,
            "title": row.need.title,
            "state": row.public_state,
            "tier": row.tier,
            "plan": plan_as_submitted(row),
            "submitted_plans": [
                {"number": version.number, "at": version.at, "plan": version.plan}
                for version in row.plan_versions.all()
            ],
            "events": [
                _event(event, person, notes)
                for event in row.events.all()
                if event.action not in INTERNAL_ACTIONS
            ],
            "checklist": [
                {"kind": item.kind, "state": item.state, "reason": item.reason, "at": item.at}
                for item in row.checklist.all()
            ],
            "documents": [
                {
                    "id": paper.public_id,
                    "name": paper.name,
                    "kind": paper.kind,
                    "by": paper.side,
                    "added_at": paper.added_at,
                    "removed_at": paper.removed_at,
                }
                for paper in row.documents.all()
            ],
            "letters": [
                {
                    "code": letter.code,
                    "kind": letter.kind,
                    "issued_at": letter.issued_at,
                    "withdrawn_at": letter.withdrawn_at,
                    "wording": letter.wording,
                }
                for letter in row.letters.all()
                if letter.kind != LetterKind.DOSSIER
            ],
        }
        for row in rows
    ]


@files
def documents_of_cases(person: Person) -> list[StoredFile]:
    """What stands in the person's own cases, whichever side handed it in."""
    rows = CaseDocument.objects.standing().filter(placement__expert=person.expert)
    return [row.file for row in rows.select_related("file")] if person.expert else []


def _event(event: Any, person: Person, notes: dict[Any, str]) -> dict[str, Any]:
    """A step as its party may read it: others by the part they played."""
    return {
        "action": event.action,
        "to": event.target,
        "by": "you" if event.by_id == person.user.pk else event.part,
        "at": event.at,
        "note": notes.get(event.note_key, ""),
    }


def _own_notes(model: type[InvitationEvent | PlacementEvent], person: Person) -> dict[Any, str]:
    """What the person wrote beside steps, by key."""
    keys = model.objects.filter(by=person.user).exclude(note_key=None).values("note_key")
    return dict(EventNote.objects.filter(pk__in=keys).values_list("pk", "text"))


@consequence
def what_happens_to_cases(person: Person) -> list[str]:
    if person.expert is None:
        return []
    n_open = Invitation.objects.open().filter(expert=person.expert).count()
    mine = Placement.objects.for_viewer(person.user).filter(expert=person.expert)
    n_approved = mine.filter(public_state__in=STANDING).count()
    n_under_way = mine.exclude(public_state__in=[*STANDING, *FINISHED, *ENDED]).count()
    sentences = []
    if n_open:
        text = ngettext(
            "%(number)d open invitation ends, and its host is told kindly.",
            "%(number)d open invitations end, and their hosts are told kindly.",
            n_open,
        )
        sentences.append(text % {"number": n_open})
    if n_under_way:
        text = ngettext(
            "%(number)d placement that is not approved yet is withdrawn.",
            "%(number)d placements that are not approved yet are withdrawn.",
            n_under_way,
        )
        sentences.append(text % {"number": n_under_way})
    if n_approved:
        text = ngettext(
            "%(number)d approved placement ends and stays as a case without your name; its host is told.",
            "%(number)d approved placements end and stay as cases without your name; their hosts are told.",
            n_approved,
        )
        sentences.append(text % {"number": n_approved})
    merged = Invitation.objects.filter(expert__in=profiles_of(person.expert.pk)).exclude(expert=person.expert)
    if n_merged := merged.count():
        text = ngettext(
            "The same happens to %(number)d invitation of a profile that was merged into yours, and to what"
            " came of it.",
            "The same happens to %(number)d invitations of profiles that were merged into yours, and to what"
            " came of them.",
            n_merged,
        )
        sentences.append(text % {"number": n_merged})
    return [*sentences, _("What you wrote in invitations and plans goes.")]


@eraser
def erase_from_cases(person: Person, *, at: datetime) -> None:
    """End what is open and take the person's words out of every case."""
    if isinstance(person.expert, Expert):
        leave_exchanges(expert=person.expert, by=person.user, at=at)
        erase_coordination(expert=person.expert, at=at)
        erase_reporting(expert=person.expert, at=at)
        erase_evidence(expert=person.expert)
