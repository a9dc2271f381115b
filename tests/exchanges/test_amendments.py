"""A change of an approved plan: proposed, agreed by the other side, recommended, decided by somebody else."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from common.models import Outbox
from common.outbox import TEMPLATES, as_read_by
from common.policies import Denied
from common.refusals import Refused
from diaspora_portal.invariants import INVARIANTS
from exchanges.enums import AmendmentAction as M
from exchanges.enums import PlacementAction as A
from exchanges.enums import ReturnReason
from exchanges.models import Amendment, Letter, Placement
from exchanges.selectors.amendments import amendment_page, amendments_waiting
from exchanges.selectors.facts import policy_for
from exchanges.selectors.letters import letter_page
from exchanges.selectors.life_waiting import life_waiting
from exchanges.services.amendments import Change, move_amendment, propose_amendment, revise_amendment
from experts.models import Commitment
from programmes.enums import Mode
from programmes.models import PolicyVersion
from tests import factories
from tests.exchanges.lives import (
    DAY,
    FIRST,
    FIRST_DAY,
    LAST_DAY,
    end,
    make_active,
    make_approved,
    make_confirmed,
)
from tests.factories import NOW

SignIn = Callable[..., Client]
LATER = LAST_DAY + 28 * DAY
AT = FIRST + 5 * DAY


def _propose(placement: Placement, by: Any, **change: Any) -> Amendment:
    values = {"ends_on": LATER, "reason": "The inverters come late."} | change
    return propose_amendment(placement_id=placement.pk, change=Change(**values), by=by, at=AT)


def _move(amendment: Amendment, action: M, by: Any, **more: Any) -> Amendment:
    values = {
        "note": "Please.",
        "reasons": (ReturnReason.DATES_OR_VISA,) if action == M.RETURN else (),
    } | more
    return move_amendment(amendment_id=amendment.pk, action=action, by=by, at=AT, **values)


def _refusal_of(doing: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code, refused.value.field


def _broken() -> list[str]:
    codes = ("I01", "I02", "I03", "I07", "I21", "I22")
    return [one.code for one in INVARIANTS if one.code in codes and one.broken()]


def _last_mails() -> set[tuple[str, str]]:
    """Of the newest step: to whom, and the subject."""
    rows = Outbox.objects.filter(template="exchanges.amendment_step")
    newest = rows.order_by("-pk")[0].ids
    found = set()
    for row in rows.filter(ids=newest):
        with as_read_by(row.recipient):
            found.add((row.recipient.email.partition("@")[0], TEMPLATES[row.template](**row.ids).subject))
    return found


def test_an_extension_is_agreed_recommended_and_decided_by_another(cast: SimpleNamespace) -> None:
    placement = make_active(cast)
    amendment = _propose(placement, cast.hina)
    assert _last_mails() == {
        ("sana", "Answer: a change of the plan of “Mentor for a solar start-up” is proposed")
    }

    _move(amendment, M.AGREE, cast.sana)
    _move(amendment, M.RECOMMEND, cast.rabia)
    placement.refresh_from_db()
    assert placement.ends_on == LAST_DAY  # not before it is decided
    _move(amendment, M.APPROVE, cast.dawood)

    placement.refresh_from_db()
    assert (placement.ends_on, placement.n_amendments, placement.tier) == (LATER, 1, "T1")
    promised = Commitment.objects.get(source_ref=placement.invitation.source_ref)
    assert (promised.starts_on, promised.ends_on) == (FIRST_DAY, LATER)
    assert [one.plan["ends_on"] for one in placement.plan_versions.order_by("number")] == [
        LAST_DAY.isoformat(),
        LATER.isoformat(),
    ]
    assert placement.events.order_by("-seq")[0].action == A.AMEND
    assert {who for who, _subject in _last_mails()} == {"hina", "sana"}
    assert _broken() == []


def test_the_letter_goes_on_saying_what_it_was_issued_for(cast: SimpleNamespace) -> None:
    placement = make_active(cast)
    amendment = _propose(placement, cast.hina)
    for action, by in ((M.AGREE, cast.sana), (M.RECOMMEND, cast.rabia), (M.APPROVE, cast.dawood)):
        _move(amendment, action, by)

    page = letter_page(Letter.objects.select_related("placement").get(kind="approval"), cast.sana)

    rows = [value for block in page.sides[0].blocks for _label, value in block.rows]
    assert "23 March 2027" in rows


def test_nobody_answers_their_own_proposal_and_nobody_decides_what_they_recommended(
    cast: SimpleNamespace,
) -> None:
    cast.rabia.posts.create(unit=cast.most, role="decider", starts_on=NOW.date() - 9 * DAY)
    amendment = _propose(make_active(cast), cast.hina)

    for action, by in ((M.AGREE, cast.hina), (M.WITHDRAW, cast.sana), (M.RECOMMEND, cast.rabia)):
        with pytest.raises(Denied):
            _move(amendment, action, by)
    _move(amendment, M.AGREE, cast.sana)
    _move(amendment, M.RECOMMEND, cast.rabia)
    with pytest.raises(Denied):
        _move(amendment, M.APPROVE, cast.rabia)


def test_the_database_refuses_an_approval_by_one_person(cast: SimpleNamespace) -> None:
    amendment = _propose(make_active(cast), cast.hina)

    for columns in ("state = 'approved'", "state = 'approved', recommended_by_id = %s, decided_by_id = %s"):
        values = [cast.rabia.pk] * columns.count("%s")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as sql:
            sql.execute(f"UPDATE exchanges_amendment SET {columns} WHERE id = %s", [*values, amendment.pk])


def test_what_is_small_and_stays_small_is_in_force_once_both_agree(cast: SimpleNamespace) -> None:
    short = {"ends_on": FIRST_DAY + 6 * DAY, "hours_per_week": 2}
    placement = make_approved(cast, **short)
    assert placement.tier == "T0"
    amendment = _propose(placement, cast.sana, ends_on=FIRST_DAY + 13 * DAY)

    _move(amendment, M.AGREE, cast.hina)

    placement.refresh_from_db()
    assert (amendment.tier, placement.ends_on, placement.n_amendments) == ("T0", FIRST_DAY + 13 * DAY, 1)
    assert _broken() == []


def test_what_becomes_more_than_small_is_reviewed(cast: SimpleNamespace) -> None:
    placement = make_approved(cast, ends_on=FIRST_DAY + 6 * DAY, hours_per_week=2)
    amendment = _propose(placement, cast.sana, ends_on=LATER)

    assert _move(amendment, M.AGREE, cast.hina).state == "agreed"
    assert amendment.tier == "T1"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"ends_on": None}, ("amendment_changes_nothing", None)),
        ({"ends_on": LAST_DAY}, ("amendment_changes_nothing", None)),
        ({"starts_on": FIRST_DAY + DAY}, ("amendment_start_has_begun", "starts_on")),
        ({"ends_on": FIRST_DAY + 4 * DAY}, ("amendment_end_is_past", "ends_on")),
        ({"hours_per_week": 61}, ("hours_per_week_range", "hours_per_week")),
        ({"days_in_country": 367}, ("days_in_country_range", "days_in_country")),
        ({"days_in_country": 200}, ("days_outside_dates", "days_in_country")),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_at_its_field(
    cast: SimpleNamespace, change: dict[str, Any], refusal: tuple[str, str | None]
) -> None:
    placement = make_active(cast)

    assert _refusal_of(lambda: _propose(placement, cast.hina, **change)) == refusal


def test_one_change_at_a_time(cast: SimpleNamespace) -> None:
    placement = make_confirmed(cast)
    _propose(placement, cast.hina)

    assert _refusal_of(lambda: _propose(placement, cast.sana)) == ("amendment_open_already", None)


def test_other_engagements_must_leave_room(cast: SimpleNamespace) -> None:
    cast.expert.capacity = 1
    cast.expert.save()
    placement = make_confirmed(cast)
    more = factories.make_need(
        cast.organisation, title="Later", starts_on=LAST_DAY + DAY, ends_on=LAST_DAY + 60 * DAY
    )
    factories.make_placement(more, cast.expert)
    amendment = _propose(placement, cast.hina)
    _move(amendment, M.AGREE, cast.sana)
    _move(amendment, M.RECOMMEND, cast.rabia)

    refusal = _refusal_of(lambda: _move(amendment, M.APPROVE, cast.dawood))

    placement.refresh_from_db()
    assert refusal == ("capacity_used", "starts_on")
    assert (placement.ends_on, placement.n_amendments) == (LAST_DAY, 0)


def test_nobody_is_in_two_places_after_a_change(cast: SimpleNamespace) -> None:
    in_person = {"mode": Mode.IN_PERSON, "days_in_country": 10}
    placement = make_approved(cast, **in_person)
    more = factories.make_need(
        cast.organisation, title="Later", starts_on=LAST_DAY + DAY, ends_on=LAST_DAY + 60 * DAY
    )
    make_approved(cast, need=more, **in_person)
    amendment = _propose(placement, cast.hina)
    _move(amendment, M.AGREE, cast.sana)
    _move(amendment, M.RECOMMEND, cast.rabia)

    assert _refusal_of(lambda: _move(amendment, M.APPROVE, cast.dawood)) == ("dates_overlap", None)


def test_a_returned_change_is_proposed_again(cast: SimpleNamespace) -> None:
    amendment = _propose(make_active(cast), cast.hina)
    _move(amendment, M.AGREE, cast.sana)
    assert _refusal_of(lambda: _move(amendment, M.RETURN, cast.rabia, note="")) == ("note_required", "note")
    _move(amendment, M.RETURN, cast.rabia)
    assert _last_mails() == {
        ("hina", "Change the proposal: the ministry returned it, “Mentor for a solar start-up”")
    }

    revise_amendment(
        amendment_id=amendment.pk,
        change=Change(ends_on=LAST_DAY + 7 * DAY, reason="One week is enough."),
        by=cast.hina,
        at=AT,
    )

    amendment.refresh_from_db()
    assert (amendment.state, amendment.ends_on) == ("proposed", LAST_DAY + 7 * DAY)


def test_a_recommendation_never_leaves_the_ministry(cast: SimpleNamespace, client_of: SignIn) -> None:
    amendment = _propose(make_active(cast), cast.hina)
    _move(amendment, M.AGREE, cast.sana)
    client = client_of(cast.hina)
    pages = [
        reverse("exchanges:amendment", args=[amendment.public_id]),
        reverse("exchanges:placement", args=[amendment.placement.public_id]),
    ]
    before = [client.get(page).content for page in pages]

    move_amendment(amendment_id=amendment.pk, action=M.RECOMMEND, by=cast.rabia, at=AT + DAY, note="Yes.")

    words = b"Recommended", b"to be decided", b"Rabia", b"Yes."
    after = [client.get(page).content for page in pages]
    assert [word for word in words for page in after if word in page] == []
    assert [len(page) for page in after] == [len(page) for page in before]
    inside = amendment_page(Amendment.objects.get(), cast.dawood)
    assert [line.note for line in inside.history][-1] == "Yes."


def test_todays_page_and_the_queue_lead_to_whoever_must_act(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = make_active(cast)
    amendment = _propose(placement, cast.hina)

    def waits() -> list[str]:
        people = ("hina", "sana", "rabia", "dawood", "kamran")
        return [who for who in people if life_waiting(getattr(cast, who), 5)]

    assert waits() == ["sana"]
    _move(amendment, M.AGREE, cast.sana)
    assert waits() == ["rabia"]
    queue = client_of(cast.rabia).get(reverse("exchanges:review_queue")).content.decode()
    assert reverse("exchanges:amendment", args=[amendment.public_id]) in queue
    _move(amendment, M.RECOMMEND, cast.rabia)
    assert waits() == ["dawood"]
    assert [one.pk for one in amendments_waiting(cast.dawood)] == [amendment.pk]
    _move(amendment, M.REFUSE, cast.dawood)
    assert waits() == []


def test_a_placement_that_ends_takes_its_open_changes_with_it(cast: SimpleNamespace) -> None:
    placement = make_active(cast)
    amendment = _propose(placement, cast.hina)

    end(placement, A.END_EARLY, cast.sana, at=AT + DAY)

    amendment.refresh_from_db()
    assert amendment.state == "withdrawn"
    with pytest.raises(Denied):
        _propose(placement, cast.hina)


def test_the_form_begins_with_the_plan_and_sends_only_what_differs(
    cast: SimpleNamespace, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement = make_active(cast)
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    client = client_of(cast.hina)
    address = reverse("exchanges:amend", args=[placement.public_id])
    typed = {
        "starts_on": FIRST_DAY.isoformat(),
        "ends_on": "2027-02-30",
        "hours_per_week": "4",
        "days_in_country": "0",
        "reason": "Late inverters",
    }

    assert LAST_DAY.isoformat() in client.get(address).content.decode()
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert "Late inverters" in wrong.content.decode()
    assert client.post(address, typed | {"ends_on": LATER.isoformat()}).status_code == 302
    made = Amendment.objects.get()
    assert (made.starts_on, made.ends_on, made.hours_per_week) == (None, LATER, None)


def test_the_page_takes_the_steps_and_keeps_what_was_typed(cast: SimpleNamespace, client_of: SignIn) -> None:
    amendment = _propose(make_active(cast), cast.hina)
    address = reverse("exchanges:amendment_step", args=[amendment.public_id])
    host, reviewer = client_of(cast.sana), client_of(cast.rabia)

    assert host.post(address, {"action": "decline", "note": ""}).status_code == 422
    assert host.post(address, {"action": "approve_at_once"}).status_code == 422
    assert host.post(address, {"action": "agree", "version": "1"}).status_code == 302
    answer = reviewer.post(address, {"action": "return", "note": "Which days?", "reasons": []})
    assert answer.status_code == 422
    assert "Which days?" in answer.content.decode()
    assert (
        reviewer.post(address, {"action": "return", "note": "N", "reasons": ["dates_or_visa"]}).status_code
        == 302
    )
    revise = reverse("exchanges:revise_amendment", args=[amendment.public_id])
    assert client_of(cast.hina).get(revise).status_code == 200


def test_a_change_keeps_within_the_policy_of_the_programme(cast: SimpleNamespace) -> None:
    placement = make_active(cast)
    weeks = ((placement.ends_on - placement.starts_on).days + 7) // 7
    PolicyVersion.objects.filter(programme=placement.need.programme).update(
        values=replace(policy_for(placement), most_weeks=weeks).values
    )

    assert _refusal_of(lambda: _propose(placement, cast.hina)) == ("plan_too_long", "ends_on")
