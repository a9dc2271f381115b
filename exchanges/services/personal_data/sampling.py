"""What the control after the fact holds about people: hours stay, the person's words go."""

from typing import Any

from django.utils.translation import gettext_lazy

from common.models import EventNote
from common.personal_data import Erase, Held, Part, Person, exporter, holds
from exchanges.enums import Side
from exchanges.models import SampledCaseEvent, SampleEvidence
from exchanges.services.leaving import accounts_of, names_of, struck
from experts.models import Expert
from experts.selectors.duplicates import profiles_of

_OFFICE = "an act for a host or of office: it stands with the case, by a number without a name"

holds(
    Part(
        "evidence",
        gettext_lazy("What you said took place in placements that were controlled"),
        gettext_lazy("ten years; without your name and words once you erase your account"),
        "exchanges:placement_list",
    ),
    Held(
        "exchanges.SampleEvidence.case__placement__expert",
        Erase.EMPTY,
        part="evidence",
        why="emptied by erase_evidence; what the host wrote keeps its words without the name",
    ),
    Held("exchanges.SampleEvidence.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.SampleCampaign.drawn_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.SampleCampaignEvent.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.SampledCaseEvent.by", Erase.KEEP, why=_OFFICE),
)


@exporter("evidence")
def evidence(person: Person) -> list[dict[str, Any]]:
    """The expert's own; what the host says is the host's."""
    if person.expert is None:
        return []
    rows = SampleEvidence.objects.filter(case__placement__expert=person.expert, side=Side.EXPERT)
    return [
        {
            "placement": row.case.placement.public_id,
            "took_place": row.took_place,
            "hours": row.hours,
            "delivered": row.delivered,
            "note": row.note,
            "at": row.at,
            "finding": row.case.finding,
        }
        for row in rows.select_related("case__placement").order_by("pk")
    ]


def erase_evidence(*, expert: Expert) -> None:
    """Empty what the person wrote and strike their names elsewhere, in merged profiles as well."""
    profiles, names = profiles_of(expert.pk), names_of(accounts_of(expert))
    about = SampleEvidence.objects.filter(case__placement__expert__in=profiles)
    about.filter(side=Side.EXPERT).update(delivered="", note="")
    for row in about.filter(side=Side.HOST):
        row.delivered, row.note = struck(row.delivered, names), struck(row.note, names)
        row.save(update_fields=["delivered", "note"])
    events = SampledCaseEvent.objects.filter(subject__placement__expert__in=profiles)
    for note in EventNote.objects.filter(pk__in=events.exclude(note_key=None).values("note_key")):
        EventNote.objects.filter(pk=note.pk).update(text=struck(note.text, names))
