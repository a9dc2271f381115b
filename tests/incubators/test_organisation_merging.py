"""Two organisations become one, and can be two again as they were."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from common import ledger
from common.events import broken_links
from common.policies import Denied
from common.refusals import Refused
from exchanges.models import ContactLog, Participation, Placement
from exchanges.services.organisations_merged import follow_organisation_merge as follow_with_cases
from incubators.enums import MemberRole, OrganisationState
from incubators.models import (
    Facility,
    Membership,
    Need,
    NeedImport,
    Organisation,
    OrganisationMerge,
    OrganisationPair,
    Venture,
)
from incubators.policies import forget_roles
from incubators.services import (
    ask_parent,
    convert_signal,
    draft_need,
    invite_member,
    signal_demand,
    undo_need_import,
)
from incubators.services.members import remove_member
from incubators.services.merging import merge_organisations, undo_organisation_merge
from incubators.services.needs import lock_need
from incubators.services.organisations import lock_organisation
from incubators.services.pairs import find_pairs, propose
from matching.enums import ConflictKind
from matching.models import Conflict, Exclusion
from matching.services import declare_conflict
from matching.services.organisations_merged import follow_organisation_merge as follow_with_ties
from tests import factories
from tests.factories import NOW

LATER = NOW + timedelta(days=29)
TOO_LATE = NOW + timedelta(days=31)


@pytest.fixture
def twins(cast):
    """Sana's organisation is kept; the other one of the same name has people and work as well."""
    nadia = factories.make_user("nadia@demo.example", full_name="Nadia Aslam")
    other = factories.make_organisation(
        nadia, name="Ravi Incubation Center", website="https://ravi.example", email_domain="ravi.example"
    )
    Membership.objects.create(
        user=cast.sana, organisation=other, role=MemberRole.EDITOR, since=NOW - timedelta(days=9)
    )
    Membership.objects.create(user=cast.kamran, organisation=cast.organisation, role="viewer", since=NOW)
    Membership.objects.create(user=cast.kamran, organisation=other, role=MemberRole.OWNER, since=NOW)
    Venture.objects.create(organisation=other, name="Pump Works", stage="idea")
    Facility.objects.create(organisation=other, name="Bench", kind="lab")
    invite_member(
        organisation_id=other.pk, email="new@ravi.example", role=MemberRole.EDITOR, by=nadia, at=NOW
    )
    return cast.organisation, other


def pair_of(first, second):
    return propose(first.pk, second.pk, ["name_territory"], at=NOW)


def merge(pair, keep, by, at=NOW, note="One house, two entries."):
    pair.refresh_from_db()
    return merge_organisations(
        pair_id=pair.pk, keep=keep.public_id, note=note, by=by, at=at, version=pair.version
    )


def undo(pair, by, at=LATER):
    pair.refresh_from_db()
    return undo_organisation_merge(pair_id=pair.pk, note="They are two.", by=by, at=at, version=pair.version)


def follow():
    ledger.drain(worker="test", seconds=20)


def belongings(organisation):
    """What undoing has to give back, to compare it with what was there."""
    organisation.refresh_from_db()
    names = ("name_ur", "website", "email_domain", "about", "place_id", "state", "state_since", "parent_id")
    rows = {
        relation: sorted(getattr(organisation, relation).values_list("pk", flat=True))
        for relation in ("needs", "facilities", "ventures", "invitations", "tenants", "placements")
    }
    people = sorted(organisation.memberships.values_list("user_id", "role", "since"))
    ties = sorted(Conflict.objects.filter(organisation=organisation).values_list("pk", flat=True))
    set_aside = sorted(Exclusion.objects.filter(organisation=organisation).values_list("pk", flat=True))
    taking_part = sorted(Participation.objects.filter(organisation=organisation).values_list("pk", flat=True))
    return [getattr(organisation, name) for name in names], rows, people, ties, set_aside, taking_part


def test_everything_of_the_closed_one_moves_to_the_kept_one(cast, twins):
    kept, closed = twins
    need = factories.make_need(closed, title="Pump designer")

    merge(pair_of(*twins), kept, cast.omar)

    closed.refresh_from_db()
    kept.refresh_from_db()
    assert closed.state == OrganisationState.CLOSED
    assert Need.objects.get(pk=need.pk).organisation == kept
    for relation in ("needs", "facilities", "ventures", "invitations", "memberships", "tenants"):
        assert not getattr(closed, relation).exists()
    assert [venture.name for venture in kept.ventures.all()] == ["Pump Works"]
    assert (kept.website, kept.email_domain) == ("https://ravi.example", "ravi.example")
    for organisation in twins:
        assert broken_links(list(organisation.events.order_by("seq"))) == []


