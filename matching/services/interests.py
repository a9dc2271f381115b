"""An expert steps forward for a need: the pair gets its record, whether or not the list holds it."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from common.refusals import Refused
from experts.models import Expert
from incubators.models import Need
from matching import adapter
from matching.enums import Constraint, MatchState
from matching.models import Match
from matching.services.exclusions import take_back
from matching.services.pairs import forget_dismissal
from matching.services.ties import look_for_ties

# What nobody can step over. Everything else the host reads beside the interest, and decides.
_BARRED = {Constraint.CONFLICT: "conflict_confirmed", Constraint.COUNTRY: "country_not_of_programme"}


def surface_for_expert(*, need: Need, expert: Expert, by: User, at: datetime) -> Match:
    """The pair's record in the state `interested`, explained as of now; the caller holds the transaction.

    What the expert had set aside is taken back by this. Raises Refused `conflict_confirmed` or
    `country_not_of_programme`.
    """
    if expert.exclusions.own().filter(organisation=need.organisation_id).exists():
        raise Refused("organisation_set_aside")
    take_back(need=need, by=by, at=at)
    terms = list(Need.objects.with_terms().filter(pk=need.pk))
    [verdict] = adapter.verdicts(terms, expert.pk, at)
    refuse_barred(verdict.failed)
    # Whatever the host noted earlier is not told here, and an answer of theirs says it anew.
    failed = [code for code in verdict.failed if code != Constraint.EXCLUDED]
    explanation = verdict.frozen | {"failed": failed}
    match, is_new = Match.objects.select_for_update(of=("self",)).get_or_create(
        need=need, expert=expert, defaults={"changed_at": at}
    )
    if is_new:
        look_for_ties([expert.pk])
    forget_dismissal(match, at=at)
    match.state, match.changed_by, match.changed_at = MatchState.INTERESTED, by, at
    match.reason, match.reasons = "", []
    match.points, match.explanation = verdict.points, explanation
    match.save()
    return match


def refuse_barred(failed: Collection[str]) -> None:
    """Raises Refused for what nobody can step over."""
    for constraint, code in _BARRED.items():
        if constraint in failed:
            raise Refused(code)
