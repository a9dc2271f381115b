"""An auditor reads every step of the own unit's cases, and sees when a chain was tampered with."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Duty, Role
from accounts.models import AccountEvent, User
from accounts.services import create_calendar_feed
from common import ledger
from common.models import Event, Run
from common.refusals import Refused
from diaspora_portal.oversight.audit import leaf_of_steps
from diaspora_portal.oversight.checking import ask_for_check, check_part, last_check
from diaspora_portal.oversight.kinds import NAMES, PARTS, STATES_OF, STEPS, kinds
from exchanges.enums import PlacementAction as A
from exchanges.models import ConflictDeclaration, Placement, PlacementEvent
from experts.models import AccessEvent
from incubators.models import Membership
from matching.enums import ConflictKind
from tests import factories
from tests.factories import NOW, walk

Clients = Callable[..., Client]


@pytest.fixture
def case(cast: SimpleNamespace) -> Placement:
    """Taken and recommended by Rabia: what is pending is known inside the ministry alone."""
    placement = factories.make_submitted(cast.need, cast.expert)
    return walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))


@pytest.fixture
def auditor(cast: SimpleNamespace) -> User:
    """Of a unit that reviews and verifies, and does not administer: as in the ministry."""
    duties = [Duty.VERIFY_EXPERTS, Duty.VERIFY_ORGANISATIONS, Duty.REVIEW_PLACEMENTS]
    cast.most.duties = duties
    cast.most.save()
    return User.objects.get(pk=cast.asma.pk)


def _steps(user: User, **chosen: Any) -> list[Any]:
    return leaf_of_steps(user, chosen, after="", before="").rows


def test_every_life_cycle_is_audited() -> None:
    concrete = {event for event in Event.__subclasses__() if not event._meta.abstract}

    assert {kind.event for kind in kinds().values()} == concrete
    assert {"expert", "need", "invitation", "placement"} <= set(kinds())


def test_every_step_and_state_and_part_of_a_life_has_words() -> None:
    for slug, kind in kinds().items():
        life = kind.subject.workflow

        assert slug in NAMES
        assert set(life.actions) - set(STEPS[slug]) == set()
        assert set(life.states) - set(STATES_OF[slug]) == set()
        assert {row.part for row in life.rows} - set(PARTS) == set()


def test_the_beginning_of_what_follows_a_decision_has_words(
    cast: SimpleNamespace, auditor: User, client_of: Clients
) -> None:
    """Steps that begin a life stand in no table of it."""
    begun = {"sessionlog", "amendment", "report", "outcome", "duplicatepair", "credential"}
    first = {"duplicatepair": "propose", "credential": "claim"}

    assert all(first.get(slug, "create") in STEPS[slug] for slug in begun)
    page = client_of(auditor).get(reverse("audit")).content.decode()
    assert not re.search(r"<option[^>]*>\s*(create|propose|claim)\s*</option>", page)


def test_an_auditor_reads_who_did_what_in_the_own_units_cases(case: Placement, auditor: User) -> None:
    steps = {step.what: step for step in _steps(auditor, kind="placement", code=case.public_id)}

    recommended, taken = steps["Approval recommended"], steps["The ministry began its review"]
    assert (recommended.source, recommended.target) == ("in review", "approval to be released")
    assert (taken.who, taken.part, taken.version < recommended.version) == ("Rabia Malik", "reviewer", True)
    assert steps["Submitted to the ministry"].part == "the host"


def test_experts_and_hosts_stand_there_by_their_codes_alone(
    cast: SimpleNamespace, case: Placement, auditor: User, client_of: Clients
) -> None:
    page = client_of(auditor).get(reverse("audit")).content.decode()

    assert case.public_id in page and cast.expert.public_id in page
    for person in (cast.hina, cast.sana):
        assert person.full_name not in page and person.email not in page
    assert cast.hina.public_id in page


def test_what_people_did_to_their_own_account_does_not_name_them(
    cast: SimpleNamespace, client_of: Clients
) -> None:
    create_calendar_feed(by=cast.hina, at=NOW)

    page = client_of(cast.ayesha).get(reverse("audit"), {"kind": "account"}).content.decode()

    assert cast.hina.public_id in page and cast.hina.full_name not in page


def test_an_auditor_of_another_unit_reads_nothing_of_the_case(
    cast: SimpleNamespace, case: Placement, client_of: Clients
) -> None:
    other = factories.make_unit("moitt", name="Another ministry", duties=[Duty.REVIEW_PLACEMENTS])
    stranger = factories.make_staff("other.auditor@demo.example", role=Role.AUDITOR, unit=other)

    assert _steps(stranger, kind="placement") == _steps(stranger, kind="invitation") == []
    foreign = client_of(stranger).get(reverse("audit_chain", args=["placement", case.public_id]))
    unknown = client_of(stranger).get(reverse("audit_chain", args=["placement", "9999999999"]))
    assert (foreign.status_code, unknown.status_code) == (404, 404)


def test_who_oversees_the_portal_reads_other_units_cases_by_code(
    cast: SimpleNamespace, case: Placement
) -> None:
    steps = _steps(cast.ayesha, kind="placement", code=case.public_id)

    assert len(steps) == case.events.count()
    assert cast.rabia.public_id in {step.who for step in steps}
    assert not any("Rabia" in step.who for step in steps)


def test_nobody_audits_a_case_of_their_own(cast: SimpleNamespace, case: Placement, auditor: User) -> None:
    Membership.objects.create(user=auditor, organisation=cast.organisation, role="viewer", since=NOW)

    assert _steps(auditor, kind="placement") == []


@pytest.mark.parametrize("who", ["asma", "ayesha"])
def test_whoever_declared_a_conflict_reads_no_step_of_the_case_and_of_its_invitation(
    cast: SimpleNamespace, case: Placement, auditor: User, who: str
) -> None:
    reader = User.objects.get(pk=getattr(cast, who).pk)
    assert _steps(reader, kind="placement", code=case.public_id)

    ConflictDeclaration.objects.create(
        placement=case, user=reader, has_conflict=True, kind=ConflictKind.FAMILY, at=NOW
    )

    assert _steps(reader, kind="placement") == _steps(reader, kind="invitation") == []


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"step": "take"}, 1),
        ({"by": "rabia@demo.example"}, 3),
        ({"by": "hina@demo.example"}, 0),
        ({"since": factories.TODAY, "until": factories.TODAY, "step": "take"}, 1),
        ({"until": factories.TODAY.replace(year=2020)}, 0),
    ],
)
def test_steps_are_narrowed(case: Placement, auditor: User, chosen: dict[str, Any], expected: int) -> None:
    assert len(_steps(auditor, kind="placement", **chosen)) == expected


def test_leaves_hold_every_step_once_in_both_directions(case: Placement, cast: SimpleNamespace) -> None:
    for number in range(30):
        factories.make_need(cast.organisation, title=f"Need {number}")
    forward, leaf = [], leaf_of_steps(cast.ayesha, {}, after="", before="")
    forward += leaf.rows
    while leaf.after:
        leaf = leaf_of_steps(cast.ayesha, {}, after=leaf.after, before="")
        forward += leaf.rows
    backward = list(leaf.rows)
    while leaf.before:
        leaf = leaf_of_steps(cast.ayesha, {}, after="", before=leaf.before)
        backward = leaf.rows + backward

    places = [step.place for step in forward]
    assert len(places) == len(set(places)) > 50
    assert places == [step.place for step in backward]
    assert [step.at for step in forward] == sorted((step.at for step in forward), reverse=True)


@pytest.mark.parametrize("place", ["nonsense", "placement-1", "account-" + "9" * 12, "x-" + "0" * 12, "-"])
def test_nonsense_is_no_place(case: Placement, auditor: User, place: str, client_of: Clients) -> None:
    client = client_of(auditor)
    answers = [client.get(reverse("audit"), {way: place}).status_code for way in ("after", "before")]

    assert answers == [200, 200]


def test_a_filter_that_cannot_be_read_is_said_beside_its_field(auditor: User, client_of: Clients) -> None:
    answer = client_of(auditor).get(reverse("audit"), {"since": "yesterday", "kind": "unicorn"})

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"since", "kind"}


def test_the_list_costs_the_same_for_one_step_and_for_many(
    cast: SimpleNamespace, auditor: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    client = client_of(auditor)
    client.get(reverse("audit"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("audit"), {"kind": "need"})
    for number in range(3):
        factories.make_need(cast.organisation, title=f"Need {number}")
    with django_assert_num_queries(len(one)):
        client.get(reverse("audit"), {"kind": "need"})


def test_a_chain_that_holds_says_so(case: Placement, auditor: User, client_of: Clients) -> None:
    answer = client_of(auditor).get(reverse("audit_chain", args=["placement", case.public_id]))

    assert f"The chain holds: {case.events.count()} events." in answer.content.decode()


def test_a_step_changed_behind_the_portals_back_shows(
    case: Placement, auditor: User, client_of: Clients
) -> None:
    _tamper("UPDATE exchanges_placementevent SET action = 'agree' WHERE seq = 2 AND subject_id = %s", case)

    answer = client_of(auditor).get(reverse("audit_chain", args=["placement", case.public_id]))

    assert "It is broken at step 2." in answer.content.decode()


def test_a_last_step_that_was_taken_out_shows(case: Placement, auditor: User, client_of: Clients) -> None:
    last = case.events.count()
    _tamper(f"DELETE FROM exchanges_placementevent WHERE seq = {last} AND subject_id = %s", case)

    answer = client_of(auditor).get(reverse("audit_chain", args=["placement", case.public_id]))

    assert "Its last step does not lead to the present state." in answer.content.decode()


def _tamper(sql: str, case: Placement) -> None:
    """Only who owns the table can do this: the trigger is switched off for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE exchanges_placementevent DISABLE TRIGGER append_only")
        cursor.execute(sql, [case.pk])
        cursor.execute("ALTER TABLE exchanges_placementevent ENABLE TRIGGER append_only")


