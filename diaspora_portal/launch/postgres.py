"""A private PostgreSQL server: one unix socket, one password, no network, no root."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from diaspora_portal.launch.binaries import Binaries, find_binaries, reachable_folder
from diaspora_portal.launch.home import Home, LaunchFailed
from diaspora_portal.launch.processes import (
    Account,
    as_account,
    die_with_parent,
    last_lines,
    spawn,
    stop,
    unprivileged_account,
)

SUPERUSER = "postgres"
OWNER = "portal"
DATABASE = "portal"
CREDENTIAL = "postgres-password"
# A unix socket's path may have 107 bytes; PostgreSQL adds `/.s.PGSQL.5432.lock`.
LONGEST_SOCKET_FOLDER = 85
START_SECONDS = 60.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "log_checkpoints": "off",
    # Containers give /dev/shm 64 MB, which parallel queries overrun.
    "dynamic_shared_memory_type": "mmap",
}
# A scratch server may be given more memory by whoever starts it: a JSON object of settings.
SCRATCH_VARIABLE = "PORTAL_SCRATCH_POSTGRES"
SCRATCH_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(slots=True)
class Postgres:
    """The server of one home. The keeper starts it, watches it and stops it."""

    home: Home
    account: Account | None
    binaries: Binaries
    data: Path
    socket: Path
    process: "subprocess.Popen[bytes] | None" = None

    @classmethod
    def at(cls, home: Home) -> "Postgres":
        base = _base_for(home)
        data = base / "pgdata"
        account = _account_for(data)
        version = data / "PG_VERSION"
        major = int(version.read_text()) if version.exists() else None
        return cls(home, account, find_binaries(account, major), data, _socket_folder(home, base, account))

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}:{self._password}@/{DATABASE}?host={quote(str(self.socket), safe='/')}"

    @property
    def description(self) -> str:
        return f"PostgreSQL {self.binaries.version}"

    @property
    def log(self) -> Path:
        return self.home.log / "postgres.log"

    @property
    def _password(self) -> str:
        return self.home.secret(CREDENTIAL)

    def start(self) -> None:
        """Start the server, making its data and the portal's database first when they are missing."""
        if not self.data.exists():
            self._create_data()
        deadline = time.monotonic() + START_SECONDS
        while True:
            said_before = self.log.stat().st_size if self.log.exists() else 0
            self._spawn()
            try:
                self._ensure_database(deadline)
                if self.process is not None and self.process.poll() is None:
                    return
            except LaunchFailed:
                if time.monotonic() > deadline or not self._waits_for_predecessor(said_before):
                    raise
            time.sleep(0.2)

    def _waits_for_predecessor(self, said_before: int) -> bool:
        """Whether a server of the last run, or a session of it after a kill -9, still has to end."""
        with self.log.open("rb") as log:
            log.seek(said_before)
            said = log.read()
        return b"pre-existing shared memory" in said or b'"postmaster.pid" already exists' in said

    def stop(self) -> None:
        """End sessions and shut down at once, without losing a committed row."""
        if self.process is not None:
            stop(self.process, signal.SIGINT, grace_seconds=20)
        if self.home.scratch:
            shutil.rmtree(self.data, ignore_errors=True)
            shutil.rmtree(self.socket, ignore_errors=True)

    def _spawn(self) -> None:
        settings = {**SETTINGS, **(_scratch_settings() if self.home.scratch else {})}
        settings["unix_socket_directories"] = str(self.socket)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = spawn(
            [self.binaries.folder / "postgres", "-D", self.data, *options],
            log=self.log,
            account=self.account,
            death_signal=signal.SIGINT,
            cwd=Path("/"),
        )

    def _create_data(self) -> None:
        """Run initdb beside the final place, so that an interrupted one never looks finished."""
        fresh = self.data.with_name("pgdata.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        password = self.socket / "initial-password"
        password.write_text(self._password)
        if self.account is not None:
            os.chown(fresh, self.account.uid, self.account.gid)
            os.chown(password, self.account.uid, self.account.gid)
        options = [
            "--username",
            SUPERUSER,
            "--pwfile",
            password,
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
        ]
        if self.home.scratch:
            options.append("--no-sync")
        try:
            with self.log.open("ab") as log:
                done = subprocess.run(
                    [self.binaries.folder / "initdb", "-D", fresh, *options, *self._locale()],
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    preexec_fn=die_with_parent(signal.SIGKILL),
                    **as_account(self.account),
                )
        finally:
            password.unlink()
        if done.returncode != 0:
            raise LaunchFailed(f"The private database could not be made:\n{last_lines(self.log)}")
        fresh.rename(self.data)

    def _locale(self) -> list[str]:
        # The built-in provider sorts and folds case alike on every system; older servers ask the C library.
        if self.binaries.major >= 17:
            return ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]
        return ["--locale", "C.UTF-8"]

    def _ensure_database(self, deadline: float) -> None:
        """Wait until the server answers; make the owner and the database unless they are there."""
        while True:
            try:
                with superuser(self.socket, self._password) as cursor:
                    create_missing(cursor, self._password)
                return
            except psycopg2.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise LaunchFailed(
                        f"{self.data} and {self.home.secrets} do not belong together. "
                        "Put the missing one back, or delete both to start over."
                    ) from error
                if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                    raise LaunchFailed(
                        f"The private database did not start:\n{last_lines(self.log) or error}"
                    ) from error
                time.sleep(0.05)


