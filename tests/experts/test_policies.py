"""Who may do what with a profile: person by person."""

import pytest

from accounts.enums import Duty, Role
from common.policies import decide
from experts import labels
from experts.enums import (
    Action,
    AffiliationKind,
    BatchState,
    ChangeReason,
    HelpKind,
    ImportStatus,
    LookReason,
    Section,
    Source,
    State,
    TravelDocument,
    Visibility,
    WorkKind,
)
from experts.models import Expert
from experts.services.verification import suspend_profile
from incubators.enums import Category
from tests import factories
from tests.factories import NOW

STAFF_STEPS = (Action.VERIFY, Action.REQUEST_CHANGES, Action.SUSPEND, Action.REINSTATE)
OWN_STEPS = (Action.SUBMIT, Action.PAUSE, Action.RESUME)
PEOPLE = ("hina", "bilal", "sana", "omar", "rabia", "dawood", "asma", "ayesha")


@pytest.fixture
def by_state(cast):
    """One profile of the same person in every state that a walk through the services reaches."""
    draft = factories.make_expert(factories.make_user("d@demo.example"), verified=False)
    suspended = factories.make_expert(factories.make_user("s@demo.example"))
    suspend_profile(expert_id=suspended.pk, note="Doubts.", by=cast.dawood, at=NOW, version=suspended.version)
    suspended.refresh_from_db()
    return [draft, cast.expert, suspended]


def may(user, action, expert):
    return decide(user, f"experts.{action}_profile", expert).allowed


def test_whoever_may_act_on_a_profile_can_also_see_it(cast, by_state):
    for name in PEOPLE:
        user = getattr(cast, name)
        visible = set(Expert.objects.visible_to(user))
        for expert in by_state:
            for action in (*STAFF_STEPS, *OWN_STEPS, "edit"):
                if may(user, action, expert):
                    assert expert in visible, (name, action, expert.state)


def test_only_verifying_posts_take_the_steps_of_the_ministry(cast):
    may_suspend = {name for name in PEOPLE if may(getattr(cast, name), Action.SUSPEND, cast.expert)}

    assert may_suspend == {"omar", "rabia", "dawood"}


def test_a_post_in_a_unit_without_the_duty_verifies_nobody(cast):
    elsewhere = factories.make_unit("hec", name="HEC", duties=[Duty.REVIEW_PLACEMENTS])
    reviewer = factories.make_staff("r@demo.example", role=Role.REVIEWER, unit=elsewhere)

    assert not decide(reviewer, "experts.open_verification")
    assert not may(reviewer, Action.SUSPEND, cast.expert)


def test_staff_never_verify_themselves(cast):
    own = factories.make_expert(cast.omar)

    decision = decide(cast.omar, "experts.suspend_profile", own)

    assert not decision.allowed
    assert "their own profile" in decision.reason


def test_a_suspended_profile_is_edited_by_nobody(by_state):
    suspended = by_state[2]

    decision = decide(suspended.user, "experts.edit_profile", suspended)

    assert suspended.state == State.SUSPENDED
    assert "suspended" in decision.reason


def test_a_profile_is_started_by_who_has_none(cast):
    assert decide(cast.sana, "experts.start_profile").allowed
    assert not decide(cast.hina, "experts.start_profile").allowed


def test_a_stranger_learns_that_a_profile_is_not_theirs(cast):
    for action in (*OWN_STEPS, "edit"):
        assert not may(cast.bilal, action, cast.expert)


def test_what_experts_like_to_do_is_what_needs_ask_for():
    assert {kind.value for kind in HelpKind} == {category.value for category in Category}


def test_every_code_of_this_app_has_its_words():
    tables = {
        State: labels.STATES,
        Section: labels.SECTIONS,
        ChangeReason: labels.CHANGE_REASONS,
        TravelDocument: labels.TRAVEL_DOCUMENTS,
        Visibility: labels.VISIBILITIES,
        HelpKind: labels.HELP_KINDS,
        AffiliationKind: labels.AFFILIATION_KINDS,
        WorkKind: labels.WORK_KINDS,
        Source: labels.SOURCES,
        BatchState: labels.BATCH_STATES,
        ImportStatus: labels.IMPORT_STATUSES,
        LookReason: labels.LOOK_REASONS,
    }

    for codes, words in tables.items():
        assert set(words) == set(codes), codes
    assert labels.STATE_TONES.keys() == labels.STATES.keys()
