"""Restarts of the web as the systemd units do it: two instances on one socket, one after the other."""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from diaspora_portal.launch.crew import WEB
from diaspora_portal.launch.environment import private_environment
from diaspora_portal.launch.home import ROOT, Home

N_ROUNDS = 3
N_CLIENTS = 4


@dataclass(slots=True)
class Traffic:
    """What the clients met so far; appended to by several threads."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def ask_on(self, port: int) -> None:
        while not self.over.is_set():
            started = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                connection.request("GET", "/healthz")
                status = connection.getresponse().status
                if status != http.HTTPStatus.OK:
                    self.failures.append(str(status))
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
            finally:
                connection.close()
            self.seconds.append(time.monotonic() - started)


@pytest.mark.full
def test_restarting_both_instances_under_load_fails_no_request(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        port = listener.getsockname()[1]
        instances = {name: _start_web(home, listener) for name in "ab"}
        try:
            with _clients(port) as traffic:
                for name in "ab" * N_ROUNDS:
                    instances[name].terminate()
                    assert instances[name].wait(60) == 0
                    instances[name] = _start_web(home, listener)
        finally:
            for instance in instances.values():
                instance.terminate()
                instance.wait(60)

    assert traffic.failures == []
    print(f"{len(traffic.seconds)} requests, the slowest {max(traffic.seconds):.2f} s")


@contextmanager
def _clients(port: int) -> Iterator[Traffic]:
    traffic = Traffic()
    threads = [threading.Thread(target=traffic.ask_on, args=[port]) for _ in range(N_CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield traffic
    finally:
        traffic.over.set()
        for thread in threads:
            thread.join()


def _start_web(home: Home, listener: socket.socket) -> "subprocess.Popen[bytes]":
    """Start one instance as systemd does: the socket is descriptor 3, and it says when it is ready."""
    unit = (ROOT / "deploy" / "systemd" / "portal-web@.service").read_text().replace("\\\n", " ")
    command = next(line for line in unit.splitlines() if line.startswith("ExecStart=")).partition(" ")[2]
    home.prepare()
    notices = home.run / "notify"
    notices.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(str(notices))
        notified.settimeout(60)
        env = {
            **private_environment(home, None),
            **WEB,
            "PATH": "/usr/bin:/bin",
            "NOTIFY_SOCKET": str(notices),
        }
        handed_over = f"LISTEN_FDS=1 LISTEN_PID=$$ exec {sys.executable} {command} 3<&{listener.fileno()}"
        with (home.log / "web.log").open("ab") as log:
            web = subprocess.Popen(
                ["bash", "-c", handed_over],
                env=env,
                cwd=ROOT,
                pass_fds=[listener.fileno()],
                stdout=log,
                stderr=log,
            )
        assert b"READY=1" in notified.recv(1000), Path(home.log / "web.log").read_text()
    return web
