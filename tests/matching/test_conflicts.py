"""Ties to an organisation: declared by the person, assessed by staff, respected by the lists."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.enums import Duty, Role
from common.policies import Denied
from common.refusals import Refused
from experts.models import AccessEvent
from incubators.enums import NeedAction
from incubators.services.steps import move_need
from matching.enums import ConflictKind, ConflictState
from matching.models import Conflict
from matching.services import assess_conflict, declare_conflict, withdraw_conflict
from tests import factories
from tests.factories import NOW
from tests.matching.test_adapter import compiled


@pytest.fixture
def tie(cast):
    return declare_conflict(
        expert_id=cast.expert.pk,
        organisation_id=cast.organisation.pk,
        kind=ConflictKind.EMPLOYER,
        evidence="Until 2025",
        by=cast.hina,
        at=NOW,
    )


def declared_again(cast, **changes):
    values = {
        "expert_id": cast.expert.pk,
        "organisation_id": cast.organisation.pk,
        "kind": ConflictKind.EMPLOYER,
    }
    return declare_conflict(**(values | changes), evidence="", by=cast.hina, at=NOW)


def test_a_declared_tie_bars_nothing_until_it_is_assessed(cast, tie):
    assert tie.state == ConflictState.PROPOSED
    assert len(compiled(cast.need).need.conflict_rows) == 0


def test_a_tie_that_bars_takes_the_expert_off_the_lists_of_that_organisation(cast, tie):
    assess_conflict(conflict_id=tie.pk, bars=True, note="Employed there.", by=cast.omar, at=NOW)

    assert len(compiled(cast.need).need.conflict_rows) == 1


def test_a_tie_that_is_managed_leaves_the_expert_on_the_list(cast, tie):
    assess_conflict(conflict_id=tie.pk, bars=False, note="Left in 2023.", by=cast.omar, at=NOW)

    assert len(compiled(cast.need).need.conflict_rows) == 0


def test_the_same_tie_is_declared_once(cast, tie):
    with pytest.raises(Refused) as refusal:
        declared_again(cast)

    assert (refusal.value.code, refusal.value.field) == ("conflict_once", "kind")


def test_a_tie_to_an_organisation_that_is_not_verified_cannot_be_declared(cast, tie):
    waiting = factories.make_organisation(cast.kamran, name="Waiting", verified=False)

    with pytest.raises(Refused, match="organisation_unknown"):
        declared_again(cast, organisation_id=waiting.pk)


def test_nobody_else_declares_withdraws_or_assesses(cast, tie):
    with pytest.raises(Denied):
        declared_again(cast, expert_id=cast.other_expert.pk)
    with pytest.raises(Denied):
        withdraw_conflict(conflict_id=tie.pk, by=cast.bilal, at=NOW)
    for stranger in (cast.hina, cast.sana, cast.asma, cast.ayesha):
        with pytest.raises(Denied):
            assess_conflict(conflict_id=tie.pk, bars=True, note="x", by=stranger, at=NOW)


def test_a_tie_can_be_withdrawn_until_it_is_decided(cast, tie):
    assess_conflict(conflict_id=tie.pk, bars=False, note="Known.", by=cast.omar, at=NOW)

    with pytest.raises(Refused, match="conflict_is_decided"):
        withdraw_conflict(conflict_id=tie.pk, by=cast.hina, at=NOW)
    with pytest.raises(Refused, match="conflict_is_decided"):
        assess_conflict(conflict_id=tie.pk, bars=True, note="x", by=cast.omar, at=NOW)
    other = declared_again(cast, kind=ConflictKind.FAMILY)
    withdraw_conflict(conflict_id=other.pk, by=cast.hina, at=NOW)
    assert Conflict.objects.count() == 1


def test_the_person_declares_on_a_page_and_reads_what_the_ministry_says(cast, client_of):
    client = client_of(cast.hina)
    answers = {"organisation": cast.organisation.public_id, "kind": "family", "evidence": "<b>A cousin</b>"}

    declared = client.post(reverse("matching:conflict_declare"), answers, follow=True).content.decode()
    conflict = Conflict.objects.get()
    assess_conflict(conflict_id=conflict.pk, bars=False, note="Known and no obstacle.", by=cast.omar, at=NOW)
    page = client.get(reverse("matching:conflicts")).content.decode()

    assert "&lt;b&gt;A cousin&lt;/b&gt;" in declared
    assert "Known and no obstacle." in page


def test_opening_a_declared_tie_is_recorded_for_the_person(cast, tie, client_of):
    page = client_of(cast.omar).get(reverse("matching:conflict", args=[tie.public_id])).content.decode()

    assert "Hina Qureshi" in page
    assert [(e.viewer, e.why) for e in AccessEvent.objects.filter(expert=cast.expert)] == [
        (cast.omar, "conflict")
    ]


@pytest.mark.parametrize("nonsense", ["", "x" * 5_000, "\x00", "-1", "NOBODY1234"])
def test_nonsense_in_the_form_is_answered_beside_the_field(cast, client_of, nonsense):
    answer = client_of(cast.hina).post(
        reverse("matching:conflict_declare"),
        {"organisation": nonsense, "kind": nonsense, "evidence": nonsense},
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("n", [1, 3])
def test_the_queue_costs_the_same_for_one_tie_and_for_three(cast, client_of, n, django_assert_num_queries):
    for kind in list(ConflictKind)[:n]:
        declared_again(cast, kind=kind)
    client = client_of(cast.omar)
    client.get(reverse("matching:conflict_queue"))

    with django_assert_num_queries(4):
        client.get(reverse("matching:conflict_queue"))


def test_reviewers_read_declared_ties_on_the_case_and_hosts_do_not(cast, tie, client_of):
    placement = factories.make_submitted(cast.need, cast.expert)
    factories.declare_none(placement, cast.rabia)
    address = reverse("exchanges:placement", args=[placement.public_id])

    assert "Until 2025" in client_of(cast.rabia).get(address).content.decode()
    assert "Until 2025" not in client_of(cast.sana).get(address).content.decode()


@pytest.fixture
def elsewhere(cast):
    """A reviewer of another unit, which has a programme of its own."""
    unit = factories.make_unit("hec", name="HEC", duties=[Duty.REVIEW_PLACEMENTS])
    programme = factories.make_programme("faculty", unit=unit)
    reviewer = factories.make_staff("nadia@demo.example", role=Role.REVIEWER, unit=unit)
    return SimpleNamespace(unit=unit, programme=programme, reviewer=reviewer)


def seen_by(user):
    return list(Conflict.objects.visible_to(user))


def test_a_unit_without_a_need_of_the_organisation_sees_no_tie_to_it(cast, tie, elsewhere, client_of):
    browser = client_of(elsewhere.reviewer)
    page = reverse("matching:conflict", args=[tie.public_id])

    queue = browser.get(reverse("matching:conflict_queue"))
    assert (queue.status_code, "Ravi" in queue.content.decode()) == (200, False)
    assert "Ties to organisations whose needs your unit reviews" in queue.content.decode()
    assert browser.get(page).status_code == 404
    with pytest.raises(Denied, match="Another unit"):
        assess_conflict(conflict_id=tie.pk, bars=True, note="x", by=elsewhere.reviewer, at=NOW)
    assert (seen_by(cast.rabia), seen_by(elsewhere.reviewer)) == ([tie], [])


def test_a_unit_sees_a_tie_once_the_organisation_has_a_need_in_its_programme(cast, tie, elsewhere, client_of):
    need = factories.make_need(cast.organisation, programme=elsewhere.programme, opened=False)
    assert seen_by(elsewhere.reviewer) == []

    move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)

    assert "Ravi" in client_of(elsewhere.reviewer).get(reverse("matching:conflict_queue")).content.decode()
    assess_conflict(conflict_id=tie.pk, bars=True, note="Employed.", by=elsewhere.reviewer, at=NOW)


def test_a_tie_to_an_organisation_without_needs_waits_for_those_who_verify_experts(cast, elsewhere):
    idle = factories.make_organisation(cast.kamran, name="Nothing asked yet")
    declared = declared_again(cast, organisation_id=idle.pk)

    assert (seen_by(cast.omar), seen_by(elsewhere.reviewer)) == ([declared], [])


def test_a_body_of_the_ministry_does_not_assess_ties_to_itself_alone(cast, elsewhere):
    """Its own needs are reviewed elsewhere, and so are ties to it."""
    body = factories.make_organisation(name="HEC itself", unit=elsewhere.unit)
    factories.make_need(body, programme=elsewhere.programme)
    declared = declared_again(cast, organisation_id=body.pk)

    assert (seen_by(cast.omar), seen_by(elsewhere.reviewer)) == ([declared], [])