def test_who_belonged_to_both_has_the_greater_part(cast, twins):
    kept, _closed = twins

    merge(pair_of(*twins), kept, cast.omar)

    roles = dict(kept.memberships.values_list("user__full_name", "role"))
    assert roles == {"Sana Tariq": "owner", "Kamran Baloch": "owner", "Nadia Aslam": "owner"}


def test_who_left_since_does_not_come_back_by_undoing(cast, twins):
    kept, closed = twins
    pair = pair_of(*twins)
    merge(pair, kept, cast.omar)
    remove_member(organisation_id=kept.pk, member_id=cast.kamran.pk, by=cast.sana, at=NOW)

    undo(pair, cast.rabia)

    assert not closed.memberships.filter(user=cast.kamran).exists()


def test_undoing_gives_both_back_exactly(cast, twins):
    kept, closed = twins
    need = factories.make_need(closed, title="Pump designer")
    cast.expert.capacity = 5
    cast.expert.save()
    factories.make_placement(need, cast.expert)
    factories.make_placement(cast.need, cast.expert)
    tenant = factories.make_organisation(name="Small Works")
    tenant.parent = closed
    tenant.save()
    declare_conflict(
        expert_id=cast.other_expert.pk,
        organisation_id=closed.pk,
        kind=ConflictKind.EMPLOYER,
        evidence="Until 2025",
        by=cast.bilal,
        at=NOW,
    )
    follow()
    before = [belongings(organisation) for organisation in twins]
    pair = pair_of(*twins)

    merge(pair, kept, cast.omar)
    follow()
    in_between = belongings(kept)
    undo(pair, cast.rabia)
    follow()

    assert len(in_between[1]["placements"]) == 2
    assert in_between[1]["tenants"] == [tenant.pk]
    assert len(in_between[3]) == 1
    assert [belongings(organisation) for organisation in twins] == before


def test_cases_and_ties_follow_once_however_often_it_is_said(cast, twins):
    kept, closed = twins
    need = factories.make_need(closed, title="Pump designer")
    placement = factories.make_placement(need, cast.expert)
    pair = pair_of(*twins)
    merge(pair, kept, cast.omar)

    merge_id = OrganisationMerge.objects.get().pk
    for _time in range(2):
        follow_with_cases(merge_id=merge_id)
        follow_with_ties(merge_id=merge_id, at=NOW)

    assert Placement.objects.get(pk=placement.pk).organisation == kept
    assert not Participation.objects.filter(organisation=closed).exists()


def test_what_came_to_the_kept_one_since_stays_there(cast, twins):
    kept, closed = twins
    pair = pair_of(*twins)
    merge(pair, kept, cast.omar)
    new = factories.make_need(kept, title="Written afterwards")

    undo(pair, cast.omar)

    assert Need.objects.get(pk=new.pk).organisation == kept
    assert not closed.needs.exists()


def test_an_undo_comes_within_thirty_days(cast, twins):
    pair = pair_of(*twins)
    merge(pair, twins[0], cast.omar)

    with pytest.raises(Refused, match="merge_undo_too_late"):
        undo(pair, cast.omar, at=TOO_LATE)


def test_a_merge_into_one_that_was_merged_on_is_undone_after_that(cast, twins):
    kept, closed = twins
    third = factories.make_organisation(name="Ravi Centre of Incubation")
    first, second = pair_of(kept, closed), pair_of(kept, third)
    merge(first, kept, cast.omar)
    merge(second, third, cast.omar)

    with pytest.raises(Refused, match="merge_not_open"):
        undo(first, cast.omar)
    undo(second, cast.omar)
    undo(first, cast.omar)

    assert Organisation.objects.get(pk=closed.pk).state == OrganisationState.VERIFIED


def test_the_verified_one_is_kept(cast):
    pending = factories.make_organisation(name="Ravi Incubation Center", verified=False)

    with pytest.raises(Refused, match="merge_keep_verified"):
        merge(pair_of(cast.organisation, pending), pending, cast.omar)


