"""Documents beside the terms of a need."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from common.events import record
from common.files import drop_file, keep_file
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from incubators.models import Need, NeedDocument
from incubators.services.needs import lock_need

MOST_DOCUMENTS = 5


def add_document(*, need_id: int, upload: UploadedFile, by: User, at: datetime) -> NeedDocument:
    """Put a PDF, PNG or JPEG beside the terms.

    Raises Refused `too_many_documents`, or on field `file` what is wrong with the file.
    """
    with transaction.atomic():
        need = lock_need(need_id)
        require(by, "incubators.edit_need", need)
        if need.documents.count() >= MOST_DOCUMENTS:
            raise Refused("too_many_documents", field="file")
        document = NeedDocument.objects.create(need=need, file=keep_file(upload=upload, by=by, at=at))
        record(need, action="add_document", part=Part.HOST, by=by, at=at)
    return document


def remove_document(*, need_id: int, public_id: str, by: User, at: datetime) -> None:
    """Take a document away with its bytes; one that is gone already is no mistake."""
    with transaction.atomic():
        need = lock_need(need_id)
        require(by, "incubators.edit_need", need)
        document = need.documents.select_related("file").filter(file__public_id=public_id).first()
        if document is None:
            return
        _drop(document)
        record(need, action="remove_document", part=Part.HOST, by=by, at=at)


def drop_documents(need: Need) -> None:
    """A draft that is given up keeps no files; nobody else ever saw them."""
    for document in need.documents.select_related("file"):
        _drop(document)


def _drop(document: NeedDocument) -> None:
    file = document.file
    document.delete()
    drop_file(file)
