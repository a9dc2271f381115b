"""The private servers under real kills: nothing lost, nothing left behind, nobody cut off."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import psycopg2
import pytest
import redis

from diaspora_portal.launch.binaries import REACHABLE, reachable_folder
from diaspora_portal.launch.home import ROOT, Home, LaunchFailed, read_json
from diaspora_portal.launch.keeper import PrivateServers
from diaspora_portal.launch.processes import try_lock

pytestmark = pytest.mark.faults
Answer = TypeVar("Answer")
ONE_USER = """
import sys
from pathlib import Path
from typing import TypeVar
from diaspora_portal.launch.home import Home
from diaspora_portal.launch.keeper import PrivateServers
with PrivateServers(Home(Path(sys.argv[1])), ["postgres"]):
    print("up", flush=True)
    sys.stdin.read()
"""


def test_kill_9_of_the_database_keeps_every_committed_row(home: Home) -> None:
    with PrivateServers(home, ["postgres"]) as servers:
        _execute(servers.database_url, "CREATE TABLE promise AS SELECT generate_series(1, 1000) AS n")
        os.kill(_postmaster(home), signal.SIGKILL)

        rows = _eventually(lambda: _execute(servers.database_url, "SELECT count(*), sum(n) FROM promise"))

    assert rows == [(1000, 500500)]


def test_an_interrupted_initdb_never_looks_finished(home: Home) -> None:
    user = _start_user(home)
    _eventually(lambda: (home.base / "pgdata.new" / "base").exists() or None)
    for process in (*_children_of(user.pid), user.pid):
        os.kill(process, signal.SIGKILL)
    user.communicate()

    with PrivateServers(home, ["postgres"]) as servers:
        assert _execute(servers.database_url, "SELECT current_user") == [("portal",)]


def test_a_killed_user_leaves_no_server_behind(home: Home) -> None:
    user = _start_user(home)
    assert user.stdout.readline() == "up\n"
    postmaster = _postmaster(home)

    user.kill()
    user.communicate()

    assert _eventually(lambda: _is_over(home) or None)
    assert not _is_alive(postmaster)


def test_the_servers_outlive_the_command_that_started_them_while_another_uses_them(home: Home) -> None:
    first = _start_user(home)
    assert first.stdout.readline() == "up\n"
    with PrivateServers(home, ["postgres"]) as servers:
        first.communicate()

        assert first.returncode == 0
        assert _execute(servers.database_url, "SELECT 1") == [(1,)]
    assert _eventually(lambda: _is_over(home) or None)


def test_a_killed_keeper_is_revived_at_the_same_addresses(home: Home) -> None:
    with (servers := PrivateServers(home, ["postgres", "broker"])) as before:
        assert not servers.revive()
        os.kill(read_json(home.state)["keeper"], signal.SIGKILL)
        _eventually(lambda: servers.revive() or None)

        assert servers.addresses() == before
        assert _execute(before.database_url, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("broker", ["stand-in", "redis-server"])
def test_a_killed_broker_comes_back_at_its_address(
    home: Home, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if broker != "stand-in" and not shutil.which(broker):
        pytest.skip(f"{broker} is not installed")
    monkeypatch.setenv("PORTAL_BROKER", broker)
    with (
        PrivateServers(home, ["broker"]) as servers,
        closing(redis.Redis.from_url(servers.redis_url, socket_timeout=2)) as client,
    ):
        client.set("bell", "rung")
        os.kill(_children_of(read_json(home.state)["keeper"])[0], signal.SIGKILL)

        assert _eventually(lambda: client.ping() if client.get("bell") is None else None)


def test_the_broker_refuses_those_who_do_not_know_its_password(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    monkeypatch.setenv("PORTAL_BROKER", "redis-server")
    with PrivateServers(home, ["broker"]) as servers:
        stranger = redis.Redis.from_url("redis://" + servers.redis_url.rpartition("@")[2])
        with closing(stranger), pytest.raises(redis.AuthenticationError):
            stranger.ping()


def test_data_without_its_password_is_refused_with_a_sentence(home: Home) -> None:
    with PrivateServers(home, ["postgres"]):
        pass
    (home.secrets / "postgres-password").unlink()

    with pytest.raises(LaunchFailed, match="do not belong together"), PrivateServers(home, ["postgres"]):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
def test_root_opens_no_closed_folder_to_the_servers_account(folder: Path, kept_reachable: None) -> None:
    folder.chmod(0o700)
    with PrivateServers(Home(folder / "var"), ["postgres"]) as servers:
        assert _execute(servers.database_url, "SELECT 1") == [(1,)]

    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def kept_reachable(folder: Path) -> Iterator[None]:
    """Take away the data that the closed home's server keeps where its account can reach it."""
    before = set(reachable_folder().iterdir())
    yield
    for made in set(reachable_folder().iterdir()) - before:
        shutil.rmtree(made)
    for empty in (reachable_folder(), REACHABLE):
        if not any(empty.iterdir()):
            empty.rmdir()


def _start_user(home: Home) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ONE_USER, str(home.base)]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(command, cwd=ROOT, text=True, **pipes)


def _children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in listed.stdout.split()]


def _postmaster(home: Home) -> int:
    return int((home.base / "pgdata" / "postmaster.pid").read_text().split()[0])


def _is_over(home: Home) -> bool:
    with (home.run / "keeper.lock").open("a") as file:
        return try_lock(file)


def _is_alive(pid: int) -> bool:
    """A zombie counts as gone: not every first process of a container reaps."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return listed.stdout.strip() not in ("", "Z", "Zs")


def _execute(url: str, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _eventually(ask: Callable[[], Answer | None], seconds: float = 25) -> Answer:
    """Ask until there is an answer; refused connections count as none."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = ask()
        except (psycopg2.OperationalError, redis.RedisError):
            answer = None
        if answer is not None:
            return answer
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.02)
