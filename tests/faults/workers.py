"""Real worker processes, started and killed on purpose. Only processes started here are touched."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """The test's own database and broker, in the variables that a worker reads."""
    name = connection.settings_dict["NAME"]
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return os.environ | {
        "DATABASE_URL": address,
        "REDIS_URL": settings.REDIS_URL,
        "PORTAL_BROKER_TIMEOUT": "30",
    }


class Worker:
    """One Celery worker with two processes, in a session of its own."""

    def __init__(self, app: str, log: Path, **variables: str) -> None:
        self.app = app
        self.log = log
        self.variables = variables
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            self.app,
            "worker",
            "-c",
            "2",
            "--without-gossip",
            "--without-mingle",
        ]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment() | self.variables,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def kill(self) -> None:
        """As a lost host would: the whole group at once, without a word."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def kill_again_and_again(
    worker: Worker,
    *,
    times: int,
    random: Random,
    progress: Callable[[], int],
    seconds_between: tuple[float, float],
) -> None:
    """Kill the worker group `times` times, each time after it has done something since it started."""
    for _kill in range(times):
        before = progress()
        ends = time.monotonic() + 60
        while progress() == before and time.monotonic() < ends:
            time.sleep(0.05)
        time.sleep(random.uniform(*seconds_between))
        worker.kill()
        worker.start()


def wait_until(is_so: Callable[[], bool], *, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if is_so():
            return True
        time.sleep(0.2)
    return False
