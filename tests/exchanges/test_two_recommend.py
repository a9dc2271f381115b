"""A change that makes or keeps a plan T2: two reviewers recommend it, and a third person decides."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from common.policies import Denied, decide
from common.refusals import Refused
from diaspora_portal.invariants import INVARIANTS
from exchanges.enums import AmendmentAction as M
from exchanges.enums import ReturnReason
from exchanges.models import Amendment
from exchanges.policies.sampling import was_in_it
from exchanges.selectors.amendments import amendments_waiting
from exchanges.services.amendments import Change, move_amendment, propose_amendment, revise_amendment
from exchanges.services.conflicts import declare_ties
from matching.enums import ConflictKind
from programmes.enums import Mode
from tests import factories
from tests.exchanges.lives import DAY, FIRST, LAST_DAY, make_active

SignIn = Callable[..., Client]
AT = FIRST + 5 * DAY
FIRST_WORDS = "The host has room for so long."


@pytest.fixture
def saad(cast: SimpleNamespace) -> Any:
    return factories.make_staff("saad@demo.example", role=Role.REVIEWER, full_name="Saad")


@pytest.fixture
def longer(cast: SimpleNamespace, saad: Any) -> Amendment:
    """Fourteen days in the country become twenty: the changed plan would have had two reviewers."""
    placement = make_active(cast, mode=Mode.IN_PERSON, days_in_country=14)
    assert placement.tier == "T1"
    factories.declare_none(placement, saad)
    change = Change(ends_on=LAST_DAY + 7 * DAY, days_in_country=20, reason="The parts come late.")
    amendment = propose_amendment(placement_id=placement.pk, change=change, by=cast.hina, at=AT)
    assert amendment.tier == "T2"
    return _move(amendment, M.AGREE, cast.sana)


def _move(amendment: Amendment, action: M, by: Any, note: str = "Please.") -> Amendment:
    reasons = (ReturnReason.DATES_OR_VISA,) if action == M.RETURN else ()
    return move_amendment(amendment_id=amendment.pk, action=action, by=by, at=AT, note=note, reasons=reasons)


def test_it_goes_to_the_decider_after_the_second_alone(
    cast: SimpleNamespace, longer: Amendment, saad: Any
) -> None:
    first = _move(longer, M.RECOMMEND, cast.rabia)
    assert (first.state, list(amendments_waiting(cast.dawood))) == ("agreed", [])
    assert list(amendments_waiting(cast.rabia)) == []
    assert list(amendments_waiting(saad)) == [longer]
    with pytest.raises(Denied):
        _move(longer, M.RECOMMEND, cast.rabia)
    with pytest.raises(Denied):
        _move(longer, M.APPROVE, cast.dawood)

    second = _move(longer, M.RECOMMEND, saad)
    assert (second.state, second.recommended_by, second.second_recommended_by) == (
        "recommended",
        cast.rabia,
        saad,
    )
    assert _move(longer, M.APPROVE, cast.dawood).state == "approved"
    longer.placement.refresh_from_db()
    assert longer.placement.days_in_country == 20
    assert [one.code for one in INVARIANTS if one.broken()] == []


def test_who_recommended_as_the_second_does_not_decide(
    cast: SimpleNamespace, longer: Amendment, saad: Any
) -> None:
    saad.posts.create(unit=cast.most, role="decider", starts_on=FIRST.date() - 60 * DAY)
    _move(longer, M.RECOMMEND, cast.rabia)
    _move(longer, M.RECOMMEND, saad)

    with pytest.raises(Denied):
        _move(longer, M.APPROVE, saad)
    assert list(amendments_waiting(saad)) == []


def test_the_second_does_not_read_the_first_before_both_are_in(
    cast: SimpleNamespace, longer: Amendment, saad: Any, client_of: SignIn
) -> None:
    address = reverse("exchanges:amendment", args=[longer.public_id])
    _move(longer, M.RECOMMEND, cast.rabia, FIRST_WORDS)

    assert FIRST_WORDS in client_of(cast.rabia).get(address).content.decode()
    assert FIRST_WORDS not in client_of(saad).get(address).content.decode()
    _move(longer, M.RECOMMEND, saad)
    assert FIRST_WORDS in client_of(saad).get(address).content.decode()


def test_the_parties_learn_of_neither(cast: SimpleNamespace, longer: Amendment, client_of: SignIn) -> None:
    address = reverse("exchanges:amendment", args=[longer.public_id])
    before = [client_of(one).get(address).content.decode().count("<li") for one in (cast.hina, cast.sana)]
    _move(longer, M.RECOMMEND, cast.rabia, FIRST_WORDS)

    for person, n_lines in zip((cast.hina, cast.sana), before, strict=True):
        page = client_of(person).get(address).content.decode()
        assert FIRST_WORDS not in page
        assert page.count("<li") == n_lines


def test_after_a_return_both_look_at_it_anew(cast: SimpleNamespace, longer: Amendment, saad: Any) -> None:
    _move(longer, M.RECOMMEND, cast.rabia)
    returned = _move(longer, M.RETURN, saad)

    assert (returned.state, returned.recommended_by, returned.second_recommended_by) == (
        "returned",
        None,
        None,
    )


@pytest.mark.parametrize(
    "columns",
    [
        "second_recommended_by_id = %(rabia)s",
        "recommended_by_id = %(rabia)s, second_recommended_by_id = %(rabia)s",
        "recommended_by_id = %(rabia)s, second_recommended_by_id = %(saad)s, decided_by_id = %(saad)s",
    ],
)
def test_the_database_knows_that_they_are_three(
    cast: SimpleNamespace, longer: Amendment, saad: Any, columns: str
) -> None:
    people = {"rabia": cast.rabia.pk, "saad": saad.pk, "pk": longer.pk}

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exchanges_amendment SET {columns} WHERE id = %(pk)s", people)


def test_an_approval_after_one_recommendation_breaks_a_promise(
    cast: SimpleNamespace, longer: Amendment
) -> None:
    people = {"recommended_by": cast.rabia, "decided_by": cast.dawood}
    Amendment.objects.filter(pk=longer.pk).update(state="approved", **people)

    assert "I22" in [one.code for one in INVARIANTS if one.broken()]


def test_who_recommended_before_a_return_does_not_decide_after_it(
    cast: SimpleNamespace, longer: Amendment, saad: Any
) -> None:
    third = factories.make_staff("third@demo.example", role=Role.REVIEWER)
    factories.declare_none(longer.placement, third)
    _move(longer, M.RECOMMEND, saad)
    _move(longer, M.RETURN, cast.rabia)
    change = Change(ends_on=LAST_DAY + 7 * DAY, days_in_country=19, reason="A day less.")
    revise_amendment(amendment_id=longer.pk, change=change, by=cast.hina, at=AT)
    for action, by in ((M.AGREE, cast.sana), (M.RECOMMEND, cast.rabia), (M.RECOMMEND, third)):
        _move(longer, action, by)
    saad.posts.create(unit=cast.most, role="decider", starts_on=FIRST.date() - 60 * DAY)
    saad = User.objects.get(pk=saad.pk)

    refused = decide(saad, "exchanges.approve_amendment", Amendment.objects.get(pk=longer.pk))
    assert str(refused.reason) == "You recommended this change; now it is for somebody else."
    assert list(amendments_waiting(saad)) == []
    assert list(amendments_waiting(cast.dawood)) == [longer]


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_who_judged_a_change_does_not_leave_in_silence(
    cast: SimpleNamespace, longer: Amendment, saad: Any, steps: int
) -> None:
    lives = ((M.RECOMMEND, saad), (M.RECOMMEND, cast.rabia), (M.APPROVE, cast.dawood))
    for action, by in lives[:steps]:
        _move(longer, action, by)

    for _action, by in lives[:steps]:
        with pytest.raises(Refused):
            declare_ties(placement_id=longer.placement_id, kind=ConflictKind.FAMILY, by=by, at=AT)
    assert [one.code for one in INVARIANTS if one.broken()] == []


def test_after_a_return_one_may_say_that_a_tie_showed_later(
    cast: SimpleNamespace, longer: Amendment, saad: Any
) -> None:
    _move(longer, M.RECOMMEND, saad)
    _move(longer, M.RETURN, cast.rabia)

    declare_ties(placement_id=longer.placement_id, kind=ConflictKind.FAMILY, by=saad, at=AT)

    assert [one.code for one in INVARIANTS if one.broken()] == []


@pytest.mark.parametrize("action", [M.RECOMMEND, M.RETURN])
def test_who_judged_a_change_was_in_the_case(
    cast: SimpleNamespace, longer: Amendment, saad: Any, action: M
) -> None:
    assert not was_in_it(saad, longer.placement)
    _move(longer, M.RECOMMEND, cast.rabia)
    _move(longer, action, saad)

    assert was_in_it(saad, longer.placement)


def test_before_the_declaration_the_queue_tells_neither_the_change_nor_how_far_it_is(
    cast: SimpleNamespace, longer: Amendment, saad: Any, client_of: SignIn
) -> None:
    new = factories.make_staff("new@demo.example", role=Role.DECIDER)
    _move(longer, M.RECOMMEND, cast.rabia)
    _move(longer, M.RECOMMEND, saad)

    def told() -> tuple[str, bool]:
        (row,) = client_of(new).get(reverse("exchanges:review_queue")).context["amendments"]
        return row.state_label, bool(row.changes)

    closed = told()
    factories.declare_none(longer.placement, new)
    assert (closed, told()) == (("with the ministry", False), ("change to be decided", True))
