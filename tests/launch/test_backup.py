"""Backups that come back whole, and a restore that notices when they do not."""

import os
import subprocess
import time
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
STORED = """
CREATE TABLE common_storedfile (id int PRIMARY KEY, stored_as text);
INSERT INTO common_storedfile VALUES (1, 'first'), (2, 'dropped');
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A server with a filled database, an empty one, and the folders of its backups and stored files."""

    env: dict[str, str]
    empty: str

    @property
    def files(self) -> Path:
        return Path(self.env["PORTAL_FILES_DIR"])

    def restore(self, dump: str) -> "subprocess.CompletedProcess[str]":
        new = str(self.files.with_name("files_new"))
        return self.run("restore", dump, DATABASE_URL=self.empty, PORTAL_FILES_DIR=new)

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
            "PORTAL_FILES_DIR": str(folder / "files"),
        }
        yield Site(env, servers.database_url.replace("/portal?", "/empty?"))


def test_a_restored_backup_holds_every_row(site: Site) -> None:
    backup = site.run("backup")
    _execute(site.env["DATABASE_URL"], "DELETE FROM placement_event")

    restored = site.restore(backup.stdout.strip())

    assert (backup.returncode, backup.stderr) == (0, "")
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith("1200 rows in 2 tables and 0 files, all as in the backup")
    assert _execute(site.empty, "SELECT note FROM placement WHERE id = 7") == [("یادداشت 7",)]


def test_a_restore_refuses_what_is_not_the_backup_that_was_made(site: Site) -> None:
    dump = Path(site.run("backup").stdout.strip())
    counts = dump.with_suffix(".counts")

    into_full = site.run("restore", str(dump))
    counts.write_text(counts.read_text().replace("900", "901"))
    tampered = site.restore(str(dump))
    files = [str(dump.name), str(counts.name), dump.with_suffix(".sums").name]
    sums = subprocess.run(["sha256sum", *files], cwd=dump.parent, capture_output=True, text=True, check=True)
    dump.with_suffix(".sha256").write_text(sums.stdout)
    with_a_row_missing = site.restore(str(dump))

    assert into_full.returncode == 1
    assert "restore only into an empty one" in into_full.stderr
    assert tampered.returncode != 0
    assert with_a_row_missing.returncode == 1
    assert "Rows are missing or too many" in with_a_row_missing.stderr


def test_stored_files_come_back_and_each_backup_holds_those_of_its_night(site: Site) -> None:
    site.files.mkdir()
    for name in ("first", "dropped"):
        (site.files / name).write_bytes(f"evidence {name}".encode())
    _execute(site.env["DATABASE_URL"], STORED)
    old = Path(site.run("backup").stdout.strip())
    (site.files / "dropped").unlink()
    (site.files / "second").write_bytes(b"more evidence")
    _execute(site.env["DATABASE_URL"], "UPDATE common_storedfile SET stored_as = 'second' WHERE id = 2")
    time.sleep(1.1)  # a backup is named by its second

    new = Path(site.run("backup").stdout.strip())
    restored = site.restore(str(new))

    assert restored.returncode == 0, restored.stderr
    assert "and 2 files, all as in the backup" in restored.stdout
    back = site.files.with_name("files_new")
    assert {file.name: file.read_bytes() for file in back.iterdir()} == {
        "first": b"evidence first",
        "second": b"more evidence",
    }
    assert {file.name for file in old.with_suffix(".files").iterdir()} == {"first", "dropped"}
    links = [each.with_suffix(".files") / "first" for each in (old, new)]
    assert links[0].samefile(links[1])


@pytest.mark.parametrize("harm", ["altered", "lost", "never copied"])
def test_a_restore_notices_files_that_are_not_those_that_were_handed_in(site: Site, harm: str) -> None:
    site.files.mkdir()
    for name in ("first", "dropped"):
        (site.files / name).write_bytes(name.encode())
    _execute(site.env["DATABASE_URL"], STORED)
    if harm == "never copied":
        (site.files / "first").unlink()
    dump = Path(site.run("backup").stdout.strip())
    kept = dump.with_suffix(".files") / "first"
    if harm == "altered":
        kept.write_bytes(b"Another text.")
    elif harm == "lost":
        kept.unlink()

    restored = site.restore(str(dump))

    assert restored.returncode == 1
    assert "first" in restored.stderr


def test_files_are_restored_only_into_an_empty_folder(site: Site) -> None:
    site.files.mkdir()
    (site.files / "first").write_bytes(b"in service")
    dump = site.run("backup").stdout.strip()

    refused = site.run("restore", dump, DATABASE_URL=site.empty)

    assert refused.returncode == 1
    assert "PORTAL_FILES_DIR is not empty" in refused.stderr


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
