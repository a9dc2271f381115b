"""Who may do what with lists: every rule asked for everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from common.policies import decide
from incubators.enums import MemberRole
from incubators.models import Membership, Need
from matching.enums import RunScope, RunState
from matching.models import Match, MatchList, MatchRun
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
EVERYBODY = ("nobody", "hina", "sana", "kamran", "viewer", "omar", "rabia", "asma", "ayesha", "stranger")


@pytest.fixture
def people(cast):
    viewer = factories.make_user("viewer@demo.example")
    Membership.objects.create(user=viewer, organisation=cast.organisation, role=MemberRole.VIEWER, since=NOW)
    elsewhere = factories.make_unit("elsewhere", name="Elsewhere")
    return vars(cast) | {
        "nobody": AnonymousUser(),
        "viewer": viewer,
        "stranger": factories.make_staff("stranger@demo.example", role=Role.REVIEWER, unit=elsewhere),
    }


def allowed(people: dict, rule: str, obj: object) -> set[str]:
    return {name for name in EVERYBODY if decide(people[name], f"matching.{rule}", obj).allowed}


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        ("view_matches", {"sana", "viewer", "omar", "rabia", "asma"}),
        ("start_run", {"sana", "omar", "rabia"}),
        ("choose_match", {"sana"}),
    ],
)
def test_rules_about_a_need(cast, people, rule, who):
    assert allowed(people, rule, cast.need) == who


@pytest.mark.parametrize("role", list(Role))
def test_the_rows_of_lists_follow_the_rule(cast, matched, role):
    row = matched(cast.need)
    somebody = factories.make_staff("somebody@demo.example", role=role)

    seen = MatchList.objects.visible_to(somebody).filter(pk=row.pk).exists()

    assert seen == decide(somebody, "matching.view_matches", cast.need).allowed


def test_nobody_starts_a_run_for_a_need_that_is_not_open(cast, people):
    cast.need.state = "paused"

    assert allowed(people, "start_run", cast.need) == set()


def test_a_match_is_opened_by_members_of_its_host(cast, people):
    match = Match.objects.create(need=cast.need, expert=cast.expert, changed_at=NOW)

    assert allowed(people, "view_match", match) == {"sana", "viewer"}


def test_runs_are_for_the_ministry_and_are_tried_again_only_when_they_failed(cast, people):
    staff = {"omar", "rabia", "asma", "ayesha", "stranger"}
    run = MatchRun(scope=RunScope.NEED, state=RunState.COMPLETE, requested_at=NOW)
    assert allowed(people, "view_runs", run) == staff
    assert allowed(people, "retry_run", run) == set()

    run.state = RunState.FAILED

    assert allowed(people, "retry_run", run) == {"omar", "rabia", "stranger"}


def test_an_expert_looks_for_needs_with_their_own_profile_only(cast, people):
    assert allowed(people, "find_needs", cast.expert) == {"hina"}


def test_rows_are_visible_to_whom_the_rules_allow(cast, people, matched):
    run = matched(cast.need).run
    match = Match.objects.create(need=cast.need, expert=cast.expert, changed_at=NOW)

    def seeing(rows) -> set[str]:
        return {name for name in EVERYBODY if rows.visible_to(people[name]).exists()}

    assert seeing(MatchList.objects) == allowed(people, "view_matches", cast.need)
    assert allowed(people, "view_runs", run) <= seeing(MatchRun.objects)
    assert seeing(MatchRun.objects) - allowed(people, "view_runs", run) == {"sana", "viewer"}
    assert seeing(Match.objects) == {"sana", "viewer", "hina"}
    assert {name for name in EVERYBODY if Match.objects.of_host(people[name]).exists()} == {"sana", "viewer"}
    assert [str(row) for row in (run, match)] == [run.public_id, match.public_id]
    assert Need.objects.count() == 2
