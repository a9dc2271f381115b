"""Homes that a server's own account can enter; pytest's folders are closed to it when root runs the tests."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from diaspora_portal.launch.home import Home


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="portal-launch-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def home(folder: Path) -> Home:
    return Home(folder / "var")


@pytest.fixture
def no_given_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "PORTAL_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
