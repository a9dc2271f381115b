"""Measure the engine beside its peers: a wrong answer gives no time and status 1."""

import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from benchmarks import suites


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--n", type=int, choices=suites.SIZES, default=suites.SIZES[0], help="experts")
        parser.add_argument("--suite", action="append", choices=suites.SUITES, help="default: all of them")
        parser.add_argument("--gate", action="store_true", help="status 1 when a gate fails")
        parser.add_argument("--json", type=Path, metavar="FILE", help="where to save what was found")
        parser.add_argument(
            "--report", type=Path, metavar="FOLDER", help="also write a page and a plot there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        sys.exit(
            suites.bench(
                n=options["n"],
                names=options["suite"] or list(suites.SUITES),
                gate=options["gate"],
                json_file=options["json"],
                folder=options["report"],
                say=self.stdout.write,
            )
        )
