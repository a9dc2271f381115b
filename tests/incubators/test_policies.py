"""Rules of the demand side: who may, in which state, and that whoever may can also see."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from common.policies import POLICIES, decide
from incubators.enums import (
    MemberRole,
    NeedAction,
    NeedState,
    OrganisationAction,
    OrganisationState,
    RejectionReason,
)
from incubators.models import Membership, Need, Organisation
from incubators.policies import forget_roles, role_in
from incubators.services import move_need, move_organisation, recount_seats
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

ON_ORGANISATIONS = [
    name for name in POLICIES if name.startswith("incubators.") and name.endswith("_organisation")
] + ["incubators.post_need"]
ON_NEEDS = [
    name
    for name in POLICIES
    if name.startswith("incubators.") and name.endswith("_need") and name != "incubators.post_need"
]


@pytest.fixture
def organisations(cast: SimpleNamespace) -> dict[OrganisationState, Organisation]:
    """One of Sana's in each state; Bilal reads all of them."""
    found = {
        state: factories.make_organisation(cast.sana, name=f"{state} host", verified=False)
        for state in OrganisationState
    }
    for organisation in found.values():
        Membership.objects.create(
            user=cast.bilal, organisation=organisation, role=MemberRole.VIEWER, since=NOW
        )
    paths = {
        OrganisationState.VERIFIED: [OrganisationAction.VERIFY],
        OrganisationState.REJECTED: [OrganisationAction.REJECT],
        OrganisationState.SUSPENDED: [OrganisationAction.VERIFY, OrganisationAction.SUSPEND],
    }
    for state, path in paths.items():
        for action in path:
            move_organisation(
                organisation_id=found[state].pk,
                action=action,
                reasons=[RejectionReason.OTHER] if action == OrganisationAction.REJECT else [],
                note="A note.",
                by=cast.omar,
                at=NOW,
            )
    return {state: Organisation.objects.get(pk=one.pk) for state, one in found.items()}


@pytest.fixture
def needs(
    cast: SimpleNamespace, organisations: dict[OrganisationState, Organisation]
) -> dict[NeedState, Need]:
    """One in each state."""
    host = organisations[OrganisationState.VERIFIED]
    found = {
        state: factories.make_need(host, opened=state != NeedState.DRAFT, title=state) for state in NeedState
    }
    for state, action in (
        (NeedState.PAUSED, NeedAction.PAUSE),
        (NeedState.WITHDRAWN, NeedAction.WITHDRAW),
    ):
        move_need(need_id=found[state].pk, action=action, by=cast.sana, at=NOW, note="A note.")
    recount_seats(need_id=found[NeedState.FILLED].pk, n_taken=1, at=NOW)
    return {state: Need.objects.get(pk=need.pk) for state, need in found.items()}


def people(cast: SimpleNamespace) -> dict[str, object]:
    names = ("sana", "bilal", "kamran", "hina", "omar", "rabia", "dawood", "asma", "ayesha")
    everybody = {name: getattr(cast, name) for name in names} | {"nobody": AnonymousUser()}
    for person in everybody.values():
        forget_roles(person)
    return everybody


def test_whoever_may_act_on_an_organisation_can_see_it(
    cast: SimpleNamespace, organisations: dict[OrganisationState, Organisation]
) -> None:
    blind = [
        (name, policy, state)
        for name, person in people(cast).items()
        for state, organisation in organisations.items()
        for policy in ON_ORGANISATIONS
        if policy != "incubators.register_organisation"
        and decide(person, policy, organisation)
        and organisation not in Organisation.objects.visible_to(person)
    ]

    assert blind == []


def test_whoever_may_act_on_a_need_can_see_it(cast: SimpleNamespace, needs: dict[NeedState, Need]) -> None:
    blind = [
        (name, policy, state)
        for name, person in people(cast).items()
        for state, need in needs.items()
        for policy in ON_NEEDS
        if decide(person, policy, need) and need not in Need.objects.visible_to(person)
    ]

    assert blind == []


@pytest.mark.parametrize(
    ("policy", "who", "states"),
    [
        ("verify_organisation", {"omar", "rabia", "dawood"}, {"pending"}),
        ("reject_organisation", {"omar", "rabia", "dawood"}, {"pending"}),
        ("suspend_organisation", {"omar", "rabia", "dawood"}, {"verified"}),
        ("reinstate_organisation", {"omar", "rabia", "dawood"}, {"suspended"}),
        ("apply_again_organisation", {"sana"}, {"rejected"}),
        ("edit_organisation", {"sana"}, {"pending", "verified", "rejected"}),
        ("post_need", {"sana"}, {"pending", "verified"}),
    ],
)
def test_who_may_do_what_with_an_organisation_in_which_state(
    cast: SimpleNamespace,
    organisations: dict[OrganisationState, Organisation],
    policy: str,
    who: set[str],
    states: set[str],
) -> None:
    allowed = {
        (name, str(state))
        for name, person in people(cast).items()
        for state, organisation in organisations.items()
        if decide(person, f"incubators.{policy}", organisation)
    }

    assert allowed == {(name, state) for name in who for state in states}


@pytest.mark.parametrize(
    ("policy", "states"),
    [
        ("edit_need", {"draft", "open", "paused"}),
        ("publish_need", {"draft"}),
        ("pause_need", {"open"}),
        ("resume_need", {"paused"}),
        ("withdraw_need", {"draft", "open", "paused"}),
    ],
)
def test_only_the_host_moves_a_need_and_only_from_the_states_of_the_table(
    cast: SimpleNamespace, needs: dict[NeedState, Need], policy: str, states: set[str]
) -> None:
    allowed = {
        (name, str(state))
        for name, person in people(cast).items()
        for state, need in needs.items()
        if decide(person, f"incubators.{policy}", need)
    }

    assert allowed == {("sana", state) for state in states}


def test_every_refusal_gives_a_reason(
    cast: SimpleNamespace,
    organisations: dict[OrganisationState, Organisation],
    needs: dict[NeedState, Need],
) -> None:
    for person in people(cast).values():
        decisions = [
            *(decide(person, policy, one) for one in organisations.values() for policy in ON_ORGANISATIONS),
            *(decide(person, policy, need) for need in needs.values() for policy in ON_NEEDS),
            decide(person, "incubators.verify_organisations"),
        ]
        assert all(decision.allowed or str(decision.reason) for decision in decisions)


def test_staff_see_every_need_that_was_ever_published_and_no_draft(
    cast: SimpleNamespace, needs: dict[NeedState, Need]
) -> None:
    seen = {need.state for need in Need.objects.visible_to(cast.asma) if need in needs.values()}
    public = {need.state for need in Need.objects.visible_to(AnonymousUser()) if need in needs.values()}

    assert seen == set(NeedState) - {NeedState.DRAFT}
    assert public == {NeedState.OPEN}


def test_rows_of_members_are_empty_for_nobody(cast: SimpleNamespace) -> None:
    nobody = AnonymousUser()

    assert not Organisation.objects.of_member(nobody).exists()
    assert not Need.objects.of_member(nobody).exists()
    assert role_in(nobody, cast.organisation.pk) is None
