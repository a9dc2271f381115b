"""What reports and outcomes hold about people: figures stay, the person's words go."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext_lazy

from common.models import EventNote
from common.personal_data import Erase, Held, Part, Person, eraser, exporter, holds
from common.workflow import Part as Acting
from exchanges.enums import Confirmer, OutcomeState, Side
from exchanges.models import Outcome, OutcomeEvent, Report, ReportEvent
from exchanges.selectors.outcome_words import value_of
from exchanges.selectors.reports import answers_of, title_of
from exchanges.services.leaving import STANDS_FOR_NAMES, accounts_of, names_of, struck
from exchanges.services.outcomes import end_outcome, locked_outcome
from experts.models import Expert
from experts.selectors.duplicates import profiles_of

_OFFICE = "an act for a host or of office: it stands with the case, by a number without a name"
_KEPT = gettext_lazy("ten years; without your name and words once you erase your account")
# Outcomes that the host claimed and the expert was asked to confirm: the answer is the expert's.
_ASKED_THE_EXPERT = {"claimed_side": Side.HOST, "confirmer_is": Confirmer.OTHER_SIDE}
_WORDS = ("done", "exists_now", "problems", "came_of_it")

holds(
    Part("reports", gettext_lazy("Your reports on placements"), _KEPT, "exchanges:placement_list"),
    Part("outcomes", gettext_lazy("Outcomes of your placements"), _KEPT, "exchanges:placement_list"),
    Held(
        "exchanges.Report.placement__expert",
        Erase.EMPTY,
        part="reports",
        why="emptied by erase_reporting; the host's own report keeps its words without the name",
    ),
    Held(
        "exchanges.Outcome.placement__expert",
        Erase.EMPTY,
        part="outcomes",
        why="emptied by erase_reporting; what the host claimed keeps its words without the name",
    ),
    Held("exchanges.Outcome.claimed_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.ReportEvent.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.OutcomeEvent.by", Erase.KEEP, why=_OFFICE),
)


@exporter("reports")
def reports(person: Person) -> list[dict[str, Any]]:
    """The expert's own; what the host reports is the host's."""
    if person.expert is None:
        return []
    rows = Report.objects.filter(placement__expert=person.expert, side=Side.EXPERT)
    return [
        {
            "id": row.public_id,
            "placement": row.placement.public_id,
            "report": title_of(row),
            "state": row.state,
            "due_on": row.due_on,
            "submitted_at": row.submitted_at,
            "answers": dict(answers_of(row)),
        }
        for row in rows.with_case().order_by("pk")
    ]


@exporter("outcomes")
def outcomes(person: Person) -> list[dict[str, Any]]:
    """What came of the person's placements, whoever claimed it, without whom somebody else named."""
    if person.expert is None:
        return []
    rows = Outcome.objects.filter(placement__expert=person.expert)
    return [
        {
            "id": row.public_id,
            "placement": row.placement.public_id,
            "claimed_by": "you" if row.claimed_side == Side.EXPERT else "host",
            "what": value_of(row),
            "description": row.description,
            "evidence": row.evidence,
            "state": row.state,
            "claimed_at": row.claimed_at,
            "named_to_confirm": row.confirmer_name if row.claimed_side == Side.EXPERT else "",
            "counterfactual": row.counterfactual,
            "counterfactual_words": row.counterfactual_words,
        }
        for row in rows.with_case().order_by("pk")
    ]


@eraser
def forget_as_confirmer(person: Person, *, at: datetime) -> None:
    """Somebody who was asked to confirm leaves no address behind; a link that waits for them just ends."""
    addresses = set(EmailAddress.objects.filter(user=person.user).values_list("email", flat=True))
    asked = Outcome.objects.filter(confirmer_email__in={*addresses, person.user.email})
    asked.update(confirmer_email="", confirmer_name="")


def erase_reporting(*, expert: Expert, at: datetime) -> None:
    """Empty what the person wrote, take back what they claimed, and strike their names elsewhere.

    That holds for profiles merged into this one as well. Called once needs and experts are locked.
    """
    profiles, people = profiles_of(expert.pk), accounts_of(expert)
    names = names_of(people)
    about = Report.objects.filter(placement__expert__in=profiles)
    about.filter(side=Side.EXPERT).update(**dict.fromkeys(_WORDS, ""), again="")
    for report in about.filter(side=Side.HOST):
        words = {name: struck(getattr(report, name), names) for name in _WORDS}
        Report.objects.filter(pk=report.pk).update(**words)
    claims = Outcome.objects.filter(placement__expert__in=profiles)
    for outcome_id in claims.order_by("pk").values_list("pk", flat=True):
        _forget_outcome(locked_outcome(outcome_id), names, at=at)
    as_confirmer = Q(part=Acting.CONFIRMER, subject__in=claims.filter(**_ASKED_THE_EXPERT))
    answers = OutcomeEvent.objects.filter(as_confirmer).exclude(note_key=None)
    EventNote.objects.filter(pk__in=answers.values("note_key")).delete()
    for events in (ReportEvent, OutcomeEvent):
        _strike_notes(events, {"subject__placement__expert__in": profiles}, people, names)


def _forget_outcome(outcome: Outcome, names: list[str], *, at: datetime) -> None:
    is_own = outcome.claimed_side == Side.EXPERT
    ended = (OutcomeState.CONFIRMED, OutcomeState.WITHDRAWN)
    if is_own and outcome.state not in ended:
        end_outcome(outcome, part=Acting.CLOCK, by=None, at=at)
    left = {
        "description": STANDS_FOR_NAMES if is_own else struck(outcome.description, names),
        "evidence": "" if is_own else struck(outcome.evidence, names),
        "counterfactual_words": struck(outcome.counterfactual_words, names),
    }
    has_answered = not is_own and outcome.confirmer_is == Confirmer.OTHER_SIDE
    if has_answered:
        left["counterfactual_words"] = ""
    if is_own or has_answered:
        left |= {"confirmer_name": "", "confirmer_email": ""}
    Outcome.objects.filter(pk=outcome.pk).update(**left)


def _strike_notes(events: Any, of_case: dict[str, Any], people: list[Any], names: list[str]) -> None:
    noted = events.objects.filter(**of_case).exclude(note_key=None)
    own = noted.filter(by__in=people, part=Acting.EXPERT)
    EventNote.objects.filter(pk__in=own.values("note_key")).delete()
    for note in EventNote.objects.filter(pk__in=noted.values("note_key")):
        EventNote.objects.filter(pk=note.pk).update(text=struck(note.text, names))
