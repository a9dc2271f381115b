"""Who belongs to an organisation: invitations by mail, roles, removal, leaving, and the last owner."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import erase_account
from common import outbox
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from incubators import services
from incubators.enums import MemberRole, OrganisationAction
from incubators.models import MemberInvitation, Membership, Organisation
from incubators.policies import role_in
from incubators.selectors.joining import member_invitation_token
from incubators.services.personal_data import old_member_invitations
from tests import factories
from tests.cast import make_cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
ADDRESS = "new.colleague@demo.example"


def address(name: str, *args: str) -> str:
    return reverse(f"incubators:{name}", args=args)


def invite(cast: SimpleNamespace, email: str = ADDRESS, **given: object) -> MemberInvitation:
    given = {"role": MemberRole.EDITOR, "by": cast.sana, "at": NOW} | given
    return services.invite_member(organisation_id=cast.organisation.pk, email=email, **given)


def add(organisation: Organisation, user: User, role: MemberRole) -> Membership:
    return Membership.objects.create(user=user, organisation=organisation, role=role, since=NOW)


def actions(organisation: Organisation) -> list[tuple[str, User | None]]:
    """What was recorded after the organisation was verified, and about whom."""
    return [(event.action, event.member) for event in organisation.events.order_by("seq")][2:]


def test_whoever_is_invited_joins_with_the_role_that_was_offered(cast: SimpleNamespace) -> None:
    invitation = invite(cast)
    newcomer = factories.make_user(ADDRESS)

    services.accept_member_invitation(invitation_id=invitation.pk, by=newcomer, at=NOW)

    assert role_in(newcomer, cast.organisation.pk) == MemberRole.EDITOR
    assert actions(cast.organisation) == [("invite_member", None), ("join", newcomer)]


def test_the_mail_carries_the_link_and_no_row_holds_its_secret(cast: SimpleNamespace) -> None:
    invitation = invite(cast, at=timezone.now())
    token = member_invitation_token(invitation.public_id)

    mail = outbox.TEMPLATES["incubators.member_invitation"](invitation_id=invitation.pk)

    assert token in mail.body
    assert Outbox.objects.get(template="incubators.member_invitation").body == ""
    assert token not in (invitation.token_digest, invitation.public_id)


@pytest.mark.parametrize("known", [True, False])
def test_the_answer_is_the_same_whether_the_address_has_an_account_or_not(
    cast: SimpleNamespace, client_of: SignIn, known: bool
) -> None:
    if known:
        factories.make_user(ADDRESS)
    sana = client_of(cast.sana)

    answer = sana.post(
        address("member_invite", cast.organisation.public_id),
        {"email": ADDRESS, "role": "viewer"},
        follow=True,
    )

    assert "The invitation is on its way." in answer.content.decode()
    row = answer.context["page"].invitations[0]
    assert (row.email, str(row.role), str(row.state)) == (ADDRESS, "viewer", "open")


def test_a_member_can_be_invited_by_another_address_and_is_told_only_when_accepting(
    cast: SimpleNamespace,
) -> None:
    """The owner learns nothing of which addresses are whose."""
    invitation = invite(cast, cast.sana.email)

    with pytest.raises(Refused) as refused:
        services.accept_member_invitation(invitation_id=invitation.pk, by=cast.sana, at=NOW)

    assert refused.value.code == "member_already"


def test_a_link_works_once(cast: SimpleNamespace) -> None:
    invitation = invite(cast)
    newcomer = factories.make_user(ADDRESS)
    services.accept_member_invitation(invitation_id=invitation.pk, by=newcomer, at=NOW)
    services.remove_member(organisation_id=cast.organisation.pk, member_id=newcomer.pk, by=cast.sana, at=NOW)

    with pytest.raises(Refused) as refused:
        services.accept_member_invitation(invitation_id=invitation.pk, by=newcomer, at=NOW)

    assert refused.value.code == "member_invitation_over"


@pytest.mark.parametrize(("days", "works"), [(13, True), (14, False)])
def test_a_link_works_for_fourteen_days(cast: SimpleNamespace, days: int, works: bool) -> None:
    invitation = invite(cast)
    newcomer = factories.make_user(ADDRESS)
    later = NOW + timedelta(days=days)

    try:
        services.accept_member_invitation(invitation_id=invitation.pk, by=newcomer, at=later)
    except Refused as refused:
        assert refused.code == "member_invitation_over"

    assert (role_in(newcomer, cast.organisation.pk) is not None) == works


def test_a_forwarded_link_is_worth_nothing(cast: SimpleNamespace) -> None:
    invitation = invite(cast)

    with pytest.raises(Denied):
        services.accept_member_invitation(invitation_id=invitation.pk, by=cast.bilal, at=NOW)


def test_an_address_that_was_not_verified_is_not_enough(cast: SimpleNamespace) -> None:
    invitation = invite(cast)
    cast.bilal.emailaddress_set.create(email=ADDRESS, verified=False)

    with pytest.raises(Denied):
        services.accept_member_invitation(invitation_id=invitation.pk, by=cast.bilal, at=NOW)

    cast.bilal.emailaddress_set.filter(email=ADDRESS).update(verified=True)
    services.accept_member_invitation(invitation_id=invitation.pk, by=cast.bilal, at=NOW)
    assert cast.organisation.memberships.filter(user=cast.bilal).exists()


def test_a_withdrawn_link_is_dead_and_stands_in_the_list(cast: SimpleNamespace, client_of: SignIn) -> None:
    invitation = invite(cast, at=timezone.now())
    sana = client_of(cast.sana)

    answer = sana.post(
        address("member_invitation_withdraw", cast.organisation.public_id, invitation.public_id),
        follow=True,
    )

    assert [str(row.state) for row in answer.context["page"].invitations] == ["withdrawn"]
    with pytest.raises(Refused):
        services.accept_member_invitation(
            invitation_id=invitation.pk, by=factories.make_user(ADDRESS), at=timezone.now()
        )
    assert outbox.TEMPLATES["incubators.member_invitation"](invitation_id=invitation.pk) is None


def test_the_same_address_is_not_invited_twice_and_nobody_is_flooded(cast: SimpleNamespace) -> None:
    invite(cast)
    with pytest.raises(Refused) as twice:
        invite(cast, ADDRESS.upper())
    for number in range(19):
        invite(cast, f"colleague{number}@demo.example")
    with pytest.raises(Refused) as full:
        invite(cast, "one.more@demo.example")

    assert (twice.value.code, full.value.code) == ("member_invited", "too_many_invitations")


def test_only_an_owner_invites_and_not_while_the_organisation_is_suspended(cast: SimpleNamespace) -> None:
    add(cast.organisation, cast.bilal, MemberRole.EDITOR)
    with pytest.raises(Denied):
        invite(cast, by=cast.bilal)

    services.move_organisation(
        organisation_id=cast.organisation.pk,
        action=OrganisationAction.SUSPEND,
        by=cast.omar,
        at=NOW,
        note="A complaint.",
    )
    with pytest.raises(Denied):
        invite(cast)


def test_addresses_of_the_invited_are_the_owners_to_read(cast: SimpleNamespace, client_of: SignIn) -> None:
    add(cast.organisation, cast.bilal, MemberRole.EDITOR)
    invite(cast)

    page = client_of(cast.bilal).get(address("members", cast.organisation.public_id)).content.decode()

    assert "Sana Tariq" in page
    assert ADDRESS not in page
    assert cast.sana.email not in page


def test_a_newcomer_joins_from_the_mail(cast: SimpleNamespace, client_of: SignIn) -> None:
    invitation = invite(cast, at=timezone.now())
    link = address("join", member_invitation_token(invitation.public_id))
    newcomer = factories.make_user(ADDRESS)

    stranger = Client().get(link).content.decode()
    joined = client_of(newcomer).post(link)
    again = client_of(newcomer).get(link)

    assert "Ravi Incubation Centre" in stranger
    assert "Sana" not in stranger
    assert joined.url == address("organisation", cast.organisation.public_id)
    assert again.url == joined.url
    assert "was used" in Client().get(link).content.decode()


@pytest.mark.parametrize("token", ["nonsense", "0123456789.forged", "a.b.c", "x.y" * 100])
def test_a_link_that_we_did_not_sign_leads_nowhere(token: str) -> None:
    assert Client().get(f"/organisations/join/{token}/").status_code == 404


def test_an_owner_changes_a_role_and_the_person_is_told(cast: SimpleNamespace) -> None:
    membership = add(cast.organisation, cast.bilal, MemberRole.VIEWER)

    services.change_role(
        organisation_id=cast.organisation.pk,
        member_id=cast.bilal.pk,
        role=MemberRole.OWNER,
        by=cast.sana,
        at=NOW,
    )

    membership.refresh_from_db()
    assert membership.role == MemberRole.OWNER
    assert actions(cast.organisation) == [("make_owner", cast.bilal)]
    assert Outbox.objects.get(template="incubators.role_changed").recipient == cast.bilal


@pytest.mark.parametrize("role", [MemberRole.EDITOR, MemberRole.VIEWER])
def test_whoever_is_no_owner_manages_nobody(cast: SimpleNamespace, role: MemberRole) -> None:
    add(cast.organisation, cast.bilal, role)
    with pytest.raises(Denied):
        services.change_role(
            organisation_id=cast.organisation.pk,
            member_id=cast.bilal.pk,
            role=MemberRole.OWNER,
            by=cast.bilal,
            at=NOW,
        )
    with pytest.raises(Denied):
        services.remove_member(
            organisation_id=cast.organisation.pk, member_id=cast.sana.pk, by=cast.bilal, at=NOW
        )


def test_the_last_owner_cannot_leave_be_removed_or_stepped_down(cast: SimpleNamespace) -> None:
    add(cast.organisation, cast.bilal, MemberRole.EDITOR)
    where = {"organisation_id": cast.organisation.pk, "by": cast.sana, "at": NOW}
    codes = []
    for attempt in (
        lambda: services.leave_organisation(**where),
        lambda: services.remove_member(member_id=cast.sana.pk, **where),
        lambda: services.change_role(member_id=cast.sana.pk, role=MemberRole.EDITOR, **where),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        codes.append(refused.value.code)

    assert codes == ["last_owner_stays"] * 3
    assert actions(cast.organisation) == []


def test_whoever_leaves_is_gone_and_their_needs_stay(cast: SimpleNamespace) -> None:
    add(cast.organisation, cast.bilal, MemberRole.OWNER)

    services.leave_organisation(organisation_id=cast.organisation.pk, by=cast.sana, at=NOW)

    assert role_in(cast.sana, cast.organisation.pk) is None
    assert cast.organisation.needs.count() == 1
    assert actions(cast.organisation) == [("leave", cast.sana)]


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_cannot_both_go() -> None:
    cast = make_cast()
    add(cast.organisation, cast.bilal, MemberRole.OWNER)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: _leave(cast.organisation.pk, who.pk), (cast.sana, cast.bilal)))

    assert sorted(answers) == ["last_owner_stays", "left"]
    assert cast.organisation.memberships.filter(role=MemberRole.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_owner_who_erases_the_account_while_the_other_leaves_does_not_orphan_it() -> None:
    cast = make_cast()
    add(cast.organisation, cast.bilal, MemberRole.OWNER)

    with ThreadPoolExecutor(2) as pool:
        erased = pool.submit(_erase, cast.bilal.pk)
        left = pool.submit(_leave, cast.organisation.pk, cast.sana.pk)
        answers = {erased.result(), left.result()}

    assert answers in ({"erased", "last_owner_stays"}, {"last_owner", "left"})
    assert cast.organisation.memberships.filter(role=MemberRole.OWNER).count() == 1


def _leave(organisation_id: int, user_id: int) -> str:
    try:
        services.leave_organisation(organisation_id=organisation_id, by=User.objects.get(pk=user_id), at=NOW)
    except Refused as refused:
        return refused.code
    finally:
        connections.close_all()
    return "left"


def _erase(user_id: int) -> str:
    user = User.objects.get(pk=user_id)
    try:
        erase_account(typed=user.email, by=user, at=NOW)
    except Refused as refused:
        return refused.code
    finally:
        connections.close_all()
    return "erased"


def test_an_erased_account_leaves_with_a_record_and_its_invitations_hold_no_address(
    cast: SimpleNamespace,
) -> None:
    add(cast.other_organisation, cast.bilal, MemberRole.EDITOR)
    asked = invite(cast, cast.bilal.email)

    erase_account(typed=cast.bilal.email, by=cast.bilal, at=NOW)

    asked.refresh_from_db()
    assert not Membership.objects.filter(user=cast.bilal).exists()
    assert actions(cast.other_organisation) == [("leave", cast.bilal)]
    assert asked.email == ""
    assert not asked.is_open(NOW)


def test_addresses_of_the_invited_are_forgotten_after_three_months(cast: SimpleNamespace) -> None:
    invite(cast)

    kept = list(old_member_invitations(NOW + timedelta(days=14 + 89)))
    gone = list(old_member_invitations(NOW + timedelta(days=14 + 91)))

    assert (len(kept), len(gone)) == (0, 1)


def test_a_removed_member_is_told_and_loses_the_organisation(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    add(cast.organisation, cast.bilal, MemberRole.EDITOR)
    page = address("member_remove", cast.organisation.public_id, cast.bilal.public_id)
    sana = client_of(cast.sana)

    asked = sana.get(page).content.decode()
    sana.post(page)

    assert "Bilal" in asked
    assert Outbox.objects.get(template="incubators.member_removed").recipient == cast.bilal
    assert client_of(cast.bilal).get(address("members", cast.organisation.public_id)).status_code == 403
    history = sana.get(address("organisation", cast.organisation.public_id)).content.decode()
    assert re.search(r"Removed: Bilal", history)


def test_the_pages_say_why_the_last_owner_stays(cast: SimpleNamespace, client_of: SignIn) -> None:
    sana = client_of(cast.sana)
    code, me = cast.organisation.public_id, cast.sana.public_id
    sentence = "An organisation needs an owner"

    assert sentence in sana.post(address("leave", code)).content.decode()
    assert sentence in sana.post(address("member_remove", code, me)).content.decode()
    assert sentence in sana.post(address("member_role", code, me), {"role": "viewer"}).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_people_costs_the_same_for_one_and_for_three(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Callable
) -> None:
    for number in range(n):
        add(cast.organisation, factories.make_user(f"m{number}@demo.example"), MemberRole.VIEWER)
        invite(cast, f"i{number}@demo.example")
    sana = client_of(cast.sana)
    page = address("members", cast.organisation.public_id)
    sana.get(page)

    with django_assert_num_queries(6):
        assert sana.get(page).status_code == 200


@pytest.mark.parametrize("nonsense", ["a\x00b", "x" * 30_000, "-1", "{{ x }}", "a@b"])
def test_no_input_breaks_the_pages_of_members(
    cast: SimpleNamespace, client_of: SignIn, nonsense: str
) -> None:
    sana = client_of(cast.sana)
    code = cast.organisation.public_id

    invited = sana.post(address("member_invite", code), {"email": nonsense, "role": nonsense})
    changed = sana.post(address("member_role", code, cast.sana.public_id), {"role": nonsense})

    assert (invited.status_code, changed.status_code) == (200, 200)
    assert not cast.organisation.invitations.exists()
