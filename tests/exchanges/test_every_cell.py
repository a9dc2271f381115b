"""Every cell of state, action and part: the table, the rule and the door agree, whoever comes."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction

from common.policies import Denied, decide
from common.refusals import Refused
from common.workflow import Part
from exchanges.enums import OF_THE_CLOCK, EndReason, PlacementState, ReportKind, ReturnReason, Side
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.services.completion import follow_due_placements
from exchanges.services.life import lapse_due_placements
from exchanges.services.placements import move_placement
from exchanges.services.plans import edit_plan
from exchanges.workflow import PLACEMENT
from tests import factories
from tests.exchanges.reporting import hand_in, noon, report_of
from tests.factories import NOW

# Who plays which part in this case; the others play none in it.
PLAYERS = {
    "hina": Part.EXPERT,
    "sana": Part.HOST,
    "rabia": Part.REVIEWER,
    "dawood": Part.DECIDER,
    "omar": Part.STAFF,
}
STRANGERS = ("bilal", "kamran", "asma", "ayesha")
# A declaration is no step of the table: whoever reads the case inside may make one.
ASKED_FOR = [action for action in A if action not in (*OF_THE_CLOCK, A.DECLARE)]
_APPROVED = ((A.TAKE, "rabia"), (A.RECOMMEND_APPROVAL, "rabia"), (A.RELEASE, "dawood"))
_CONFIRMED = (*_APPROVED, (A.CONFIRM, "hina"), (A.CONFIRM, "sana"))
_BEGUN = (*_CONFIRMED, (A.START, "sana"))
WALKS: dict[str, tuple[tuple[A, str], ...]] = {
    "draft": (),
    "submitted": (),
    "in_review": ((A.TAKE, "rabia"),),
    "changes_requested": ((A.TAKE, "rabia"), (A.RETURN, "rabia")),
    "pending_approval": _APPROVED[:2],
    "pending_rejection": ((A.TAKE, "rabia"), (A.RECOMMEND_REJECTION, "rabia")),
    "approved": _APPROVED,
    "rejected": ((A.TAKE, "rabia"), (A.RECOMMEND_REJECTION, "rabia"), (A.RELEASE, "dawood")),
    "withdrawn": ((A.WITHDRAW, "sana"),),
    "confirmed": _CONFIRMED,
    "active": _BEGUN,
    "suspended": (*_BEGUN, (A.SUSPEND, "sana")),
    "cancelled": (*_APPROVED, (A.CANCEL, "sana")),
    "ended_early": (*_BEGUN, (A.END_EARLY, "sana")),
    "lapsed": _CONFIRMED,
    "completed": _BEGUN,
    "closed": _BEGUN,
}
# The rules ask more than the table in these cells, and say why.
NARROWER = {
    ("suspended", A.RESUME, "hina"),  # the host interrupted it
    ("suspended", A.RESUME, "dawood"),
    ("in_review", A.TAKE, "rabia"),  # she has it
    *(  # it is not flagged
        (state, A.UNFLAG, who)
        for state in ("submitted", "in_review", "pending_approval", "pending_rejection")
        for who in ("rabia", "dawood", "omar")
    ),
}
_ENDS = (A.CANCEL, A.SUSPEND, A.END_EARLY)


def _reach(cast: SimpleNamespace, state: str) -> tuple[Placement, datetime]:
    """A placement walked to a state through the real door, and the moment at which it stands there."""
    placement = factories.make_placement(cast.need, cast.expert)
    if state != "draft":
        edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement), by=cast.sana, at=NOW)
        _step(placement, A.AGREE, cast.hina, NOW)
        _step(placement, A.SUBMIT, cast.sana, NOW)
    at = NOW + timedelta(hours=1)
    for action, who in WALKS[state]:
        if action == A.START:
            at = datetime.combine(placement.starts_on, time(6), tzinfo=UTC)
        at += timedelta(hours=1)
        _step(placement, action, getattr(cast, who), at)
    if state != "draft":
        factories.declare_none(placement, cast.rabia, cast.dawood, at=at)
    at = _time_passes(cast, placement, state, at)
    placement.refresh_from_db()
    assert placement.state == state
    return placement, at + timedelta(hours=1)


def _time_passes(cast: SimpleNamespace, placement: Placement, state: str, at: datetime) -> datetime:
    """Where the clock and the reports lead on: nobody takes these steps."""
    if state not in ("lapsed", "completed", "closed"):
        return at
    placement.refresh_from_db()
    at = noon(placement.ends_on)
    if state == "lapsed":
        at += timedelta(days=1)
        lapse_due_placements(at=at)
        return at
    for side in (Side.EXPERT, Side.HOST):
        hand_in(report_of(placement, ReportKind.FINAL, side), cast, at=at)
    follow_due_placements(at=at)
    if state == "closed":
        report = report_of(placement, ReportKind.FOLLOW_UP, Side.HOST)
        at = noon(report.due_on)
        hand_in(report, cast, at=at)
        follow_due_placements(at=at)
    return at


def _step(placement: Placement, action: A, by: object, at: datetime) -> None:
    if action in (A.TAKE, A.RELEASE):
        factories.declare_none(placement, by, at=at)
    reasons = [EndReason.DATES] if action in _ENDS else [ReturnReason.TOR_UNCLEAR]
    move_placement(
        placement_id=placement.pk, action=action, by=by, at=at, note="Said in words.", reasons=reasons
    )


def _trace(placement: Placement) -> tuple[object, ...]:
    row = Placement.objects.filter(pk=placement.pk).values().get()
    return (*row.values(), placement.events.count())


@pytest.mark.parametrize("state", WALKS)
@pytest.mark.django_db
def test_a_step_is_open_to_exactly_those_whom_the_table_names(cast: SimpleNamespace, state: str) -> None:
    placement, _at = _reach(cast, state)

    wrong = []
    for who in (*PLAYERS, *STRANGERS):
        user = getattr(cast, who)
        for action in ASKED_FOR:
            parts = placement.workflow.parts_of(state=state, action=action)
            expected = PLAYERS.get(who) in parts and (state, action, who) not in NARROWER
            decision = decide(user, f"exchanges.{action}_placement", placement)
            if decision.allowed != expected or (not expected and not decision.reason):
                wrong.append((who, action, decision))

    assert wrong == []


@pytest.mark.parametrize("state", WALKS)
@pytest.mark.django_db
def test_the_door_takes_what_the_table_has_and_nothing_else(cast: SimpleNamespace, state: str) -> None:
    placement, at = _reach(cast, state)
    before = _trace(placement)

    wrong = []
    for who in (*PLAYERS, *STRANGERS):
        for action in ASKED_FOR:
            if action == A.EDIT:
                continue
            rows = placement.workflow.candidates(state=state, action=action, part=PLAYERS.get(who))
            outcome = _tried(placement, action, getattr(cast, who), at)
            allowed = PLAYERS.get(who) is not None and rows and (state, action, who) not in NARROWER
            if outcome == "denied" and allowed:
                wrong.append((who, action, outcome))
            if outcome != "denied" and not allowed:
                wrong.append((who, action, outcome))
            if _trace(placement) != before:
                wrong.append((who, action, "left a trace"))

    assert wrong == []


def _tried(placement: Placement, action: A, by: object, at: datetime) -> str:
    """Where the step leads, the guard's code, or "denied"; undone in each case."""
    outcome = ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                _step(placement, action, by, at)
            outcome = Placement.objects.get(pk=placement.pk).state
        except Denied:
            outcome = "denied"
        except Refused as refusal:
            outcome = refusal.code
        transaction.set_rollback(True)
    return outcome


def test_every_state_of_the_table_is_walked_to() -> None:
    assert set(WALKS) == set(PlacementState) == set(PLACEMENT.states)
