"""Administrators create units, give posts and end them; nobody does so for themselves."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from accounts import services
from accounts.enums import Duty, Role
from accounts.models import AccountEvent, Post, Unit, User
from common.jobs import SUBSCRIBERS
from common.models import Outbox, Shard
from common.policies import Denied
from common.refusals import Refused
from tests.factories import NOW, TODAY, make_user


def _fresh(user: User) -> User:
    """The same person in a new request: posts are read once per request."""
    return User.objects.get(pk=user.pk)


def _new_unit(cast: SimpleNamespace, name: str = "Pakistan Science Foundation") -> Unit:
    return services.create_unit(name=name, name_ur="", duties=[Duty.VERIFY_EXPERTS], by=cast.ayesha, at=NOW)


def test_administrator_creates_a_unit_and_the_record_says_so(cast: SimpleNamespace) -> None:
    unit = _new_unit(cast)

    event = AccountEvent.objects.get()
    assert (unit.slug, unit.duties) == ("pakistan-science-foundation", [Duty.VERIFY_EXPERTS])
    assert (event.action, event.by, event.unit) == ("unit_created", cast.ayesha, unit)


def test_two_units_never_have_the_same_name(cast: SimpleNamespace) -> None:
    _new_unit(cast)

    with pytest.raises(Refused) as refusal:
        _new_unit(cast, "PAKISTAN science foundation")

    assert (refusal.value.code, refusal.value.field) == ("unit_exists", "name")


def test_a_unit_with_an_urdu_name_alone_has_an_address(cast: SimpleNamespace) -> None:
    assert _new_unit(cast, "وزارت").slug


@pytest.mark.parametrize("person", ["rabia", "dawood", "asma", "hina", "sana"])
def test_nobody_but_an_administrator_creates_units(cast: SimpleNamespace, person: str) -> None:
    with pytest.raises(Denied):
        services.create_unit(name="X", name_ur="", duties=[], by=getattr(cast, person), at=NOW)

    assert not AccountEvent.objects.exists()


def test_administrator_gives_a_post_and_the_person_is_told(cast: SimpleNamespace) -> None:
    holder = make_user("new@demo.example", full_name="New Reviewer")

    post = services.create_post(
        email="NEW@demo.example",
        unit=cast.most,
        role=Role.REVIEWER,
        countries=[],
        starts_on=TODAY,
        by=cast.ayesha,
        at=NOW,
    )

    assert (post.user, post.unit, post.role) == (holder, cast.most, Role.REVIEWER)
    assert _fresh(holder).holds(Role.REVIEWER, unit=cast.most) or post.starts_on > date.today()
    assert [row.template for row in Outbox.objects.all()] == ["accounts.post_given"]


@pytest.mark.parametrize(
    ("email", "role", "code"),
    [
        ("nobody@demo.example", Role.OFFICER, "no_such_account"),
        ("bilal@demo.example", Role.LIAISON, "countries_required"),
        ("rabia@demo.example", Role.REVIEWER, "post_exists"),
    ],
)
def test_a_post_that_makes_no_sense_is_refused(
    cast: SimpleNamespace, email: str, role: Role, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        services.create_post(
            email=email, unit=cast.most, role=role, countries=[], starts_on=TODAY, by=cast.ayesha, at=NOW
        )

    assert refusal.value.code == code


def test_administrator_cannot_give_themselves_a_post(cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        services.create_post(
            email=cast.ayesha.email,
            unit=cast.most,
            role=Role.DECIDER,
            countries=[],
            starts_on=TODAY,
            by=cast.ayesha,
            at=NOW,
        )


def test_ending_a_post_takes_the_rights_at_once_and_announces_it(cast: SimpleNamespace) -> None:
    post = cast.rabia.posts.get()

    services.end_post(post_id=post.pk, by=cast.ayesha, at=NOW)

    post.refresh_from_db()
    assert post.ends_on == TODAY - timedelta(days=1)
    assert list(cast.rabia.posts.held_on(TODAY)) == []
    kinds = set(Shard.objects.values_list("kind", flat=True))
    assert kinds == set(SUBSCRIBERS.get("accounts.post_ended", []))
    assert [row.template for row in Outbox.objects.all()] == ["accounts.post_ended"]
    assert AccountEvent.objects.get().action == "post_ended"


def test_a_post_that_began_today_can_end_today(cast: SimpleNamespace) -> None:
    post = Post.objects.create(user=cast.bilal, unit=cast.most, role=Role.OFFICER, starts_on=TODAY)

    services.end_post(post_id=post.pk, by=cast.ayesha, at=NOW)

    assert not cast.bilal.posts.held_on(TODAY).exists()


def test_a_post_ends_once(cast: SimpleNamespace) -> None:
    post = cast.rabia.posts.get()
    services.end_post(post_id=post.pk, by=cast.ayesha, at=NOW)

    with pytest.raises(Refused, match="post_is_over"):
        services.end_post(post_id=post.pk, by=cast.ayesha, at=NOW)


def test_administrator_cannot_end_their_own_post(cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        services.end_post(post_id=cast.ayesha.posts.get().pk, by=cast.ayesha, at=NOW)
