"""An organisation shows that it is what it says: a code at its own mail domain, or a letter."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.models import Outbox, StoredFile
from common.policies import Denied
from common.refusals import Refused
from incubators import services
from incubators.enums import OrganisationAction
from incubators.models import DomainCode, Organisation
from incubators.services import Registration
from incubators.services.proofs import forget_old_codes
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
READER = "director@swatfood.example"


def address(name: str, *args: str) -> str:
    return reverse(f"incubators:{name}", args=args)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORED_FILES_DIR = str(tmp_path)


@pytest.fixture
def waiting(cast: SimpleNamespace) -> Organisation:
    return factories.make_organisation(
        cast.hina, name="Swat Food Lab", verified=False, email_domain="swatfood.example"
    )


def ask(waiting: Organisation, cast: SimpleNamespace, to: str = READER, **given: Any) -> None:
    given = {"by": cast.hina, "at": NOW} | given
    services.ask_for_domain_code(organisation_id=waiting.pk, address=to, **given)


def mailed_code() -> str:
    return re.search(r"\d{6}", Outbox.objects.order_by("-pk").first().subject).group()


def give(waiting: Organisation, cast: SimpleNamespace, code: str, **given: Any) -> Organisation:
    given = {"by": cast.hina, "at": NOW} | given
    return services.give_domain_code(organisation_id=waiting.pk, code=code, **given)


def a_letter(name: str = "letter.pdf", content: bytes = b"%PDF-1.7 signed") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_right_code_shows_that_mail_is_read_at_the_domain(
    cast: SimpleNamespace, waiting: Organisation
) -> None:
    ask(waiting, cast)
    code = mailed_code()

    shown = give(waiting, cast, f" {code[:3]} {code[3:]} ", at=NOW + timedelta(minutes=9))

    assert shown.has_confirmed_domain
    assert shown.state == "pending"
    assert shown.events.order_by("-seq").first().action == "confirm_domain"
    assert not DomainCode.objects.exists()


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("someone@gmail.com", "proof_free_mail"),
        ("someone@mail.yahoo.com", "proof_free_mail"),
        ("someone@elsewhere.example", "proof_other_domain"),
        ("someone@notswatfood.example", "proof_other_domain"),
        ("nonsense", "proof_address_bad"),
    ],
)
def test_only_an_address_at_the_registered_domain_gets_a_code(
    cast: SimpleNamespace, waiting: Organisation, to: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask(waiting, cast, to)

    assert (refused.value.code, refused.value.field) == (code, "address")
    assert not Outbox.objects.exists()


def test_a_code_runs_out_after_ten_minutes_and_after_five_tries(
    cast: SimpleNamespace, waiting: Organisation
) -> None:
    ask(waiting, cast)
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"
    with pytest.raises(Refused) as late:
        give(waiting, cast, code, at=NOW + timedelta(minutes=10))
    codes = []
    for _ in range(6):
        with pytest.raises(Refused) as refused:
            give(waiting, cast, wrong)
        codes.append(refused.value.code)

    assert late.value.code == "proof_code_over"
    assert codes == ["proof_code_wrong"] * 5 + ["proof_code_over"]
    with pytest.raises(Refused):
        give(waiting, cast, code)


def test_the_code_is_kept_as_a_digest_and_forgotten(cast: SimpleNamespace, waiting: Organisation) -> None:
    ask(waiting, cast)
    assert mailed_code() not in DomainCode.objects.get().digest

    forget_old_codes(at=NOW + timedelta(minutes=11))

    assert not DomainCode.objects.exists()


def test_another_domain_in_the_registration_needs_another_code(
    cast: SimpleNamespace, waiting: Organisation
) -> None:
    ask(waiting, cast)
    give(waiting, cast, mailed_code())
    given = {name: getattr(waiting, name) for name in ("name", "kind", "sector", "place")}

    edited = services.edit_organisation(
        organisation_id=waiting.pk,
        registration=Registration(**given, email_domain="other.example"),
        by=cast.hina,
        at=NOW,
    )

    assert not edited.has_confirmed_domain


def test_codes_are_rare(cast: SimpleNamespace, waiting: Organisation) -> None:
    for _ in range(3):
        ask(waiting, cast)
    with pytest.raises(Refused) as refused:
        ask(waiting, cast)

    assert refused.value.code == "proof_too_often"


def test_nobody_else_proves_for_the_organisation_and_nothing_is_proved_twice(
    cast: SimpleNamespace, waiting: Organisation
) -> None:
    for somebody in (cast.bilal, cast.omar):
        with pytest.raises(Denied):
            ask(waiting, cast, by=somebody)
    services.move_organisation(
        organisation_id=waiting.pk, action=OrganisationAction.VERIFY, by=cast.omar, at=NOW
    )
    with pytest.raises(Denied):
        ask(waiting, cast)


def test_a_letter_is_kept_for_the_staff_and_goes_with_its_bytes(
    cast: SimpleNamespace, waiting: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    letter = services.add_letter(organisation_id=waiting.pk, file=a_letter(), by=cast.hina, at=NOW)
    path = Path(letter.file.stored_as)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_letter(letter_id=letter.pk, by=cast.hina, at=NOW)

    assert not StoredFile.objects.exists()
    assert not path.exists()
    assert [event.action for event in waiting.events.order_by("seq")][1:] == ["add_letter", "remove_letter"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (a_letter("letter.docx"), "file_kind"),
        (a_letter("letter.png"), "file_not_what_it_says"),
        (a_letter(content=b""), "file_empty"),
        (a_letter(content=b"%PDF-" + b"x" * (5 << 20)), "file_too_large"),
    ],
)
def test_a_letter_is_a_pdf_png_or_jpeg_of_five_megabytes_at_most(
    cast: SimpleNamespace, waiting: Organisation, file: SimpleUploadedFile, code: str
) -> None:
    file.seek(0)
    with pytest.raises(Refused) as refused:
        services.add_letter(organisation_id=waiting.pk, file=file, by=cast.hina, at=NOW)

    assert (refused.value.code, refused.value.field) == (code, "file")


def test_three_letters_are_enough(cast: SimpleNamespace, waiting: Organisation) -> None:
    for _ in range(3):
        services.add_letter(organisation_id=waiting.pk, file=a_letter(), by=cast.hina, at=NOW)
    with pytest.raises(Refused) as refused:
        services.add_letter(organisation_id=waiting.pk, file=a_letter(), by=cast.hina, at=NOW)

    assert refused.value.code == "too_many_letters"


def test_staff_see_the_evidence_and_download_the_letter(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    ask(waiting, cast)
    give(waiting, cast, mailed_code())
    letter = services.add_letter(organisation_id=waiting.pk, file=a_letter(), by=cast.hina, at=NOW)
    omar = client_of(cast.omar)

    page = omar.get(address("organisation_verification", waiting.public_id)).content.decode()
    file = omar.get(address("letter", letter.public_id))

    assert "mail is read there" in page
    assert "letter.pdf" in page
    assert file.content == b"%PDF-1.7 signed"
    assert "attachment" in file["Content-Disposition"]
    assert client_of(cast.bilal).get(address("letter", letter.public_id)).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Swat Food Lab", "With A Letter", "With Nothing"}),
        ("evidence=domain", {"Swat Food Lab"}),
        ("evidence=letter", {"With A Letter"}),
        ("evidence=none", {"With Nothing"}),
        ("q=swat", {"Swat Food Lab"}),
        ("kind=company", set()),
        ("evidence=nonsense", {"Swat Food Lab", "With A Letter", "With Nothing"}),
    ],
)
def test_the_queue_is_narrowed_by_what_was_shown(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn, query: str, expected: set[str]
) -> None:
    ask(waiting, cast)
    give(waiting, cast, mailed_code())
    lettered = factories.make_organisation(cast.bilal, name="With A Letter", verified=False)
    services.add_letter(organisation_id=lettered.pk, file=a_letter(), by=cast.bilal, at=NOW)
    factories.make_organisation(cast.bilal, name="With Nothing", verified=False)

    answer = client_of(cast.omar).get(address("organisation_queue") + "?" + query)

    assert {row.name for row in answer.context["rows"]} == expected


def test_an_owner_walks_through_the_page(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    hina = client_of(cast.hina)
    code = waiting.public_id
    assert "Show who you are" in hina.get(address("organisation", code)).content.decode()

    refused = hina.post(address("proof_address", code), {"address": "me@gmail.com"})
    hina.post(address("proof_address", code), {"address": READER})
    wrong = hina.post(address("proof_code", code), {"code": "12"})
    right = hina.post(address("proof_code", code), {"code": mailed_code()}, follow=True)
    added = hina.post(address("letter_add", code), {"file": a_letter()}, follow=True)
    empty = hina.post(address("letter_add", code), {})

    assert "Anybody gets an address there" in refused.content.decode()
    assert "me@gmail.com" in refused.content.decode()
    assert "This is not the code" in wrong.content.decode()
    assert "reads mail at" in right.content.decode()
    assert "letter.pdf" in added.content.decode()
    assert (refused.status_code, wrong.status_code, empty.status_code) == (422, 422, 422)


@pytest.mark.parametrize("nonsense", ["a\x00b", "x" * 30_000, "{{ x }}", "🜨"])
def test_no_input_breaks_the_page_of_proofs(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn, nonsense: str
) -> None:
    hina = client_of(cast.hina)

    for name, field in (("proof_address", "address"), ("proof_code", "code"), ("letter_add", "file")):
        assert hina.post(address(name, waiting.public_id), {field: nonsense}).status_code == 422
