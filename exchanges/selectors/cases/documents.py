"""The documents of a placement, those taken away among them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from common.policies import decide
from exchanges.enums import DocumentAudience, DocumentKind, Side
from exchanges.labels import DOCUMENT_AUDIENCES, DOCUMENT_KINDS
from exchanges.models import CaseDocument, Placement


@dataclass(frozen=True, slots=True)
class DocumentLine:
    public_id: str
    name: str
    kind: str
    audience: str
    who: str
    at: datetime
    n_bytes: int
    removed_at: datetime | None
    digest: str
    may_remove: bool


def documents(placement: Placement, user: User) -> list[DocumentLine]:
    """What this viewer may know of; the host reads nothing of what is for the ministry alone."""
    rows = placement.documents.readable_by(user).select_related("file")
    return [_line(row, placement, user) for row in rows]


def _line(row: CaseDocument, placement: Placement, user: User) -> DocumentLine:
    row.placement = placement  # read already
    who = str(placement.organisation) if row.side == Side.HOST else _("the expert")
    return DocumentLine(
        public_id=row.public_id,
        name=row.name,
        kind=str(DOCUMENT_KINDS[DocumentKind(row.kind)]),
        audience=str(DOCUMENT_AUDIENCES[DocumentAudience(row.audience)]),
        who=who,
        at=row.added_at,
        n_bytes=row.file.n_bytes if row.file else 0,
        removed_at=row.removed_at,
        digest=row.digest[:16],
        may_remove=row.removed_at is None and decide(user, "exchanges.remove_case_document", row).allowed,
    )
