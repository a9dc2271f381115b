"""What a case shows of its review: nothing of one of two reviews before both are in."""

from dataclasses import dataclass
from datetime import datetime

from accounts.enums import Role
from accounts.models import Post, User
from common.policies import Decision, decide
from exchanges.enums import SECRET, STEP_OF, PlacementAction, PlacementState, ReturnReason, Verdict
from exchanges.labels import LETTER_WORDINGS, RETURN_REASONS, VERDICTS_SAID
from exchanges.models import Placement, Review, ReviewAssignment
from exchanges.selectors.facts import n_places, placement_facts
from exchanges.selectors.rubrics import Criterion, rubric_of, share_of


@dataclass(frozen=True, slots=True)
class ScoreLine:
    label: str
    points: int
    most: int
    is_independent: bool


@dataclass(frozen=True, slots=True)
class ReviewLine:
    who: str
    verdict: str
    tone: str
    reasons: tuple[str, ...]
    note: str
    scores: list[ScoreLine]
    share: int | None  # percent
    at: datetime
    is_sealed: bool  # the reader's own, which nobody else reads yet


@dataclass(frozen=True, slots=True)
class ReviewPanel:
    n_places: int
    n_reviews: int
    reviewers: list[str]
    reviews: list[ReviewLine]
    give: Decision | None  # None: the reader has no part in giving one
    reassign: Decision
    declare: Decision
    may_word: bool  # the letter of the decision that is pending
    differ: bool
    is_under_review: bool
    is_flagged: bool


def review_panel(placement: Placement, user: User) -> ReviewPanel:
    """For readers inside the ministry."""
    current = list(placement.assignments.current().select_related("reviewer"))
    facts = placement_facts(placement)
    rubric = rubric_of(placement.need.programme)
    reviews = Review.objects.readable_by(user).filter(assignment__placement=placement)
    reviews = reviews.select_related("assignment__reviewer").order_by("at", "pk")
    has_it = any(one.reviewer_id == user.pk for one in current)
    return ReviewPanel(
        n_places=facts.n_places,
        n_reviews=facts.n_reviews,
        reviewers=[str(one.reviewer) for one in current],
        reviews=[_line(one, rubric) for one in reviews],
        give=may_give(placement, user) if has_it else None,
        reassign=decide(user, "exchanges.reassign_placement", placement),
        declare=decide(user, "exchanges.declare_placement", placement),
        may_word=placement.state in SECRET and bool(decide(user, "exchanges.word_letter", placement)),
        differ=facts.reviews_differ and facts.n_reviews == facts.n_places,
        is_under_review=placement.state == PlacementState.IN_REVIEW,
        is_flagged=placement.flagged_at is not None,
    )


def may_give(placement: Placement, user: User) -> Decision:
    """Whether somebody may give a review now, by the step that it takes."""
    two = n_places(placement) > 1
    action = PlacementAction.REVIEW if two else STEP_OF[Verdict.APPROVE]
    return decide(user, f"exchanges.{action}_placement", placement)


# What reviewers find is given on a page of its own, beside the plan.
_ON_PAGES_OF_THEIR_OWN = (*STEP_OF.values(), PlacementAction.REVIEW, PlacementAction.REASSIGN)
_ONLY_WHEN_OPEN = (PlacementAction.FLAG, PlacementAction.UNFLAG, PlacementAction.TURN)


def is_offered(placement: Placement, action: str, decision: Decision) -> bool:
    """Whether the page of a case names a step; what is closed is mostly shown with its reason."""
    if action in _ON_PAGES_OF_THEIR_OWN:
        return False
    is_taken = action == PlacementAction.TAKE and placement.state == PlacementState.IN_REVIEW
    return decision.allowed or not (is_taken or action in _ONLY_WHEN_OPEN)


def has_it_to_review(placement: Placement, user: User) -> bool:
    """Whether the case waits for this reviewer: they have it, or a place is free."""
    current = placement.assignments.current()
    if current.filter(reviewer=user).exists():
        return current.filter(reviewer=user, review__isnull=True).exists()
    return current.count() < n_places(placement)


def _line(review: Review, rubric: tuple[Criterion, ...]) -> ReviewLine:
    tones = {Verdict.APPROVE: "good", Verdict.REJECT: "bad", Verdict.RETURN: "waiting"}
    return ReviewLine(
        who=str(review.assignment.reviewer),
        verdict=str(VERDICTS_SAID[Verdict(review.verdict)]),
        tone=tones[Verdict(review.verdict)],
        reasons=tuple(str(RETURN_REASONS[ReturnReason(code)]) for code in review.reasons),
        note=review.note,
        scores=[
            ScoreLine(one.label, review.scores[one.code], one.most, one.is_independent)
            for one in rubric
            if one.code in review.scores
        ],
        share=share_of(review.scores, rubric),
        at=review.at,
        is_sealed=review.opened_at is None,
    )


def suggested_letter(reasons: list[ReturnReason]) -> str:
    """The wording of each reason in the active language; whoever sends it edits it first."""
    return "\n".join(str(LETTER_WORDINGS[reason]) for reason in reasons)


def places_to_give(placement: Placement) -> list[ReviewAssignment]:
    """Places whose review is not in."""
    return list(placement.assignments.current().filter(review__isnull=True).select_related("reviewer"))


def reviewers_of_unit(placement: Placement, today: object) -> list[User]:
    """Everybody who reviews for the unit today, by name."""
    posts = Post.objects.held_on(today).filter(unit=placement.review_unit, role=Role.REVIEWER)
    return sorted({post.user for post in posts.select_related("user")}, key=str)
