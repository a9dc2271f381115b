"""Deployment files and pages name only what exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from diaspora_portal.launch.home import ROOT

FILES = [
    *sorted(path for path in (ROOT / "deploy").rglob("*") if path.is_file()),
    ROOT / "docs" / "operations.md",
    ROOT / ".ci" / "run",
    ROOT / "Makefile",
]
OURS = {"up", "test"}
# Read by `manage.py test`, not by the portal.
ELSEWHERE = {"PORTAL_REQUIRE_BROWSER"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_command_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(r"manage\.py[\"']? ([a-z_]+)", file.read_text()))

    assert named <= set(get_commands()) | OURS


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_variable_that_is_named_is_explained(file: Path) -> None:
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    named = set(re.findall(r"\b(PORTAL_[A-Z_]+|EMAIL_URL|DATABASE_URL|REDIS_URL)\b", file.read_text()))

    assert named <= explained | ELSEWHERE


def test_every_unit_runs_a_program_of_the_project() -> None:
    units = {unit.name: unit.read_text() for unit in (ROOT / "deploy" / "systemd").iterdir()}
    programs = {name: re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE) for name, text in units.items()}

    for name, lines in programs.items():
        assert len(lines) == name.endswith(".service")
        assert all(re.search(r"-m gunicorn|-m celery|manage\.py|deploy/backup", line) for line in lines)
