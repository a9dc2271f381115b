"""A liaison vouches for somebody of their countries, never for themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import Outbox
from common.outbox import TEMPLATES
from common.policies import Denied
from common.refusals import Refused
from experts.models import AccessEvent, Credential
from experts.selectors.credentials import credential_lines
from experts.services.credentials import remove_credential
from experts.services.vouching import vouch_for
from tests import factories
from tests.experts.people import make_liaison
from tests.factories import NOW


@pytest.fixture
def faiz(db):
    return make_liaison()


def vouch(expert, by, **changes):
    values = {"how_known": "met_often", "note": "At every meeting in Munich since 2022."}
    return vouch_for(expert_id=expert.pk, by=by, at=NOW, **values | changes)


def test_vouching_is_a_confirmed_credential_that_the_person_hears_of(cast, faiz):
    credential = vouch(cast.expert, faiz)

    assert (credential.state, credential.basis, credential.issuer) == (
        "confirmed",
        "liaison_vouching",
        "Embassy in Berlin",
    )
    assert credential.valid_until == timezone.localdate(NOW) + timedelta(days=730)
    (line,) = credential_lines(cast.expert)
    assert line.label == "I have met them several times."
    assert line.detail == "known to a mission · Embassy in Berlin · a liaison vouches"
    assert Outbox.objects.latest("pk").recipient == cast.hina
    mail = TEMPLATES["experts.vouched_for"](credential_id=credential.pk, seq=2)
    assert "Embassy in Berlin" in mail.body


def test_a_liaison_vouches_in_their_own_countries_alone(cast):
    with pytest.raises(Denied, match="country where the expert lives"):
        vouch(cast.expert, make_liaison(countries=("QA",)))


@pytest.mark.parametrize("name", ["omar", "dawood", "hina", "ayesha"])
def test_nobody_but_a_liaison_vouches(cast, name):
    with pytest.raises(Denied):
        vouch(cast.expert, getattr(cast, name))


def test_nobody_vouches_for_themselves(faiz):
    own = factories.make_expert(faiz)

    with pytest.raises(Denied, match="for themselves"):
        vouch(own, faiz)


def test_a_liaison_vouches_once(cast, faiz):
    vouch(cast.expert, faiz)

    with pytest.raises(Refused, match="already_vouched"):
        vouch(cast.expert, faiz)
    vouch(cast.expert, make_liaison("zara@demo.example"))
    assert Credential.objects.count() == 2


@pytest.mark.parametrize(("values", "field"), [({"how_known": "?"}, "how_known"), ({"note": " "}, "note")])
def test_vouching_says_how(cast, faiz, values, field):
    with pytest.raises(Refused) as refusal:
        vouch(cast.expert, faiz, **values)

    assert refusal.value.field == field


def test_the_person_may_remove_it(cast, faiz):
    remove_credential(credential_id=vouch(cast.expert, faiz).pk, by=cast.hina, at=NOW)

    assert credential_lines(cast.expert) == []


def test_the_liaison_vouches_from_the_page_and_leaves_a_look(client_of, cast, faiz):
    client = client_of(faiz)
    here = f"/experts/verification/{cast.expert.public_id}/"
    assert f"{here}vouch/" in client.get(here).content.decode()

    assert client.get(f"{here}vouch/").status_code == 200
    assert client.post(f"{here}vouch/", {"how_known": "", "note": ""}).status_code == 422
    done = client.post(f"{here}vouch/", {"how_known": "met_often", "note": "Munich."}, follow=True)

    assert "You vouch for this person." in done.content.decode()
    whys = AccessEvent.objects.filter(expert=cast.expert).values_list("why", flat=True)
    assert {"vouching", "verification"} <= set(whys)


def test_the_page_does_not_exist_outside_their_countries(client_of, cast):
    client = client_of(make_liaison(countries=("QA",)))

    assert client.get(f"/experts/verification/{cast.expert.public_id}/vouch/").status_code == 404
    assert client.get(f"/experts/verification/{cast.expert.public_id}/").status_code == 404


def test_even_a_public_profile_outside_their_countries_is_not_a_liaisons_to_open(client_of, cast):
    cast.expert.visibility = "public"
    cast.expert.save()

    answer = client_of(make_liaison(countries=("QA",))).get(f"/experts/verification/{cast.expert.public_id}/")

    assert answer.status_code == 404
