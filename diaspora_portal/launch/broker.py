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

import redis

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
        return f"redis://:{self.home.secret('redis-password')}@127.0.0.1:{self.port}/0"

    @property
    def description(self) -> str:
        return Path(self.program).name

    def start(self) -> None:
        # The configuration goes through standard input, so that no process list shows the password.
        reader, writer = os.pipe()
        with os.fdopen(reader), os.fdopen(writer, "w") as configuration:
            password = self.home.secret("redis-password")
            configuration.write(CONFIGURATION.format(port=self.port, password=password))
            configuration.flush()
            self.process = spawn(
                [self.program, "-"], log=_log(self.home), stdin=reader, account=unprivileged_account()
            )
        _wait_for_answer(self.url, self.process, self.home)

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
        return f"redis://127.0.0.1:{self.listener.getsockname()[1]}/0"

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
        _wait_for_answer(self.url, self.process, self.home)

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


def _wait_for_answer(url: str, process: "subprocess.Popen[bytes]", home: Home) -> None:
    deadline = time.monotonic() + START_SECONDS
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    with client:
        while True:
            try:
                client.ping()
                return
            except redis.RedisError as error:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise LaunchFailed(
                        f"The broker did not start:\n{last_lines(_log(home)) or error}"
                    ) from error
                time.sleep(0.02)


def _log(home: Home) -> Path:
    return home.log / "broker.log"
