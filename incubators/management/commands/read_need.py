"""`manage.py read_need FILE`: what an import of this file would read, as JSON. Needs no database."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from incubators.readers import MAX_BYTES, NeedsReading, UnreadableNeeds, read_needs
from incubators.selectors.import_words import SKIPS, sentence_of

UNREADABLE = 2


class Command(BaseCommand):
    help = (
        "Print as JSON what an import of a file would read and leave out: needs that were taken along from a"
        " Diaspora Portal, or a job description of JSON Resume."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        with translation.override("en"):
            try:
                with file.open("rb") as opened:
                    # One byte more than allowed is enough to know, also for files without an end.
                    reading = read_needs(opened.read(MAX_BYTES + 1))
            except OSError as error:
                self._give_up(f"{file}: {error.strerror}.")
            except UnreadableNeeds as error:
                self._give_up(sentence_of(error))
            else:
                ascii_only = "utf" not in (self.stdout.encoding or "").lower()
                self.stdout.write(json.dumps(_plain(reading), ensure_ascii=ascii_only, indent=2))

    def _give_up(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(UNREADABLE)


def _plain(reading: NeedsReading) -> dict[str, Any]:
    """The reading with a sentence for every omission."""
    return {
        "format": reading.format,
        "needs": [asdict(need) for need in reading.needs],
        "skipped": [asdict(each) | {"reason": str(SKIPS[each.code])} for each in reading.skipped],
    }
