"""Make `.venv`, install the pinned requirements into it and go on there.

Standard library only, and loaded by path: it runs before anything is installed.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "portal-installed.json"
# Present while an installer works: packages may be half written when it is found at the next start.
INTERRUPTED = VENV / "portal-installing"
LOG = ROOT / "var" / "log" / "setup.log"
RUNTIME = (ROOT / "requirements.txt", ROOT / "diaspora_portal" / "embedded.txt")
TESTS = (*RUNTIME, ROOT / "tests" / "requirements.txt")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?(==(?P<version>[^\s;]+))?")

QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_NO_INPUT": "1"}

NO_INSTALLER = (
    "The portal's packages cannot be installed: this Python has neither pip nor ensurepip, and uv is not on "
    "PATH. Install one of them, for example with: apt-get install python3-venv"
)


class SetupFailed(Exception):
    """The environment cannot be made; the text says why and what to do."""


def enter_environment(argv: Sequence[str]) -> None:
    """Return inside an interpreter that has every package the command needs, or exit with a sentence.

    An interpreter that already has all pinned packages (an image, a server's own environment) is used
    as it is; otherwise the command restarts inside `.venv`.
    """
    files = _needed(argv)
    if not _is_ready(files):
        try:
            _prepare(files)
        except SetupFailed as failure:
            sys.exit(str(failure))
        except KeyboardInterrupt:
            sys.exit(130)
        if not _in_venv():
            os.execv(VENV_PYTHON, [str(VENV_PYTHON), *argv])
    compile_catalogues()


def _needed(argv: Sequence[str]) -> Sequence[Path]:
    if argv[1:2] in (["test"], ["mutate"]):
        return TESTS
    return RUNTIME[:1] if _is_served_from_outside() else RUNTIME


def _is_served_from_outside() -> bool:
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def _is_ready(files: Sequence[Path]) -> bool:
    """Whether the running interpreter will do as it is."""
    if _in_venv() and not _is_served_from_outside():
        return _is_installed(files)
    return _has_all(files)


def _prepare(files: Sequence[Path]) -> None:
    if _is_installed(files):
        return
    with _bootstrap_lock():
        if not _is_installed(files):
            _install(files)


def compile_catalogues() -> None:
    """Write each locale/*/LC_MESSAGES/*.mo that is missing or older than its .po."""
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    part = target.with_suffix(f".{os.getpid()}.part")
    try:
        with source.open("rb") as text:
            catalogue = read_po(text, abort_invalid=True)
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(target)
    except (PoFileError, OSError) as error:
        print(f"{source.relative_to(ROOT)} was not compiled: {error}", file=sys.stderr)


def _in_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def _has_all(files: Sequence[Path]) -> bool:
    """Whether the running interpreter has every package of `files` in the pinned version."""
    for file in files:
        for line in file.read_text().splitlines():
            pin = PIN.match(line)
            if not pin or ";" in line:
                continue
            try:
                found = importlib.metadata.version(pin["name"])
            except importlib.metadata.PackageNotFoundError:
                return False
            if pin["version"] and pin["version"] != found:
                return False
    return True


def _digests(files: Sequence[Path]) -> dict[str, str]:
    return {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    # A system upgrade may have put another Python behind the same link.
    if stamp.get("python") != os.path.realpath(VENV_PYTHON):
        return {}
    return stamp


def _is_installed(files: Sequence[Path]) -> bool:
    return _digests(files).items() <= _stamp().items()


@contextmanager
def _bootstrap_lock() -> Iterator[None]:
    """One process at a time prepares the environment; the others wait and find it ready."""
    try:
        file = (ROOT / ".portal-bootstrap.lock").open("w")
    except OSError as error:
        raise SetupFailed(f"The folder {ROOT} must be writable for the first run ({error}).") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another command that is preparing .venv.", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _install(files: Sequence[Path]) -> None:
    wanted = [*files, *(file for file in TESTS if file not in files and _was_installed(file))]
    if INTERRUPTED.exists():
        shutil.rmtree(VENV)
    why = "the requirements changed" if _has_python() else "this takes about a minute, the first time only"
    print(f"Preparing .venv: {why}.", file=sys.stderr, flush=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.unlink(missing_ok=True)
    tried = False
    for installer, plan in (("uv", _with_uv), ("pip", _with_own_pip), ("pip", _with_outer_pip)):
        steps = plan(wanted)
        tried = tried or bool(steps)
        if steps and all(_run(step, installer) for step in steps):
            python = os.path.realpath(VENV_PYTHON)
            STAMP.write_text(json.dumps({**_digests(wanted), "python": python}, indent=1))
            INTERRUPTED.unlink()
            return
    INTERRUPTED.unlink(missing_ok=True)
    raise SetupFailed(_last_words() if tried else NO_INSTALLER)


def _last_words() -> str:
    words = LOG.read_text(errors="replace").strip().splitlines()[-12:]
    return "The portal's packages could not be installed. The installer's last words:\n" + "\n".join(words)


def _was_installed(file: Path) -> bool:
    return str(file.relative_to(ROOT)) in _stamp()


def _install_into_venv(files: Sequence[Path]) -> list[str]:
    return ["install", "--quiet", *(word for file in files for word in ("-r", str(file)))]


def _with_uv(files: Sequence[Path]) -> list[list[str]]:
    uv = shutil.which("uv")
    if not uv:
        return []
    install = [uv, "pip", *_install_into_venv(files), "--python", str(VENV_PYTHON)]
    if _has_python():
        return [install]
    return [[uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], install]


def _with_own_pip(files: Sequence[Path]) -> list[list[str]]:
    install = [str(VENV_PYTHON), "-m", "pip", *_install_into_venv(files)]
    if _has_python() and any(VENV.glob("lib/python3*/site-packages/pip/__init__.py")):
        return [install]
    # An empty ensurepip folder (Debian without python3-venv) imports as a namespace: ask for its contents.
    spec = importlib.util.find_spec("ensurepip")
    if spec is None or spec.origin is None:
        return []
    return [[sys.executable, "-m", "venv", "--clear", str(VENV)], install]


def _with_outer_pip(files: Sequence[Path]) -> list[list[str]]:
    spec = importlib.util.find_spec("pip")
    if spec is None or spec.origin is None:
        return []
    install = [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON), *_install_into_venv(files)]
    if _has_python():
        return [install]
    return [[sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)], install]


def _has_python() -> bool:
    return VENV_PYTHON.exists() and (not STAMP.exists() or bool(_stamp()))


def _run(command: list[str], installer: str) -> bool:
    """Run one step of the installation quietly, with a line of progress every few seconds."""
    started = last = time.monotonic()
    if VENV.exists():
        INTERRUPTED.touch()
    with LOG.open("a") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **QUIET}, cwd=ROOT
        )
        try:
            while process.poll() is None:
                time.sleep(0.05)
                if time.monotonic() - last > 3:
                    last = time.monotonic()
                    _progress(installer, last - started)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    return process.returncode == 0


def _progress(installer: str, seconds: float) -> None:
    packages = sum(1 for _ in VENV.glob("lib/python3*/site-packages/*.dist-info"))
    print(f"  {installer}: {packages} packages installed, {seconds:.0f} s", file=sys.stderr, flush=True)
