"""`manage.py run_matching`: match now, in this process, without a broker."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.ledger import drain
from common.refusals import Refused
from incubators.models import Need
from matching.enums import RunState
from matching.models import MatchRun
from matching.selectors.progress import progress_of, state_of
from matching.services import submit_round, submit_run

_SECONDS_A_TURN = 2
_PATIENCE_SECONDS = 300


class Command(BaseCommand):
    """Ask for a run, or take one that waits, and work the ledger until it has ended."""

    help = "Match one need, all open needs, or carry a waiting run to its end, without a broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--inline", metavar="RUN", help="the code of a run that waits")
        what.add_argument("--need", metavar="NEED", help="the code of an open need")
        what.add_argument("--all", action="store_true", help="all open needs, in one round")

    def handle(self, *_args: Any, **options: Any) -> None:
        run = self._run(options)
        state = self._work(run)
        run.refresh_from_db()
        for row in run.lists.select_related("need").order_by("need__title", "pk"):
            self.stdout.write(
                f"{row.need.public_id} {row.n_eligible} of {row.n_considered} fit: {row.need.title}"
            )
        self.stdout.write(f"Run {run.public_id}: {state}, {run.n_needs} needs, {run.n_experts or 0} experts")
        if state == RunState.FAILED:
            raise CommandError(progress_of(run).message or "the run failed")

    def _run(self, options: dict[str, Any]) -> MatchRun:
        if options["inline"]:
            run = MatchRun.objects.filter(public_id=options["inline"]).first()
            if run is None:
                raise CommandError(f"there is no run {options['inline']}")
            return run
        if options["all"]:
            need_ids = list(Need.objects.open().order_by("pk").values_list("pk", flat=True))
            return submit_round(need_ids=need_ids, at=timezone.now())
        need = Need.objects.filter(public_id=options["need"]).first()
        if need is None:
            raise CommandError(f"there is no need {options['need']}")
        try:
            return submit_run(need=need, by=None, at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal

    def _work(self, run: MatchRun) -> RunState:
        """Do what waits until the run has ended; others may be doing parts of it meanwhile."""
        gives_up_at = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < gives_up_at:
            n_done = drain(worker=f"run_matching:{os.getpid()}", seconds=_SECONDS_A_TURN, run_id=run.run_id)
            run = MatchRun.objects.select_related("run").get(pk=run.pk)
            state = state_of(run)
            if state not in (RunState.QUEUED, RunState.RUNNING):
                return state
            progress = progress_of(run)
            self.stderr.write(f"{progress.n_done} of {progress.n_parts} parts done")
            if not n_done:
                time.sleep(0.5)
        raise CommandError(f"run {run.public_id} has not ended within {_PATIENCE_SECONDS} seconds")
