"""Backups that come back whole, and a restore that notices when they do not."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

from diaspora_portal.launch.binaries import find_binaries
from diaspora_portal.launch.home import ROOT, Home
from diaspora_portal.launch.keeper import PrivateServers
from diaspora_portal.launch.processes import unprivileged_account

pytestmark = pytest.mark.faults
TABLES = """
CREATE TABLE placement (id int PRIMARY KEY, note text);
CREATE TABLE placement_event (seq int PRIMARY KEY, placement_id int REFERENCES placement);
INSERT INTO placement SELECT n, 'یادداشت ' || n FROM generate_series(1, 300) AS n;
INSERT INTO placement_event SELECT n, 1 + n % 300 FROM generate_series(1, 900) AS n;
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A server with a filled database, an empty one, and the folder of its backups."""

    env: dict[str, str]
    empty: str

    def run(self, program: str, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        command = [str(ROOT / "deploy" / program), *arguments]
        return subprocess.run(command, env={**self.env, **env}, capture_output=True, text=True)


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    binaries = find_binaries(unprivileged_account(), None)
    with PrivateServers(Home(folder / "var"), ["postgres"]) as servers:
        _execute(servers.database_url, TABLES)
        _execute(servers.database_url, "CREATE DATABASE empty")
        env = {
            "PATH": f"{binaries.folder}:{os.environ['PATH']}",
            "DATABASE_URL": servers.database_url,
            "BACKUP_DIR": str(folder / "backups"),
        }
        yield Site(env, servers.database_url.replace("/portal?", "/empty?"))


def test_a_restored_backup_holds_every_row(site: Site) -> None:
    backup = site.run("backup")
    _execute(site.env["DATABASE_URL"], "DELETE FROM placement_event")

    restored = site.run("restore", backup.stdout.strip(), DATABASE_URL=site.empty)

    assert (backup.returncode, backup.stderr) == (0, "")
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith("1200 rows in 2 tables, all as in the backup")
    assert _execute(site.empty, "SELECT note FROM placement WHERE id = 7") == [("یادداشت 7",)]


def test_a_restore_refuses_what_is_not_the_backup_that_was_made(site: Site) -> None:
    dump = Path(site.run("backup").stdout.strip())
    counts = dump.with_suffix(".counts")

    into_full = site.run("restore", str(dump))
    counts.write_text(counts.read_text().replace("900", "901"))
    tampered = site.run("restore", str(dump), DATABASE_URL=site.empty)
    files = [str(dump.name), str(counts.name)]
    sums = subprocess.run(["sha256sum", *files], cwd=dump.parent, capture_output=True, text=True, check=True)
    dump.with_suffix(".sha256").write_text(sums.stdout)
    with_a_row_missing = site.run("restore", str(dump), DATABASE_URL=site.empty)

    assert into_full.returncode == 1
    assert "restore only into an empty one" in into_full.stderr
    assert tampered.returncode != 0
    assert with_a_row_missing.returncode == 1
    assert "Rows are missing or too many" in with_a_row_missing.stderr


def test_a_failed_backup_leaves_nothing_that_looks_like_one(site: Site) -> None:
    refused = site.run("backup", DATABASE_URL=site.empty.replace("/empty?", "/no_such_database?"))

    assert refused.returncode != 0
    assert list(Path(site.env["BACKUP_DIR"]).iterdir()) == []


def _execute(url: str, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
