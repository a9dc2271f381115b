"""Files that people hand in: checked, kept under a random name outside the web root, deleted with their row.

The bytes are written to a temporary name, synced and renamed before the row that names them exists; a
crash in between leaves a file without a row, which the daily sweep removes.
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from common.ids import new_secret
from common.models import StoredFile
from common.refusals import Refused, register_messages
from common.text import clean_line

MOST_BYTES = 5 << 20
LONGEST_NAME = 120
# What a file is, told by its first bytes; the name's ending must agree.
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
ZIP = "application/zip"  # what a Word document is by its first bytes
BEGINNINGS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"PK\x03\x04": ZIP}
ENDINGS = {".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
# How long a file may stand without a row: longer than any transaction lasts.
ORPHAN_SECONDS = 24 * 3600
MOST_PARTS = 2_000  # of a Word document


@dataclass(frozen=True, slots=True)
class Accepts:
    """What a form takes: how large, which endings, and what it says when a file is neither."""

    most_bytes: int = MOST_BYTES
    endings: Mapping[str, str] = field(default_factory=lambda: ENDINGS)
    too_large: str = "file_too_large"
    other_kind: str = "file_kind"


SMALL = Accepts()
WITH_WORD = Accepts(10 << 20, {**ENDINGS, ".docx": ZIP}, "file_over_10_mb", "file_kind_or_word")
_STORED = re.compile(r"[A-Za-z0-9_-]{32}(\.part)?")

register_messages(
    {
        "file_empty": _("This file is empty."),
        "file_too_large": _("This file is too large: 5 MB at most."),
        "file_over_10_mb": _("This file is too large: 10 MB at most."),
        "file_kind_or_word": _("Please choose a PDF, Word (DOCX), PNG or JPEG file."),
        "file_kind": _("Please choose a PDF, PNG or JPEG file."),
        "file_not_what_it_says": _("The content of this file is not what its name says."),
    }
)


def keep_file(*, upload: UploadedFile, by: Any, at: datetime, accepts: Accepts = SMALL) -> StoredFile:
    """Check a file and keep it, inside the transaction of the row that will point to it.

    Raises Refused on field `file`: `file_empty`, `file_not_what_it_says`, or what `accepts` says of size and
    kind.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a file is kept inside the transaction of the row that points to it")
    if upload.size > accepts.most_bytes:
        raise Refused(accepts.too_large, field="file")
    content = upload.read(accepts.most_bytes + 1)
    if len(content) > accepts.most_bytes:
        raise Refused(accepts.too_large, field="file")
    if not content:
        raise Refused("file_empty", field="file")
    name = clean_line(Path(upload.name or "").name) or "file"
    ending = Path(name).suffix.lower()
    if ending not in accepts.endings:
        raise Refused(accepts.other_kind, field="file")
    kind = kind_of(content)
    if kind != accepts.endings[ending] or (kind == ZIP and not is_word(content)):
        raise Refused("file_not_what_it_says", field="file")
    stored_as = new_secret()
    _write(stored_as, content)
    return StoredFile.objects.create(
        name=Path(name).stem[: LONGEST_NAME - len(ending)] + ending,
        stored_as=stored_as,
        media_type=kind,
        n_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )


def kind_of(content: bytes) -> str:
    """The media type that the first bytes tell, or nothing."""
    return next((kind for beginning, kind in BEGINNINGS.items() if content.startswith(beginning)), "")


def is_word(content: bytes) -> bool:
    """Whether an archive lists the parts of a Word document and no macros; nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError):
        return False
    has_macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    return {"[Content_Types].xml", "word/document.xml"} <= set(parts) and not (
        has_macros or len(parts) > MOST_PARTS
    )


def open_file(file: StoredFile) -> BinaryIO:
    """The bytes, for whoever has asked the rule. Raises FileNotFoundError when the disk has lost them."""
    return _path(file.stored_as).open("rb")


def drop_file(file: StoredFile) -> None:
    """Delete a row now, and its bytes once the transaction has committed."""
    stored_as = file.stored_as
    file.delete()
    transaction.on_commit(lambda: _path(stored_as).unlink(missing_ok=True))


def sweep_files(*, at: datetime) -> int:
    """Remove what crashes left behind: files of a day or more without a row; returns how many."""
    folder = Path(settings.STORED_FILES_DIR)
    if not folder.is_dir():
        return 0
    known = set(StoredFile.objects.values_list("stored_as", flat=True))
    n_gone = 0
    for path in folder.iterdir():
        is_ours = _STORED.fullmatch(path.name) is not None and path.name not in known
        if is_ours and at.timestamp() - path.stat().st_mtime > ORPHAN_SECONDS:
            path.unlink(missing_ok=True)
            n_gone += 1
    return n_gone


def _path(stored_as: str) -> Path:
    return Path(settings.STORED_FILES_DIR) / stored_as


def _write(stored_as: str, content: bytes) -> None:
    """Whole or not at all, readable by the portal alone, and on the disk before a row names it."""
    path = _path(stored_as)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{stored_as}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
