"""Keep the private database and broker running for as long as somebody uses them.

Every user (a management command, `up`, a test run) holds a shared lock on one file. The keeper is a
process of its own that starts the servers, restarts what crashes, and ends when nobody holds that lock
any more. The kernel drops the lock of a killed user, so nothing stays behind after `kill -9`.
"""

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from diaspora_portal.launch.home import ROOT, Home, LaunchFailed, read_json, write_json
from diaspora_portal.launch.processes import Backoff, last_lines, rotate, try_lock

START_SECONDS = 120.0
LOOK_SECONDS = 0.2


class Server(Protocol):
    """What the keeper asks of a server."""

    process: "subprocess.Popen[bytes] | None"

    @property
    def url(self) -> str: ...
    @property
    def description(self) -> str: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the private servers answer; empty for one that was not asked for."""

    database_url: str
    redis_url: str
    postgres: str
    broker: str
    socket: str


class PrivateServers:
    """Use the private servers (`postgres`, `broker`) of a home, starting what is not up.

    Entering raises LaunchFailed with the reason when they cannot start. Whoever leaves last waits until
    the servers are gone.
    """

    def __init__(self, home: Home, wanted: Sequence[str]) -> None:
        self.home = home
        self.wanted = wanted
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Addresses | None:
        if not self.wanted:
            return None
        self.home.prepare()
        self._users = _users_file(self.home).open("a")
        fcntl.flock(self._users, fcntl.LOCK_SH)
        try:
            self.revive()
            return self.addresses()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        if not self.wanted:
            return
        with self._users:
            fcntl.flock(self._users, fcntl.LOCK_UN)
            if self._keeper is not None:
                _wait_until_gone(self._keeper, self._users)

    def revive(self) -> bool:
        """Start the keeper if there is none, and say whether that was needed.

        Of two commands that start together one waits for the other.
        """
        with (self.home.run / "keeper.start").open("a") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            if not self.wanted or _has_working_keeper(self.home):
                return False
            if self._keeper is not None:
                self._keeper.wait()
            self._keeper = _start_keeper(self.home, self.wanted)
            _wait_until_up(self.home, self._keeper)
            return True

    def addresses(self) -> Addresses:
        """Where the servers answer now."""
        state = read_json(self.home.state)
        if "error" in state:
            raise LaunchFailed(state["error"])
        missing = [name for name in self.wanted if name not in state.get("servers", [])]
        if missing:
            raise LaunchFailed(
                f"The portal already runs here without its private {' and '.join(missing)}. Stop it first."
            )
        return Addresses(**{name: state[name] for name in Addresses.__dataclass_fields__})


def servers_not_given() -> list[str]:
    """The private servers that the environment leaves to us."""
    given = {"postgres": "DATABASE_URL", "broker": "REDIS_URL"}
    return [server for server, variable in given.items() if not os.environ.get(variable)]


def _users_file(home: Home) -> Path:
    return home.run / "servers.users"


def _keeper_file(home: Home) -> Path:
    return home.run / "keeper.lock"


def _is_held(path: Path) -> bool:
    with path.open("a") as file:
        return not try_lock(file)


def _has_working_keeper(home: Home) -> bool:
    """Whether a keeper is up; one that is just ending is waited for."""
    while _is_held(_keeper_file(home)):
        if "servers" in read_json(home.state):
            return True
        time.sleep(0.02)
    return False


def _start_keeper(home: Home, wanted: Sequence[str]) -> "subprocess.Popen[bytes]":
    home.state.unlink(missing_ok=True)
    scratch = ["--scratch"] if home.scratch else []
    log = home.log / "keeper.log"
    rotate(log)
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "diaspora_portal.launch.keeper", str(home.base), *scratch, *wanted],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            start_new_session=True,
        )


def _wait_until_up(home: Home, keeper: "subprocess.Popen[bytes]") -> None:
    started = time.monotonic()
    told = False
    while not read_json(home.state):
        waited = time.monotonic() - started
        if keeper.poll() is not None or waited > START_SECONDS:
            raise LaunchFailed(f"The private servers did not start:\n{last_lines(home.log / 'keeper.log')}")
        if waited > 2 and not told:
            told = True
            print("Starting the private database.", file=sys.stderr, flush=True)
        time.sleep(0.02)


def _wait_until_gone(keeper: "subprocess.Popen[bytes]", users: IO[str]) -> None:
    """Leave nothing behind when we were the last user; the keeper lives on when others use it."""
    was_in_use = False
    while keeper.poll() is None:
        # A keeper that drops its lock between the two questions looks like another user, but only once.
        is_in_use = _is_in_use(users)
        if was_in_use and is_in_use:
            return
        was_in_use = is_in_use
        time.sleep(0.05)


def _is_in_use(users: IO[str]) -> bool:
    """Whether somebody else holds the shared lock: the keeper's own exclusive one does not count."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        fcntl.flock(users, fcntl.LOCK_UN)
        return True
    fcntl.flock(users, fcntl.LOCK_UN)
    return False


