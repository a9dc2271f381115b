"""Phases switch themselves: the calendar day says which one it is, and whether needs are taken."""

from datetime import date, timedelta

import pytest

from accounts.enums import AccountAction
from accounts.models import AccountEvent
from common.policies import Denied
from common.refusals import Refused
from incubators.enums import NeedAction, NeedState
from incubators.services import move_need
from programmes.enums import Mode, PhaseKind
from programmes.models import Programme
from programmes.selectors import phase_on, takes_needs
from programmes.services import About, PhaseRow, change_programme, set_phases
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

CALL = PhaseRow("Call", "", PhaseKind.OPEN, TODAY, TODAY + timedelta(days=9))
REVIEW = PhaseRow("Review", "", PhaseKind.REVIEW, TODAY + timedelta(days=12), TODAY + timedelta(days=30))


@pytest.fixture
def programme(cast) -> Programme:
    return cast.need.programme


def write(programme: Programme, by, *rows: PhaseRow) -> None:
    set_phases(programme_id=programme.pk, phases=rows, by=by, at=NOW)


@pytest.mark.parametrize(
    ("days", "name"),
    [(-1, None), (0, "Call"), (9, "Call"), (10, None), (12, "Review"), (30, "Review"), (31, None)],
)
def test_a_day_is_in_one_phase_or_between_two(cast, programme, days, name):
    write(programme, cast.omar, CALL, REVIEW)

    phase = phase_on(programme.phases.all(), TODAY + timedelta(days=days))

    assert (phase and phase.name) == name


def test_needs_are_taken_in_an_open_phase_only_and_always_without_phases(cast, programme):
    assert takes_needs(programme, TODAY)

    write(programme, cast.omar, CALL, REVIEW)

    found = [takes_needs(programme, TODAY + timedelta(days=days)) for days in (-1, 0, 9, 10, 12)]
    assert found == [False, True, True, False, False]


def test_a_need_is_not_submitted_outside_an_open_phase(cast):
    programme = factories.make_programme("calls", name="Calls")
    write(programme, cast.omar, CALL)
    need = factories.make_need(cast.organisation, opened=False, programme=programme, title="Too late")

    def publish(at):
        return move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=at)

    with pytest.raises(Refused) as refused:
        publish(NOW + timedelta(days=10))

    assert (refused.value.code, refused.value.field) == ("need_programme_closed", "programme")
    assert publish(NOW).state == NeedState.OPEN


@pytest.mark.parametrize(
    ("rows", "code", "field"),
    [
        (
            [CALL, PhaseRow("Again", "", PhaseKind.OPEN, TODAY + timedelta(days=9), date(2027, 5, 1))],
            "phases_overlap",
            "starts_on_2",
        ),
        (
            [PhaseRow("Back", "", PhaseKind.OPEN, TODAY, TODAY - timedelta(days=1))],
            "phase_dates_order",
            "ends_on_1",
        ),
    ],
)
def test_phases_that_overlap_or_run_backwards_are_refused(cast, programme, rows, code, field):
    with pytest.raises(Refused) as refused:
        write(programme, cast.omar, *rows)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert not programme.phases.exists()


def test_phases_are_written_anew_by_officers_of_the_unit_and_recorded(cast, programme):
    write(programme, cast.omar, CALL)
    write(programme, cast.omar, REVIEW)

    assert [phase.name for phase in programme.phases.all()] == ["Review"]
    events = AccountEvent.objects.filter(action=AccountAction.PROGRAMME_CHANGED)
    assert [event.detail for event in events] == ["general-mentorship: phases"] * 2
    with pytest.raises(Denied):
        write(programme, cast.dawood)


def about(**changes) -> About:
    return About(
        **{
            "summary": "An expert advises.",
            "summary_ur": "",
            "modes": [Mode.REMOTE],
            "partner_countries": ["DE"],
            "sdgs": [9],
            "agreement": None,
            "checks_needs": False,
            "is_open": True,
        }
        | changes
    )


def test_what_a_programme_is_is_changed_at_once_and_recorded(cast, programme):
    change_programme(programme_id=programme.pk, about=about(), by=cast.omar, at=NOW)

    programme.refresh_from_db()
    assert (programme.modes, programme.partner_countries, programme.sdgs) == (["remote"], ["DE"], [9])
    event = AccountEvent.objects.get(action=AccountAction.PROGRAMME_CHANGED)
    assert event.detail == "general-mentorship: summary, modes, partner_countries, sdgs"


@pytest.mark.parametrize(
    ("changes", "code"), [({"modes": []}, "programme_without_mode"), ({}, "programme_unchanged")]
)
def test_a_programme_without_a_way_of_working_or_without_a_change_is_refused(cast, programme, changes, code):
    change_programme(programme_id=programme.pk, about=about(), by=cast.omar, at=NOW)

    with pytest.raises(Refused) as refused:
        change_programme(programme_id=programme.pk, about=about(**changes), by=cast.omar, at=NOW)

    assert refused.value.code == code


def test_a_closed_programme_is_seen_by_staff_alone(cast, programme):
    change_programme(programme_id=programme.pk, about=about(is_open=False), by=cast.omar, at=NOW)

    found = [
        Programme.objects.visible_to(who).filter(pk=programme.pk).exists() for who in (cast.omar, cast.sana)
    ]
    assert found == [True, False]
