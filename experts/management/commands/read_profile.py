"""`manage.py read_profile FILE`: what an import of this file would read, as JSON. Needs no database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from experts.readers import UnreadableProfile, is_cv, read_profile
from experts.readers.as_json import as_json
from experts.readers.limits import MAX_ARCHIVE_BYTES
from taxonomy.services import shipped_spellings

UNREADABLE = 2


class Command(BaseCommand):
    help = (
        "Print as JSON what an import of a file would read and skip: ORCID 3.0, LinkedIn archive, Europass 3"
        " and 4, JSON Resume 1, account archive, and of a CV (PDF, DOCX) the skills of the vocabulary."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                # One byte more than allowed is enough to know, also for files without an end.
                content = opened.read(MAX_ARCHIVE_BYTES + 1)
            reading = read_profile(content, file.name, shipped_spellings() if is_cv(content) else None)
        except OSError as error:
            self._give_up(f"{file}: {error.strerror}.")
        except UnreadableProfile as error:
            self._give_up(error.sentence)
        else:
            encoding = (self.stdout.encoding or "").lower()
            self.stdout.write(as_json(reading, ascii_only="utf" not in encoding))

    def _give_up(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(UNREADABLE)