class Keeper:
    """The loop of the keeper's own process."""

    def __init__(self, home: Home, servers: dict[str, Server]) -> None:
        self.home = home
        self.servers = servers
        self.backoffs = {name: Backoff() for name in servers}
        self.stopping = False

    def run(self, users: IO[str]) -> None:
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            for server in self.servers.values():
                server.start()
            self._publish()
            while not self.stopping and not try_lock(users):
                for name, server in self.servers.items():
                    self._look_after(name, server)
                time.sleep(LOOK_SECONDS)
        finally:
            self.home.state.unlink(missing_ok=True)
            for server in reversed(self.servers.values()):
                server.stop()

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def _look_after(self, name: str, server: Server) -> None:
        """Start a crashed server again, waiting longer each time."""
        backoff, now = self.backoffs[name], time.monotonic()
        if server.process is None or server.process.poll() is None:
            return
        if backoff.due is None:
            delay = backoff.crashed(now)
            print(f"{name} ended with {server.process.returncode}; again in {delay:g} s", flush=True)
        elif now >= backoff.due:
            backoff.restarted(now)
            try:
                server.start()
            except LaunchFailed as failure:
                print(failure, flush=True)

    def _publish(self) -> None:
        postgres, broker = self.servers.get("postgres"), self.servers.get("broker")
        write_json(
            self.home.state,
            {
                "keeper": os.getpid(),
                "servers": list(self.servers),
                "database_url": postgres.url if postgres else "",
                "postgres": postgres.description if postgres else "",
                "socket": str(getattr(postgres, "socket", "")),
                "redis_url": broker.url if broker else "",
                "broker": broker.description if broker else "",
            },
        )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("base", type=Path)
    parser.add_argument("servers", nargs="+", choices=["postgres", "broker"])
    parser.add_argument("--scratch", action="store_true")
    asked = parser.parse_args()
    home = Home(asked.base, asked.scratch)
    with _keeper_file(home).open("a") as alone, _users_file(home).open("a") as users:
        if not try_lock(alone):
            return 0
        try:
            Keeper(home, _servers(home, asked.servers)).run(users)
        except LaunchFailed as failure:
            write_json(home.state, {"error": str(failure)})
            return 1
    if home.scratch:
        shutil.rmtree(home.base, ignore_errors=True)
    return 0


def _servers(home: Home, names: Sequence[str]) -> dict[str, Server]:
    # Loaded here: commands that only use the servers need neither driver.
    from diaspora_portal.launch.broker import choose_broker
    from diaspora_portal.launch.postgres import Postgres

    makers = {"postgres": Postgres.at, "broker": choose_broker}
    return {name: makers[name](home) for name in names}


if __name__ == "__main__":
    sys.exit(main())
