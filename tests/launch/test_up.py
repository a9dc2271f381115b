"""`manage.py up` as somebody at the keyboard meets it."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from diaspora_portal.launch.home import ROOT, Home, write_json


def test_a_second_up_says_where_the_portal_runs(home: Home) -> None:
    home.prepare()
    with (home.run / "up.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        starting = _up(home)
        write_json(home.run / "up.json", {"address": "http://localhost:8123"})
        running = _up(home)

    assert (starting.returncode, starting.stdout) == (0, "The portal is already starting.\n")
    assert (running.returncode, running.stdout) == (
        0,
        "The portal is already running at http://localhost:8123\n",
    )


def test_a_given_database_is_never_dropped(home: Home) -> None:
    refused = _up(home, "--fresh", DATABASE_URL="postgresql:///precious", REDIS_URL="redis://localhost:1")

    assert refused.returncode == 1
    assert refused.stderr.startswith("--fresh drops only the private database")


@dataclass(frozen=True, slots=True)
class FirstRun:
    """A home whose demonstration is there, and what `up --once` said when it made it."""

    home: Home
    process: "subprocess.CompletedProcess[str]"


@pytest.fixture(scope="module")
def first_run() -> Iterator[FirstRun]:
    folder = Path(tempfile.mkdtemp(prefix="portal-launch-"))
    folder.chmod(0o755)
    home = Home(folder / "var")
    yield FirstRun(home, _up(home, "--once"))
    shutil.rmtree(folder)


@pytest.mark.faults
def test_up_once_matches_every_need_and_leaves_nothing_running(first_run: FirstRun) -> None:
    done = first_run.process

    assert done.returncode == 0, done.stderr[-2000:]
    [line] = done.stdout.splitlines()
    facts = json.loads(line)
    assert list(facts) == ["experts", "needs", "matches", "placements", "seconds"]
    assert facts["matches"] > 0
    assert _processes_of(first_run.home) == []


@pytest.mark.full
def test_nothing_is_left_after_kill_9_of_the_supervisor(first_run: FirstRun) -> None:
    home = first_run.home
    with _portal(home) as portal:
        _read_until_ready(portal)
        before = len(_processes_of(home))
        os.kill(portal.pid, signal.SIGKILL)
        portal.communicate()
        _until(lambda: not _processes_of(home))

    assert before > 5


@pytest.mark.full
def test_crashed_processes_are_started_again_and_sigterm_stops_all(first_run: FirstRun) -> None:
    home = first_run.home
    with _portal(home) as portal:
        address = _read_until_ready(portal)
        before = _children_of(portal, "celery", "gunicorn")
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        _until(lambda: _is_back(portal, before) and _is_ready(address))
        portal.terminate()
        _stdout, stderr = portal.communicate()

    assert len(before) == 3
    assert portal.returncode == 0
    assert stderr.count("starting it again in 0.5 s") == 3
    assert stderr.endswith("Stopped.\n")
    assert _processes_of(home) == []


def _is_back(portal: "subprocess.Popen[str]", before: list[int]) -> bool:
    now = _children_of(portal, "celery", "gunicorn")
    return len(now) == len(before) and not set(now) & set(before)


def _children_of(portal: "subprocess.Popen[str]", *words: str) -> list[int]:
    command = ["ps", "-o", "pid=,args=", "--ppid", str(portal.pid)]
    lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    return [int(line.split()[0]) for line in lines if any(word in line for word in words)]


def _until(is_so: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.3)


@contextmanager
def _portal(home: Home) -> Iterator["subprocess.Popen[str]"]:
    """A portal that a failing test does not leave running."""
    portal = _start_up(home)
    try:
        yield portal
    finally:
        if portal.poll() is None:
            portal.terminate()
            portal.communicate()


def _environment(home: Home, **variables: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    plain = {name: value for name, value in ours.items() if not name.startswith("PORTAL_")}
    return {**plain, "PORTAL_DATA_DIR": str(home.base), **variables}


def _start_up(home: Home, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
    command = [sys.executable, str(ROOT / "manage.py"), "up", *arguments]
    env = _environment(home, **variables)
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _up(home: Home, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    process = _start_up(home, *arguments, **variables)
    stdout, stderr = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def _read_until_ready(portal: "subprocess.Popen[str]") -> str:
    line = portal.stdout.readline()
    assert line.startswith("READY  http://localhost:"), line
    return line.split()[1]


def _is_ready(address: str) -> bool:
    asked = subprocess.run(["curl", "--fail", "--silent", f"{address}/readyz"], capture_output=True)
    return asked.returncode == 0


def _processes_of(home: Home) -> list[tuple[int, str]]:
    """Everything alive whose command line or environment names this home; zombies are over."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if os.fsencode(home.base) in line:
            found.append((int(folder.name), command))
    return found
