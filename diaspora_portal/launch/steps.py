"""What `up` needs Django for, several steps in one process: `python -m diaspora_portal.launch.steps STEP...`.

Progress goes to standard error; standard output carries only what the supervisor reads, as JSON.
"""

import io
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import django
from django.core.management import CommandError, call_command
from django.utils import timezone

SETTLE_SECONDS = 600.0


def main(steps: Sequence[str]) -> None:
    django.setup()
    answers: dict[str, Any] = {}
    for step in steps:
        if step == "settle":
            answers["status"] = settle()
        elif step == "cast":
            answers["cast"] = _output_of("cast")
        else:
            call_command(step, stdout=sys.stderr, **({"verbosity": 0} if step == "migrate" else {}))
    print(json.dumps(answers))


def settle() -> dict[str, Any]:
    """Wait until the worker has matched every need, and return what `portal_status` counts then.

    Lists that changed profiles made stale are asked for at once: else the numbers would move after READY.
    """
    from matching.services.runs import refresh_stale_lists  # the apps are loaded in main()

    deadline = time.monotonic() + SETTLE_SECONDS
    told = time.monotonic()
    while True:
        status: dict[str, Any] = json.loads(_output_of("portal_status", json=True))
        if time.monotonic() > deadline:
            return status
        if not status["queued"]:
            if refresh_stale_lists(at=timezone.now()) is None:
                return status
            continue
        if time.monotonic() - told > 2:
            told = time.monotonic()
            print(f"Matching: {status['queued']} shards wait or are at work.", file=sys.stderr, flush=True)
        time.sleep(0.3)


def _output_of(command: str, **options: Any) -> str:
    output = io.StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except CommandError as error:
        sys.exit(str(error))
