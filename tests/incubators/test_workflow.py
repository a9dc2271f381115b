"""The guards of a need's life: each names what is missing."""

from dataclasses import replace

import pytest

from common.workflow import IllegalTransition, Part
from incubators.enums import NeedAction, NeedState
from incubators.workflow import NEED, NeedFacts

READY = NeedFacts(
    organisation_is_verified=True, is_complete=True, has_must_skill=True, window_is_ahead=True, n_seats_left=1
)


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"organisation_is_verified": False}, "organisation_not_verified"),
        ({"is_complete": False}, "need_incomplete"),
        ({"has_must_skill": False}, "need_without_must_skill"),
        ({"window_is_ahead": False}, "need_window_past"),
    ],
)
@pytest.mark.parametrize(
    ("state", "action"), [(NeedState.DRAFT, NeedAction.PUBLISH), (NeedState.PAUSED, NeedAction.RESUME)]
)
def test_a_need_opens_only_when_nothing_is_missing(
    state: NeedState, action: NeedAction, lacking: dict[str, bool], code: str
) -> None:
    with pytest.raises(IllegalTransition) as refused:
        NEED.step(state=state, action=action, part=Part.HOST, facts=replace(READY, **lacking))

    assert refused.value.code == code
    assert NEED.step(state=state, action=action, part=Part.HOST, facts=READY).target == NeedState.OPEN


@pytest.mark.parametrize(
    ("state", "action", "n_seats_left", "code"),
    [
        (NeedState.OPEN, NeedAction.FILL, 1, "need_has_seats_left"),
        (NeedState.PAUSED, NeedAction.FILL, 1, "need_has_seats_left"),
        (NeedState.FILLED, NeedAction.REOPEN, 0, "need_has_no_seat"),
    ],
)
def test_seats_fill_and_reopen_a_need(
    state: NeedState, action: NeedAction, n_seats_left: int, code: str
) -> None:
    with pytest.raises(IllegalTransition) as refused:
        NEED.step(
            state=state, action=action, part=Part.CLOCK, facts=replace(READY, n_seats_left=n_seats_left)
        )

    assert refused.value.code == code
