"""Each import contract breaks when somebody writes a bad import."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = [
    "common",
    "taxonomy",
    "accounts",
    "programmes",
    "experts",
    "incubators",
    "matching",
    "exchanges",
    "insights",
    "diaspora_portal",
]
BAD_IMPORTS = [
    ("Apps know only what stands below them", "programmes/enums.py", "import matching.enums"),
    ("Inside an app, imports point downward", "experts/models/__init__.py", "import experts.forms"),
    ("Engine and life cycles are pure", "matching/engine/__init__.py", "import django"),
    ("Only the adapter knows the engine", "matching/services/__init__.py", "import matching.engine.rank"),
    ("Settings belong to the shell", "taxonomy/models.py", "import diaspora_portal.settings"),
    ("The two sides never import each other", "incubators/enums.py", "import experts.enums"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources alone, to be spoiled."""
    place = tmp_path_factory.mktemp("sources")
    for app in APPS:
        shutil.copytree(
            ROOT / app, place / app, ignore=shutil.ignore_patterns("__pycache__", "migrations", "reference")
        )
    shutil.copy(ROOT / ".importlinter", place)
    return place


def _report(place: Path) -> str:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(("contract", "path", "line"), BAD_IMPORTS, ids=[row[0] for row in BAD_IMPORTS])
def test_a_bad_import_breaks_the_contract(copy: Path, contract: str, path: str, line: str) -> None:
    spoiled = copy / path
    before = spoiled.read_text("utf-8")
    spoiled.write_text(f"{before}\n{line}\n", "utf-8")
    try:
        report = _report(copy)
    finally:
        spoiled.write_text(before, "utf-8")

    assert f"{contract} BROKEN" in report


def test_the_sources_keep_every_contract(copy: Path) -> None:
    report = _report(copy)

    assert ("BROKEN" in report, "6 kept, 0 broken" in report) == (False, True)