def test_the_one_of_a_ministry_unit_is_kept(cast):
    ours = factories.make_organisation(name="Ravi Incubation Center", unit=cast.mission)

    with pytest.raises(Refused, match="merge_keep_unit"):
        merge(pair_of(cast.organisation, ours), cast.organisation, cast.omar)


def test_a_parent_and_its_tenant_are_not_merged(cast, twins):
    kept, closed = twins
    pair = pair_of(*twins)
    closed.parent = kept
    closed.save()

    for keep in twins:
        with pytest.raises(Refused, match="merge_family"):
            merge(pair, keep, cast.omar)


def test_tenants_are_not_moved_too_deep(cast, twins):
    kept, closed = twins
    tops = [factories.make_organisation(name=name) for name in ("Top Park", "Middle Park", "Low Lab")]
    tops[1].parent, kept.parent = tops[0], tops[1]
    tops[2].parent = closed
    for organisation in (*tops, kept):
        organisation.save()

    with pytest.raises(Refused, match="merge_too_deep"):
        merge(pair_of(*twins), kept, cast.omar)


def test_a_merge_needs_a_note_a_known_choice_and_the_present_version(cast, twins):
    pair = pair_of(*twins)

    with pytest.raises(Refused, match="note_required"):
        merge(pair, twins[0], cast.omar, note=" ")
    with pytest.raises(Refused, match="merge_unknown_choice"):
        merge(pair, cast.other_organisation, cast.omar)
    with pytest.raises(Refused, match="stale_version"):
        merge_organisations(
            pair_id=pair.pk, keep=twins[0].public_id, note="One.", by=cast.omar, at=NOW, version=99
        )
    assert not OrganisationMerge.objects.exists()


def test_nobody_writes_for_a_closed_organisation(cast, twins):
    kept, closed = twins
    merge(pair_of(*twins), kept, cast.omar)
    nadia = Membership.objects.get(user__email="nadia@demo.example").user
    forget_roles(nadia)

    with pytest.raises(Denied):
        draft_need(organisation_id=closed.pk, terms={"title": "x"}, by=nadia, at=NOW)
    with pytest.raises(Denied):
        ask_parent(tenant_id=closed.pk, parent_id=cast.other_organisation.pk, by=nadia, at=NOW)


def test_the_address_of_the_closed_one_leads_to_the_kept_one(cast, twins, client_of):
    kept, closed = twins
    pair = pair_of(*twins)
    merge(pair, kept, cast.omar)
    address = f"/organisations/{closed.public_id}/"

    for somebody in (None, cast.hina, cast.sana, cast.omar):
        assert client_of(somebody).get(address).headers["Location"] == f"/organisations/{kept.public_id}/"
    undo(pair, cast.omar, at=NOW)
    assert client_of(None).get(address).status_code == 200


def test_a_closed_organisation_is_no_longer_compared(cast, twins):
    for organisation in twins:
        find_pairs(organisation_id=organisation.pk, at=NOW)
    pair = OrganisationPair.objects.get()
    merge(pair, twins[0], cast.omar)
    third = factories.make_organisation(name="Ravi Incubation Centre")
    for organisation in (*twins, third):
        find_pairs(organisation_id=organisation.pk, at=NOW)

    assert [p.newer for p in OrganisationPair.objects.proposed()] == [third]


