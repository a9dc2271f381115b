"""`manage.py up` as somebody at the keyboard meets it."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
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


@pytest.mark.faults
def test_up_once_matches_every_need_and_leaves_nothing_running(home: Home) -> None:
    done = _up(home, "--once")

    assert done.returncode == 0, done.stderr[-2000:]
    [line] = done.stdout.splitlines()
    facts = json.loads(line)
    assert list(facts) == ["experts", "needs", "matches", "placements", "seconds"]
    assert facts["matches"] > 0
    assert _processes_of(home) == []


@pytest.mark.full
def test_nothing_is_left_after_kill_9_of_the_supervisor(home: Home) -> None:
    portal = _start_up(home)
    _read_until_ready(portal)
    before = len(_processes_of(home))

    os.kill(portal.pid, signal.SIGKILL)
    portal.communicate()
    deadline = time.monotonic() + 20
    while _processes_of(home) and time.monotonic() < deadline:
        time.sleep(0.2)

    assert before > 5
    assert _processes_of(home) == []


@pytest.mark.full
def test_crashed_processes_are_started_again_and_sigterm_stops_all(home: Home) -> None:
    portal = _start_up(home)
    address = _read_until_ready(portal)
    for word in ("celery", "gunicorn"):
        os.kill(next(pid for pid, line in _processes_of(home) if word in line), signal.SIGKILL)

    deadline = time.monotonic() + 60
    while not _is_ready(address) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert _is_ready(address)
    portal.terminate()
    _stdout, stderr = portal.communicate(timeout=60)

    assert portal.returncode == 0
    assert "starting it again in 0.5 s" in stderr
    assert stderr.endswith("Stopped.\n")
    assert _processes_of(home) == []


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
