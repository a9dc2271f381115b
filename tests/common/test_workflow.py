"""The table of a life cycle, cell by cell."""

import pytest

from common.workflow import IllegalTransition, Part, Transition, Workflow
from exchanges.workflow import INVITATION, PLACEMENT
from experts.workflow import EXPERT
from incubators.workflow import NEED, ORGANISATION

ALL = [EXPERT, ORGANISATION, NEED, INVITATION, PLACEMENT]
LAMP = Workflow(
    name="lamp",
    initial="off",
    rows=(
        Transition("press", "off", "on", Part.HOST, guard=lambda plugged: None if plugged else "no_current"),
        Transition("break", "on", "broken", Part.CLOCK, note_required=True, reasons_required=True),
    ),
)


def test_a_row_fires_when_its_guard_holds() -> None:
    row = LAMP.step(state="off", action="press", part=Part.HOST, facts=True)

    assert row.target == "on"


def test_a_guard_names_what_is_missing() -> None:
    with pytest.raises(IllegalTransition) as refused:
        LAMP.step(state="off", action="press", part=Part.HOST, facts=False)

    assert refused.value.code == "no_current"


@pytest.mark.parametrize(
    ("note", "reasons", "code"), [("", ("worn",), "note_required"), ("It fell.", (), "reasons_required")]
)
def test_a_row_may_ask_for_a_note_and_for_reasons(note: str, reasons: tuple[str, ...], code: str) -> None:
    with pytest.raises(IllegalTransition) as refused:
        LAMP.step(state="on", action="break", part=Part.CLOCK, note=note, reasons=reasons)

    assert refused.value.code == code


@pytest.mark.parametrize("workflow", ALL, ids=lambda w: w.name)
def test_every_cell_outside_the_table_is_refused(workflow: Workflow) -> None:
    cells = {(row.source, row.action, row.part) for row in workflow.rows}
    for state in workflow.states:
        for action in workflow.actions:
            for part in Part:
                if (state, action, part) not in cells:
                    with pytest.raises(IllegalTransition):
                        workflow.step(state=state, action=action, part=part)


@pytest.mark.parametrize("workflow", ALL, ids=lambda w: w.name)
def test_every_state_can_be_reached_from_the_first(workflow: Workflow) -> None:
    reached = {workflow.initial}
    while True:
        further = {row.target for row in workflow.rows if row.source in reached} - reached
        if not further:
            break
        reached |= further

    assert reached == set(workflow.states)
