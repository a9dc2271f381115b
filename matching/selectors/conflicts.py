"""What pages show of declared ties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from incubators.models import Organisation
from matching.enums import ConflictKind, ConflictState, TieEvidence
from matching.labels.conflicts import (
    CONFLICT_KINDS,
    CONFLICT_STATES,
    CONFLICT_TONES,
    EVIDENCE,
    TIES_TO_HOST,
)
from matching.models import Conflict


@dataclass(frozen=True, slots=True)
class ConflictLine:
    public_id: str
    organisation: str
    kind: str
    evidence: str
    found: list[str]  # what the portal's records say
    state: str
    tone: str
    note: str
    at: datetime
    can_be_withdrawn: bool


def conflict_lines(conflicts: Iterable[Conflict]) -> list[ConflictLine]:
    """Rows loaded with their organisation."""
    return [
        ConflictLine(
            public_id=conflict.public_id,
            organisation=str(conflict.organisation),
            kind=str(CONFLICT_KINDS[ConflictKind(conflict.kind)]),
            evidence=conflict.evidence,
            found=found_words(conflict),
            state=str(CONFLICT_STATES[ConflictState(conflict.state)]),
            tone=CONFLICT_TONES[ConflictState(conflict.state)],
            note=conflict.note,
            at=conflict.at,
            can_be_withdrawn=conflict.state == ConflictState.PROPOSED and conflict.declared_by_id is not None,
        )
        for conflict in conflicts
    ]


def found_words(conflict: Conflict) -> list[str]:
    return [str(EVIDENCE[TieEvidence(code)] % {"words": words}) for code, words in conflict.found]


def conflicts_between(expert_id: int, organisation_id: int) -> list[ConflictLine]:
    """For those who review a placement of the two."""
    rows = Conflict.objects.filter(expert_id=expert_id, organisation_id=organisation_id)
    return conflict_lines(rows.select_related("organisation").order_by("at", "pk"))


def open_ties(organisation_id: int, expert_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Expert id -> (public id, words for the host) of a tie that the portal found and nobody decided on."""
    told = Conflict.objects.told_to_host().filter(state=ConflictState.PROPOSED)
    undecided = told.filter(organisation_id=organisation_id, expert_id__in=list(expert_ids)).order_by("-pk")
    return {
        expert_id: (public_id, str(TIES_TO_HOST[ConflictKind(kind)]))
        for expert_id, public_id, kind in undecided.values_list("expert_id", "public_id", "kind")
    }


def organisations_to_name() -> list[tuple[str, str]]:
    """Public id and name of every verified organisation, by name."""
    rows = Organisation.objects.verified().only("public_id", "name", "name_ur")
    return sorted(((row.public_id, str(row)) for row in rows), key=lambda choice: choice[1].casefold())
