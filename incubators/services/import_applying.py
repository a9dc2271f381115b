"""What a file of organisations becomes: the workers register its new rows, and take them back on demand.

Imports are written one shard after the other, whoever asked: two files with the same row make one
organisation.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import User
from accounts.selectors import addresses_of
from common.events import begin, move, record
from common.jobs import submit
from common.models import Shard
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from incubators.enums import Change, MemberRole, OrganisationAction, RowOutcome
from incubators.models import Organisation, OrganisationImport, OrganisationImportRow
from incubators.selectors.likeness import Registered
from incubators.services.joining import offer_membership
from incubators.services.organisations import lock_organisation, say_organisation_changed
from taxonomy.models import Place

APPLY = "incubators.apply_import"
UNDO = "incubators.undo_import"
ROWS_PER_SHARD = 100
# A file that nobody decides about is forgotten, with the addresses in it.
WAITS_FOR = timedelta(days=7)


def apply_import(
    *, import_id: int, is_verified: bool, note: str, by: User, at: datetime
) -> OrganisationImport:
    """Ask the workers to register all new rows, verified by whoever asks if they say so and how.

    Nobody verifies what the file gives to them. Raises Denied, or Refused `import_note`, `import_own` or
    `import_nothing_new`.
    """
    with transaction.atomic():
        batch = _locked(import_id)
        require(by, "incubators.apply_import", batch)
        if is_verified and not note.strip():
            raise Refused("import_note", field="note")
        if is_verified and batch.rows.filter(owner_email__in=addresses_of(by)).exists():
            raise Refused("import_own", field="is_verified")
        if not batch.rows.filter(outcome=RowOutcome.NEW).exists():
            raise Refused("import_nothing_new")
        batch.is_verified, batch.note = is_verified, note.strip()
        batch.applied_by, batch.apply_asked_at = by, at
        batch.save()
        _ask(APPLY, batch, RowOutcome.NEW)
    return batch


def undo_import(*, import_id: int, by: User, at: datetime) -> OrganisationImport:
    """Ask the workers to take back what nobody has joined or written a need for. Raises Denied."""
    with transaction.atomic():
        batch = _locked(import_id)
        require(by, "incubators.undo_organisation_import", batch)
        batch.undone_by, batch.undo_asked_at = by, at
        if batch.rows.filter(outcome=RowOutcome.WRITTEN).exists():
            _ask(UNDO, batch, RowOutcome.WRITTEN)
        else:
            batch.undone_at = at
        batch.save()
    return batch


def discard_import(*, import_id: int, by: User) -> None:
    """Forget what was read. Raises Denied."""
    with transaction.atomic():
        batch = _locked(import_id)
        require(by, "incubators.apply_import", batch)
        batch.delete()


def forget_undecided_imports(*, at: datetime) -> None:
    OrganisationImport.objects.filter(apply_asked_at=None, at__lt=at - WAITS_FOR).delete()


def write_rows(*, row_ids: list[int], at: datetime) -> None:
    """Register one shard of rows; a row that has been written is left alone."""
    with transaction.atomic():
        _one_at_a_time()
        rows = OrganisationImportRow.objects.filter(pk__in=row_ids, outcome=RowOutcome.NEW)
        registered = Registered.today()
        for row in rows.select_related("batch__applied_by").order_by("number"):
            organisation = _organisation_of(row)
            twin = registered.twin_of(organisation)
            if twin is not None:
                row.outcome, row.twin = RowOutcome.EXISTS, twin
            else:
                _register(organisation, row, at)
                registered.add(organisation)
                row.outcome, row.organisation = RowOutcome.WRITTEN, organisation
            row.owner_email = ""
            row.save()


def take_rows_back(*, row_ids: list[int], at: datetime) -> None:
    """Close the organisations of one shard that nobody uses; the others stay, and the page says so."""
    rows = OrganisationImportRow.objects.filter(pk__in=row_ids, outcome=RowOutcome.WRITTEN)
    for row in rows.select_related("batch__undone_by").order_by("organisation_id"):
        with transaction.atomic():
            organisation = lock_organisation(row.organisation_id)
            if is_used(organisation):
                continue
            organisation.invitations.open_at(at).update(withdrawn_at=at)
            by = row.batch.undone_by
            move(organisation, action=OrganisationAction.TAKE_BACK, part=Part.STAFF, by=by, at=at)
            say_organisation_changed(organisation)
            row.outcome = RowOutcome.TAKEN_BACK
            row.save(update_fields=["outcome"])


def is_used(organisation: Organisation) -> bool:
    """Whether somebody joined, wrote for it, or it has a place among others; or staff moved it on."""
    if not organisation.workflow.candidates(
        state=organisation.state, action=OrganisationAction.TAKE_BACK, part=Part.STAFF
    ):
        return True
    kin = Q(parent=organisation) | Q(asked_parent=organisation)
    return (
        organisation.memberships.exists()
        or organisation.needs.exists()
        or organisation.merged_in.filter(undone_at=None).exists()
        or Organisation.objects.filter(kin).exists()
    )


def finish_import(*, run_id: int, at: datetime) -> None:
    """All shards are done, or given up: the page says what became of each row."""
    kind, ids = Shard.objects.filter(run_id=run_id).values_list("kind", "ids").first()
    with transaction.atomic():
        batch = OrganisationImport.objects.select_for_update(of=("self",)).get(pk=ids["import_id"])
        if kind == UNDO:
            batch.undone_at = at
        else:
            batch.applied_at = at
            batch.rows.exclude(owner_email="").update(owner_email="")
        batch.save()


def _organisation_of(row: OrganisationImportRow) -> Organisation:
    texts = {
        name: row.cells[name] for name in ("name_ur", "kind", "sector", "website", "email_domain", "about")
    }
    return Organisation(
        name=row.name,
        place=Place.objects.select_related("parent__parent").get(code=row.cells["place"]),
        language="ur" if _is_urdu(row.cells["about"]) else "en",
        **texts,
    )


def _register(organisation: Organisation, row: OrganisationImportRow, at: datetime) -> None:
    batch = row.batch
    by = batch.applied_by
    begin(organisation, by=by, at=at, part=Part.STAFF, action=Change.IMPORT)
    if batch.is_verified:
        move(organisation, action=OrganisationAction.VERIFY, part=Part.STAFF, by=by, at=at, note=batch.note)
    if row.owner_email:
        offer_membership(organisation, email=row.owner_email, role=MemberRole.OWNER, by=by, at=at)
        record(organisation, action=Change.INVITE_MEMBER, part=Part.STAFF, by=by, at=at)
    say_organisation_changed(organisation)


def _is_urdu(text: str) -> bool:
    return any("\u0600" <= sign <= "\u06ff" for sign in text)


def _ask(kind: str, batch: OrganisationImport, outcome: RowOutcome) -> None:
    ids = list(batch.rows.filter(outcome=outcome).order_by("number").values_list("pk", flat=True))
    blocks: list[list[int]] = [ids[i : i + ROWS_PER_SHARD] for i in range(0, len(ids), ROWS_PER_SHARD)]
    submit(kind, shards=[(kind, {"import_id": batch.pk, "row_ids": block}) for block in blocks])


def _locked(import_id: int) -> OrganisationImport:
    return OrganisationImport.objects.select_for_update(of=("self",)).get(pk=import_id)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('incubators.imports', 0))")
