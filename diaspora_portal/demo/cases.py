"""Invitations and placements of the demonstration, walked to every state through the services."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from accounts.models import User
from common.refusals import Refused
from common.text import within_sentence
from diaspora_portal.demo import words
from diaspora_portal.demo.after_approval import LIVED, first_day_of, live_on
from diaspora_portal.demo.checklists import tick_what_is_needed
from exchanges.enums import (
    DeclineReason,
    InvitationState,
    PlacementAction,
    PlacementState,
    ReturnReason,
    Side,
    Verdict,
)
from exchanges.models import Invitation, Placement
from exchanges.selectors.rubrics import rubric_of
from exchanges.services import invitations
from exchanges.services.case_threads import write_to_case
from exchanges.services.conflicts import declare_ties
from exchanges.services.invitations import Answer
from exchanges.services.placements import move_placement
from exchanges.services.plans import Plan, Step, edit_plan
from exchanges.services.reviews import Finding, give_review
from experts.models import Expert
from incubators.models import Need
from matching.models import MatchList
from matching.services.pairs import shortlist_match
from programmes.enums import Mode

_A = PlacementAction
_S = PlacementState

# In review again after a return: what the reviewer should look at first.
CAME_BACK = "came_back"
# A case for two reviewers, one of whose reviews is in.
ONE_OF_TWO = "one_of_two"
# How each state of the review is reached from a submitted case, by whom.
WALKS: dict[str, tuple[tuple[PlacementAction, str], ...]] = {
    _S.SUBMITTED: (),
    _S.IN_REVIEW: ((_A.TAKE, "rabia"),),
    ONE_OF_TWO: ((_A.TAKE, "rabia"),),
    _S.CHANGES_REQUESTED: ((_A.TAKE, "rabia"), (_A.RETURN, "rabia")),
    CAME_BACK: ((_A.TAKE, "rabia"), (_A.RETURN, "rabia")),
    _S.PENDING_APPROVAL: ((_A.TAKE, "rabia"), (_A.RECOMMEND_APPROVAL, "rabia")),
    _S.PENDING_REJECTION: ((_A.TAKE, "rabia"), (_A.RECOMMEND_REJECTION, "rabia")),
    _S.APPROVED: ((_A.TAKE, "rabia"), (_A.RECOMMEND_APPROVAL, "rabia"), (_A.RELEASE, "dawood")),
    _S.REJECTED: ((_A.TAKE, "rabia"), (_A.RECOMMEND_REJECTION, "rabia"), (_A.RELEASE, "dawood")),
    _S.WITHDRAWN: ((_A.WITHDRAW, "host"),),
}
# What becomes of those that are approved begins as with every other.
WALKS |= dict.fromkeys(LIVED, WALKS[_S.APPROVED])
# The states in turn, the usual ones more often; None is a case that stays a draft.
PLACEMENTS = (
    _S.CHANGES_REQUESTED, _S.APPROVED, _S.SUBMITTED, _S.IN_REVIEW, _S.PENDING_APPROVAL, _S.DRAFT, _S.APPROVED,
    _S.REJECTED, _S.PENDING_REJECTION, _S.WITHDRAWN, _S.SUBMITTED, _S.APPROVED, CAME_BACK, _S.DRAFT,
    _S.CHANGES_REQUESTED, _S.APPROVED, _S.PENDING_APPROVAL, ONE_OF_TWO, _S.WITHDRAWN, _S.APPROVED,
    *LIVED,
)  # fmt: skip
INVITATIONS = (
    InvitationState.SENT, InvitationState.DECLINED, InvitationState.VIEWED, InvitationState.WITHDRAWN,
    InvitationState.SENT, InvitationState.DECLINED, InvitationState.EXPIRED, InvitationState.SENT,
)  # fmt: skip
LEAST_DAYS_LEFT = 60
# So long ago began what has come further than its approval.
DAYS_LIVED = 75


class CaseWriter:
    """Writes the cases one after the other; each begins some weeks ago and moves forward day by day."""

    def __init__(self, *, cast: dict[str, User], hina: Expert, random: Random, at: datetime) -> None:
        self.cast = cast
        self.hina = hina
        self.random = random
        self.at = at

    def add_cases(self, needs: list[Need]) -> None:
        """Placements first, Hina in the first of them; then invitations that ended otherwise."""
        rows = self._rows(needs)
        for wanted in PLACEMENTS:
            ago = DAYS_LIVED if wanted in LIVED else self.random.randint(12, 32)
            prefer = self.hina if wanted is PLACEMENTS[0] else None
            placement = self._accepted(rows, prefer=prefer, began=self.at - timedelta(days=ago))
            self._walk(placement, wanted)
        for ending in INVITATIONS:
            self._invitation(rows, ending)
        self._invite_hina()

    def _rows(self, needs: list[Need]) -> Iterator[tuple[Need, list[int]]]:
        """Needs with their matched experts, one after the other."""
        for need in needs:
            found = MatchList.objects.current().filter(need=need).first()
            if found is not None and found.expert_ids:
                yield need, found.expert_ids

    def _invited(
        self, rows: Iterator[tuple[Need, list[int]]], *, prefer: Expert | None, at: datetime
    ) -> tuple[Invitation, User]:
        """Shortlist and invite the best expert of the next need who still has room."""
        for need, expert_ids in rows:
            owner = need.organisation.memberships.get().user
            # Hina has her own cases: who stands in for others is never her.
            others = [pk for pk in expert_ids if pk != self.hina.pk][:6]
            ids = [prefer.pk] if prefer and prefer.pk in expert_ids else others
            for expert in Expert.objects.filter(pk__in=ids).order_by("pk"):
                match = shortlist_match(need=need, code=expert.public_id, by=owner, at=at)
                message = self.random.choice(words.MESSAGES).format(
                    skill_low=within_sentence(need.skills.all()[0].skill.name)
                )
                try:
                    return invitations.invite(match_id=match.pk, message=message, by=owner, at=at), owner
                except Refused as refusal:
                    if refusal.code != "capacity_used":
                        raise
        raise LookupError("the demonstration has too few matched needs for its cases")

    def _accepted(
        self, rows: Iterator[tuple[Need, list[int]]], *, prefer: Expert | None, began: datetime
    ) -> Placement:
        invitation, _owner = self._invited(rows, prefer=prefer, at=began)
        user = invitation.expert.user
        answered = began + timedelta(days=self.random.randint(1, 6))
        invitations.view_invitation(invitation_id=invitation.pk, by=user, at=answered - timedelta(hours=5))
        return invitations.accept_invitation(invitation_id=invitation.pk, by=user, at=answered)

    def _walk(self, placement: Placement, wanted: str) -> None:
        if wanted == _S.DRAFT:
            return
        owner = placement.organisation.memberships.get().user
        expert = placement.expert.user
        day = placement.state_since + timedelta(days=2)
        plan = self._plan(placement, first=first_day_of(wanted, placement, self.at))
        plan = replace(plan, restricted_post=wanted == ONE_OF_TWO)
        edit_plan(placement_id=placement.pk, plan=plan, by=owner, at=day)
        tick_what_is_needed(placement, owner, at=day)
        people = {"host": owner, "expert": expert, **self.cast}
        for action, key in ((_A.AGREE, "expert"), (_A.SUBMIT, "host"), *WALKS[wanted]):
            day += timedelta(days=1, hours=self.random.randint(1, 9))
            self._move(placement, action, by=people[key], at=min(day, self.at))
            placement.refresh_from_db()
            if placement.state == _S.APPROVED:  # tier T0: approved at once
                live_on(placement, wanted, owner=owner, expert=expert, at=self.at)
                return
        if wanted == ONE_OF_TWO:
            rubric = rubric_of(placement.need.programme)
            finding = Finding(Verdict.APPROVE, scores={line.code: line.most - 1 for line in rubric})
            give_review(placement_id=placement.pk, finding=finding, by=self.cast["rabia"], at=self.at)
        if wanted == _S.IN_REVIEW:
            reviewer, at = self.cast["rabia"], min(day + timedelta(hours=2), self.at)
            write_to_case(placement_id=placement.pk, text=words.QUESTION, asks=Side.HOST, by=reviewer, at=at)
        if wanted == CAME_BACK:
            self._bring_back(placement, owner, day=day)

    def _bring_back(self, placement: Placement, owner: User, *, day: datetime) -> None:
        """The parties answer a return: one field changed, agreed again, submitted again."""
        plan = replace(self._plan(placement), deliverable=f"{placement.deliverable} {words.MEASURE}")
        edit_plan(placement_id=placement.pk, plan=plan, by=owner, at=min(day, self.at))
        for action, by in ((_A.AGREE, placement.expert.user), (_A.RESUBMIT, owner)):
            self._move(placement, action, by=by, at=self.at)

    def _move(self, placement: Placement, action: PlacementAction, *, by: User, at: datetime) -> None:
        notes = {
            _A.RETURN: self.random.choice(words.RETURN_NOTES),
            _A.RECOMMEND_REJECTION: words.RECOMMENDATION_NOTE,
            _A.WITHDRAW: self.random.choice(words.WITHDRAWAL_NOTES),
        }
        reasons = {
            _A.RETURN: [ReturnReason.OUTCOMES_NOT_MEASURABLE, ReturnReason.COUNTERPART_MISSING],
            _A.RECOMMEND_REJECTION: [ReturnReason.DUPLICATE],
        }
        if by in (self.cast["rabia"], self.cast["dawood"]):
            declare_ties(placement_id=placement.pk, kind=None, by=by, at=at)
        move_placement(
            placement_id=placement.pk,
            action=action,
            by=by,
            at=at,
            note=notes.get(action, ""),
            reasons=reasons.get(action, ()),
        )

    def _plan(self, placement: Placement, *, first: date | None = None) -> Plan:
        """The need's terms as a plan that is complete and, but for what the need asks, remote and unpaid."""
        first = first or placement.starts_on
        is_remote = placement.mode == Mode.REMOTE
        return Plan(
            purpose=placement.purpose,
            deliverable=placement.deliverable,
            counterpart=placement.counterpart,
            counterpart_role=placement.counterpart_role or words.COUNTERPART_ROLE,
            mode=Mode(placement.mode),
            place=placement.place,
            starts_on=first,
            ends_on=first + (placement.ends_on - placement.starts_on),
            hours_per_week=placement.hours_per_week,
            days_in_country=0 if is_remote else 10,
            allowance_amount=None,
            allowance_currency="",
            allowance_payer="",
            restricted_post=False,
            steps=tuple(
                Step(title, first + timedelta(days=7 + 14 * i)) for i, title in enumerate(words.STEPS[:3])
            ),
        )

    def _invitation(self, rows: Iterator[tuple[Need, list[int]]], ending: InvitationState) -> None:
        ago = 20 if ending == InvitationState.EXPIRED else self.random.randint(3, 8)
        began = self.at - timedelta(days=ago)
        invitation, owner = self._invited(rows, prefer=None, at=began)
        user = invitation.expert.user
        later = began + timedelta(days=2)
        if ending in (InvitationState.VIEWED, InvitationState.DECLINED):
            invitations.view_invitation(invitation_id=invitation.pk, by=user, at=later)
        if ending == InvitationState.DECLINED:
            answer = Answer(self.random.choice(list(DeclineReason)), "Perhaps next year.", shares_reason=True)
            invitations.decline_invitation(invitation_id=invitation.pk, answer=answer, by=user, at=later)
        if ending == InvitationState.WITHDRAWN:
            invitations.withdraw_invitation(invitation_id=invitation.pk, by=owner, at=later)
        if ending == InvitationState.EXPIRED:
            invitations.expire_due_invitations(at=began + timedelta(days=15))

    def _invite_hina(self) -> None:
        """One invitation waits for the cast's expert, from the cast's other host."""
        host = self.cast["kamran"]
        need = Need.objects.open().filter(organisation__memberships__user=host).order_by("pk").first()
        at = self.at - timedelta(days=2)
        match = shortlist_match(need=need, code=self.hina.public_id, by=host, at=at)
        invitations.invite(match_id=match.pk, message=words.MESSAGES[1], by=host, at=at)
