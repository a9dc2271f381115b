"""Whether anybody could fit, told to those who are still writing."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from common.policies import require
from incubators.enums import Importance
from incubators.models import Need
from incubators.services import SkillAsk, Terms
from matching import adapter
from matching.adapter import supposing
from matching.adapter.estimating import counted
from matching.selectors.estimate import EstimatePage, estimate_page, page_without_must_skill


def estimate(
    *, need: Need, terms: Terms, skills: Sequence[SkillAsk] | None = None, by: User, at: datetime
) -> EstimatePage:
    """How many could fit a need (loaded `with_terms`) if these terms and skills were saved; nothing is.

    Raises Denied to everybody who may not write the need.
    """
    require(by, "incubators.edit_need", need)
    asked = need.skills.all() if skills is None else skills
    if not any(each.importance == Importance.MUST for each in asked):
        return page_without_must_skill(need)
    known = supposing.known_snapshot()
    if known is None:
        return estimate_page(need, None, None)
    try:
        found = counted(need, terms, skills, known.name, at)
    except adapter.BrokenFiles:
        # Replaced by a newer one while it was asked: the next question finds that.
        return estimate_page(need, None, None)
    return estimate_page(need, found, known.made_at)
