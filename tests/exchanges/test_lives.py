"""Random lives of a placement: whoever tries whatever, at whatever time, no promise breaks."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import User
from common.events import broken_links
from common.policies import Denied
from common.refusals import Refused
from common.workflow import Part
from exchanges.enums import (
    ENDED,
    OF_THE_CLOCK,
    REVIEWING,
    SECRET,
    STANDING,
    EndReason,
    PlacementAction,
    ReturnReason,
)
from exchanges.models import Placement
from exchanges.services.placements import move_placement
from exchanges.services.plans import edit_plan
from experts.models import Commitment
from programmes.enums import Mode, Tier
from tests import factories
from tests.cast import make_cast

_ENDS = (PlacementAction.CANCEL, PlacementAction.SUSPEND, PlacementAction.END_EARLY)
PEOPLE = ("hina", "bilal", "sana", "kamran", "omar", "rabia", "dawood", "asma", "ayesha")
TRIED = [action for action in PlacementAction if action not in (*OF_THE_CLOCK, PlacementAction.EDIT)]
# What leads on is tried more often than what ends a life, so that most lives get far.
_LEADS_ON = (
    PlacementAction.AGREE,
    PlacementAction.SUBMIT,
    PlacementAction.RESUBMIT,
    PlacementAction.TAKE,
    PlacementAction.RECOMMEND_APPROVAL,
    PlacementAction.RELEASE,
    PlacementAction.CONFIRM,
    PlacementAction.START,
)
_PLAYED_BY = {Part.EXPERT: "hina", Part.HOST: "sana", Part.REVIEWER: "rabia", Part.DECIDER: "dawood"}


class Lives(RuleBasedStateMachine):
    """One placement; every rule is a person's try, and a refused one must leave no trace."""

    placement: Placement
    cast: SimpleNamespace
    now: datetime

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.undo.enter_context(_rolled_back())
        self.cast = make_cast()
        self.now = factories.NOW
        self.n_checked = 0  # the version at which the promises were last checked

    @initialize()
    def accepted(self) -> None:
        self.placement = factories.make_placement(self.cast.need, self.cast.expert)
        self._edit(self.cast.sana, mode=Mode.REMOTE, is_paid=False)

    @rule(who=st.sampled_from(PEOPLE), mode=st.sampled_from(Mode), is_paid=st.booleans())
    def edits(self, who: str, mode: Mode, is_paid: bool) -> None:
        self._attempt(lambda: self._edit(getattr(self.cast, who), mode=mode, is_paid=is_paid))

    @rule(who=st.sampled_from(PEOPLE), action=st.sampled_from(TRIED), stale=st.booleans())
    def tries(self, who: str, action: PlacementAction, stale: bool) -> None:
        self._attempt(lambda: self._step(getattr(self.cast, who), action, stale=stale))

    @rule(picks=st.lists(st.integers(0, 99), min_size=2, max_size=6))
    def goes_on(self, picks: list[int]) -> None:
        """Steps that the table has, by whom it has them: mostly such as lead on."""
        for pick in picks:
            self._go_on(pick)

    def _go_on(self, pick: int) -> None:
        rows = [row for row in self.placement.workflow.rows if row.source == self.placement.state]
        rows = [row for row in rows if row.part in _PLAYED_BY and row.action != PlacementAction.EDIT]
        ahead = [row for row in rows if row.action in _LEADS_ON]
        rows = ahead if ahead and pick % 5 else rows
        if rows:
            row = rows[pick % len(rows)]
            self._attempt(lambda: self._step(getattr(self.cast, _PLAYED_BY[row.part]), row.action))

    @rule(days=st.sampled_from((0, 1, 14, 31, 60)))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, minutes=1)

    def _edit(self, by: User, *, mode: Mode, is_paid: bool) -> None:
        paid = {"allowance_amount": 100, "allowance_currency": "USD", "allowance_payer": "Host"}
        plan = factories.make_plan(self.placement, mode=mode, **(paid if is_paid else {}))
        edit_plan(placement_id=self.placement.pk, plan=plan, by=by, at=self.now)

    def _step(self, by: User, action: PlacementAction, *, stale: bool = False) -> None:
        reasons = [EndReason.DATES] if action in _ENDS else [ReturnReason.OUTCOMES_NOT_MEASURABLE]
        move_placement(
            placement_id=self.placement.pk,
            action=action,
            by=by,
            at=self.now,
            note="Said in words.",
            reasons=reasons,
            version=self.placement.version + 1 if stale else None,
        )

    def _attempt(self, attempt: object) -> None:
        """A step is taken whole or not at all."""
        before = _trace(self.placement)
        try:
            with transaction.atomic():
                attempt()
        except (Refused, Denied):
            assert _trace(self.placement) == before
        self.placement.refresh_from_db()

    @invariant()
    def promises_hold(self) -> None:
        """Asked after each step that was taken; a refused one has left no trace."""
        if self.placement.version == self.n_checked:
            return
        self.n_checked = self.placement.version
        self._state_is_the_fold_of_its_events()
        self._nobody_decides_alone()
        self._a_recommendation_stays_inside()
        self._hours_are_promised_while_it_stands()

    def _state_is_the_fold_of_its_events(self) -> None:
        events = list(self.placement.events.order_by("seq"))
        rows = {(row.source, row.action, row.target, row.part.value) for row in self.placement.workflow.rows}
        assert broken_links(events) == []
        assert all(a.target == b.source for a, b in pairwise(events))
        moved = [(e.source, e.action, e.target, e.part) for e in events if e.source not in ("", e.target)]
        assert set(moved) <= rows
        assert events[-1].target == self.placement.state

    def _nobody_decides_alone(self) -> None:
        placement = self.placement
        if placement.state not in (*STANDING, "rejected") or placement.tier == Tier.T0:
            return
        reviewers = set(placement.events.filter(action__in=REVIEWING).values_list("by", flat=True))
        assert placement.decided_by_id and placement.decided_by_id not in reviewers

    def _a_recommendation_stays_inside(self) -> None:
        for who in ("hina", "sana"):
            rows = Placement.objects.for_viewer(getattr(self.cast, who))
            assert rows.get(pk=self.placement.pk).public_state not in SECRET

    def _hours_are_promised_while_it_stands(self) -> None:
        held = Commitment.objects.filter(source_ref=self.placement.invitation.source_ref).exists()
        if self.placement.state in ENDED:
            assert not held
        if self.placement.state in STANDING:
            assert held

    def teardown(self) -> None:
        self.undo.close()


def _trace(placement: Placement) -> tuple[object, ...]:
    row = Placement.objects.filter(pk=placement.pk).values().get()
    return (*row.values(), placement.events.count(), placement.plan_versions.count())


def _rolled_back() -> ExitStack:
    """A life of its own for the database, undone at the end."""
    stack = ExitStack()
    block = stack.enter_context(transaction.atomic())
    del block
    stack.callback(transaction.set_rollback, True)
    return stack


def _live(n_lives: int, n_steps: int) -> None:
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=n_lives,
            stateful_step_count=n_steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.mark.django_db
def test_no_life_of_a_placement_breaks_a_promise() -> None:
    _live(60, 30)


@pytest.mark.full
@pytest.mark.django_db
def test_no_long_life_of_a_placement_breaks_a_promise() -> None:
    _live(2_000, 50)
