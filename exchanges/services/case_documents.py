"""Documents of a placement: handed in by the parties, read by those whom they are for."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from common.files import WITH_WORD, drop_file, keep_file
from common.policies import require
from common.refusals import Refused
from exchanges.enums import DocumentAudience, DocumentKind, Side
from exchanges.models import CaseDocument, ChecklistItem, Placement
from exchanges.policies import side_of_case

MOST_DOCUMENTS = 20


def add_case_document(
    *,
    placement_id: int,
    upload: UploadedFile,
    kind: DocumentKind,
    audience: DocumentAudience,
    by: User,
    at: datetime,
) -> CaseDocument:
    """Put a PDF, Word document or picture into the case.

    Raises Denied, Refused `too_many_documents`, `audience_without_you`, or on `file` what is wrong with it.
    """
    with transaction.atomic():
        placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
        require(by, "exchanges.add_case_document", placement)
        side = side_of_case(by, placement)
        if audience == DocumentAudience.EXPERT and side != Side.EXPERT:
            raise Refused("audience_without_you", field="audience")
        return keep_case_document(
            placement, upload=upload, kind=kind, audience=audience, side=side, by=by, at=at
        )


def keep_case_document(
    placement: Placement,
    *,
    upload: UploadedFile,
    kind: DocumentKind,
    audience: DocumentAudience,
    side: Side,
    by: User,
    at: datetime,
) -> CaseDocument:
    """Put a file into a locked case whose policy was asked.

    Raises Refused `too_many_case_documents`, or on `file` what is wrong with it.
    """
    if placement.documents.count() >= MOST_DOCUMENTS:
        raise Refused("too_many_case_documents", field="file")
    file = keep_file(upload=upload, by=by, at=at, accepts=WITH_WORD)
    return CaseDocument.objects.create(
        placement=placement,
        file=file,
        name=file.name,
        digest=file.digest,
        kind=kind,
        audience=audience,
        side=side,
        added_by=by,
        added_at=at,
    )


def remove_case_document(*, document_id: int, by: User, at: datetime) -> None:
    """Take a document away: its bytes go, that it was there stays. Twice is no mistake. Raises Denied."""
    with transaction.atomic():
        document = CaseDocument.objects.select_for_update(of=("self",)).get(pk=document_id)
        require(by, "exchanges.remove_case_document", document)
        drop_case_document(document, at=at)


def drop_case_document(document: CaseDocument, *, at: datetime) -> None:
    """Without its bytes; lines of the checklist point to it no more."""
    file = document.file
    if file is None:
        return
    document.file, document.removed_at = None, at
    document.save(update_fields=["file", "removed_at"])
    ChecklistItem.objects.filter(document=document).update(document=None)
    drop_file(file)