def _scratch_settings() -> dict[str, str]:
    asked: dict[str, str] = json.loads(os.environ.get(SCRATCH_VARIABLE) or "{}")
    return SCRATCH_SETTINGS | asked


def settings_for_measuring() -> dict[str, str]:
    """A server that may use an eighth of this machine's memory: a peer that is starved proves nothing."""
    eighth_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (8 << 20)
    return {
        "shared_buffers": f"{min(max(eighth_mb, 128), 4_096)}MB",
        "effective_cache_size": f"{4 * eighth_mb}MB",
        "maintenance_work_mem": f"{min(max(eighth_mb // 2, 64), 1_024)}MB",
        "work_mem": "64MB",
        "max_wal_size": "8GB",
        "random_page_cost": "1.1",
    }


def recreate_database(home: Home, socket: Path) -> None:
    """Drop the portal's database with all it holds and make an empty one."""
    password = home.secret(CREDENTIAL)
    with superuser(socket, password) as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        create_missing(cursor, password)


@contextmanager
def superuser(socket: Path, password: str) -> "Iterator[psycopg2.extensions.cursor]":
    """A cursor of the server's superuser, each statement its own transaction."""
    connection = psycopg2.connect(
        host=str(socket), user=SUPERUSER, password=password, dbname="postgres", connect_timeout=5
    )
    try:
        connection.autocommit = True
        yield connection.cursor()
    finally:
        connection.close()


def create_missing(cursor: "psycopg2.extensions.cursor", password: str) -> None:
    owner, database = sql.Identifier(OWNER), sql.Identifier(DATABASE)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER])
    if not cursor.fetchone():
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD %s").format(owner), [password])
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
    if not cursor.fetchone():
        cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))


def _base_for(home: Home) -> Path:
    """Where the server's data lives: the home, unless the account that must own it cannot get there."""
    account = unprivileged_account()
    if account is None or _can_enter(home.base, account):
        return home.base
    base = reachable_folder() / home.base.name
    base.mkdir(exist_ok=True)
    return base


def _account_for(data: Path) -> Account | None:
    """Root runs the server as whoever owns the data already."""
    account = unprivileged_account()
    if account is None or not data.exists():
        return account
    owner = data.stat()
    return Account(owner.st_uid, owner.st_gid) if owner.st_uid else account


def _can_enter(folder: Path, account: Account) -> bool:
    command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, cwd="/", **as_account(account)).returncode == 0
    except PermissionError as error:
        raise LaunchFailed(
            "PostgreSQL refuses to run as root, and this container does not let root become another user. "
            "Start the portal as an ordinary user or set DATABASE_URL."
        ) from error


def _socket_folder(home: Home, base: Path, account: Account | None) -> Path:
    """A folder that only the server's account can enter, with a path short enough for a socket."""
    folder = base / "socket"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        remembered = home.run / "socket-folder"
        if not remembered.exists() or not Path(remembered.read_text()).is_dir():
            remembered.write_text(tempfile.mkdtemp(prefix="portal-", dir="/tmp"))
        folder = Path(remembered.read_text())
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    return folder
