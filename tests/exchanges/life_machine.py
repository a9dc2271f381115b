"""Random lives of a placement: whoever tries whatever, at whatever time, no promise breaks."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.enums import Role
from accounts.models import User
from common.policies import Denied
from common.refusals import Refused
from common.workflow import Part
from diaspora_portal.invariants import INVARIANTS
from exchanges.enums import (
    OF_THE_CLOCK,
    REPORT_TO_WRITE,
    STEP_OF,
    AmendmentAction,
    Confirmer,
    EndReason,
    PlacementAction,
    PlacementState,
    ReportKind,
    ReturnReason,
    Verdict,
)
from exchanges.models import Placement
from exchanges.services.amendments import Change, move_amendment, propose_amendment
from exchanges.services.completion import follow_due_placements
from exchanges.services.confirmations import ask_again, expire_confirmations
from exchanges.services.conflicts import declare_ties
from exchanges.services.life import lapse_due_placements, remind_to_confirm
from exchanges.services.placements import move_placement
from exchanges.services.plans import edit_plan
from exchanges.services.reports import questions_of, write_report
from exchanges.services.schedule import remind_of_reports
from matching.enums import ConflictKind
from programmes.enums import Tier
from tests import factories
from tests.cast import make_cast
from tests.exchanges.life_promises import check_promises
from tests.exchanges.reporting import ANSWERS, claim, hand_in, noon

A = PlacementAction
PEOPLE = ("hina", "bilal", "sana", "kamran", "omar", "rabia", "saad", "dawood", "asma", "ayesha")
TRIED = [action for action in A if action not in (*OF_THE_CLOCK, A.EDIT, A.DECLARE)]
_OF_THE_CLOCK = (
    lapse_due_placements,
    remind_to_confirm,
    follow_due_placements,
    remind_of_reports,
    ask_again,
    expire_confirmations,
)
_ENDS = (A.CANCEL, A.SUSPEND, A.END_EARLY)
# What leads on is tried more often than what ends a life, so that most lives get far.
_REVIEWS = (A.TAKE, A.REVIEW, *STEP_OF.values())
_LEADS_ON = (A.AGREE, A.SUBMIT, A.RESUBMIT, *_REVIEWS, A.RELEASE, A.CONFIRM, A.START)
_ANYWHERE = 15  # one of so many steps goes anywhere
_PLAYED_BY = {
    Part.EXPERT: ("hina",),
    Part.HOST: ("sana",),
    Part.REVIEWER: ("rabia", "saad"),
    Part.DECIDER: ("dawood",),
}
# Small and unpaid; the usual; and one that two review.
_KINDS: dict[Tier, dict[str, Any]] = {
    Tier.T0: {"hours_per_week": 1},
    Tier.T1: {},
    Tier.T2: {"restricted_post": True},
}


class Lives(RuleBasedStateMachine):
    """One placement; every rule is a person's try, and a refused one must leave no trace."""

    reached: ClassVar[Counter[str]] = Counter()
    placement: Placement
    cast: SimpleNamespace
    now: datetime

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.undo.callback(transaction.set_rollback, True)
        self.cast = make_cast()
        self.cast.saad = factories.make_staff("saad@demo.example", role=Role.REVIEWER, full_name="Saad")
        self.now = factories.NOW
        self.n_checked = 0  # the version at which the promises were last checked

    @initialize(
        tier=st.sampled_from(Tier),
        is_submitted=st.booleans(),
        picks=st.lists(st.integers(1, _ANYWHERE - 1), max_size=12),
    )
    def accepted(self, tier: Tier, is_submitted: bool, picks: list[int]) -> None:
        if is_submitted:
            plan = self._kind(tier)
            self.placement = factories.make_submitted(self.cast.need, self.cast.expert, **plan)
            self.now += timedelta(days=1)
        else:
            self.placement = factories.make_placement(self.cast.need, self.cast.expert)
            self._edit(self.cast.sana, tier)
        for pick in picks:
            self._go_on(pick)

    @rule(who=st.sampled_from(PEOPLE), tier=st.sampled_from(Tier))
    def edits(self, who: str, tier: Tier) -> None:
        self._attempt(lambda: self._edit(getattr(self.cast, who), tier))

    @rule(who=st.sampled_from(PEOPLE), action=st.sampled_from(TRIED), stale=st.booleans())
    def tries(self, who: str, action: PlacementAction, stale: bool) -> None:
        self._attempt(lambda: self._step(getattr(self.cast, who), action, stale=stale))

    @rule(picks=st.lists(st.integers(0, 99), min_size=1, max_size=4))
    def goes_on(self, picks: list[int]) -> None:
        """Steps that the table has, by whom it has them: mostly such as lead on."""
        for pick in picks:
            self._go_on(pick)

    @rule(days=st.sampled_from((0, 1, 14, 31, 60, 365)))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, minutes=1)

    @rule()
    def the_clock_comes(self) -> None:
        """All that the portal does by itself, at this moment."""
        for work in _OF_THE_CLOCK:
            work(at=self.now)
        self.placement.refresh_from_db()
        self.reached[self.placement.state] += 1

    @rule(who=st.sampled_from(PEOPLE), kind=st.sampled_from(ConflictKind))
    def declares_a_conflict(self, who: str, kind: ConflictKind) -> None:
        """Only one of three who may review, or nobody would be left."""
        by = getattr(self.cast, "saad" if who == "dawood" else who)
        self._attempt(lambda: declare_ties(placement_id=self.placement.pk, kind=kind, by=by, at=self.now))

    @rule(who=st.sampled_from(("hina", "sana", *PEOPLE)), pick=st.integers(0, 5), submits=st.booleans())
    def writes_a_report(self, who: str, pick: int, submits: bool) -> None:
        reports = list(self.placement.reports.order_by("due_on", "pk"))
        if reports:
            report = reports[pick % len(reports)]
            given = {name: ANSWERS[name] for name in questions_of(report)}
            by = getattr(self.cast, who)
            self._attempt(
                lambda: write_report(report_id=report.pk, answers=given, submits=submits, by=by, at=self.now)
            )

    @rule()
    def it_comes_to_its_end(self) -> None:
        """Both report on the last day, or a year after it."""
        if self.placement.state not in (PlacementState.ACTIVE, PlacementState.COMPLETED):
            return
        for report in self.placement.reports.filter(state__in=REPORT_TO_WRITE).order_by("due_on", "pk"):
            if report.kind == ReportKind.FOLLOW_UP and self.placement.state == PlacementState.ACTIVE:
                continue
            self.now = max(self.now, noon(report.due_on), noon(self.placement.ends_on))
            self._attempt(lambda report=report: hand_in(report, self.cast, at=self.now))
        self.the_clock_comes()

    @rule(who=st.sampled_from(("hina", "sana", *PEOPLE)), days=st.sampled_from((-7, 0, 28, 400)))
    def proposes_a_change(self, who: str, days: int) -> None:
        change = Change(ends_on=self.placement.ends_on + timedelta(days=days), reason="Parts come late.")
        by = getattr(self.cast, who)
        self._attempt(
            lambda: propose_amendment(placement_id=self.placement.pk, change=change, by=by, at=self.now)
        )

    @rule(who=st.sampled_from(PEOPLE), action=st.sampled_from(AmendmentAction))
    def answers_a_change(self, who: str, action: AmendmentAction) -> None:
        amendment = self.placement.amendments.order_by("-pk").first()
        if amendment is None or action in (AmendmentAction.REVISE, AmendmentAction.APPROVE_AT_ONCE):
            return
        by = getattr(self.cast, who)
        reasons = (ReturnReason.DATES_OR_VISA,) if action == AmendmentAction.RETURN else ()
        said = {"note": "Please.", "reasons": reasons}
        self._attempt(
            lambda: move_amendment(amendment_id=amendment.pk, action=action, by=by, at=self.now, **said)
        )

    @rule(who=st.sampled_from(("hina", "sana", *PEOPLE)), confirmer=st.sampled_from(Confirmer))
    def claims_an_outcome(self, who: str, confirmer: Confirmer) -> None:
        third = {} if confirmer == Confirmer.THIRD_PERSON else {"confirmer_name": "", "confirmer_email": ""}
        by = getattr(self.cast, who)
        self._attempt(lambda: claim(self.placement, by, at=self.now, confirmer_is=confirmer, **third))

    def _go_on(self, pick: int) -> None:
        rows = [row for row in self.placement.workflow.rows if row.source == self.placement.state]
        rows = [row for row in rows if row.part in _PLAYED_BY and row.action not in (A.EDIT, A.DECLARE)]
        ahead = [row for row in rows if row.action in _LEADS_ON]
        rows = ahead if pick % _ANYWHERE else rows
        if not rows:
            return
        row = rows[pick % len(rows)]
        people = _PLAYED_BY[row.part]
        by = getattr(self.cast, people[pick % len(people)])
        if row.action == A.START:
            self.now = max(self.now, self.now + (self.placement.starts_on - self.now.date()))
        if row.action == A.REVIEW:
            verdict = list(Verdict)[pick % len(Verdict)]
            self._attempt(lambda: factories.give(self.placement, by, verdict, at=self.now))
            return
        self._attempt(lambda: self._step(by, row.action))

    def _kind(self, tier: Tier) -> dict[str, Any]:
        return _KINDS[tier] | (
            {"ends_on": self.cast.need.starts_on + timedelta(days=27)} if tier == Tier.T0 else {}
        )

    def _edit(self, by: User, tier: Tier) -> None:
        plan = factories.make_plan(self.placement, **self._kind(tier))
        edit_plan(placement_id=self.placement.pk, plan=plan, by=by, at=self.now)
        self.placement.refresh_from_db()
        factories.tick_what_is_needed(self.placement, at=self.now)

    def _step(self, by: User, action: PlacementAction, *, stale: bool = False) -> None:
        reasons = [EndReason.DATES] if action in _ENDS else [ReturnReason.OUTCOMES_NOT_MEASURABLE]
        if self.placement.submitted_at is not None:
            factories.declare_none(self.placement, by, at=self.now)
        move_placement(
            placement_id=self.placement.pk,
            action=action,
            by=by,
            at=self.now,
            note="Said in words.",
            reasons=reasons,
            version=self.placement.version + 1 if stale else None,
        )

    def _attempt(self, attempt: Callable[[], object]) -> None:
        """A step is taken whole or not at all."""
        before = _trace(self.placement)
        try:
            with transaction.atomic():
                attempt()
        except (Refused, Denied):
            assert _trace(self.placement) == before
        self.placement.refresh_from_db()
        self.reached[self.placement.state] += 1

    @invariant()
    def promises_hold(self) -> None:
        """Asked after each step that was taken; a refused one has left no trace."""
        if self.placement.version == self.n_checked:
            return
        self.n_checked = self.placement.version
        check_promises(self.placement, (self.cast.hina, self.cast.sana))

    def teardown(self) -> None:
        """At the end of each life all promises are asked, as `check_invariants` does."""
        try:
            assert {one.code: rows for one in INVARIANTS if (rows := one.broken())} == {}
            if hasattr(self, "placement"):
                self.reached.update(f"report {one.state}" for one in self.placement.reports.all())
                self.reached.update(f"change {one.state}" for one in self.placement.amendments.all())
                self.reached.update(f"outcome {one.state}" for one in self.placement.outcomes.all())
        finally:
            self.undo.close()


def _trace(placement: Placement) -> tuple[object, ...]:
    row = Placement.objects.filter(pk=placement.pk).values().get()
    return (*row.values(), placement.events.count(), placement.plan_versions.count())
