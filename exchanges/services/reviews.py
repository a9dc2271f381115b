"""Reviews: one for a T1 case, two that do not see each other for a T2 case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from common.policies import Denied, decide, require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import STEP_OF, PlacementAction, ReturnReason, Verdict
from exchanges.models import Placement, Review, ReviewAssignment
from exchanges.policies import is_party, parts_played
from exchanges.policies.parts import said_of_ties, was_not_in_it_before_the_appeal
from exchanges.selectors.facts import day_of, n_places, placement_facts
from exchanges.selectors.queue import claimable
from exchanges.selectors.rubrics import rubric_of
from exchanges.services.effects import assign, end_assignment, submitted_digest
from exchanges.services.placements import follow, keep_review, locked, move_placement, step

_A = PlacementAction
BETWEEN_LETTERS = "\n\n"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one reviewer found; `letter` is what the parties read when the plan goes back to them."""

    verdict: Verdict
    reasons: Sequence[ReturnReason] = ()
    letter: str = ""
    scores: dict[str, int] = field(default_factory=dict)


def give_review(
    *, placement_id: int, finding: Finding, by: User, at: datetime, digest: str = ""
) -> Placement:
    """Give one review of the plan whose hash the reviewer read; of two, none is opened before both are in.

    Raises Denied, or Refused `plan_is_another`, `reasons_required`, `letter_missing`, `score_range`.
    """
    with transaction.atomic():
        placement = locked(placement_id)
        action = _A.REVIEW if n_places(placement) > 1 else STEP_OF[finding.verdict]
        require(by, f"exchanges.{action}_placement", placement)
        _check(placement, finding, digest)
        if action != _A.REVIEW:
            said = {"note": finding.letter, "reasons": finding.reasons}
            move_placement(placement_id=placement_id, action=action, by=by, at=at, **said)
            latest = Review.objects.filter(assignment__placement=placement, assignment__reviewer=by)
            latest.filter(at=at).update(scores=finding.scores)
        else:
            _give_blind(placement, finding, by=by, at=at)
    placement.refresh_from_db()
    return placement


def _give_blind(placement: Placement, finding: Finding, *, by: User, at: datetime) -> None:
    """The event says that a review is in and nothing of what it says."""
    facts = placement_facts(placement, at=at)
    review = keep_review(
        placement,
        finding.verdict,
        by=by,
        at=at,
        note=finding.letter,
        reasons=finding.reasons,
        is_open=False,
    )
    Review.objects.filter(pk=review.pk).update(scores=finding.scores)
    step(placement, _A.REVIEW, Part.REVIEWER, by=by, at=at, facts=facts)
    reviews = Review.objects.filter(assignment__in=placement.assignments.current()).order_by("at", "pk")
    if len(reviews) == n_places(placement):
        _settle(placement, list(reviews), at=at)


def _settle(placement: Placement, reviews: list[Review], *, at: datetime) -> None:
    """Both are in: they open for each other, and the portal takes the step that follows from the two.

    Any return sends the plan back with all reasons and both letters. Two that differ recommend approval; a
    decider may turn that.
    """
    facts = placement_facts(placement, at=at)
    Review.objects.filter(pk__in=[one.pk for one in reviews]).update(opened_at=at)
    verdicts = {one.verdict for one in reviews}
    verdict = next(one for one in (Verdict.RETURN, Verdict.APPROVE, Verdict.REJECT) if one in verdicts)
    telling = [one for one in reviews if one.verdict == verdict]
    event = step(
        placement,
        STEP_OF[verdict],
        Part.CLOCK,
        by=None,
        at=at,
        facts=facts,
        reasons=list(dict.fromkeys(reason for one in telling for reason in one.reasons)),
        note=BETWEEN_LETTERS.join(one.note for one in telling if one.note),
    )
    follow(placement, event, None)


def _check(placement: Placement, finding: Finding, digest: str) -> None:
    if digest and digest != submitted_digest(placement):
        raise Refused("plan_is_another")
    if finding.verdict != Verdict.APPROVE:
        if not finding.reasons:
            raise Refused("reasons_required", field="reasons")
        if not finding.letter.strip():
            raise Refused("letter_missing", field="letter")
    for category in rubric_of(placement.need.programme):
        score = finding.scores.get(category.code)
        if score is not None and not 0 <= score <= category.most:
            raise Refused("score_range", field=f"score_{category.code}")


def claim_next(*, by: User, at: datetime) -> Placement | None:
    """The case that this reviewer should take next: of the least reviewed ones, what is overdue or oldest.

    It is taken at once by somebody who has declared that they have no conflict in it; otherwise they are
    asked first, and it is still in the queue. None when nothing waits for them.
    """
    require(by, "exchanges.claim_next")
    for placement in claimable(by, today=day_of(at))[:20]:
        if said_of_ties(by, placement) is None:
            return placement
        if decide(by, "exchanges.take_placement", placement):
            try:
                return move_placement(placement_id=placement.pk, action=_A.TAKE, by=by, at=at)
            except (Denied, Refused):  # somebody else was faster
                continue
    return None


def reassign(*, placement_id: int, reviewer: User, to: User, note: str, by: User, at: datetime) -> Placement:
    """Give one reviewer's place to another reviewer of the unit, who is told.

    Raises Denied, or Refused `not_a_reviewer_for_it` or `review_is_in`.
    """
    with transaction.atomic():
        placement = locked(placement_id)
        require(by, "exchanges.reassign_placement", placement)
        place: ReviewAssignment | None = (
            placement.assignments.current().filter(reviewer=reviewer, review__isnull=True).first()
        )
        if place is None:
            raise Refused("review_is_in", field="place")
        if not may_be_given(to, placement):
            raise Refused("not_a_reviewer_for_it", field="to")
        part = next(one for one in parts_played(by, placement) if one in (Part.STAFF, Part.DECIDER))
        facts = placement_facts(placement, at=at)
        end_assignment(placement, reviewer.pk, at=at)
        assign(placement, to, at=at, assigned_by=by)
        event = step(placement, _A.REASSIGN, part, by=by, at=at, facts=facts, note=note)
        notices.tell_assigned(event, to=to)
    return placement


def may_be_given(user: User, placement: Placement) -> bool:
    """A reviewer of the unit without a conflict, who has not got it and had no part before an appeal."""
    return (
        not is_party(user, placement)
        and user.holds(Role.REVIEWER, unit=placement.review_unit)
        and not said_of_ties(user, placement)
        and not placement.assignments.current().filter(reviewer=user).exists()
        and bool(was_not_in_it_before_the_appeal(user, placement))
    )
