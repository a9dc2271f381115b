"""The first run: an environment is made quietly, once, and again only when the requirements change."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from diaspora_portal.launch import bootstrap
from diaspora_portal.launch.home import ROOT

PROGRAM = """
import pathlib, runpy, sys
here = pathlib.Path(__file__).parent
runpy.run_path(str(here / "diaspora_portal" / "launch" / "bootstrap.py"))["enter_environment"](sys.argv)
print(sys.prefix)
"""


@pytest.fixture
def checkout(folder: Path) -> Path:
    """A project that requires only what a new environment has anyway, so that nothing is downloaded."""
    launch = folder / "diaspora_portal" / "launch"
    launch.mkdir(parents=True)
    shutil.copy(ROOT / "diaspora_portal" / "launch" / "bootstrap.py", launch)
    (folder / "tests").mkdir()
    for name in ("requirements.txt", "diaspora_portal/embedded.txt", "tests/requirements.txt"):
        (folder / name).write_text("pip>=1\n")
    (folder / "manage.py").write_text(PROGRAM)
    return folder


@pytest.mark.faults
def test_the_environment_is_made_once_and_again_when_it_must_be(checkout: Path) -> None:
    together = [_start_manage(checkout), _start_manage(checkout)]
    first = [_answer(process) for process in together]
    second = _answer(_start_manage(checkout))
    (checkout / "requirements.txt").write_text("pip>=2\n")
    changed = _answer(_start_manage(checkout))
    (checkout / ".venv" / "portal-installing").touch()
    (checkout / "requirements.txt").write_text("pip>=3\n")
    interrupted = _answer(_start_manage(checkout))

    for stdout, _stderr in (*first, second, changed, interrupted):
        assert stdout == f"{checkout / '.venv'}\n"
    made = [stderr for _stdout, stderr in first if "Preparing .venv" in stderr]
    assert len(made) == 1, "of two first runs one waits for the other"
    assert not re.search(r"notice|warning|upgrade", made[0], re.IGNORECASE)
    assert second[1] == ""
    assert "the requirements changed" in changed[1]
    assert "the first time only" in interrupted[1], "half-written packages are never trusted"


def test_without_any_installer_one_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: SimpleNamespace(origin=None))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    _move(monkeypatch, folder)

    with pytest.raises(SystemExit) as stopped:
        bootstrap.enter_environment(["manage.py", "up"])

    assert stopped.value.code == bootstrap.NO_INSTALLER
    assert "apt-get install python3-venv" in bootstrap.NO_INSTALLER


def test_a_failing_installer_is_quoted(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    _move(monkeypatch, folder)
    monkeypatch.setattr(bootstrap, "_with_uv", lambda files: [])
    monkeypatch.setattr(bootstrap, "_with_own_pip", lambda files: [["sh", "-c", "echo no network; exit 1"]])
    monkeypatch.setattr(bootstrap, "_with_outer_pip", lambda files: [])

    with pytest.raises(SystemExit) as stopped:
        bootstrap.enter_environment(["manage.py", "up"])

    assert "last words:\nno network" in stopped.value.code


def test_pins_that_differ_from_what_is_installed_are_noticed(folder: Path) -> None:
    same, other, absent = (folder / name for name in ("same.txt", "other.txt", "absent.txt"))
    same.write_text("# why\npytest\npytest-django==" + _version("pytest-django") + "\n")
    other.write_text("pytest==0.1\n")
    absent.write_text("no-such-package[extra]==1\n")

    assert bootstrap._has_all([same])
    assert not bootstrap._has_all([same, other])
    assert not bootstrap._has_all([absent])


def test_catalogues_are_compiled_when_older_than_their_source(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages = folder / "locale" / "ur" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    source, target = messages / "django.po", messages / "django.mo"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\nmsgid "Need"\nmsgstr "ضرورت"\n'
    )
    monkeypatch.setattr(bootstrap, "ROOT", folder)

    bootstrap.compile_catalogues()
    made = target.read_bytes()
    os.utime(target, (2e9, 2e9))
    source.write_text("this is no catalogue")
    bootstrap.compile_catalogues()
    assert target.read_bytes() == made
    os.utime(target, (1, 1))
    bootstrap.compile_catalogues()

    assert "ضرورت".encode() in made
    assert target.read_bytes() == made
    assert "locale/ur/LC_MESSAGES/django.po was not compiled" in capsys.readouterr().err


def _move(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the module believe that the project stands in that folder, without any environment."""
    (folder / "requirements.txt").write_text("no-such-package\n")
    venv = folder / ".venv"
    paths = {
        "ROOT": folder,
        "VENV": venv,
        "VENV_PYTHON": venv / "bin" / "python",
        "STAMP": venv / "portal-installed.json",
        "INTERRUPTED": venv / "portal-installing",
        "LOG": folder / "var" / "log" / "setup.log",
        "RUNTIME": (folder / "requirements.txt",),
        "TESTS": (folder / "requirements.txt",),
    }
    for name, path in paths.items():
        monkeypatch.setattr(bootstrap, name, path)


def _start_manage(checkout: Path) -> "subprocess.Popen[str]":
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    # -S hides what is installed beside the interpreter, as on a fresh machine.
    command = [sys._base_executable, "-S", "manage.py"]
    return subprocess.Popen(
        command, cwd=checkout, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _answer(process: "subprocess.Popen[str]") -> tuple[str, str]:
    stdout, stderr = process.communicate()
    assert process.returncode == 0, stderr
    return stdout, stderr


def _version(package: str) -> str:
    return importlib.metadata.version(package)
