"""Secrets that are made once, and the arithmetic of restarts."""

import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from diaspora_portal.launch.commands import _needs_database
from diaspora_portal.launch.environment import private_environment
from diaspora_portal.launch.home import Home, LaunchFailed
from diaspora_portal.launch.processes import Backoff, free_port


def test_a_secret_is_made_once_and_readable_by_its_owner_alone(home: Home) -> None:
    home.prepare()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: home.secret("secret-key"), range(40)))

    assert len(answers) == 1
    assert stat.S_IMODE((home.secrets / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o700
    assert [file.name for file in home.secrets.iterdir()] == ["secret-key"]


def test_a_home_in_a_place_that_is_no_folder_is_refused_with_a_sentence(folder: Path) -> None:
    (folder / "var").write_text("a file")

    with pytest.raises(LaunchFailed, match="is not a folder"):
        Home(folder / "var").prepare()


def test_the_private_environment_stays_the_same_over_restarts(home: Home) -> None:
    assert private_environment(home, None) == private_environment(home, None)
    assert private_environment(home, None)["PORTAL_FIELD_KEYS"].startswith("1:")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("manage.py migrate", True),
        ("manage.py shell -c pass", True),
        ("manage.py somebody_elses_command", True),
        ("manage.py check --database default", True),
        ("manage.py check --deploy", False),
        ("manage.py migrate --help", False),
        ("manage.py read_profile file.json", False),
        ("manage.py compilemessages", False),
    ],
)
def test_only_commands_that_may_open_a_connection_start_the_database(line: str, expected: bool) -> None:
    argv = line.split()

    assert _needs_database(argv, argv[1]) is expected


def test_a_process_that_keeps_crashing_is_started_ever_more_slowly() -> None:
    backoff = Backoff(started=0.0)
    pauses = []
    for _ in range(9):
        pauses.append(backoff.crashed(now=1.0))
        backoff.restarted(now=1.0)

    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert backoff.crashed(now=100.0) == 0.5, "after a good minute it starts afresh"


def test_a_taken_port_gives_way_to_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert free_port(port) > port
