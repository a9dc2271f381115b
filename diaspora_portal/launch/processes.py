"""Child processes that never outlive us: own sessions, a signal when the parent dies, ordered stops."""

import ctypes
import fcntl
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

LARGEST_LOG_BYTES = 10_000_000
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Account:
    """The unprivileged account that a server drops to when we are root."""

    uid: int
    gid: int


def unprivileged_account() -> Account | None:
    """`nobody` when we are root, because PostgreSQL refuses to run as root; otherwise ourselves."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def as_account(account: Account | None) -> dict[str, object]:
    """The arguments of `subprocess` that run a command as that account."""
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
    stdin: int = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
    cwd: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Start a child in its own session, so that Ctrl-C in the terminal reaches only us.

    On Linux the child gets `death_signal` when this process dies, also by `kill -9`. Call from the main
    thread: the kernel counts the thread, not the process, as the parent.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=cwd,
            pass_fds=tuple(pass_fds),
            start_new_session=True,
            preexec_fn=die_with_parent(death_signal),
            **as_account(account),  # type: ignore[call-overload]
        )


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` that asks the kernel to send the signal when this process is gone."""
    parent = os.getpid()

    def prepare() -> None:
        # subprocess changes the user first, so the request is not lost with the old credentials.
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def stop(process: "subprocess.Popen[bytes]", how: signal.Signals, grace_seconds: float) -> None:
    """Ask a child to end, wait, and end its whole session when it does not."""
    if process.poll() is not None:
        return
    os.kill(process.pid, how)
    deadline = time.monotonic() + grace_seconds
    while not _has_ended(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    # Before the child is reaped its number cannot be given to a stranger.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _has_ended(process: "subprocess.Popen[bytes]") -> bool:
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


@dataclass(slots=True)
class Backoff:
    """Wait longer after each crash in a row; a child that stayed up for a minute starts afresh."""

    longest_seconds: float = 30.0
    crashes: int = 0
    started: float = field(default_factory=time.monotonic)
    due: float | None = None

    def crashed(self, now: float) -> float:
        """Note a crash and return after how many seconds the child is due again."""
        self.crashes = 1 if now - self.started > 60 else self.crashes + 1
        delay = min(self.longest_seconds, 0.5 * 2 ** (self.crashes - 1))
        self.due = now + delay
        return delay

    def restarted(self, now: float) -> None:
        self.started, self.due = now, None


def free_port(preferred: int = 0) -> int:
    """The preferred loopback port, or the next free one after it; 0 lets the system choose."""
    for port in range(preferred, preferred + 100) if preferred else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port between {preferred} and {preferred + 99}")


def try_lock(file: IO[str]) -> bool:
    """Take the file's exclusive lock unless somebody holds any; the kernel frees it when we die."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def rotate(log: Path) -> None:
    with suppress(FileNotFoundError):
        if log.stat().st_size > LARGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))


def last_lines(log: Path, n_lines: int = 8) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").strip().splitlines()[-n_lines:])
    except OSError:
        return ""
