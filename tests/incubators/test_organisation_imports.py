"""Staff bring in a file of organisations: what it would do, what it does, and how it is undone."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import ledger
from common.events import broken_links
from common.models import Outbox
from common.personal_data import Person
from common.policies import Denied
from common.refusals import Refused
from incubators.enums import Change, ImportState, OrganisationState, RowOutcome
from incubators.models import MemberInvitation, Organisation, OrganisationImport, OrganisationPair
from incubators.selectors.joining import member_invitation_token
from incubators.selectors.organisation_imports import import_rows, report_of, template_file
from incubators.services.import_applying import apply_import, forget_undecided_imports, undo_import
from incubators.services.import_reading import read_organisations
from incubators.services.joining import accept_member_invitation
from incubators.services.pairs import find_pairs
from incubators.services.personal_data import leave_organisations
from tests import factories
from tests.factories import NOW

FILES = Path(__file__).parent / "files" / "organisations"
LIST = "/organisations/imports/"


def read(by, name="good.csv", content=None):
    factories.make_place()
    content = (FILES / name).read_bytes() if content is None else content
    return read_organisations(content=content, file_name=name, by=by, at=NOW)


def lines(*rows):
    return "\n".join(("name,kind,sector,place,e-mail domain,owner e-mail", *rows)).encode()


def apply(batch, by, *, is_verified=False, note=""):
    apply_import(import_id=batch.pk, is_verified=is_verified, note=note, by=by, at=NOW)
    work()
    batch.refresh_from_db()


def undo(batch, by):
    undo_import(import_id=batch.pk, by=by, at=NOW)
    work()
    batch.refresh_from_db()


def work():
    ledger.drain(worker="test", seconds=20)


def outcomes(batch):
    return list(batch.rows.order_by("number").values_list("number", "outcome"))


def test_reading_a_file_registers_nobody_and_tells_nobody(cast):
    n_before = Organisation.objects.count()

    batch = read(cast.omar)

    assert outcomes(batch) == [(2, RowOutcome.NEW), (3, RowOutcome.NEW)]
    assert (Organisation.objects.count(), MemberInvitation.objects.count()) == (n_before, 0)
    assert not Outbox.objects.filter(template="incubators.member_invitation").exists()


def test_applied_rows_wait_for_verification_and_their_owners_are_invited(cast):
    batch = read(cast.omar)
    apply(batch, cast.omar)

    chenab = Organisation.objects.get(name="Chenab Incubation Centre")
    invitation = chenab.invitations.get()
    assert (batch.state, chenab.state) == (ImportState.APPLIED, OrganisationState.PENDING)
    assert (chenab.name_ur, chenab.website) == ("چناب انکیوبیشن سینٹر", "https://chenab.example")
    assert (invitation.email, invitation.role) == ("head@chenab.example", "owner")
    assert invitation.expires_at - invitation.invited_at == timedelta(days=14)
    assert [e.action for e in chenab.events.order_by("seq")] == [Change.IMPORT, Change.INVITE_MEMBER]
    assert not batch.rows.exclude(owner_email="").exists()
    assert Outbox.objects.filter(template="incubators.member_invitation").count() == 1


def test_rows_verified_by_staff_say_how_in_their_record(cast):
    batch = read(cast.omar)
    with pytest.raises(Refused, match="import_note"):
        apply(batch, cast.omar, is_verified=True, note=" ")
    apply(batch, cast.omar, is_verified=True, note="From the register of HEC.")

    for organisation in Organisation.objects.filter(import_rows__batch=batch):
        events = list(organisation.events.order_by("seq"))
        verified = next(event for event in events if event.action == "verify")
        assert (organisation.state, verified.by) == (OrganisationState.VERIFIED, cast.omar)
        assert (bool(verified.note_digest), broken_links(events)) == (True, [])


def test_a_file_is_applied_once(cast):
    batch = read(cast.omar)
    apply(batch, cast.omar)

    with pytest.raises(Denied):
        apply(batch, cast.omar)


def test_the_same_file_again_finds_everything_there(cast):
    apply(read(cast.omar), cast.omar)

    again = read(cast.rabia, "good_urdu.csv")
    assert outcomes(again) == [(2, RowOutcome.EXISTS), (3, RowOutcome.EXISTS)]
    with pytest.raises(Refused, match="import_nothing_new"):
        apply(again, cast.rabia)


def test_two_files_read_side_by_side_make_each_organisation_once(cast):
    first, second = read(cast.omar), read(cast.rabia, "good.xlsx")

    apply(first, cast.omar)
    apply(second, cast.rabia)

    assert Organisation.objects.filter(name="Sutlej Science Park").count() == 1
    assert outcomes(second) == [(2, RowOutcome.EXISTS), (4, RowOutcome.EXISTS)]


def test_a_name_at_another_place_is_new_unless_the_mail_domain_is_the_same(cast):
    factories.make_place("PK-SD", name="Sindh", position=2)
    factories.make_organisation(name="Government College of Technology", email_domain="gct.example")

    batch = read(
        cast.omar,
        content=lines(
            "Government College of Technology,vocational,public,Sindh,,",
            "College of Technology Government,vocational,public,PK-SD,gct.example,",
        ),
    )

    assert [outcome for _n, outcome in outcomes(batch)] == [RowOutcome.NEW, RowOutcome.EXISTS]


def test_what_is_wrong_is_said_of_each_cell(cast):
    batch = read(cast.omar, "cells.csv")

    said = {row.number: row.problems for row in import_rows(batch.rows.order_by("number"))}
    assert said[2][0].startswith("kind: “spaceship” is no kind that the portal knows; write one of: ")
    assert said[3][0] == "name: is empty"
    assert said[3][1].startswith("sector: “secret” is no sector that the portal knows; write one of: public,")
    assert said[4] == ["place: “Atlantis” is no province, territory, district or city that the portal knows"]
    assert said[5] == [
        "website: “not a site” is no address of a website",
        "e-mail domain: “gmail.com” is a free mail service; leave it empty instead",
        "owner e-mail: “nobody” is no e-mail address",
    ]
    assert said[6] == [
        "name: begins with a sign that spreadsheets run as a formula (= + - @)",
        "e-mail domain: “no domain” is no domain such as nust.edu.pk",
    ]
    assert said[7] == ["name: is longer than 160 characters"]
    assert (said[8], said[9]) == ([], ["name: says the same as row 8"])


def test_rows_with_errors_are_left_out_and_the_others_are_registered(cast):
    batch = read(cast.omar, "cells.csv")
    apply(batch, cast.omar)

    written = Organisation.objects.filter(import_rows__batch=batch)
    assert [organisation.name for organisation in written] == ["Beas Lab"]


def test_no_cell_of_a_report_is_run_by_a_spreadsheet(cast):
    report = report_of(read(cast.omar, "cells.csv"))

    assert "'=HYPERLINK(1)" in report
    assert ",=HYPERLINK" not in report


def test_no_cell_of_a_report_hides_a_formula_behind_other_signs(cast):
    content = lines("＝1+1,incubator,public,PK-PB,,", "－1+1,incubator,public,PK-PB,,")

    report = report_of(read(cast.omar, content=content))

    assert ",'＝1+1," in report and ",'－1+1," in report


def test_nobody_verifies_an_organisation_that_the_file_gives_to_them(cast):
    batch = read(cast.omar, content=lines("Ravi Lab,incubator,public,PK-PB,,OMAR@demo.example"))

    with pytest.raises(Refused, match="import_own"):
        apply(batch, cast.omar, is_verified=True, note="I know them.")

    apply(batch, cast.rabia, is_verified=True, note="I know them.")
    assert Organisation.objects.verified().filter(name="Ravi Lab").exists()


def test_the_template_can_be_read_back(cast):
    batch = read(cast.omar, content=template_file().encode())

    row = batch.rows.get()
    assert (row.outcome, row.problems, row.owner_email) == (RowOutcome.NEW, [], "head@centre.example")
    assert (batch.unknown_columns, row.cells["kind"]) == ([], "incubator")


def test_an_excel_file_with_a_formula_is_read_as_what_it_showed(cast):
    book = openpyxl.Workbook()
    for cells in (["name", "kind", "sector", "place"], ['=HYPERLINK("x")', "incubator", "public", "Punjab"]):
        book.active.append(cells)
    packed = io.BytesIO()
    book.save(packed)

    batch = read(cast.omar, "formula.xlsx", content=packed.getvalue())

    assert batch.rows.get().problems == [{"column": "name", "code": "missing"}]


def test_undoing_takes_back_what_nobody_uses_and_keeps_the_rest(cast):
    batch = read(
        cast.omar,
        content=lines(
            "Chenab Lab,incubator,public,Punjab,,head@chenab.example",
            "Ravi Lab,incubator,public,Punjab,,head@ravi.example",
            "Sutlej Lab,incubator,public,Punjab,,",
        ),
    )
    apply(batch, cast.omar)
    owner = factories.make_user("head@ravi.example")
    owner.emailaddress_set.update_or_create(email=owner.email, defaults={"verified": True, "primary": True})
    joined = MemberInvitation.objects.get(email="head@ravi.example")
    accept_member_invitation(invitation_id=joined.pk, by=owner, at=NOW)

    undo(batch, cast.rabia)

    states = dict(Organisation.objects.filter(import_rows__batch=batch).values_list("name", "state"))
    assert states == {"Chenab Lab": "closed", "Ravi Lab": "pending", "Sutlej Lab": "closed"}
    assert batch.state == ImportState.UNDONE
    left = MemberInvitation.objects.get(email="head@chenab.example")
    assert (left.is_open(NOW), bool(member_invitation_token(left.public_id))) == (False, True)


def test_what_was_taken_back_can_be_brought_in_again(cast):
    batch = read(cast.omar)
    apply(batch, cast.omar)
    undo(batch, cast.omar)

    assert [outcome for _n, outcome in outcomes(read(cast.omar))] == [RowOutcome.NEW, RowOutcome.NEW]


def test_only_an_applied_import_can_be_undone(cast):
    batch = read(cast.omar)

    with pytest.raises(Denied):
        undo(batch, cast.omar)


def test_what_nobody_decides_about_is_forgotten_after_a_week(cast):
    waiting, applied = read(cast.omar), read(cast.omar, "good_urdu.csv")
    apply(applied, cast.omar)

    forget_undecided_imports(at=NOW + timedelta(days=8))

    assert list(OrganisationImport.objects.all()) == [applied]
    assert not OrganisationImport.objects.filter(pk=waiting.pk).exists()


def test_an_erased_person_is_not_invited_by_a_file_that_waits(cast):
    batch = read(cast.omar, content=lines(f"Chenab Lab,incubator,public,Punjab,,{cast.hina.email}"))

    leave_organisations(Person.of(cast.hina), at=NOW)

    assert batch.rows.get().owner_email == ""


def test_imported_organisations_are_compared_with_those_that_are_there(cast):
    factories.make_place("PK-SD", name="Sindh", position=2)
    there = factories.make_organisation(name="Chenab Laboratory", website="https://www.chenab.example/en")
    find_pairs(organisation_id=there.pk, at=NOW)
    content = b"name,kind,sector,place,website\nchenab  LABORATORY,company,private,Sindh,chenab.example\n"

    apply(read(cast.omar, content=content), cast.omar)

    assert OrganisationPair.objects.get().evidence == ["name_host"]


def upload(client, name="good.csv"):
    factories.make_place()
    file = SimpleUploadedFile(name, (FILES / name).read_bytes())
    return client.post(LIST, {"file": file})


def test_staff_upload_look_apply_and_undo(cast, client_of):
    client = client_of(cast.omar)
    assert "No file was brought in yet" in client.get(LIST).content.decode()

    page = upload(client).headers["Location"]
    shown = client.get(page).content.decode()
    assert "2 organisations will be registered." in shown
    refused = client.post(page, {"is_verified": "on", "note": ""})
    assert (refused.status_code, "Please say how you verified them" in refused.content.decode()) == (
        422,
        True,
    )
    client.post(page, {"is_verified": "on", "note": "We visited them."})
    assert "being applied" in client.get(page).content.decode()
    work()
    assert "Undo this import" in client.get(page).content.decode()
    client.post(f"{page}undo/")
    work()
    assert "undone" in client.get(page).content.decode()
    assert "good.csv" in client.get(LIST).content.decode()


def test_a_bad_file_shows_its_sentence_beside_the_field(cast, client_of):
    answer = upload(client_of(cast.omar), "bad_headers.csv")

    assert (answer.status_code, "These columns are missing: place." in answer.content.decode()) == (422, True)


def test_rows_to_correct_can_be_looked_at_alone_and_taken_along(cast, client_of):
    client = client_of(cast.omar)
    page = upload(client, "cells.csv").headers["Location"]

    shown = client.get(f"{page}?rows=error").content.decode()
    report = client.get(f"{page}report/")
    template = client.get(f"{LIST}template/")

    assert ("Atlantis" in shown, "Beas Lab" in shown.split("Row by row")[1].split("BEAS")[0]) == (True, False)
    assert report.content.startswith(b"\xef\xbb\xbfrow,name,outcome,problems")
    assert "نام" in template.content.decode()


def test_discarding_forgets_the_file(cast, client_of):
    client = client_of(cast.omar)
    page = upload(client).headers["Location"]

    client.post(f"{page}discard/")

    assert (client.get(page).status_code, OrganisationImport.objects.exists()) == (404, False)


@pytest.mark.parametrize("path", ["list", "one"])
def test_pages_of_imports_cost_the_same_for_one_row_and_three(cast, client_of, path):
    client = client_of(cast.omar)
    content = "\n".join(f"Lab {n},incubator,public,Punjab,," for n in range(3))
    client.get(LIST)
    costs = []
    for n in (1, 3):
        for _file in range(n):
            rows = content.split("\n")[:n]
            batch = read(cast.omar, content=lines(*(f"{n}{_file} {row}" for row in rows)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(LIST if path == "list" else f"{LIST}{batch.public_id}/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
