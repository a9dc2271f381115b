"""Rules of the demand side: who may, in which state, and that whoever may can also see."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.enums import Duty, Role
from common.policies import POLICIES, decide
from incubators.enums import (
    ClosingReason,
    MemberRole,
    NeedAction,
    NeedState,
    OrganisationAction,
    OrganisationState,
    RejectionReason,
    ReturnReason,
)
from incubators.models import Membership, Need, Organisation
from incubators.policies import forget_roles, role_in
from incubators.querysets import IN_CHECK
from incubators.services import (
    check_need,
    expire_need,
    lock_need,
    move_need,
    move_organisation,
    recount_seats,
)
from incubators.services.merging import merge_organisations
from incubators.services.pairs import propose
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
    closed = found[OrganisationState.CLOSED]
    kept = factories.make_organisation(name="The kept one", verified=False)
    pair = propose(closed.pk, kept.pk, [], at=NOW)
    merge_organisations(
        pair_id=pair.pk, keep=kept.public_id, note="One house.", by=cast.omar, at=NOW, version=pair.version
    )
    return {state: Organisation.objects.get(pk=one.pk) for state, one in found.items()}


@pytest.fixture
def needs(
    cast: SimpleNamespace, organisations: dict[OrganisationState, Organisation]
) -> dict[NeedState, Need]:
    """One in each state."""
    host = organisations[OrganisationState.VERIFIED]
    checked = factories.make_programme("checked", name="Checked", checks_needs=True)
    found = {
        state: factories.make_need(host, title=state)
        for state in NeedState
        if state not in (NeedState.DRAFT, *IN_CHECK)
    }
    for state in (NeedState.DRAFT, *IN_CHECK):
        found[state] = factories.make_need(host, opened=False, title=state, programme=checked)
    steps = {"by": cast.sana, "at": NOW}
    move_need(need_id=found[NeedState.PAUSED].pk, action=NeedAction.PAUSE, **steps)
    closing = [ClosingReason.NOT_NEEDED]
    move_need(need_id=found[NeedState.WITHDRAWN].pk, action=NeedAction.WITHDRAW, reasons=closing, **steps)
    for state in IN_CHECK:
        move_need(need_id=found[state].pk, action=NeedAction.PUBLISH, **steps)
    check_need(
        need_id=found[NeedState.CHANGES_REQUESTED].pk,
        action=NeedAction.REQUEST_CHANGES,
        reasons=[ReturnReason.TOR_UNCLEAR],
        note="A note.",
        version=None,
        by=cast.rabia,
        at=NOW,
    )
    recount_seats(need_id=found[NeedState.FILLED].pk, n_taken=1, at=NOW)
    with transaction.atomic():
        expire_need(need=lock_need(found[NeedState.EXPIRED].pk), at=NOW + timedelta(days=130))
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
        ("edit_need", {"draft", "submitted", "changes_requested", "open", "paused", "expired"}),
        ("publish_need", {"draft", "changes_requested"}),
        ("pause_need", {"open"}),
        ("resume_need", {"paused"}),
        ("reopen_need", {"expired"}),
        ("withdraw_need", {"draft", "submitted", "changes_requested", "open", "paused"}),
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


@pytest.mark.parametrize("policy", ["open_need", "request_changes_need"])
def test_officers_and_reviewers_of_the_programme_s_unit_decide_on_what_waits(
    cast: SimpleNamespace, needs: dict[NeedState, Need], policy: str
) -> None:
    other = factories.make_unit("hec", name="Higher Education Commission")
    elsewhere = factories.make_staff("zara@demo.example", role=Role.REVIEWER, unit=other)
    allowed = {
        (name, str(state))
        for name, person in (people(cast) | {"elsewhere": elsewhere}).items()
        for state, need in needs.items()
        if decide(person, f"incubators.{policy}", need)
    }

    assert allowed == {("omar", "submitted"), ("rabia", "submitted")}


def test_nobody_opens_a_need_of_an_organisation_they_belong_to(
    cast: SimpleNamespace, needs: dict[NeedState, Need]
) -> None:
    waiting = needs[NeedState.SUBMITTED]
    assert waiting in Need.objects.awaiting_check_by(cast.omar)
    Membership.objects.create(
        user=cast.omar, organisation=waiting.organisation, role=MemberRole.VIEWER, since=NOW
    )
    forget_roles(cast.omar)

    decision = decide(cast.omar, "incubators.open_need", waiting)

    assert str(decision.reason) == "You are a member of this organisation; somebody else must decide."
    assert waiting not in Need.objects.awaiting_check_by(cast.omar)
    assert waiting in Need.objects.awaiting_check_by(cast.rabia)


def test_another_unit_opens_what_the_programme_s_own_unit_asks_for(cast: SimpleNamespace) -> None:
    ministry = factories.make_organisation(cast.bilal, name="Ministry as a host", unit=cast.most)
    checked = factories.make_programme("checked", name="Checked", checks_needs=True)
    need = factories.make_need(ministry, opened=False, programme=checked)
    move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.bilal, at=NOW)
    need.refresh_from_db()
    other = factories.make_unit("hec", name="Higher Education Commission", duties=[Duty.VERIFY_ORGANISATIONS])
    elsewhere = factories.make_staff("zara@demo.example", role=Role.OFFICER, unit=other)

    assert not decide(cast.omar, "incubators.open_need", need)
    assert need not in Need.objects.awaiting_check_by(cast.omar)
    assert decide(elsewhere, "incubators.open_need", need)
    assert need in Need.objects.awaiting_check_by(elsewhere)
    assert need in Need.objects.visible_to(elsewhere)


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
