"""Both sides of a demonstration's placement tick what they must before they submit."""

from datetime import datetime

from accounts.models import User
from common.workflow import Part
from exchanges.enums import CheckState
from exchanges.models import Placement
from exchanges.selectors.facts import check_facts, check_states
from exchanges.services.checklist import tick
from exchanges.workflow import missing_checks
from programmes.enums import Tier


def tick_what_is_needed(placement: Placement, owner: User, *, at: datetime) -> None:
    """Each side ticks the lines without which the plan is not submitted."""
    placement.refresh_from_db()
    people = {Part.EXPERT: placement.expert.user, Part.HOST: owner}
    facts = check_facts(placement, Tier(placement.tier))
    for check in missing_checks(facts, check_states(placement)):
        tick(placement_id=placement.pk, kind=check.kind, state=CheckState.DONE, by=people[check.part], at=at)
