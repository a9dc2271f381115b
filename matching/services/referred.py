"""An expert whom somebody recommended to a host: the pair gets its record, whether or not a list holds it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from experts.models import Expert
from incubators.enums import NeedState
from incubators.models import Need
from matching import adapter
from matching.enums import Constraint
from matching.models import Match
from matching.services.interests import refuse_barred
from matching.services.ties import look_for_ties


def surface_for_host(*, need: Need, expert: Expert, by: User, at: datetime) -> Match:
    """The pair's record, explained as of now; one that exists stays as it is.

    Raises Denied, or Refused `need_not_open_to_invite`, `conflict_confirmed` or `country_not_of_programme`.
    """
    with transaction.atomic():
        require(by, "matching.choose_match", need)
        if need.state != NeedState.OPEN:
            raise Refused("need_not_open_to_invite")
        [verdict] = adapter.verdicts(list(Need.objects.with_terms().filter(pk=need.pk)), expert.pk, at)
        refuse_barred(verdict.failed)
        failed = [code for code in verdict.failed if code != Constraint.EXCLUDED]
        match, is_new = Match.objects.get_or_create(
            need=need,
            expert=expert,
            defaults={
                "changed_at": at,
                "changed_by": by,
                "points": verdict.points,
                "explanation": verdict.frozen | {"failed": failed},
            },
        )
        if is_new:
            look_for_ties([expert.pk])
        return match
