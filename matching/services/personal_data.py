"""What matching holds about people. Lists are arrays: `forgetting` cuts them once the profile is erased."""

from typing import Any

from django.utils.translation import gettext_lazy

from common.personal_data import Erase, Held, Part, Person, exporter, holds
from matching.enums import RoundState
from matching.models import Match, RoundPair

_OFFICE = "an act for a host or of office: it stands with the record, by a number without a name"

holds(
    Part(
        "matches",
        gettext_lazy("Needs that somebody looked at you for"),
        gettext_lazy("until you erase your account"),
        "matching:expert_matches",
    ),
    Part(
        "exclusions",
        gettext_lazy("Ties, and what you are kept apart from"),
        gettext_lazy("until you erase your account"),
    ),
    Held("matching.Match.expert", Erase.DELETE, part="matches"),
    Held("matching.RoundPair.expert", Erase.DELETE, part="matches"),
    Held("matching.Exclusion.expert", Erase.DELETE, part="exclusions", leaves_out=("source_ref",)),
    Held("matching.Conflict.expert", Erase.DELETE, part="exclusions", leaves_out=("handed_on",)),
    Held("matching.PackedProfile.expert", Erase.DELETE, why="the profile again, packed for the engine"),
    Held("matching.MatchList", Erase.EMPTY, why="arrays of numbers, made from the profile: cut afterwards"),
    Held("matching.MatchRun.requested_by", Erase.KEEP, why=_OFFICE),
    Held("matching.Match.changed_by", Erase.KEEP, why=_OFFICE),
    Held("matching.Conflict.declared_by", Erase.KEEP, why="goes with the tie of the expert it is about"),
    Held("matching.Conflict.decided_by", Erase.KEEP, why=_OFFICE),
    Held("matching.AssignmentRound.requested_by", Erase.KEEP, why=_OFFICE),
    Held("matching.AssignmentRound.published_by", Erase.KEEP, why=_OFFICE),
    Held("matching.AssignmentRound.undone_by", Erase.KEEP, why=_OFFICE),
    Held("matching.AssignmentRoundEvent.by", Erase.KEEP, why=_OFFICE),
)


@exporter("matches")
def matches(person: Person) -> dict[str, Any]:
    """Pairs that somebody has touched, and proposals of published rounds: previews are the ministry's own."""
    if person.expert is None:
        return {}
    pairs = Match.objects.filter(expert=person.expert).select_related("need__organisation").order_by("pk")
    rounds = RoundPair.objects.filter(expert=person.expert, round__state=RoundState.PUBLISHED)
    found = {
        "pairs": [
            {
                "need": pair.need.public_id,
                "title": pair.need.title,
                "organisation": pair.need.organisation.name,
                "state": pair.state,
                "reasons": pair.reasons,
                "points": pair.points,
                "explanation": pair.explanation,
                "changed_at": pair.changed_at,
            }
            for pair in pairs
        ],
        "proposals": [
            {"round": one.round.public_id, "need": one.need.public_id, "points": one.points}
            for one in rounds.select_related("round", "need").order_by("pk")
        ],
    }
    return found if any(found.values()) else {}
