"""ZIP archives from strangers: their list is read and a few known entries are opened, the rest never.

Nothing is unpacked to a disk, so no name can lead anywhere. The list and each entry have limits of their own,
which hold whatever the archive says about itself.
"""

import struct
import zipfile
import zlib
from typing import BinaryIO

from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_TEXT,
    MAX_DIRECTORY_BYTES,
    MAX_ENTRIES,
    MAX_ENTRY_BYTES,
    MAX_RATIO,
)

WORD_TEXT = "word/document.xml"  # what makes an archive a DOCX

_ENCRYPTED = 0x1
_END, _END_SIZE = b"PK\x05\x06", 22
_END_64, _END_64_SIZE = b"PK\x06\x07", 20
_LONGEST_COMMENT = 65_535
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, OverflowError,
)  # fmt: skip


class Archive:
    """An archive whose list is within the limits.

    Raises UnreadableProfile for archives that are too large, too full, locked or damaged.
    """

    def __init__(self, file: BinaryIO) -> None:
        _refuse_long_list(file)
        file.seek(0)
        try:
            self._zip = zipfile.ZipFile(file)
            self._entries = [entry for entry in self._zip.infolist() if entry.filename and not entry.is_dir()]
        except _BROKEN:
            raise UnreadableProfile(UnreadableCode.DAMAGED) from None
        if any(entry.flag_bits & _ENCRYPTED for entry in self._entries):
            raise UnreadableProfile(UnreadableCode.LOCKED)

    @property
    def names(self) -> list[str]:
        return [entry.filename for entry in self._entries]

    def named(self, base: str) -> list[str]:
        """Entries with this file name, in any folder and in any case."""
        return [name for name in self.names if base_name(name) == base.casefold()]

    def read(self, name: str, limit: int = MAX_ENTRY_BYTES) -> bytes:
        """One entry.

        Raises UnreadableProfile `bomb` beyond the limits, `damaged` when it cannot be unpacked.
        """
        entry = next(entry for entry in self._entries if entry.filename == name)
        if entry.file_size > limit or entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise UnreadableProfile(UnreadableCode.BOMB)
        if entry.compress_type not in _METHODS:
            raise UnreadableProfile(UnreadableCode.DAMAGED)
        try:
            with self._zip.open(entry) as opened:
                content = opened.read(limit + 1)
        except _BROKEN:
            raise UnreadableProfile(UnreadableCode.DAMAGED) from None
        if len(content) > limit:
            raise UnreadableProfile(UnreadableCode.BOMB)
        return content


def base_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].casefold()


def _refuse_long_list(file: BinaryIO) -> None:
    """Look at the last record before anybody loads the list that it announces."""
    size = file.seek(0, 2)
    if size > MAX_ARCHIVE_BYTES:
        raise UnreadableProfile(UnreadableCode.TOO_LARGE, limit=MAX_ARCHIVE_TEXT)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - _END_64_SIZE))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise UnreadableProfile(UnreadableCode.DAMAGED)
    n_entries, n_bytes = struct.unpack("<10xHI", tail[at : at + 16])
    # The larger form of the record would overrule these numbers, and no archive of this size needs it.
    is_large = tail[max(0, at - _END_64_SIZE) : at].startswith(_END_64)
    if is_large or n_entries > MAX_ENTRIES or n_bytes > MAX_DIRECTORY_BYTES:
        raise UnreadableProfile(UnreadableCode.TOO_MANY_ENTRIES, limit=MAX_ENTRIES)
