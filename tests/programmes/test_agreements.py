"""Agreements lapse on a day and are renewed by a next version; none is ever rewritten."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AccountAction
from accounts.models import AccountEvent
from common.policies import Denied
from common.refusals import Refused
from programmes.models import Agreement
from programmes.services import PartyRow, Terms, record_agreement, renew_agreement
from tests.factories import NOW, TODAY
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db

MOST = PartyRow("Ministry of Science and Technology", "PK")
DAAD = PartyRow("DAAD", "DE")


def terms(**changes: Any) -> Terms:
    return Terms(
        **{
            "name": "Technical cooperation",
            "name_ur": "تکنیکی تعاون",
            "valid_from": TODAY,
            "valid_until": TODAY + timedelta(days=900),
            "parties": [MOST, DAAD],
        }
        | changes
    )


def test_an_agreement_is_recorded_with_its_parties_and_its_document(cast):
    pdf = SimpleUploadedFile("signed.pdf", b"%PDF-1.7")

    agreement = record_agreement(terms=terms(document=pdf), by=cast.omar, at=NOW)

    assert [(one.name, one.country) for one in agreement.parties.all()] == [
        ("Ministry of Science and Technology", "PK"),
        ("DAAD", "DE"),
    ]
    assert (agreement.number, agreement.document.name, agreement.by) == (1, "signed.pdf", cast.omar)
    event = AccountEvent.objects.get(action=AccountAction.AGREEMENT_RECORDED)
    assert event.detail == f"{agreement.public_id} 1"


def test_a_renewal_is_the_next_version_and_takes_the_programmes_along(cast):
    agreement = record_agreement(terms=terms(), by=cast.omar, at=NOW)
    programme = cast.need.programme
    programme.agreement = agreement
    programme.save()

    renewal = renew_agreement(
        agreement_id=agreement.pk, terms=terms(valid_from=TODAY + timedelta(days=900)), by=cast.omar, at=NOW
    )

    programme.refresh_from_db()
    assert (renewal.number, renewal.renews, programme.agreement) == (2, agreement, renewal)
    assert list(Agreement.objects.latest()) == [renewal]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"valid_until": TODAY - timedelta(days=1)}, "agreement_dates_order", "valid_until"),
        ({"parties": [MOST]}, "agreement_without_parties", "name_1"),
        ({"document": SimpleUploadedFile("a.exe", b"MZ")}, "file_kind", "file"),
    ],
)
def test_an_agreement_that_makes_no_sense_is_refused(cast, changes, code, field):
    with pytest.raises(Refused) as refused:
        record_agreement(terms=terms(**changes), by=cast.omar, at=NOW)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Agreement.objects.exists()


def test_an_agreement_is_renewed_once_and_forward(cast):
    agreement = record_agreement(terms=terms(), by=cast.omar, at=NOW)
    later = terms(valid_from=TODAY + timedelta(days=1))

    with pytest.raises(Refused) as early:
        renew_agreement(agreement_id=agreement.pk, terms=terms(), by=cast.omar, at=NOW)
    renew_agreement(agreement_id=agreement.pk, terms=later, by=cast.omar, at=NOW)
    with pytest.raises(Refused) as twice:
        renew_agreement(agreement_id=agreement.pk, terms=later, by=cast.omar, at=NOW)

    assert (early.value.code, twice.value.code) == ("agreement_begins_before", "agreement_renewed")


@pytest.mark.parametrize("who", ["rabia", "dawood", "asma", "ayesha", "sana"])
def test_only_officers_of_units_with_programmes_record_agreements(cast, who):
    with pytest.raises(Denied):
        record_agreement(terms=terms(), by=getattr(cast, who), at=NOW)


def test_what_lapses_within_180_days_stands_first(cast, client_of):
    today = timezone.localdate()
    for name, days in (("Far away", 181), ("Near", 180), ("Over", -1)):
        start = today - timedelta(days=400)
        until = today + timedelta(days=days)
        record_agreement(terms=terms(name=name, valid_from=start, valid_until=until), by=cast.omar, at=NOW)

    page = text_of(client_of(cast.asma).get(reverse("programmes:agreement_list")))

    order = [
        "Lapsing within 180 days, or lapsed",
        "Over",
        "lapsed",
        "Near",
        "lapses soon",
        "In force",
        "Far away",
    ]
    places = [page.index(f">{words}<") for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(cast, client_of, django_assert_num_queries, n):
    for number in range(n):
        record_agreement(terms=terms(name=f"Agreement {number}"), by=cast.omar, at=NOW)
    client = client_of(cast.asma)
    address = reverse("programmes:agreement_list")
    client.get(address)

    with django_assert_num_queries(4):
        client.get(address)


def form_of(**changes: str) -> dict[str, Any]:
    return {
        "title": "Space research",
        "valid_from": TODAY.isoformat(),
        "name_1": "SUPARCO",
        "country_1": "PK",
        "name_3": "CNSA",
        "country_3": "CN",
    } | changes


def test_an_officer_records_an_agreement_and_reads_it(cast, client_of):
    client = client_of(cast.omar)
    pdf = SimpleUploadedFile("signed.pdf", b"%PDF-1.7")

    response = client.post(reverse("programmes:agreement_new"), form_of() | {"file": pdf}, follow=True)

    page = text_of(response)
    assert "The agreement was recorded." in page
    assert "SUPARCO (Pakistan), CNSA (China)" in page
    document = client.get(reverse("programmes:agreement_document", args=[Agreement.objects.get().public_id]))
    assert document.content == b"%PDF-1.7"


def test_what_was_typed_stays_and_the_error_stands_beside_the_field(cast, client_of):
    response = client_of(cast.omar).post(
        reverse("programmes:agreement_new"), form_of(name_3="", country_3="CN", valid_until="2020-01-01")
    )

    form = response.context["form"]
    assert form["title"].value() == "Space research"
    assert form.errors["name_3"] == ["Please name at least two parties."]


def test_a_renewal_begins_with_the_parties_of_before(cast, client_of):
    agreement = record_agreement(terms=terms(), by=cast.omar, at=NOW)
    client = client_of(cast.omar)
    address = reverse("programmes:agreement_renew", args=[agreement.public_id])

    form = client.get(address).context["form"]
    assert [form[name].value() for name in ("title", "name_1", "country_2")] == [
        "Technical cooperation",
        "Ministry of Science and Technology",
        "DE",
    ]
    body = form_of(valid_from=(TODAY + timedelta(days=30)).isoformat())
    page = text_of(client.post(address, body, follow=True))
    assert "Earlier versions" in page
    before = text_of(client.get(reverse("programmes:agreement", args=[agreement.public_id])))
    assert "Version 2 renews this one." in before