def test_staff_merge_and_undo_on_the_page(cast, twins, client_of):
    client = client_of(cast.omar)
    pair = pair_of(*twins)
    page = f"/organisations/duplicates/{pair.public_id}/"

    refused = client.post(f"{page}merge/", {"note": "One house.", "version": pair.version})
    assert (refused.status_code, "One house." in refused.content.decode()) == (422, True)
    given = {"note": "One house.", "keep": twins[0].public_id, "version": pair.version}
    assert client.post(f"{page}merge/", given).status_code == 302
    shown = client.get(page).content.decode()
    assert ("Undo: they are two" in shown, "One house." in shown) == (True, True)
    pair.refresh_from_db()
    again = client.post(f"{page}undo/", {"note": "Two.", "version": pair.version})

    assert (again.status_code, "Make one of the two" in client.get(page).content.decode()) == (302, True)


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_end_in_order_and_close_each_organisation_once() -> None:
    """Three that are one, merged in a ring by three people: the last is refused, nobody waits for ever."""
    staff = [
        factories.make_staff(f"{name}@demo.example", role="officer") for name in ("omar", "rabia", "dawood")
    ]
    a, b, c = (factories.make_organisation(name=f"Ravi Lab {n}") for n in "abc")
    with_pairs = [(pair_of(a, b), a), (pair_of(b, c), b), (pair_of(c, a), c)]
    together = Barrier(3)

    def attempt(number: int) -> str:
        pair, keep = with_pairs[number]
        try:
            together.wait(timeout=10)
            merge(pair, keep, staff[number])
            return "done"
        except (Refused, Denied) as refusal:
            return getattr(refusal, "code", "denied")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        ends = sorted(pool.map(attempt, range(3)))

    assert ends == ["done", "done", "merge_not_open"]
    assert Organisation.objects.filter(state=OrganisationState.CLOSED).count() == 2
    assert OrganisationMerge.objects.values("closed").distinct().count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_merge_by_two_at_once_happens_once() -> None:
    staff = [factories.make_staff(f"{name}@demo.example", role="officer") for name in ("omar", "rabia")]
    a, b = (factories.make_organisation(name=f"Ravi Lab {n}") for n in "ab")
    pair = pair_of(a, b)
    version = pair.version
    together = Barrier(2)

    def attempt(number: int) -> str:
        try:
            together.wait(timeout=10)
            keep = (a, b)[number]
            merge_organisations(
                pair_id=pair.pk, keep=keep.public_id, note="One.", by=staff[number], at=NOW, version=version
            )
            return "done"
        except (Refused, Denied):
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(attempt, range(2)))

    assert (ends, OrganisationMerge.objects.count()) == (["done", "refused"], 1)


def until_they_wait(n: int) -> None:
    """So many connections wait for a lock of another."""
    for _turn in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the first one for ever
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= n:
                return
        time.sleep(0.05)
    raise AssertionError("they do not wait")


@pytest.mark.django_db(transaction=True)
def test_a_merge_and_work_on_a_need_that_it_moves_do_not_wait_in_a_ring() -> None:
    omar = factories.make_staff("omar@demo.example", role="officer")
    sana = factories.make_user("sana@demo.example")
    a, b = (
        factories.make_organisation(name="Ravi Lab a"),
        factories.make_organisation(sana, name="Ravi Lab b"),
    )
    need, expert = factories.make_need(b), factories.make_expert()
    pair = pair_of(a, b)

    def merged() -> str:
        try:
            merge(pair, a, omar)
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        lock_need(need.pk)
        other = pool.submit(merged)
        until_they_wait(1)
        ContactLog.objects.create(
            expert=expert, organisation=b, channel="call", on=NOW.date(), written_by=sana, written_at=NOW
        )
    assert other.result(timeout=20) == "done"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("held", ["organisation", "need"])
def test_a_merge_and_work_on_signals_and_imports_do_not_wait_in_a_ring(held) -> None:
    """The merge comes first; whoever works on what it moves goes on afterwards, for the kept one."""
    omar = factories.make_staff("omar@demo.example", role="officer")
    sana = factories.make_user("sana@demo.example")
    a, b = (
        factories.make_organisation(name="Ravi Lab a"),
        factories.make_organisation(sana, name="Ravi Lab b"),
    )
    factories.make_programme()
    asked = {"theme": factories.make_theme(), "category": "talk", "territory": factories.make_place()}
    signal = signal_demand(organisation_id=b.pk, by=sana, at=NOW, **asked)
    need = convert_signal(signal_id=signal.pk, by=sana, at=NOW)
    signal = signal_demand(organisation_id=b.pk, by=sana, at=NOW, **asked)
    batch = NeedImport.objects.create(organisation=b, file_name="needs.json", by=sana, at=NOW)
    batch.needs.add(need)
    pair = pair_of(a, b)

    def closing(doing):
        forget_roles(sana)
        try:
            return doing()
        finally:
            connections.close_all()

    def work():
        if held == "organisation":
            return convert_signal(signal_id=signal.pk, by=sana, at=NOW).organisation
        return undo_need_import(batch_id=batch.pk, by=sana, at=NOW)

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            lock_organisation(b.pk) if held == "organisation" else lock_need(need.pk)
            merging = pool.submit(closing, lambda: merge(pair, a, omar))
            until_they_wait(1)
            working = pool.submit(closing, work)
            until_they_wait(2)
        merging.result(timeout=20)
        done = working.result(timeout=20)
    assert done == (a if held == "organisation" else 1)
