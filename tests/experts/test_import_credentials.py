"""Certificates, awards and degrees that a file names: claimed, never believed, taken back with it."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from common.events import broken_links
from common.policies import Denied
from experts.enums import CredentialReason, CredentialState, ImportStatus, RowKind, Source
from experts.models import Credential, Expert, Fact, ImportBatch
from experts.selectors.import_plan import PlanItem, plan_import
from experts.selectors.imports import preview_page
from experts.selectors.portable import profile_document, resume_document
from experts.services import credentials as services
from experts.services.import_undo import undo_import
from experts.services.imports import apply_import
from experts.services.profile import start_profile
from tests import factories
from tests.experts.people import enter
from tests.experts.readers.built import linkedin_tables, zipped
from tests.experts.readers.corpus import content_of
from tests.experts.test_imports import read, take_all
from tests.experts.test_portable import person
from tests.factories import NOW

RIVERS = {"name": "River Reader", "issuer": "Example Institute", "date": "2023-01"}
HEADERS = "Name,Url,Authority,Started On,Finished On,License Number\n"


@pytest.fixture
def draft(db: None) -> Expert:
    return start_profile(by=factories.make_user("newcomer@demo.example", full_name="Zarmeena"), at=NOW)


def resume(*certificates: dict[str, str], **more: Any) -> bytes:
    return json.dumps({"basics": {}, "certificates": certificates, **more}).encode()


def linkedin(row: str) -> bytes:
    return zipped(linkedin_tables() | {"Certifications.csv": (HEADERS + row).encode()})


def own(*credentials: dict[str, Any]) -> bytes:
    document = {"format": "diaspora-portal-profile", "version": 1, "credentials": credentials}
    return json.dumps(document).encode()


def bring(draft: Expert, *certificates: dict[str, str]) -> ImportBatch:
    batch = read(draft, content=resume(*certificates))
    take_all(batch, draft.user)
    return batch


def planned(draft: Expert, content: bytes) -> list[PlanItem]:
    return [item for item in plan_import(read(draft, content=content)) if item.kind is RowKind.CREDENTIAL]


def standing(draft: Expert) -> list[tuple[str, str, str, str]]:
    rows = draft.credentials.standing().order_by("pk")
    return list(rows.values_list("kind", "title", "issuer", "issued"))


def type_in(draft: Expert, **values: Any) -> Credential:
    told = {"title": "River Reader", "issuer": "Example Institute", "issued": "2023-01", "basis": "none"}
    return services.add_credential(
        expert_id=draft.pk,
        kind="certificate",
        country="NO",
        values=told | values,
        file=None,
        by=draft.user,
        at=NOW,
    )


def change(credential: Credential, *, file: SimpleUploadedFile | None = None, **values: Any) -> None:
    services.change_credential(
        credential_id=credential.pk, values=values, file=file, by=credential.expert.user, at=NOW
    )


ANSWERS = {
    CredentialState.CONFIRMED: (services.confirm_credential, {}),
    CredentialState.REFUSED: (services.refuse_credential, {"note": "Not in the register."}),
    CredentialState.CHANGES_REQUESTED: (
        services.return_credential,
        {"note": "Which institute?", "reasons": [CredentialReason.ISSUER_UNCLEAR]},
    ),
}


def answer(credential: Credential, state: CredentialState, by: User) -> None:
    act, words = ANSWERS[state]
    act(credential_id=credential.pk, by=by, at=NOW, version=credential.version, **words)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (resume(RIVERS), [("certificate", "River Reader", "Example Institute", "2023-01")]),
        (
            resume(awards=[{"title": "Medal", "awarder": "Example Society", "date": "2020-11-03"}]),
            [("award", "Medal", "Example Society", "2020-11-03")],
        ),
        (
            linkedin("River Reader,https://example.org/r,Example Institute,Jan 2023,,RR-1"),
            [("certificate", "River Reader", "Example Institute", "2023-01")],
        ),
        (
            content_of("orcid/good/record_with_every_trap.json"),
            [
                ("certificate", "Chartered Geologist", "Board of Examples", "2014-06"),
                ("award", "Young Scientist Award", "Academy of Examples", "2019"),
            ],
        ),
        (content_of("europass/good/cv_with_every_trap.json"), [("award", "Example Medal", "", "")]),
    ],
    ids=["json_resume_certificate", "json_resume_award", "linkedin", "orcid", "europass"],
)
def test_every_format_brings_its_credentials_as_claims_that_rest_on_nothing(
    draft: Expert, content: bytes, found: list[tuple[str, str, str, str]]
) -> None:
    batch = read(draft, content=content)
    take_all(batch, draft.user)

    assert standing(draft) == found
    assert set(draft.credentials.values_list("state", "basis")) == {("claimed", "none")}
    for credential in draft.credentials.all():
        events = list(credential.events.order_by("seq"))
        assert [(event.action, event.part, event.by) for event in events] == [("claim", "expert", draft.user)]
        assert broken_links(events) == []
        assert Fact.objects.filter(batch=batch, row_kind="credential", row_id=credential.pk).count() == 1


def test_a_row_of_linkedin_brings_its_number_its_link_and_an_end_that_is_to_come(draft: Expert) -> None:
    row = "River Reader,https://example.org/r,Example Institute,Jan 2023,Feb 2096,RR-1"
    take_all(read(draft, content=linkedin(row)), draft.user)

    credential = draft.credentials.get()
    fact = Fact.objects.get(row_kind="credential")
    assert (credential.reference, credential.link) == ("RR-1", "https://example.org/r")
    assert credential.valid_until == date(2096, 2, 29)
    assert (fact.source, fact.source_name) == (Source.LINKEDIN, "LinkedIn")
    assert fact.place.startswith("/Certifications.csv")


def test_an_end_that_has_passed_is_told_and_not_written(draft: Expert) -> None:
    content = linkedin("River Reader,,Example Institute,Jan 2013,Feb 2016,")

    (item,) = planned(draft, content)
    take_all(read(draft, content=content), draft.user)

    assert "\u20682013-01\u2069 – \u20682016-02\u2069" in item.detail
    assert draft.credentials.get().valid_until is None
    assert [item.status for item in planned(draft, content)] == [ImportStatus.SAME]


@pytest.mark.parametrize(
    ("certificate", "status"),
    [
        ({"name": "RIVER reader", "issuer": "Example  Institute"}, ImportStatus.SAME),
        ({"name": "River Reader"}, ImportStatus.SAME),
        ({"name": "River Reader", "issuer": "Another Institute"}, ImportStatus.NEW),
        ({"name": "Lake Reader", "issuer": "Example Institute"}, ImportStatus.NEW),
        (RIVERS | {"date": "2023-01-17"}, ImportStatus.KEPT),
        (RIVERS | {"date": "2023"}, ImportStatus.SAME),
    ],
)
def test_what_the_person_claims_already_is_not_doubled(
    draft: Expert, certificate: dict[str, str], status: ImportStatus
) -> None:
    type_in(draft)

    assert [item.status for item in planned(draft, resume(certificate))] == [status]


def test_one_file_names_a_credential_once(draft: Expert) -> None:
    content = resume(RIVERS, RIVERS | {"date": "2024"}, {"name": "River reader"})

    assert [item.status for item in planned(draft, content)] == [
        ImportStatus.NEW, ImportStatus.SAME, ImportStatus.SAME,
    ]  # fmt: skip
    assert take_all(read(draft, content=content), draft.user) == 1


def test_a_claim_follows_its_source_and_tells_what_changed(draft: Expert) -> None:
    bring(draft, {"name": "River Reader", "date": "2023"})

    (item,) = planned(draft, resume(RIVERS | {"url": "https://example.org/r"}))
    assert item.status is ImportStatus.UPDATE
    assert [(change.label, change.yours, change.theirs) for change in item.changes] == [
        ("Who issued it", "", "Example Institute"),
        ("When", "2023", "2023-01"),
        ("Link", "", "https://example.org/r"),
    ]
    bring(draft, RIVERS | {"url": "https://example.org/r"})
    assert standing(draft) == [("certificate", "River Reader", "Example Institute", "2023-01")]
    assert [event.action for event in draft.credentials.get().events.order_by("seq")] == ["claim", "edit"]


def test_undoing_an_update_brings_back_what_was_claimed_before(draft: Expert) -> None:
    row = "River Reader,,Example Institute,Jan 2023,{},RR-1"
    batches = []
    for end in ("Feb 2096", "Feb 2098"):
        batches.append(read(draft, content=linkedin(row.format(end))))
        take_all(batches[-1], draft.user)
    assert draft.credentials.get().valid_until == date(2098, 2, 28)

    undo_import(batch_id=batches[1].pk, by=draft.user, at=NOW)
    assert draft.credentials.get().valid_until == date(2096, 2, 29)

    undo_import(batch_id=batches[0].pk, by=draft.user, at=NOW)
    assert standing(draft) == []
    assert not Fact.objects.exists()


def test_undoing_empties_the_claim_and_its_steps_stay(draft: Expert) -> None:
    batch = bring(draft, RIVERS)

    assert undo_import(batch_id=batch.pk, by=draft.user, at=NOW) == 1

    credential = draft.credentials.get()
    assert (credential.state, credential.title, credential.issuer) == (CredentialState.REMOVED, "", "")
    events = list(credential.events.order_by("seq"))
    assert [event.action for event in events] == ["claim", "remove"]
    assert broken_links(events) == []
    assert [item.status for item in planned(draft, resume(RIVERS))] == [ImportStatus.NEW]


@pytest.mark.parametrize("with_file", [True, False])
def test_undoing_leaves_what_the_person_has_proved_or_changed_since(
    draft: Expert, settings: Any, tmp_path: Any, with_file: bool
) -> None:
    settings.STORED_FILES_DIR = tmp_path
    batch = bring(draft, RIVERS, {"name": "Lake Reader", "issuer": "Example Institute"})
    rivers = draft.credentials.get(title="River Reader")
    if with_file:
        change(rivers, file=SimpleUploadedFile("rivers.pdf", b"%PDF-1.7"))
    else:
        change(rivers, reference="RR-1")

    assert undo_import(batch_id=batch.pk, by=draft.user, at=NOW) == 1

    rivers.refresh_from_db()
    assert [row.title for row in draft.credentials.standing()] == ["River Reader"]
    assert (rivers.state, rivers.file is not None) == (CredentialState.CLAIMED, with_file)
    assert [item.status for item in planned(draft, resume(RIVERS | {"date": "2024"}))] == [ImportStatus.KEPT]


@pytest.mark.parametrize("state", ANSWERS)
def test_what_staff_have_answered_neither_follows_a_file_nor_goes_with_it(
    cast: SimpleNamespace, state: CredentialState
) -> None:
    batch = bring(cast.expert, RIVERS)
    credential = cast.expert.credentials.get()
    answer(credential, state, cast.omar)

    found = planned(cast.expert, resume(RIVERS | {"date": "2024"}))
    n_gone = undo_import(batch_id=batch.pk, by=cast.hina, at=NOW)

    credential.refresh_from_db()
    assert [item.status for item in found] == [ImportStatus.KEPT]
    assert n_gone == 0
    assert (credential.state, credential.issued) == (state, "2023-01")
    assert Fact.objects.get(row_kind="credential").batch is None


def test_a_confirmation_between_two_clicks_is_not_overwritten(cast: SimpleNamespace) -> None:
    bring(cast.expert, RIVERS)
    batch = read(cast.expert, content=resume(RIVERS | {"date": "2024"}, {"name": "Lake Reader"}))
    keys = [item.key for item in plan_import(batch)]
    answer(cast.expert.credentials.get(), CredentialState.CONFIRMED, cast.omar)

    assert apply_import(batch_id=batch.pk, keys=keys, by=cast.hina, at=NOW) == 1

    rows = cast.expert.credentials.order_by("pk").values_list("title", "issued", "state")
    assert list(rows) == [("River Reader", "2023-01", "confirmed"), ("Lake Reader", "", "claimed")]


def test_what_the_person_took_off_is_not_undone_twice(draft: Expert) -> None:
    batch = bring(draft, RIVERS, {"name": "Lake Reader"})
    rivers = draft.credentials.get(title="River Reader")
    services.remove_credential(credential_id=rivers.pk, by=draft.user, at=NOW)

    assert undo_import(batch_id=batch.pk, by=draft.user, at=NOW) == 1
    assert standing(draft) == []


def test_a_full_list_takes_no_more_from_a_file(draft: Expert) -> None:
    type_in(draft)
    batch = read(draft, content=resume(*({"name": f"Certificate {n}"} for n in range(45))))

    assert (preview_page(batch).n_new, take_all(batch, draft.user)) == (39, 39)
    assert len(standing(draft)) == services.MOST_CREDENTIALS


def test_no_file_makes_a_credential_look_checked(draft: Expert) -> None:
    told = {"title": "River Reader", "issuer": "Example Institute", "country": "NO", "state": "confirmed"}
    content = own(
        told | {"kind": "degree", "basis": "hec_attested"},  # HEC attests no foreign degree
        told | {"kind": "employment", "title": "Lecturer", "basis": "employer_domain"},
        told | {"kind": "certificate", "title": "Lake Reader", "basis": "liaison_vouching"},
        told | {"kind": "acquaintance", "title": "Known to the mission", "how_known": "met_often"},
        told | {"kind": "licence", "title": "Engineer", "basis": "home_register"},
    )
    batch = read(draft, content=content)

    take_all(batch, draft.user)

    rows = draft.credentials.order_by("pk").values_list("kind", "title", "basis", "state")
    assert list(rows) == [
        ("degree", "River Reader", "none", "claimed"),
        ("employment", "Lecturer", "none", "claimed"),
        ("certificate", "Lake Reader", "none", "claimed"),
        ("licence", "Engineer", "home_register", "claimed"),
    ]
    left_out = [entry["excerpt"] for entry in batch.reading["skipped"] if entry["code"] == "unknown_choice"]
    assert left_out == ["employer_domain", "liaison_vouching", "Known to the mission"]


def test_credentials_come_home_from_the_own_archive_without_what_staff_answered(
    cast: SimpleNamespace, draft: Expert
) -> None:
    other = person()
    confirmed = other.credentials.get(kind="licence")
    answer(confirmed, CredentialState.CONFIRMED, cast.omar)
    document = profile_document(Expert.objects.get(pk=other.pk))
    archive = zipped({"profile.json": json.dumps(document).encode(), "credentials.json": b"[]"})

    take_all(read(draft, "account.zip", archive), draft.user)

    assert profile_document(Expert.objects.get(pk=draft.pk))["credentials"] == document["credentials"]
    assert len(document["credentials"]) == 4
    assert set(draft.credentials.values_list("state", flat=True)) == {CredentialState.CLAIMED}
    assert "confirmed" not in json.dumps(document)


def test_a_json_resume_carries_degrees_certificates_and_awards_but_nothing_that_was_removed(
    draft: Expert,
) -> None:
    bring(draft, RIVERS)
    gone = type_in(draft, title="Lake Reader")
    services.remove_credential(credential_id=gone.pk, by=draft.user, at=NOW)

    document = resume_document(draft)

    assert (document["certificates"], document["awards"]) == ([RIVERS], [])


def test_nobody_brings_credentials_for_somebody_else(cast: SimpleNamespace) -> None:
    managed = enter(cast.omar)
    told = {"kind": "credential", "fields": {"kind": "award", "name": "Medal"}, "place": "", "source": ""}
    batch = ImportBatch.objects.create(
        expert=managed, format="json_resume", reading={"facts": [told]}, at=NOW
    )

    with pytest.raises(Denied):
        apply_import(batch_id=batch.pk, keys=["0"], by=cast.omar, at=NOW)
    assert not managed.credentials.exists()


@pytest.mark.parametrize("n", [1, 3])
def test_a_preview_of_credentials_costs_the_same_for_one_and_for_three(
    draft: Expert, n: int, django_assert_num_queries: Any
) -> None:
    content = resume(*({"name": f"Certificate {i}"} for i in range(n)))
    batch = ImportBatch.objects.select_related("expert").get(pk=read(draft, content=content).pk)

    with django_assert_num_queries(6):
        assert preview_page(batch).n_new == n


def test_pages_show_the_claim_before_it_is_taken_and_where_it_came_from_after(
    client_of: Any, cast: SimpleNamespace
) -> None:
    client = client_of(cast.hina)
    content = linkedin("River Reader,https://example.org/r,Example Institute,Jan 2023,,RR-1")
    file = SimpleUploadedFile("archive.zip", content)

    address = client.post("/experts/profile/import/", {"file": file}).url
    preview = client.get(address).content.decode()
    batch = ImportBatch.objects.select_related("expert").get()
    keys = [item.key for item in plan_import(batch) if item.kind is RowKind.CREDENTIAL]
    client.post(address, {"take": keys})
    credential = cast.expert.credentials.get()
    own_page = client.get(f"/experts/profile/credentials/{credential.public_id}/").content.decode()
    check = (
        client_of(cast.omar)
        .get(reverse("experts:credential_check", args=[credential.public_id]))
        .content.decode()
    )

    assert "Credentials, taken over as claims" in preview
    assert "certificate of a course or an examination, \u20682023-01\u2069, RR-1" in preview
    for page in (own_page, check):
        assert "Where this came from" in page
        assert "as stated by <bdi>LinkedIn</bdi>" in page
    change(credential, reference="RR-2")
    own_page = client.get(f"/experts/profile/credentials/{credential.public_id}/").content.decode()
    assert "Where this came from" not in own_page
