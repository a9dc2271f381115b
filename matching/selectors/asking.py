"""One need and one expert, for those who asked for the list: why is this person in it, or why not?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from experts.models import Expert
from incubators.models import Need
from matching.enums import Constraint, Reader
from matching.labels import matches as labels
from matching.models import Match, MatchList
from matching.selectors.experts import all_shown, shows_name
from matching.selectors.results import PairResult
from matching.selectors.skills import SkillLine, facts_of_pair, skill_lines
from matching.selectors.wording import Explanation, explain, skill_names
from taxonomy.labels import country_name


@dataclass(frozen=True, slots=True)
class AskPage:
    """An expert as they are now, against a need: what stands in the way, and the score if nothing did.

    `place` is the place in the present list, or None; `obstacles` is empty when the expert fits.
    """

    need: Need
    is_member: bool
    code: str
    name: str
    headline: str
    country: str
    place: int | None
    obstacles: list[str]
    explanation: Explanation
    skills: list[SkillLine]
    weights_number: int
    asked_at: datetime


def askable_expert(need: Need, code: str, user: User) -> Expert | None:
    """The expert behind a code, if this user has met them in this need's list or may see them anyway.

    Whoever may not be shown, and whoever does not exist, is the same None.
    """
    expert = all_shown().select_related("user").filter(public_id=code).first()
    if expert is None:
        return None
    row = MatchList.objects.current().filter(need=need).first()
    listed = row is not None and expert.pk in (*row.expert_ids, *row.near_expert_ids)
    met = listed or Match.objects.filter(need=need, expert=expert).exists()
    if met or Expert.objects.visible_to(user).filter(pk=expert.pk).exists():
        return expert
    return None


def ask_page(need: Need, expert: Expert, verdict: PairResult, *, is_member: bool, at: datetime) -> AskPage:
    """The page about one pair (the need loaded `with_terms`)."""
    row = MatchList.objects.current().filter(need=need).first()
    listed: Sequence[int] = row.expert_ids if row else ()
    reader = Reader.ORGANISATION if is_member else Reader.MINISTRY
    obstacles = labels.OBSTACLES if is_member else labels.OBSTACLES_TO_MINISTRY
    named = shows_name(expert, host_is_verified=need.organisation.is_verified)
    return AskPage(
        need=need,
        is_member=is_member,
        code=expert.public_id,
        name=str(expert.user) if named and expert.user else "",
        headline=expert.headline,
        country=country_name(expert.country) if expert.country else "",
        place=listed.index(expert.pk) + 1 if expert.pk in listed else None,
        # Two constraints may read the same to a host: said once.
        obstacles=list(dict.fromkeys(str(obstacles[Constraint(code)]) for code in verdict.failed)),
        explanation=explain(verdict.frozen, reader, skill_names([verdict.explanation])),
        skills=skill_lines(facts_of_pair(need, expert.pk)),
        weights_number=verdict.weights_number,
        asked_at=at,
    )
