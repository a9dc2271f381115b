"""The portal's own processes: web, worker and beat, restarted when they crash, stopped in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from diaspora_portal.launch.home import ROOT, Home, LaunchFailed
from diaspora_portal.launch.processes import Backoff, last_lines, rotate, spawn, stop

MOST_CRASHES_BEFORE_READY = 3
# A page gives up soon; a worker waits on the broker for longer than one blocking read takes.
WEB = {"PORTAL_STATEMENT_TIMEOUT_MS": "5000", "PORTAL_BROKER_TIMEOUT": "0.5"}
BACKGROUND = {"PORTAL_STATEMENT_TIMEOUT_MS": "60000", "PORTAL_BROKER_TIMEOUT": "30"}


@dataclass(slots=True)
class Member:
    """One process of the crew and how it is asked to stop."""

    name: str
    command: Sequence[str]
    grace_seconds: float
    env: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    backoff: Backoff = field(default_factory=Backoff)


class Crew:
    """Start, watch and stop the processes; the order of `members` is the order of stopping."""

    def __init__(self, home: Home, env: Mapping[str, str], port: int) -> None:
        self.home = home
        self.env = env
        self.members = (
            Member("web", _web(port), grace_seconds=15, env=WEB),
            Member("beat", _beat(home), grace_seconds=5, env=BACKGROUND),
            Member("worker", _worker(), grace_seconds=25, env=BACKGROUND),
        )

    def start(self) -> None:
        for member in self.members:
            rotate(self._log(member))
            self._spawn(member)

    def look(self) -> None:
        """Start again what has crashed, once its pause is over."""
        now = time.monotonic()
        for member in self.members:
            if member.process is None or member.process.poll() is None:
                continue
            if member.backoff.due is None:
                delay = member.backoff.crashed(now)
                ending = f"{member.name} ended with {member.process.returncode}"
                print(f"{ending}; starting it again in {delay:g} s.", file=sys.stderr, flush=True)
            elif now >= member.backoff.due:
                member.backoff.restarted(now)
                self._spawn(member)

    def must_be_well(self) -> None:
        """Give up with the last words of a process that keeps crashing before the portal was ever ready."""
        for member in self.members:
            if member.backoff.crashes >= MOST_CRASHES_BEFORE_READY:
                words = last_lines(self._log(member))
                raise LaunchFailed(f"{member.name} does not start. Its last words:\n{words}")

    def stop(self) -> None:
        """Web first, so that nobody's request is cut; the worker may finish what it has in hand."""
        for member in self.members:
            if member.process is not None:
                stop(member.process, signal.SIGTERM, member.grace_seconds)

    def kill(self) -> None:
        """End everything at once; what was in hand is done again by the next worker."""
        for member in self.members:
            if member.process is not None and member.process.returncode is None:
                os.killpg(member.process.pid, signal.SIGKILL)

    def _spawn(self, member: Member) -> None:
        env = {**member.env, **self.env}
        member.process = spawn(member.command, log=self._log(member), env=env, cwd=ROOT)

    def _log(self, member: Member) -> Path:
        return self.home.log / f"{member.name}.log"


def _web(port: int) -> list[str]:
    options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
    address = ["--bind", f"127.0.0.1:{port}", "--graceful-timeout", "10", "--keep-alive", "5"]
    return [sys.executable, "-m", "gunicorn", "diaspora_portal.wsgi:application", *options, *address]


def _worker() -> list[str]:
    options = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    return [sys.executable, "-m", "celery", "-A", "diaspora_portal", "worker", *options]


def _beat(home: Home) -> list[str]:
    files = ["--schedule", str(home.run / "beat-schedule"), "--pidfile="]
    return [sys.executable, "-m", "celery", "-A", "diaspora_portal", "beat", *files]
