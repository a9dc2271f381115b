"""Inviting and answering: capacity on both sides, reasons, and no silence."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from common.models import Outbox, Shard
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import DeclineReason
from exchanges.models import Invitation, Placement
from exchanges.services.invitations import (
    Answer,
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    invite,
    offer_to_next,
    postpone_invitation,
    view_invitation,
    withdraw_invitation,
)
from exchanges.tasks import end_invitations_of_need
from experts.models import Commitment
from experts.services.profile import choose_visibility, set_terms
from experts.services.verification import suspend_profile
from incubators.enums import ClosingReason, NeedAction, OrganisationAction
from incubators.models import Membership, Need
from incubators.services import Terms, edit_need, move_need, move_organisation
from matching.models import Exclusion, Match
from tests import factories
from tests.factories import NOW, TODAY


def test_an_invitation_holds_the_experts_hours_and_tells_them(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    assert Commitment.objects.get().kind == "held"
    assert Match.objects.get().state == "invited"
    assert Outbox.objects.get(template="exchanges.invitation_sent").recipient == cast.hina
    assert (invitation.state, invitation.expires_at) == ("sent", NOW + timedelta(days=14))


def test_accepting_creates_the_placement_and_fills_the_need(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)

    cast.need.refresh_from_db()
    assert (placement.state, placement.purpose, cast.need.state) == ("draft", cast.need.purpose, "filled")
    assert Commitment.objects.get().kind == "promised"
    assert placement.review_unit == cast.most


def test_accepting_the_last_seat_supersedes_the_siblings_kindly(cast: SimpleNamespace) -> None:
    sibling = factories.make_invitation(cast.need, cast.other_expert)

    factories.make_placement(cast.need, cast.expert)

    sibling.refresh_from_db()
    assert sibling.state == "superseded"
    assert Outbox.objects.get(template="exchanges.invitation_ended").recipient == cast.bilal
    assert list(Commitment.objects.values_list("expert", flat=True)) == [cast.expert.pk]


def test_declining_records_the_reason_frees_the_hours_and_excludes_the_pair(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    decline_invitation(
        invitation_id=invitation.pk,
        answer=Answer(DeclineReason.DATES, "Not in winter."),
        by=cast.hina,
        at=NOW,
    )

    invitation.refresh_from_db()
    assert (invitation.state, invitation.decline_reason) == ("declined", "dates")
    assert not Commitment.objects.exists()
    assert Exclusion.objects.get().need == cast.need


def test_a_withdrawn_invitation_frees_the_expert(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    withdraw_invitation(invitation_id=invitation.pk, by=cast.sana, at=NOW)

    invitation.refresh_from_db()
    assert (invitation.state, Commitment.objects.count()) == ("withdrawn", 0)


@pytest.mark.parametrize(("days", "state", "pair"), [(13, "sent", "invited"), (14, "expired", "shortlisted")])
def test_an_invitation_expires_after_fourteen_days_and_may_be_sent_again(
    cast: SimpleNamespace, days: int, state: str, pair: str
) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    expire_due_invitations(at=NOW + timedelta(days=days))

    invitation.refresh_from_db()
    assert (invitation.state, invitation.match.state) == (state, pair)


def test_an_invitation_is_over_at_its_hour_not_at_the_next_sweep(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    with pytest.raises(Refused) as refused:
        accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW + timedelta(days=14))

    assert refused.value.code == "invitation_expired"
    assert accept_invitation(
        invitation_id=invitation.pk, by=cast.hina, at=NOW + timedelta(days=14, seconds=-1)
    )


def test_an_invitation_that_cannot_be_ended_keeps_no_other_open(
    cast: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    broken = factories.make_invitation(cast.need, cast.expert)
    other = factories.make_invitation(cast.other_need, cast.other_expert)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stuck() RETURNS trigger AS"
            " $$ BEGIN RAISE EXCEPTION 'this row is stuck'; END $$ LANGUAGE plpgsql"
        )
        cursor.execute(
            "CREATE TRIGGER stuck BEFORE UPDATE ON exchanges_invitation FOR EACH ROW"
            f" WHEN (OLD.id = {broken.pk}) EXECUTE FUNCTION stuck()"
        )

    assert expire_due_invitations(at=NOW + timedelta(days=15)) == 1

    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.state, other.state) == ("sent", "expired")
    assert [(r.message, r.invitation) for r in caplog.records if r.levelname == "ERROR"] == [
        ("expiry_failed", broken.pk)
    ]


def test_only_the_experts_own_look_marks_an_invitation_as_seen(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    view_invitation(invitation_id=invitation.pk, by=cast.sana, at=NOW)
    invitation.refresh_from_db()
    assert invitation.state == "sent"

    view_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW)
    invitation.refresh_from_db()
    assert invitation.state == "viewed"


def test_nobody_else_may_answer(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    with pytest.raises(Denied):
        accept_invitation(invitation_id=invitation.pk, by=cast.bilal, at=NOW)


def test_an_experts_capacity_bounds_invitations(cast: SimpleNamespace) -> None:
    for number in range(2):
        need = factories.make_need(cast.organisation, title=f"Need {number}")
        factories.make_invitation(need, cast.expert)

    with pytest.raises(Refused) as refused:
        factories.make_invitation(cast.need, cast.expert)

    assert refused.value.code == "capacity_used"


def test_the_same_expert_is_invited_once(cast: SimpleNamespace) -> None:
    factories.make_invitation(cast.need, cast.expert)

    with pytest.raises(Refused) as refused:
        factories.make_invitation(cast.need, cast.expert)

    assert refused.value.code == "invitation_open_already"


def test_a_sixth_open_invitation_for_one_seat_is_refused(cast: SimpleNamespace) -> None:
    for number in range(5):
        user = factories.make_user(f"expert{number}@demo.example")
        factories.make_invitation(cast.need, factories.make_expert(user))

    with pytest.raises(Refused) as refused:
        factories.make_invitation(cast.need, cast.expert)

    assert refused.value.code == "too_many_open_invitations"


def _refusal_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code


def test_who_declined_is_not_invited_to_the_same_need_again(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    decline_invitation(
        invitation_id=invitation.pk, answer=Answer(DeclineReason.NO_TIME), by=cast.hina, at=NOW
    )

    code = _refusal_of(lambda: factories.make_invitation(cast.need, cast.expert))

    assert code == "expert_not_available"


def test_who_has_hidden_since_is_not_invited(cast: SimpleNamespace) -> None:
    factories.make_match(cast.need, cast.expert)
    choose_visibility(expert_id=cast.expert.pk, visibility="hidden", by=cast.hina, at=NOW)

    code = _refusal_of(lambda: factories.make_invitation(cast.need, cast.expert))

    assert code == "expert_not_available"


def test_nobody_invites_a_member_of_their_own_organisation(cast: SimpleNamespace) -> None:
    Membership.objects.create(user=cast.hina, organisation=cast.organisation, role="viewer", since=NOW)

    code = _refusal_of(lambda: factories.make_invitation(cast.need, cast.expert))

    assert code == "expert_is_of_the_host"


def test_new_dates_of_a_need_are_counted_against_the_experts_other_engagements(cast: SimpleNamespace) -> None:
    """What this invitation holds lies on the old dates; it must not make room on the new ones."""
    set_terms(expert_id=cast.expert.pk, capacity=1, travel_document="undisclosed", by=cast.hina, at=NOW)
    later = {"starts_on": TODAY + timedelta(days=200), "ends_on": TODAY + timedelta(days=260)}
    busy = factories.make_need(cast.organisation, title="Later", **later)
    factories.make_placement(busy, cast.expert)
    invitation = factories.make_invitation(cast.need, cast.expert)
    edit_need(need_id=cast.need.pk, terms=Terms(**later), by=cast.sana, at=NOW)

    code = _refusal_of(lambda: accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW))

    assert code == "capacity_used"


def test_the_invitations_of_a_withdrawn_need_end_and_free_the_experts(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    move_need(need_id=cast.need.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)
    move_need(
        need_id=cast.need.pk,
        action=NeedAction.WITHDRAW,
        by=cast.sana,
        at=NOW,
        reasons=[ClosingReason.FUNDING_FELL_AWAY],
    )

    code = _refusal_of(lambda: accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW))
    assert code == "need_is_not_open"

    shard = Shard.objects.filter(kind="exchanges.end_invitations_of_need").latest("pk")
    end_invitations_of_need(**shard.ids)
    invitation.refresh_from_db()
    assert (invitation.state, Commitment.objects.exists()) == ("withdrawn", False)
    assert Outbox.objects.get(template="exchanges.invitation_ended").recipient == cast.hina


def test_a_paused_need_keeps_its_invitations(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    move_need(need_id=cast.need.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)

    end_invitations_of_need(need_id=cast.need.pk)
    accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW)

    invitation.refresh_from_db()
    assert invitation.state == "accepted"


def test_nobody_accepts_a_suspended_organisation(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    move_organisation(
        organisation_id=cast.organisation.pk,
        action=OrganisationAction.SUSPEND,
        by=cast.omar,
        at=NOW,
        note="Under inquiry.",
    )

    code = _refusal_of(lambda: accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW))

    assert code == "need_is_not_open"


def test_a_suspended_expert_answers_no_invitation(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    suspend_profile(
        expert_id=cast.expert.pk, note="Under inquiry.", by=cast.omar, at=NOW, version=cast.expert.version
    )

    with pytest.raises(Denied):
        accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_parallel_acceptances_never_exceed_the_seats(cast: SimpleNamespace) -> None:
    need = factories.make_need(cast.organisation, title="Three seats", seats=3)
    invitations = []
    for number in range(12):
        expert = factories.make_expert(factories.make_user(f"expert{number}@demo.example"))
        invitations.append((factories.make_invitation(need, expert).pk, expert.user))

    def accept(pair: tuple[int, object]) -> str:
        try:
            accept_invitation(invitation_id=pair[0], by=pair[1], at=NOW)
        except (Refused, Denied):
            return "refused"
        finally:
            connections.close_all()
        return "accepted"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(accept, invitations))

    assert (answers.count("accepted"), Placement.objects.filter(need=need).count()) == (3, 3)
    assert Need.objects.get(pk=need.pk).state == "filled"


@pytest.mark.parametrize(
    "words",
    ["Write to sana@ravi.example.", "Ring me on 0300-1234567.", "+92 300 1234567", "https://t.me/sana"],
)
def test_a_message_with_contact_details_is_refused_beside_its_field_and_kept(
    cast: SimpleNamespace, client_of: Callable[..., Client], words: str
) -> None:
    match = factories.make_match(cast.need, cast.expert)
    asked = client_of(cast.sana).post(reverse("exchanges:invite", args=[match.public_id]), {"message": words})
    offered = client_of(cast.bilal).post(
        reverse("exchanges:show_interest", args=[cast.need.public_id]), {"message": words}
    )

    for page in (asked, offered):
        [error] = page.context["form"].errors["message"]
        assert (page.status_code, "leave out e-mail addresses" in error) == (422, True)
        assert words in page.content.decode()
    assert not Invitation.objects.exists()


def _in_parallel(doing: Callable[[int], object], n: int) -> list[str]:
    """Do it n times at once, each in a connection of its own; what became of each."""

    def one(number: int) -> str:
        try:
            doing(number)
        except (Refused, Denied) as refusal:
            return getattr(refusal, "code", "denied")
        finally:
            connections.close_all()
        return "sent"

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(one, range(n)))


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_invitations_never_exceed_five_open_for_each_seat(cast: SimpleNamespace) -> None:
    need = factories.make_need(cast.organisation, title="Two seats", seats=2)
    matches = [
        factories.make_match(
            need, factories.make_expert(factories.make_user(f"expert{number}@demo.example"))
        ).pk
        for number in range(50)
    ]

    answers = _in_parallel(
        lambda number: invite(match_id=matches[number], message="", by=cast.sana, at=NOW), 50
    )

    assert Counter(answers) == {"sent": 10, "too_many_open_invitations": 40}
    assert need.invitations.awaited().count() == Commitment.objects.filter(kind="held").count() == 10


@pytest.mark.django_db(transaction=True)
def test_fifty_hosts_who_invite_at_once_never_exceed_the_experts_capacity(cast: SimpleNamespace) -> None:
    cast.expert.capacity = 3
    cast.expert.save()
    asked = []
    for number in range(50):
        owner = factories.make_user(f"host{number}@demo.example")
        need = factories.make_need(factories.make_organisation(owner, name=f"Host {number}"))
        asked.append((factories.make_match(need, cast.expert).pk, owner))

    answers = _in_parallel(
        lambda number: invite(match_id=asked[number][0], message="", by=asked[number][1], at=NOW), 50
    )

    assert Counter(answers) == {"sent": 3, "capacity_used": 47}
    assert cast.expert.invitations.awaited().count() == cast.expert.commitments.count() == 3


@pytest.mark.django_db(transaction=True)
def test_going_on_to_the_same_two_experts_from_two_needs_at_once_never_deadlocks(
    cast: SimpleNamespace,
) -> None:
    """Each need takes one back and asks the other: the two experts are locked in one order."""
    first, second = (factories.make_need(cast.organisation, title=f"Need {n}") for n in range(2))
    cast.expert.capacity = cast.other_expert.capacity = 9
    cast.expert.save()
    cast.other_expert.save()
    begun = [
        (factories.make_invitation(first, cast.expert), cast.other_expert),
        (factories.make_invitation(second, cast.other_expert), cast.expert),
    ]
    for (_invitation, expert), need in zip(begun, (first, second), strict=True):
        factories.make_match(need, expert)

    answers = _in_parallel(
        lambda number: offer_to_next(
            invitation_id=begun[number][0].pk,
            code=begun[number][1].public_id,
            message="",
            by=cast.sana,
            at=NOW,
        ),
        2,
    )

    assert answers == ["sent", "sent"]
    assert set(Invitation.objects.awaited().values_list("need", "expert")) == {
        (first.pk, cast.other_expert.pk),
        (second.pk, cast.expert.pk),
    }


def test_maybe_later_counts_among_the_open_ones_again_once_its_day_has_come(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    later_on = TODAY + timedelta(days=20)
    postpone_invitation(invitation_id=invitation.pk, later_on=later_on, by=cast.hina, at=NOW)
    at = NOW + timedelta(days=21)
    for number in range(4):
        user = factories.make_user(f"expert{number}@demo.example")
        factories.make_invitation(cast.need, factories.make_expert(user), at=at)

    code = _refusal_of(lambda: factories.make_invitation(cast.need, cast.other_expert, at=at))

    assert code == "too_many_open_invitations"
