"""A code mailed to an address at the employer: the domain is kept, the address is not."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from common.models import Outbox
from common.refusals import Refused
from experts.enums import Basis, CredentialState
from experts.models import Credential, EmployerCode
from experts.selectors.credentials import credential_lines
from experts.services import credentials
from experts.services.employer_codes import ask_for_code, domain_of, forget_old_codes, give_code
from tests import factories
from tests.factories import NOW

ADDRESS = "Hina.Qureshi@northlight.example"


def ask(expert, address=ADDRESS, *, at=NOW, title="Grid engineer"):
    return ask_for_code(expert_id=expert.pk, address=address, title=title, by=expert.user, at=at)


def mailed_code():
    return re.search(r"\d{6}", Outbox.objects.order_by("-pk").first().subject).group()


def give(credential, code, *, at=NOW):
    return give_code(credential_id=credential.pk, code=code, by=credential.expert.user, at=at)


def fresh(credential):
    return Credential.objects.get(pk=credential.pk)


def test_the_right_code_confirms_for_a_year(cast):
    credential = ask(cast.expert)
    code = mailed_code()

    give(credential, f" {code[:3]} {code[3:]} ", at=NOW + timedelta(minutes=9))

    confirmed = fresh(credential)
    assert (confirmed.state, confirmed.basis) == (CredentialState.CONFIRMED, Basis.EMPLOYER_DOMAIN)
    assert confirmed.valid_until == timezone.localdate(NOW) + timedelta(days=365)
    assert [(e.action, e.part) for e in confirmed.events.order_by("seq")] == [
        ("claim", "expert"),
        ("confirm_domain", "clock"),
    ]
    assert not EmployerCode.objects.exists()


def test_what_is_shown_says_exactly_what_was_shown(cast):
    give(ask(cast.expert), mailed_code())

    (line,) = credential_lines(cast.expert)

    assert (line.label, line.detail) == (
        "Grid engineer",
        "employment · reads mail at northlight.example",
    )


def test_the_address_stands_in_the_outbox_alone(cast):
    ask(cast.expert)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('character varying', 'text', 'jsonb')"
        )
        columns = cursor.fetchall()
        holding = []
        for table, column in columns:
            cursor.execute(f"SELECT 1 FROM {table} WHERE \"{column}\"::text ILIKE '%hina.qureshi@%' LIMIT 1")
            if cursor.fetchone():
                holding.append((table, column))

    assert holding == [("common_outbox", "address")]


def test_the_code_is_kept_as_a_digest(cast):
    credential = ask(cast.expert)

    assert mailed_code() not in EmployerCode.objects.get(credential=credential).digest


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("hina@gmail.com", "free_mail"),
        ("hina@mail.yahoo.com", "free_mail"),
        ("hina@GMX.de", "free_mail"),
        ("hina", "bad_address"),
        ("hina@", "bad_address"),
        ("hina@localhost@x", "bad_address"),
    ],
)
def test_an_address_that_anybody_gets_shows_nothing(address, code):
    with pytest.raises(Refused) as refusal:
        domain_of(address)

    assert (refusal.value.code, refusal.value.field) == (code, "address")


def test_a_domain_that_only_ends_like_one_is_an_employer():
    assert domain_of("hina@notgmail.com") == "notgmail.com"


def test_a_code_works_for_ten_minutes(cast):
    credential = ask(cast.expert)

    with pytest.raises(Refused, match="code_over"):
        give(credential, mailed_code(), at=NOW + timedelta(minutes=10))


def test_five_wrong_tries_end_a_code_even_for_the_right_one(cast):
    credential = ask(cast.expert)
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Refused, match="code_wrong"):
            give(credential, wrong)

    with pytest.raises(Refused, match="code_over"):
        give(credential, code)
    assert EmployerCode.objects.get(credential=credential).n_attempts == 5


def test_a_new_code_replaces_the_old_one(cast):
    credential = ask(cast.expert)
    old = mailed_code()
    again = ask(cast.expert)
    assert again.pk == credential.pk
    if old != mailed_code():
        with pytest.raises(Refused, match="code_wrong"):
            give(credential, old)

    give(credential, mailed_code())

    assert fresh(credential).state == CredentialState.CONFIRMED


def test_the_code_of_one_credential_opens_no_other(cast):
    first = ask(cast.expert)
    code = mailed_code()
    ask(cast.expert, "hina@other.example")
    if code == mailed_code():
        pytest.skip("one chance in a million")

    with pytest.raises(Refused, match="code_wrong"):
        give(Credential.objects.exclude(pk=first.pk).get(), code)


def test_a_person_asks_for_five_codes_an_hour(cast):
    for n in range(5):
        ask(cast.expert, f"hina@employer{n}.example")

    with pytest.raises(Refused, match="code_too_often"):
        ask(cast.expert, "hina@employer9.example")


def test_an_address_gets_three_codes_a_day_whoever_asks(cast):
    for expert in (cast.expert, cast.other_expert, cast.expert):
        ask(expert, "victim@northlight.example")

    with pytest.raises(Refused, match="code_too_often"):
        ask(cast.other_expert, "Victim@northlight.example")
    assert Outbox.objects.filter(template="experts.employer_code").count() == 3


def test_a_confirmation_is_renewed_by_another_code(cast):
    credential = ask(cast.expert)
    give(credential, mailed_code())
    later = NOW + timedelta(days=300)
    cache.clear()

    ask(cast.expert, at=later)
    give(credential, mailed_code(), at=later)

    assert fresh(credential).valid_until == timezone.localdate(later) + timedelta(days=365)
    assert Credential.objects.count() == 1


def test_a_domain_that_staff_refused_is_not_confirmed_by_mail_again(cast):
    credential = ask(cast.expert)
    give(credential, mailed_code())
    credentials.refuse_credential(
        credential_id=credential.pk,
        note="This is a letter box.",
        by=cast.omar,
        at=NOW,
        version=fresh(credential).version,
    )

    with pytest.raises(Refused, match="domain_refused"):
        ask(cast.expert)


def test_such_an_entry_cannot_be_reworded(cast):
    credential = ask(cast.expert)

    with pytest.raises(Refused, match="credential_is_fixed"):
        credentials.change_credential(
            credential_id=credential.pk, values={"issuer": "MIT"}, file=None, by=cast.hina, at=NOW
        )


def test_old_codes_are_forgotten(cast):
    ask(cast.expert)

    forget_old_codes(at=NOW + timedelta(minutes=11))

    assert not EmployerCode.objects.exists()


def test_the_person_asks_and_types_the_code_on_pages(client_of, cast):
    client = client_of(cast.hina)
    refused = client.post("/experts/profile/credentials/employer/", {"title": "x", "address": "h@gmail.com"})
    assert refused.status_code == 422
    assert "anybody gets an address" in refused.content.decode()

    sent = client.post(
        "/experts/profile/credentials/employer/", {"title": "Grid engineer", "address": ADDRESS}, follow=True
    )

    assert "Type the code" in sent.content.decode()
    code = mailed_code()
    url = f"/experts/profile/credentials/{Credential.objects.get().public_id}/code/"
    wrong = client.post(url, {"code": "x"})
    assert wrong.status_code == 422
    assert "This code is not right." in wrong.content.decode()
    assert "Confirmed for a year." in client.post(url, {"code": code}, follow=True).content.decode()


def test_nobody_gives_a_code_for_somebody_else(client_of, cast):
    credential = ask(cast.expert)

    answer = client_of(cast.bilal).post(
        f"/experts/profile/credentials/{credential.public_id}/code/", {"code": mailed_code()}
    )

    assert answer.status_code == 404


def test_somebody_without_a_profile_finds_no_page(client_of, db):
    client = client_of(factories.make_user())

    assert client.get("/experts/profile/credentials/").status_code == 404
    assert client.get("/experts/profile/credentials/employer/").status_code == 404