def test_opening_the_life_of_a_person_is_a_look_that_they_can_read(
    cast: SimpleNamespace, auditor: User, client_of: Clients
) -> None:
    client_of(auditor).get(reverse("audit_chain", args=["expert", cast.expert.public_id]))

    look = AccessEvent.objects.get(expert=cast.expert)
    assert (look.viewer, look.why, look.is_list) == (auditor, "audit", False)


@pytest.mark.django_db(transaction=True)
def test_every_chain_is_checked_in_the_background(cast: SimpleNamespace) -> None:
    case = factories.make_submitted(cast.need, cast.expert)
    run = ask_for_check(by=cast.ayesha, at=NOW)
    with pytest.raises(Refused, match="check_is_running"):
        ask_for_check(by=cast.ayesha, at=NOW)
    assert last_check().is_running

    ledger.drain(worker="test", seconds=20, run_id=run.pk)

    check = last_check()
    assert (check.holds, check.n_done, check.faults) == (True, check.n_parts, [])
    assert Run.objects.get(pk=run.pk).state == "done"

    with transaction.atomic():
        _tamper("UPDATE exchanges_placementevent SET action = 'x' WHERE seq = 1 AND subject_id = %s", case)
    run = ask_for_check(by=cast.ayesha, at=NOW)
    ledger.drain(worker="test", seconds=20, run_id=run.pk)

    [fault] = last_check().faults
    assert (fault.slug, fault.code, fault.where) == ("placement", case.public_id, "1")


def test_whoever_does_not_oversee_the_portal_has_nothing_checked(auditor: User, client_of: Clients) -> None:
    answer = client_of(auditor).post(reverse("audit_check"))

    assert answer.status_code == 403
    assert not AccountEvent.objects.filter(action="chains_checked").exists()


def test_the_check_page_shows_what_it_found(
    cast: SimpleNamespace, case: Placement, client_of: Clients
) -> None:
    client = client_of(cast.ayesha)
    empty = client.get(reverse("audit_check")).content.decode()
    asked = client.post(reverse("audit_check"), follow=True).content.decode()
    _tamper("UPDATE exchanges_placementevent SET action = 'x' WHERE seq = 1 AND subject_id = %s", case)
    check_part(slug="placement", first=1 + (case.pk - 1) // 500 * 500, at=Run.objects.latest("pk").created_at)
    found = client.get(reverse("audit_check")).content.decode()

    assert "Nobody has asked for this yet" in empty
    assert "Checking every chain" in asked
    assert case.public_id in found
    assert PlacementEvent.objects.filter(subject=case).exists()
