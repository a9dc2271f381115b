"""A private broker: an installed redis-server, else a stand-in that speaks Redis for one machine."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from diaspora_portal.launch.home import ROOT, Home, LaunchFailed
from diaspora_portal.launch.processes import free_port, last_lines, spawn, stop, unprivileged_account

SERVERS = ("redis-server", "valkey-server")
STAND_IN = "stand-in"
START_SECONDS = 20.0
CONFIGURATION = """
bind 127.0.0.1
port {port}
requirepass {password}
save ""
appendonly no
daemonize no
dir /
"""


@dataclass(slots=True)
class Redis:
    """A real server from PATH, with a generated password, keeping nothing on disk."""

    home: Home
    program: str
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    @property
    def description(self) -> str:
        return Path(self.program).name

    @property
    def _password(self) -> str:
        return self.home.secret("redis-password")

    def start(self) -> None:
        # The configuration goes through standard input, so that no process list shows the password.
        reader, writer = os.pipe()
        with os.fdopen(reader), os.fdopen(writer, "w") as configuration:
            configuration.write(CONFIGURATION.format(port=self.port, password=self._password))
            configuration.flush()
            self.process = spawn(
                [self.program, "-"], log=_log(self.home), stdin=reader, account=unprivileged_account()
            )
        _wait_for_answer(self, self._password)

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, signal.SIGTERM, grace_seconds=5)


@dataclass(slots=True)
class StandIn:
    """The TCP server of fakeredis in a process of its own, on a socket that outlives its crashes."""

    home: Home
    listener: socket.socket
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    @property
    def description(self) -> str:
        return "a built-in stand-in for Redis: for one machine, empty after a restart"

    def start(self) -> None:
        descriptor = self.listener.fileno()
        self.process = spawn(
            [sys.executable, "-m", "diaspora_portal.launch.standin", str(descriptor)],
            log=_log(self.home),
            pass_fds=[descriptor],
            cwd=ROOT,
        )
        _wait_for_answer(self, password="")

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, signal.SIGKILL, grace_seconds=5)
        self.listener.close()


def choose_broker(home: Home) -> Redis | StandIn:
    """Take a server found on PATH, else the stand-in; PORTAL_BROKER names one of them outright."""
    wanted = os.environ.get("PORTAL_BROKER", "")
    for program in SERVERS:
        path = shutil.which(program)
        if path and wanted in ("", program):
            return Redis(home, path, _port(home))
    if wanted not in ("", STAND_IN):
        raise LaunchFailed(f"PORTAL_BROKER asks for {wanted}, which is not on PATH.")
    if importlib.util.find_spec("fakeredis") is None:
        raise LaunchFailed("There is no broker: install redis-server or set REDIS_URL.")
    return StandIn(home, socket.create_server(("127.0.0.1", _port(home))))


def _port(home: Home) -> int:
    """The port of last time if it is free, so that addresses outlive a restart of the keeper."""
    file = home.run / "broker-port"
    port = free_port(int(file.read_text()) if file.exists() else 0)
    file.write_text(str(port))
    return port


def _wait_for_answer(server: "Redis | StandIn", password: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(server.port, password):
        ended = server.process is None or server.process.poll() is not None
        if ended or time.monotonic() > deadline:
            raise LaunchFailed(f"The broker did not start:\n{last_lines(_log(server.home))}")
        time.sleep(0.02)


def _answers(port: int, password: str) -> bool:
    """Ask for a PONG by hand: importing the client library takes half a second."""
    login = [[b"AUTH", password.encode()]] if password else []
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            for request in [*login, [b"PING"]]:
                parts = b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in request)
                connection.sendall(b"*%d\r\n%s" % (len(request), parts))
                answer = connection.recv(64)
            return answer.startswith(b"+PONG")
    except OSError:
        return False


def _log(home: Home) -> Path:
    return home.log / "broker.log"
