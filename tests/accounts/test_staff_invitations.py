"""A staff invitation works once, for its own address, for 14 days."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.enums import Role
from accounts.models import StaffInvitation
from accounts.selectors import staff_invitation_of, staff_invitation_token
from common.models import Outbox
from common.outbox import TEMPLATES
from common.policies import Denied
from common.refusals import Refused
from tests.factories import NOW, make_user


def _invite(cast: SimpleNamespace, email: str = "new@demo.example", **changes: object) -> StaffInvitation:
    answers = {"email": email, "unit": cast.most, "role": Role.REVIEWER, "countries": [], "at": NOW} | changes
    return services.invite_staff(by=cast.ayesha, **answers)


def _link(invitation: StaffInvitation) -> str:
    return reverse("accounts:staff_invitation", args=[staff_invitation_token(invitation.public_id)])


def test_the_link_goes_out_by_mail_and_is_stored_nowhere(cast: SimpleNamespace) -> None:
    invitation = _invite(cast, at=timezone.now())

    row = Outbox.objects.get()
    mail = TEMPLATES[row.template](**row.ids)
    token = staff_invitation_token(invitation.public_id)
    assert (row.address, row.body) == ("new@demo.example", "")
    assert token in mail.body
    assert token not in invitation.token_digest


def test_a_withdrawn_invitation_is_not_mailed_any_more(cast: SimpleNamespace) -> None:
    invitation = _invite(cast, at=timezone.now())
    services.withdraw_staff_invitation(invitation_id=invitation.pk, by=cast.ayesha, at=timezone.now())

    row = Outbox.objects.get()
    assert TEMPLATES[row.template](**row.ids) is None


def test_accepting_gives_the_post_and_uses_the_link_up(cast: SimpleNamespace) -> None:
    invitation = _invite(cast)
    newcomer = make_user("new@demo.example")

    post = services.accept_staff_invitation(invitation_id=invitation.pk, by=newcomer, at=NOW)

    assert (post.user, post.unit, post.role) == (newcomer, cast.most, Role.REVIEWER)
    with pytest.raises(Refused, match="invitation_over"):
        services.accept_staff_invitation(invitation_id=invitation.pk, by=newcomer, at=NOW)


def test_a_forwarded_link_is_worth_nothing(cast: SimpleNamespace) -> None:
    invitation = _invite(cast)

    with pytest.raises(Refused, match="invitation_of_another"):
        services.accept_staff_invitation(invitation_id=invitation.pk, by=cast.bilal, at=NOW)

    assert not cast.bilal.posts.exists()


def test_an_invitation_ends_after_14_days(cast: SimpleNamespace) -> None:
    invitation = _invite(cast)
    newcomer = make_user("new@demo.example")

    with pytest.raises(Refused, match="invitation_over"):
        services.accept_staff_invitation(
            invitation_id=invitation.pk, by=newcomer, at=NOW + timedelta(days=14)
        )


def test_the_same_post_is_not_offered_twice_to_one_address(cast: SimpleNamespace) -> None:
    _invite(cast)

    with pytest.raises(Refused, match="invitation_open"):
        _invite(cast, "NEW@demo.example")


def test_a_liaison_is_invited_for_countries(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="countries_required"):
        _invite(cast, role=Role.LIAISON)

    assert _invite(cast, role=Role.LIAISON, countries=["DE", "AT", "DE"]).countries == ["AT", "DE"]


def test_administrators_do_not_invite_themselves(cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        _invite(cast, cast.ayesha.email)


@pytest.mark.parametrize("token", ["", "nonsense", "ABC.def", "x" * 300])
def test_a_link_that_we_did_not_sign_leads_nowhere(db: None, token: str) -> None:
    assert staff_invitation_of(token) is None


def test_opening_the_link_accepts_nothing(cast: SimpleNamespace, client: Client) -> None:
    invitation = _invite(cast, at=timezone.now())

    answer = client.get(_link(invitation))
    posted = client.post(_link(invitation))

    invitation.refresh_from_db()
    assert (answer.status_code, posted.status_code, invitation.accepted_at) == (200, 200, None)
    assert b"part=staff" in answer.content


def test_the_invited_person_signs_in_and_takes_up_the_post(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    invitation = _invite(cast, at=timezone.now())
    newcomer = make_user("new@demo.example")

    answer = client_of(newcomer, second_factor=False).post(_link(invitation))

    assert (answer.status_code, answer["Location"]) == (302, reverse("today"))
    assert newcomer.posts.get().unit == cast.most


def test_somebody_else_reads_why_they_cannot_accept(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    invitation = _invite(cast, at=timezone.now())

    answer = client_of(cast.bilal).post(_link(invitation), follow=True)

    assert "another e-mail address" in answer.content.decode()


def test_an_administrator_cannot_take_up_a_post_that_they_offered(cast: SimpleNamespace) -> None:
    """Inviting another address of one's own and moving to it would be a post given to oneself."""
    invitation = _invite(cast, "ayesha.second@demo.example")
    cast.ayesha.email = "ayesha.second@demo.example"
    cast.ayesha.save(update_fields=["email"])

    with pytest.raises(Denied):
        services.accept_staff_invitation(invitation_id=invitation.pk, by=cast.ayesha, at=NOW)
