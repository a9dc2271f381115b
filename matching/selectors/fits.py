"""The expert's side: needs that fit them and why, and what stands between them and others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from experts.enums import State, Visibility
from experts.models import Expert
from incubators.models import Need
from matching.enums import ASKED, NOT_NOW_DAYS, Constraint, ExclusionReason, MatchState, Reader
from matching.labels import matches as labels
from matching.labels.fits import ASKED_TO_EXPERT, OWN_EXCLUSIONS
from matching.models import Match
from matching.selectors.results import PairResult
from matching.selectors.skills import SkillLine, facts_of_pair, skill_lines
from matching.selectors.wording import Explanation, explain, skill_names
from programmes.enums import Mode
from programmes.labels import MODES

_ABOUT_THE_PROFILE = {Constraint.STANDING, Constraint.VERIFIED}
"""What is said once above the list; the list shows what would fit apart from it."""
_WITHIN_REACH = {
    Constraint.LANGUAGE,
    Constraint.MODE,
    Constraint.DATES,
    Constraint.HOURS,
    Constraint.CAPACITY,
}
MOST_NEAR = 5
MOST_FITS = 50


@dataclass(frozen=True, slots=True)
class FitCard:
    """One open need as an expert reads it."""

    need: Need
    mode: str
    points: int
    percent: int
    explanation: Explanation
    stands_in_the_way: str
    asked_label: str = ""  # when one side has asked the other already
    match_id: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """What an expert has set aside, in force today; exactly one of need and organisation is given."""

    title: str
    reason: str
    until: date | None
    need_id: str
    organisation_id: str


@dataclass(frozen=True, slots=True)
class FitsPage:
    """Needs that fit a profile as it is now, and those that one change would open."""

    expert: Expert
    is_active: bool
    is_waiting: bool  # handed in, not yet verified
    fits: list[FitCard]
    near: list[FitCard]
    set_aside: list[SetAside]
    not_now_until: date
    n_needs: int


@dataclass(frozen=True, slots=True)
class WhyNotPage:
    """One need and one expert: `obstacles` is empty when the need suggests them."""

    card: FitCard
    obstacles: list[str]
    skills: list[SkillLine]
    weights_number: int


def fits_page(
    expert: Expert, needs: Sequence[Need], verdicts: Sequence[PairResult], *, n_needs: int, today: date
) -> FitsPage:
    """Order the verdicts on one expert, best first; ties by the need's public id. `n_needs` are open."""
    asked = {match.need_id: match for match in Match.objects.filter(expert=expert, state__in=ASKED)}
    by_id = {need.pk: need for need in needs}
    names = skill_names(verdict.explanation for verdict in verdicts)
    ranked = sorted(verdicts, key=lambda verdict: (-verdict.points, by_id[verdict.need_id].public_id))
    fits, near = [], []
    for verdict in ranked:
        obstacles = _obstacles(verdict)
        if not obstacles:
            fits.append(_card(by_id[verdict.need_id], verdict, names, asked.get(verdict.need_id)))
        elif len(obstacles) == 1 and obstacles[0] in _WITHIN_REACH:
            near.append(_card(by_id[verdict.need_id], verdict, names, asked.get(verdict.need_id)))
    return FitsPage(
        expert=expert,
        is_active=expert.is_active,
        is_waiting=expert.state in (State.SUBMITTED, State.CHANGES_REQUESTED),
        fits=fits[:MOST_FITS],
        near=near[:MOST_NEAR],
        set_aside=set_aside_rows(expert, today),
        not_now_until=today + timedelta(days=NOT_NOW_DAYS),
        n_needs=n_needs,
    )


def set_aside_rows(expert: Expert, today: date) -> list[SetAside]:
    """Newest first; a need that was declined and set aside as well is one line."""
    rows = expert.exclusions.own().in_force(today).select_related("need__organisation", "organisation")
    lines: dict[str, SetAside] = {}
    for row in rows.order_by("-at", "-pk"):
        target = row.need or row.organisation
        title = f"{row.need.title}, {row.need.organisation}" if row.need else str(row.organisation)
        line = SetAside(
            title=title,
            reason=str(OWN_EXCLUSIONS[ExclusionReason(row.reason)]),
            until=row.until,
            need_id=row.need.public_id if row.need else "",
            organisation_id="" if row.need else row.organisation.public_id,
        )
        lines.setdefault(target.public_id, line)
    return list(lines.values())


def why_not_page(need: Need, expert: Expert, verdict: PairResult) -> WhyNotPage:
    """Everything that keeps one expert from one need's list (loaded `with_terms`)."""
    return WhyNotPage(
        card=_card(need, verdict, skill_names([verdict.explanation])),
        obstacles=[
            *([str(labels.YOU_ARE_HIDDEN)] if expert.visibility == Visibility.HIDDEN else []),
            *(str(labels.WHY_NOT[Constraint(code)]) for code in verdict.failed),
        ],
        skills=skill_lines(facts_of_pair(need, expert.pk)),
        weights_number=verdict.weights_number,
    )


def _obstacles(verdict: PairResult) -> list[Constraint]:
    failed = [Constraint(code) for code in verdict.failed]
    return [constraint for constraint in failed if constraint not in _ABOUT_THE_PROFILE]


def _card(need: Need, verdict: PairResult, names: Mapping[int, str], asked: Match | None = None) -> FitCard:
    obstacles = _obstacles(verdict)
    return FitCard(
        need=need,
        mode=str(MODES[Mode(need.mode)]),
        points=verdict.points,
        percent=verdict.points // 100,
        explanation=explain(verdict.frozen, Reader.EXPERT, names),
        stands_in_the_way=str(labels.WHY_NOT[obstacles[0]]) if obstacles else "",
        asked_label=str(ASKED_TO_EXPERT[MatchState(asked.state)]) if asked else "",
        match_id=asked.public_id if asked else "",
    )
