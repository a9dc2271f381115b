"""`manage.py read_profile FILE`: what an import of this file would read, as JSON. Needs no database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from experts.readers import UnreadableProfile, read_profile
from experts.readers.as_json import as_json
from experts.readers.limits import MAX_BYTES

UNREADABLE = 2


class Command(BaseCommand):
    help = "Print as JSON what an import of a profile (ORCID JSON 3.0 or JSON Resume) would read and skip."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                # One byte more than allowed is enough to know, also for files without an end.
                content = opened.read(MAX_BYTES + 1)
            reading = read_profile(content, file.name)
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
