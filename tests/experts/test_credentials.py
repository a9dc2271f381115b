"""Credentials: claimed with evidence, checked by staff, changed, expired, taken back."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.services import erase_account, take_data_along
from common.events import broken_links
from common.models import EventNote, Outbox, StoredFile
from common.outbox import TEMPLATES
from common.policies import Denied
from common.refusals import Refused
from experts.enums import Basis, CredentialReason, CredentialState
from experts.models import AccessEvent, Credential
from experts.selectors.credentials import credential_page
from experts.selectors.verification import queue_rows, waiting_rows
from experts.services import credentials as services
from experts.tasks import end_credentials
from tests import factories
from tests.experts.people import make_liaison
from tests.factories import NOW

DEGREE = {
    "title": "PhD in hydrology",
    "issuer": "ETH Zurich",
    "issued": "2014-06",
    "basis": Basis.HOME_REGISTER,
    "reference": "ETH-2014-77",
    "link": "",
    "note": "",
    "valid_until": None,
}
PDF = b"%PDF-1.7 a certificate"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORED_FILES_DIR = tmp_path / "files"
    return settings.STORED_FILES_DIR


def claim(expert, *, kind="degree", country="CH", file=None, at=NOW, **changes):
    return services.add_credential(
        expert_id=expert.pk,
        kind=kind,
        country=country,
        values=DEGREE | changes,
        file=file,
        by=expert.user,
        at=at,
    )


def certificate(name="certificate.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def fresh(credential):
    return Credential.objects.select_related("expert__user", "file").get(pk=credential.pk)


def give_back(credential, by, *reasons, at=NOW):
    services.return_credential(
        credential_id=credential.pk,
        reasons=list(reasons) or [CredentialReason.ISSUER_UNCLEAR],
        note="Which institute?",
        by=by,
        at=at,
        version=fresh(credential).version,
    )


def change(credential, **values):
    return services.change_credential(
        credential_id=credential.pk, values=values, file=None, by=credential.expert.user, at=NOW
    )


def mails():
    return [(row.recipient.email, row.template) for row in Outbox.objects.order_by("pk") if row.recipient]


@pytest.mark.parametrize(
    ("country", "basis", "code"),
    [
        ("CH", Basis.HEC_ATTESTED, "foreign_degree_not_attested"),
        ("PK", Basis.HEC_EQUIVALENCE, "own_degree_not_equivalent"),
        ("PK", Basis.LIAISON_VOUCHING, "basis_does_not_fit"),
        ("CH", Basis.EMPLOYER_DOMAIN, "basis_does_not_fit"),
    ],
)
def test_a_degree_is_checked_by_what_exists_in_its_country(cast, country, basis, code):
    with pytest.raises(Refused) as refusal:
        claim(cast.expert, country=country, basis=basis)

    assert (refusal.value.code, refusal.value.field) == (code, "basis")


def test_a_foreign_graduate_is_never_asked_for_hec_attestation(client_of, cast):
    page = client_of(cast.hina).get("/experts/profile/credentials/add/?kind=degree&country=CH")

    words = page.content.decode()
    assert "HEC does not attest foreign degrees" in words
    assert 'value="hec_equivalence"' in words
    assert 'value="hec_attested"' not in words


def test_a_pakistani_degree_is_asked_for_its_attestation(client_of, cast):
    page = client_of(cast.hina).get("/experts/profile/credentials/add/?kind=degree&country=PK")

    words = page.content.decode()
    assert 'value="hec_attested"' in words
    assert 'value="hec_equivalence"' not in words


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"issuer": " \u200b "}, "issuer"),
        ({"title": ""}, "title"),
        ({"issued": "soon"}, "issued"),
        ({"issued": "2099"}, "issued"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, values, field):
    with pytest.raises(Refused) as refusal:
        claim(cast.expert, **values)

    assert refusal.value.field == field


def test_nobody_claims_for_somebody_else(cast):
    with pytest.raises(Denied, match="Only the person"):
        services.add_credential(
            expert_id=cast.expert.pk,
            kind="degree",
            country="CH",
            values=DEGREE,
            file=None,
            by=cast.omar,
            at=NOW,
        )


def test_the_list_ends_somewhere(cast, monkeypatch):
    monkeypatch.setattr(services, "MOST_CREDENTIALS", 1)
    claim(cast.expert)

    with pytest.raises(Refused, match="too_many_credentials"):
        claim(cast.expert)


def test_the_officer_confirms_and_the_person_hears_of_it(cast):
    credential = claim(cast.expert)

    services.confirm_credential(credential_id=credential.pk, by=cast.omar, at=NOW, version=credential.version)

    assert fresh(credential).state == CredentialState.CONFIRMED
    assert mails()[-1] == ("hina@demo.example", "experts.credential_confirmed")
    mail = TEMPLATES["experts.credential_confirmed"](credential_id=credential.pk, seq=2)
    assert f"/experts/profile/credentials/{credential.public_id}/" in mail.body
    assert "ETH" not in mail.body
    assert broken_links(list(credential.events.order_by("seq"))) == []


@pytest.mark.parametrize("name", ["hina", "sana", "asma", "ayesha"])
def test_who_does_not_verify_confirms_nothing(cast, name):
    credential = claim(cast.expert)

    with pytest.raises(Denied):
        services.confirm_credential(
            credential_id=credential.pk, by=getattr(cast, name), at=NOW, version=credential.version
        )


def test_staff_do_not_confirm_their_own_credentials(cast):
    own = factories.make_expert(cast.omar)
    credential = claim(own)

    with pytest.raises(Denied, match="their own credentials"):
        services.confirm_credential(credential_id=credential.pk, by=cast.omar, at=NOW, version=1)
    assert waiting_rows(cast.omar).count() == 0


def test_nobody_confirms_what_they_have_not_read(cast):
    credential = claim(cast.expert)
    change(credential, title="PhD in geology")

    with pytest.raises(Refused, match="stale_version"):
        services.confirm_credential(credential_id=credential.pk, by=cast.omar, at=NOW, version=1)


def test_a_return_needs_reasons_of_the_list(cast):
    credential = claim(cast.expert)

    with pytest.raises(Refused, match="unknown_choice"):
        give_back(credential, cast.omar, "nonsense")


def test_a_returned_credential_comes_back_to_the_same_officer_with_what_changed(cast):
    colleague = factories.make_staff("zara@demo.example", role="officer", full_name="Zara")
    older = claim(cast.other_expert)
    credential = claim(cast.expert, at=NOW + timedelta(hours=1))
    reasons = (CredentialReason.ISSUER_UNCLEAR, CredentialReason.DATES_UNCLEAR)
    give_back(credential, cast.omar, *reasons, at=NOW + timedelta(hours=2))
    page = credential_page(fresh(credential))
    assert page.returned.reasons == [
        "It is not clear who issued it.",
        "The dates are missing or contradict each other.",
    ]
    assert page.returned.note == "Which institute?"

    change(credential, issuer="ETH Zurich, D-BAUG", issued="2014-06-30")

    page = credential_page(fresh(credential))
    assert (page.returned_by, page.changed) == ("Omar Farooq", ["Who issued it", "When"])
    assert [row[3] for row in waiting_rows(cast.omar)] == [credential.pk, older.pk]
    assert [row[3] for row in waiting_rows(colleague)] == [older.pk, credential.pk]
    first = queue_rows(list(waiting_rows(cast.omar)), cast.omar)[0]
    assert (first.is_mine, first.returned_by) == (True, "Omar Farooq")


def test_sending_a_returned_credential_again_unchanged_is_possible(cast):
    credential = claim(cast.expert)
    give_back(credential, cast.omar)

    change(credential)

    assert fresh(credential).state == CredentialState.CLAIMED


def test_a_changed_confirmed_credential_is_checked_anew(cast):
    credential = claim(cast.expert)
    services.confirm_credential(credential_id=credential.pk, by=cast.omar, at=NOW, version=1)

    change(credential, title="MSc in hydrology")

    assert fresh(credential).state == CredentialState.CLAIMED


def test_saving_a_confirmed_credential_unchanged_keeps_it_confirmed(cast):
    credential = claim(cast.expert)
    services.confirm_credential(credential_id=credential.pk, by=cast.omar, at=NOW, version=1)

    change(credential, title=DEGREE["title"])

    assert fresh(credential).state == CredentialState.CONFIRMED


def test_a_refusal_says_why_and_is_not_the_end(cast):
    credential = claim(cast.expert)
    services.refuse_credential(
        credential_id=credential.pk, note="Not found.", by=cast.omar, at=NOW, version=1
    )

    assert credential_page(fresh(credential)).returned.note == "Not found."
    assert mails()[-1] == ("hina@demo.example", "experts.credential_refused")
    change(credential, reference="ETH-2014-78")
    assert fresh(credential).state == CredentialState.CLAIMED


def test_a_claim_without_anything_to_check_does_not_wait_for_staff(cast):
    claim(cast.expert, basis=Basis.NONE, reference="")

    assert list(waiting_rows(cast.omar)) == []


def test_the_queue_is_narrowed_to_a_kind_and_a_country(client_of, cast):
    claim(cast.expert)
    cast.other_expert.country = "QA"
    cast.other_expert.save()
    claim(cast.other_expert, title="MSc")
    client = client_of(cast.omar)

    assert waiting_rows(cast.omar, what="profile").count() == 0
    assert waiting_rows(cast.omar, country="QA").count() == 1
    words = client.get("/experts/verification/?what=credential&country=DE").content.decode()
    assert "PhD in hydrology" in words
    assert "MSc" not in words
    assert client.get("/experts/verification/?what=?&country=XX&page=x").status_code == 200


def test_a_liaison_reads_the_queue_of_their_countries_and_decides_nothing(client_of, cast):
    faiz = make_liaison(countries=("QA",))
    claim(cast.expert)
    cast.other_expert.country = "QA"
    cast.other_expert.save()
    theirs = claim(cast.other_expert, title="MSc")
    client = client_of(faiz)

    words = client.get("/experts/verification/").content.decode()

    assert "MSc" in words
    assert "PhD in hydrology" not in words
    here = f"/experts/verification/credentials/{theirs.public_id}/"
    assert "do not include verifying experts" in client.get(here).content.decode()
    assert client.post(f"{here}confirm/", {"version": 1}).status_code == 403
    other = Credential.objects.get(expert=cast.expert)
    assert client.get(f"/experts/verification/credentials/{other.public_id}/").status_code == 404


def test_evidence_is_downloaded_by_the_person_and_by_who_checks_it_and_nobody_else(client_of, cast):
    credential = claim(cast.expert, file=certificate())
    own = f"/experts/profile/credentials/{credential.public_id}/file/"
    staff = f"/experts/verification/credentials/{credential.public_id}/file/"

    answer = client_of(cast.omar).get(staff)

    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="certificate.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_of(cast.hina).get(own).content == PDF
    for name in ("bilal", "sana", "asma", "ayesha"):
        assert client_of(getattr(cast, name)).get(own).status_code == 404
        assert client_of(getattr(cast, name)).get(staff).status_code == 404
    look = AccessEvent.objects.filter(expert=cast.expert, route="experts:credential_check_file").get()
    assert (look.why, look.viewer) == ("credential", cast.omar)


def test_a_lost_file_is_not_found(client_of, cast, folder):
    credential = claim(cast.expert, file=certificate())
    next(Path(folder).iterdir()).unlink()

    answer = client_of(cast.hina).get(f"/experts/profile/credentials/{credential.public_id}/file/")

    assert answer.status_code == 404


def test_a_removed_credential_leaves_its_steps_and_nothing_that_was_said(
    cast, folder, django_capture_on_commit_callbacks
):
    credential = claim(cast.expert, file=certificate())
    give_back(credential, cast.omar)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_credential(credential_id=credential.pk, by=cast.hina, at=NOW)

    gone = fresh(credential)
    assert (gone.state, gone.title, gone.issuer, gone.reference, gone.file) == ("removed", "", "", "", None)
    assert not EventNote.objects.exists()
    assert not StoredFile.objects.exists()
    assert list(Path(folder).iterdir()) == []
    assert not Credential.objects.visible_to(cast.hina).exists()
    assert broken_links(list(credential.events.order_by("seq"))) == []


def test_another_file_replaces_the_first(cast, folder, django_capture_on_commit_callbacks):
    credential = claim(cast.expert, file=certificate())

    with django_capture_on_commit_callbacks(execute=True):
        services.change_credential(
            credential_id=credential.pk,
            values={},
            file=certificate("new.png", b"\x89PNG\r\n\x1a\n"),
            by=cast.hina,
            at=NOW,
        )

    assert fresh(credential).file.name == "new.png"
    assert len(list(Path(folder).iterdir())) == 1


def test_a_confirmation_warns_a_month_ahead_once_and_then_ends(cast):
    today = timezone.localdate()
    credential = claim(cast.expert, kind="licence", valid_until=today + timedelta(days=20))
    services.confirm_credential(credential_id=credential.pk, by=cast.omar, at=NOW, version=1)

    end_credentials()
    end_credentials()

    assert [template for _to, template in mails()].count("experts.credential_ends") == 1
    assert TEMPLATES["experts.credential_ends"](credential_id=credential.pk, seq=3).subject.startswith(
        "Renew"
    )
    Credential.objects.filter(pk=credential.pk).update(valid_until=today - timedelta(days=1))
    end_credentials()
    end_credentials()
    assert fresh(credential).state == CredentialState.EXPIRED
    assert [template for _to, template in mails()].count("experts.credential_expired") == 1
    assert TEMPLATES["experts.credential_expired"](credential_id=credential.pk, seq=4)
    assert TEMPLATES["experts.credential_ends"](credential_id=credential.pk, seq=3) is None


def test_the_last_day_still_counts(cast):
    today = timezone.localdate()
    credential = claim(cast.expert, kind="licence", valid_until=today)
    services.confirm_credential(credential_id=credential.pk, by=cast.omar, at=NOW, version=1)

    end_credentials()

    assert fresh(credential).state == CredentialState.CONFIRMED


def test_a_person_claims_changes_and_removes_page_by_page(client_of, cast):
    client = client_of(cast.hina)
    answers = {name: value for name, value in DEGREE.items() if value} | {"file": certificate()}
    assert "No credential yet" in client.get("/experts/profile/credentials/").content.decode()
    assert client.get("/experts/profile/credentials/add/").status_code == 200

    here = "/experts/profile/credentials/add/?kind=degree&country=CH"
    assert client.post(here, answers).status_code == 302
    credential = Credential.objects.get()
    page = f"/experts/profile/credentials/{credential.public_id}/"
    assert "certificate.pdf" in client.get(page).content.decode()
    assert client.get(f"{page}change/").status_code == 200
    changed = {name: value for name, value in DEGREE.items() if value} | {
        "title": "PhD",
        "without_file": "on",
    }
    assert client.post(f"{page}change/", changed).status_code == 302
    assert (fresh(credential).title, fresh(credential).file) == ("PhD", None)
    assert client.post(f"{page}remove/").status_code == 302
    assert client.get(page).status_code == 404


def test_a_bad_file_is_said_beside_its_field_and_what_was_typed_is_kept(client_of, cast):
    answers = {name: value for name, value in DEGREE.items() if value}
    answers |= {"file": certificate("page.pdf", b"<html>")}

    answer = client_of(cast.hina).post("/experts/profile/credentials/add/?kind=degree&country=CH", answers)

    words = answer.content.decode()
    assert answer.status_code == 422
    assert "The content of this file is not what its name says." in words
    assert "ETH Zurich" in words
    assert not Credential.objects.exists()


@pytest.mark.parametrize("query", ["", "?kind=degree", "?kind=x&country=YY", "?kind=acquaintance&country=DE"])
def test_an_address_without_a_kind_asks_for_it(client_of, cast, query):
    answer = client_of(cast.hina).get(f"/experts/profile/credentials/add/{query}")

    assert answer.status_code == 200
    assert "In which country was it issued?" in answer.content.decode()


@pytest.mark.parametrize("step", ["confirm", "return", "refuse"])
def test_no_step_of_the_check_breaks_on_nonsense(client_of, cast, step):
    credential = claim(cast.expert)
    url = f"/experts/verification/credentials/{credential.public_id}/{step}/"

    for values in ({}, {"version": "x"}, {"version": "9" * 30, "note": "\x00", "reasons": ["?"]}):
        assert client_of(cast.omar).post(url, values).status_code in (403, 422)


def test_the_officer_checks_from_the_page(client_of, cast):
    credential = claim(cast.expert)
    client = client_of(cast.omar)
    here = f"/experts/verification/credentials/{credential.public_id}/"
    words = client.get(f"/experts/verification/{cast.expert.public_id}/").content.decode()
    assert here in words

    returned = client.post(
        f"{here}return/", {"version": 1, "reasons": ["evidence_missing", "other"], "note": "Please."}
    )

    assert returned.status_code == 302
    assert fresh(credential).state == CredentialState.CHANGES_REQUESTED
    assert mails()[-1] == ("hina@demo.example", "experts.credential_returned")
    mail = TEMPLATES["experts.credential_returned"](credential_id=credential.pk, seq=2)
    assert "There is nothing that it can be checked against." in mail.body


@pytest.mark.parametrize("n", [1, 3])
def test_the_lists_cost_the_same_for_one_credential_and_for_three(
    client_of, cast, n, django_assert_num_queries
):
    for i in range(n):
        claim(cast.expert, title=f"PhD {i}")
    client, staff = client_of(cast.hina), client_of(cast.omar)
    client.get("/experts/profile/credentials/")
    staff.get("/experts/verification/")

    with django_assert_num_queries(4):
        client.get("/experts/profile/credentials/")
    with django_assert_num_queries(9):
        staff.get("/experts/verification/")


def test_evidence_is_taken_along_and_erased_with_its_person(cast, folder, django_capture_on_commit_callbacks):
    """A file that the disk has lost keeps nothing else back."""
    claim(cast.expert, file=certificate())
    lost = claim(cast.expert, title="MSc in hydrology", file=certificate("lost.pdf"))
    (folder / lost.file.stored_as).unlink()

    with zipfile.ZipFile(io.BytesIO(take_data_along(by=cast.hina, at=NOW))) as archive:
        found = {name.partition("-")[2]: archive.read(name) for name in archive.namelist() if "/" in name}
    assert found == {"certificate.pdf": PDF, "lost.pdf.txt": b"The portal no longer has this file.\n"}

    with django_capture_on_commit_callbacks(execute=True):
        erase_account(typed=cast.hina.email, by=cast.hina, at=NOW)
    assert list(folder.iterdir()) == []
    assert not StoredFile.objects.exists()
