"""The rarer turns of a need's life: checked before it opens, returned and sent again, expired, reopened."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from common.models import Outbox
from common.outbox import TEMPLATES, Mail
from common.policies import Denied
from common.refusals import Refused
from exchanges.services.past_needs import expire_past_needs
from incubators.enums import NeedAction, NeedState, ReturnReason
from incubators.models import Membership, Need
from incubators.selectors.terms import changed_since_return
from incubators.services import check_need, edit_need, expire_need, lock_need, move_need, reopen_need
from programmes.models import Programme
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
AFTERWARDS = NOW + timedelta(days=130)
SignIn = Callable[..., Client]


@pytest.fixture
def checked() -> Programme:
    return factories.make_programme("task-force", name="Task force", checks_needs=True)


@pytest.fixture
def waiting(cast: SimpleNamespace, checked: Programme) -> Need:
    need = factories.make_need(cast.organisation, opened=False, title="Seat on a panel", programme=checked)
    return move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)


def give_back(need: Need, by: Any, **changed: Any) -> Need:
    said = {"reasons": [ReturnReason.TOR_UNCLEAR, ReturnReason.OUTCOMES_NOT_MEASURABLE], "note": "Say when."}
    return check_need(
        need_id=need.pk, action=NeedAction.REQUEST_CHANGES, by=by, at=NOW, version=None, **(said | changed)
    )


def address(name: str, *args: Any) -> str:
    return reverse(f"incubators:{name}", args=args)


def letter(template: str) -> Mail | None:
    row = Outbox.objects.get(template=template)
    return TEMPLATES[template](**row.ids)


def test_a_need_waits_where_its_programme_checks_first(waiting: Need, cast: SimpleNamespace) -> None:
    assert (waiting.state, waiting.opened_at) == (NeedState.SUBMITTED, None)
    assert waiting not in Need.objects.visible_to(cast.hina)

    opened = check_need(
        need_id=waiting.pk, action=NeedAction.OPEN, by=cast.omar, at=NOW, version=waiting.version
    )

    assert (opened.state, opened.opened_at) == (NeedState.OPEN, NOW)
    assert waiting in Need.objects.visible_to(cast.hina)
    assert Outbox.objects.get().recipient == cast.sana
    assert letter("incubators.need_checked").subject == "Open: Seat on a panel"


def test_whoever_opens_at_once_gets_no_mail(cast: SimpleNamespace) -> None:
    need = factories.make_need(cast.organisation, opened=False)

    move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)

    assert not Outbox.objects.exists()


def test_a_returned_need_tells_the_host_every_reason_and_the_note(
    waiting: Need, cast: SimpleNamespace
) -> None:
    give_back(waiting, cast.rabia)

    mail = letter("incubators.need_checked")
    assert mail.subject == "Changes requested: Seat on a panel"
    for words in ("The terms of reference are not clear", "The outcome cannot be measured", "Say when."):
        assert words in mail.body


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"reasons": []}, "reasons_required"),
        ({"note": ""}, "note_required"),
        ({"reasons": ["never"]}, "unknown_choice"),
    ],
)
def test_a_return_takes_reasons_and_a_note(
    waiting: Need, cast: SimpleNamespace, lacking: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        give_back(waiting, cast.rabia, **lacking)

    assert refused.value.code == code
    waiting.refresh_from_db()
    assert (waiting.state, waiting.returned_terms) == (NeedState.SUBMITTED, None)


def test_a_returned_need_comes_back_on_top_to_the_same_person_with_what_changed(
    waiting: Need, cast: SimpleNamespace, checked: Programme, client_of: SignIn
) -> None:
    give_back(waiting, cast.rabia)
    older = factories.make_need(cast.other_organisation, opened=False, title="Older", programme=checked)
    move_need(need_id=older.pk, action=NeedAction.PUBLISH, by=cast.kamran, at=NOW - timedelta(days=9))
    changes = {"deliverable": "Two papers by May.", "seats": 2}
    edit_need(need_id=waiting.pk, terms=changes, by=cast.sana, at=NOW)
    move_need(need_id=waiting.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)
    waiting.refresh_from_db()

    assert list(Need.objects.awaiting_check_by(cast.rabia)) == [waiting, older]
    assert list(Need.objects.awaiting_check_by(cast.omar)) == [older, waiting]
    assert changed_since_return(waiting) == ["Deliverable", "Seats"]
    page = client_of(cast.rabia).get(address("need_checking", waiting.public_id)).content.decode()
    assert "<strong>Deliverable and Seats</strong>" in page
    assert "Rabia Malik" in page


def test_the_host_reads_why_a_need_came_back_but_not_from_whom(
    waiting: Need, cast: SimpleNamespace, client_of: SignIn
) -> None:
    give_back(waiting, cast.rabia)

    for name in ("need", "need_tasks", "need_check"):
        page = client_of(cast.sana).get(address(name, waiting.public_id)).content.decode()
        assert "The outcome cannot be measured" in page and "Say when." in page
        assert "Rabia" not in page


def test_the_decision_is_taken_on_the_page(waiting: Need, cast: SimpleNamespace, client_of: SignIn) -> None:
    omar, page = client_of(cast.omar), address("need_checking", waiting.public_id)

    without = omar.post(page, {"action": "request_changes", "note": "Kept words"}).content.decode()
    assert 'id="id_reasons_error"' in without and "Kept words" in without
    stale = omar.post(page, {"action": "open", "version": waiting.version + 5}).content.decode()
    assert "Somebody changed this in the meantime" in stale
    for nonsense in ({}, {"action": "fly"}, {"action": "open", "version": "x", "reasons": ["never"]}):
        assert omar.post(page, nonsense).status_code == 200
    done = omar.post(page, {"action": "open", "reasons": ["other"], "version": waiting.version})

    assert done.url == address("need_queue")
    waiting.refresh_from_db()
    assert waiting.state == NeedState.OPEN


@pytest.mark.parametrize("n", [1, 3])
def test_the_queue_costs_the_same_for_one_need_and_for_three(
    waiting: Need,
    checked: Programme,
    cast: SimpleNamespace,
    client_of: SignIn,
    n: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(n - 1):
        more = factories.make_need(cast.organisation, opened=False, title=f"Need {number}", programme=checked)
        move_need(need_id=more.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)
    omar = client_of(cast.omar)
    omar.get(address("need_queue"))

    with django_assert_num_queries(7):
        answer = omar.get(address("need_queue"))

    assert len(answer.context["rows"]) == n


def test_a_need_that_waits_stays_complete(waiting: Need, cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        edit_need(need_id=waiting.pk, terms={"deliverable": ""}, by=cast.sana, at=NOW)

    assert (refused.value.code, refused.value.field) == ("need_incomplete", "deliverable")


def test_today_names_what_waits_for_each(waiting: Need, cast: SimpleNamespace, client_of: SignIn) -> None:
    assert "Check a need before it opens" in client_of(cast.omar).get("/today/").content.decode()

    give_back(waiting, cast.rabia)

    page = client_of(cast.sana).get("/today/").content.decode()
    assert "Read why the need came back, and change it" in page


def test_a_need_expires_once_its_window_has_passed_and_only_once(cast: SimpleNamespace) -> None:
    paused = factories.make_need(cast.organisation, title="Paused one")
    move_need(need_id=paused.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)
    last_day = NOW + timedelta(days=120)

    assert expire_past_needs(at=last_day) == 0
    assert expire_past_needs(at=AFTERWARDS) == 3
    assert expire_past_needs(at=AFTERWARDS) == 0

    assert set(Need.objects.values_list("state", flat=True)) == {NeedState.EXPIRED}
    assert [event.action for event in cast.need.events.order_by("seq")] == ["create", "publish", "expire"]
    assert Outbox.objects.filter(template="incubators.need_expired").count() == 3


def test_whoever_waits_in_a_need_keeps_it_open(cast: SimpleNamespace) -> None:
    cast.expert.capacity = 5
    cast.expert.save()
    factories.make_invitation(cast.need, cast.expert)
    placed = factories.make_need(cast.organisation, title="With a case", seats=2)
    factories.make_placement(placed, cast.expert)

    assert expire_past_needs(at=AFTERWARDS) == 1

    cast.need.refresh_from_db()
    placed.refresh_from_db()
    assert (cast.need.state, placed.state) == (NeedState.OPEN, NeedState.OPEN)


def expired(cast: SimpleNamespace) -> Need:
    with transaction.atomic():
        need = lock_need(cast.need.pk)
        assert expire_need(need=need, at=AFTERWARDS)
    return need


def test_an_expired_need_opens_again_with_new_dates(cast: SimpleNamespace) -> None:
    need = expired(cast)
    with pytest.raises(Refused) as refused:
        reopen_need(need_id=need.pk, starts_on=TODAY, ends_on=TODAY, by=cast.sana, at=AFTERWARDS)
    first = TODAY + timedelta(days=140)
    last = first + timedelta(days=70)

    reopened = reopen_need(need_id=need.pk, starts_on=first, ends_on=last, by=cast.sana, at=AFTERWARDS)

    assert (refused.value.code, refused.value.field) == ("need_window_past", "ends_on")
    assert (reopened.state, reopened.starts_on) == (NeedState.OPEN, first)
    assert letter("incubators.need_expired") is None


def test_an_expired_need_is_reopened_from_the_page(cast: SimpleNamespace, client_of: SignIn) -> None:
    need = expired(cast)
    assert letter("incubators.need_expired").subject == "The last day has passed: Mentor for a solar start-up"
    sana, page = client_of(cast.sana), address("need_reopen", need.public_id)
    assert page in sana.get(address("my_needs")).content.decode()
    wrong_order = {"starts_on": "2031-01-02", "ends_on": "2031-01-01"}
    for wrong in ({}, {"starts_on": "x", "ends_on": "2027-01-01"}, wrong_order):
        assert "error-summary" in sana.post(page, wrong).content.decode()

    sana.post(page, {"starts_on": "2031-01-01", "ends_on": "2031-04-01"})

    need.refresh_from_db()
    assert need.state == NeedState.OPEN
    assert "Reopened with new dates" in sana.get(address("need", need.public_id)).content.decode()
    again = sana.get(page, follow=True)
    assert again.redirect_chain == [(address("need", need.public_id), 302)]
    assert "not possible in the present state" in again.content.decode()


def test_a_second_press_leads_back_to_the_need_and_says_why(cast: SimpleNamespace, client_of: SignIn) -> None:
    sana, page = client_of(cast.sana), address("need_move", cast.need.public_id, "pause")
    sana.post(page, {"note": ""})

    again = sana.post(page, {"note": ""}, follow=True)

    assert again.redirect_chain == [(address("need", cast.need.public_id), 302)]
    assert "not possible in the present state" in again.content.decode()


def test_a_paused_need_has_one_main_action(cast: SimpleNamespace, client_of: SignIn) -> None:
    move_need(need_id=cast.need.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)

    page = client_of(cast.sana).get(address("need", cast.need.public_id)).content.decode()

    assert page.count('class="action primary"') == 1
    assert "See who fits" in page


def test_nobody_else_reopens_a_need(cast: SimpleNamespace) -> None:
    need = expired(cast)

    for person in (cast.kamran, cast.omar, cast.hina):
        with pytest.raises(Denied):
            reopen_need(need_id=need.pk, starts_on=None, ends_on=None, by=person, at=AFTERWARDS)


def test_what_a_unit_wrote_about_a_need_is_read_by_those_who_check_it(
    waiting: Need, cast: SimpleNamespace, client_of: SignIn
) -> None:
    """An open need is everybody's to read; who of the ministry decided what is not."""
    elsewhere = factories.make_unit("hec", name="Higher Education Commission")
    stranger = factories.make_staff("hec@demo.example", role=Role.OFFICER, unit=elsewhere)
    Membership.objects.create(user=cast.rabia, organisation=cast.organisation, role="viewer", since=NOW)
    check_need(need_id=waiting.pk, action=NeedAction.OPEN, by=cast.omar, at=NOW, version=waiting.version)

    page = address("need_checking", waiting.public_id)
    assert [client_of(person).get(page).status_code for person in (cast.omar, stranger, cast.rabia)] == [
        200,
        404,
        404,
    ]
