"""Taking everything along and leaving, as pages ask and answer it."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Purpose
from accounts.models import User
from accounts.services import end_post, erase_account, give_consent, take_data_along
from common.refusals import Refused
from experts.models import AccessEvent, Affiliation, Expert, Work
from experts.services.access import record_look
from experts.services.personal_data import LOOKS_DAYS
from incubators.enums import MemberRole
from incubators.models import Membership
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def own_data_dir(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def test_the_last_owner_of_an_organisation_is_told_what_to_do_first(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    client = client_of(cast.sana)

    page = client.get("/settings/data/erase/").content.decode()
    answer = client.post("/settings/data/erase/", {"typed": "sana@demo.example"})

    assert "You are the only owner of an organisation." in page
    assert 'name="typed"' not in page
    assert answer.status_code == 422
    assert User.objects.get(pk=cast.sana.pk).erased_at is None


def test_a_second_owner_lets_the_first_one_go(cast: SimpleNamespace) -> None:
    colleague = factories.make_user("colleague@demo.example")
    Membership.objects.create(
        user=colleague, organisation=cast.organisation, role=MemberRole.OWNER, since=NOW
    )

    erase_account(typed="sana@demo.example", by=cast.sana, at=NOW)

    assert [member.user for member in cast.organisation.memberships.all()] == [colleague]
    assert User.objects.get(pk=cast.sana.pk).email.endswith("@erased.invalid")


def test_staff_leave_after_their_post_has_ended(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        erase_account(typed="rabia@demo.example", by=cast.rabia, at=NOW)
    assert refused.value.code == "post_in_force"

    end_post(post_id=cast.rabia.posts.get().pk, by=cast.ayesha, at=NOW)
    erase_account(
        typed="rabia@demo.example", by=User.objects.get(pk=cast.rabia.pk), at=NOW + timedelta(days=2)
    )

    assert str(User.objects.get(pk=cast.rabia.pk)) == "somebody whose account was erased"


def test_another_address_erases_nothing_and_stays_in_the_form(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    answer = client_of(cast.hina).post("/settings/data/erase/", {"typed": "hina@demo.exampl"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is not the address of your account." in page
    assert 'value="hina@demo.exampl"' in page
    assert User.objects.get(pk=cast.hina.pk).is_active


@pytest.mark.parametrize("page", ["export", "erase"])
def test_both_ask_for_the_password_again(cast: SimpleNamespace, client_of: SignIn, page: str) -> None:
    client = client_of(cast.hina, second_factor=False)
    session = client.session
    session["account_authentication_methods_user"] = str(cast.hina.pk)
    long_ago = time.time() - 3600
    session["account_authentication_methods"] = [
        {"method": "password", "at": long_ago, "reauthenticated": True}
    ]
    session.save()

    for answer in (client.get(f"/settings/data/{page}/"), client.post(f"/settings/data/{page}/")):
        assert answer["Location"].startswith("/account/reauthenticate/")
    assert User.objects.get(pk=cast.hina.pk).is_active


def test_erasing_twice_is_refused(cast: SimpleNamespace) -> None:
    stale = User.objects.get(pk=cast.hina.pk)
    erase_account(typed="hina@demo.example", by=cast.hina, at=NOW)

    with pytest.raises(Refused) as refused:
        erase_account(typed="hina@demo.example", by=stale, at=NOW)

    assert refused.value.code == "account_is_gone"


def test_a_large_profile_is_taken_along_in_under_two_seconds(
    cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    text = "Grid integration of wind. " * 200
    Work.objects.bulk_create(
        Work(expert=cast.expert, kind="publication", title=f"Work {n}", text=text) for n in range(400)
    )
    Affiliation.objects.bulk_create(
        Affiliation(expert=cast.expert, kind="employment", organisation=f"Firm {n}") for n in range(60)
    )
    looks = [
        AccessEvent(expert=cast.expert, viewer_is="A host", why="match", route="x", at=NOW, on=NOW.date())
        for _n in range(2000)
    ]
    AccessEvent.objects.bulk_create(looks)

    with django_assert_max_num_queries(60):
        began = time.monotonic()
        archive = take_data_along(by=cast.hina, at=NOW)
        seconds = time.monotonic() - began

    assert seconds < 2
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        assert file.testzip() is None
        assert file.read("profile.json").decode().count('"title": "Work ') == 400


def test_what_is_held_is_counted_with_one_page_for_everybody(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    for person in (cast.hina, cast.sana, cast.omar):
        page = client_of(person).get("/settings/data/").content.decode()
        assert "Your consents" in page
        assert "Take everything along" in page


def test_looks_older_than_two_years_are_forgotten(cast: SimpleNamespace) -> None:
    from common.pruning import prune

    for days in (LOOKS_DAYS + 1, LOOKS_DAYS - 1):
        at = NOW - timedelta(days=days)
        record_look(expert=cast.expert, viewer=cast.omar, why="review", route="x", at=at)

    prune(at=NOW)

    assert [look.at for look in cast.expert.access_events.all()] == [NOW - timedelta(days=LOOKS_DAYS - 1)]


def test_a_consent_is_withdrawn_right_on_the_trust_page(cast: SimpleNamespace, client_of: SignIn) -> None:
    client = client_of(cast.hina)
    trust = "/experts/profile/trust/"

    answer = client.post("/settings/consents/matching/withdraw/", {"next": trust})
    away = client.post("/settings/consents/matching/withdraw/", {"next": "https://elsewhere.example/"})

    assert (answer["Location"], away["Location"]) == (trust, "/settings/consents/")


def test_whoever_leaves_without_erasing_is_hidden_and_compared_with_nothing(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    give_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)
    client = client_of(cast.hina)

    client.post("/experts/profile/leave/")
    client.post("/experts/profile/leave/")

    expert = Expert.objects.get(pk=cast.expert.pk)
    assert (expert.visibility, expert.state, expert.headline) == (
        "hidden",
        "paused",
        "Power systems engineer",
    )
    assert not cast.hina.consents.filter(purpose=Purpose.MATCHING, withdrawn_at=None).exists()
