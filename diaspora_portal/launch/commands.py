"""Dispatch `manage.py`: `up`, `test` and `mutate` are ours, the rest is Django with its database up."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from diaspora_portal.launch.environment import private_environment
from diaspora_portal.launch.home import LaunchFailed, usual_home
from diaspora_portal.launch.keeper import PrivateServers, servers_not_given

# Commands that never open a connection. Everything unknown gets the database: that is merely slower.
WITHOUT_DATABASE = frozenset({
    "help", "version", "check", "makemessages", "compilemessages", "diffsettings", "startapp", "startproject",
    "collectstatic", "findstatic", "spectacular", "read_profile", "fetch_fonts",
})  # fmt: skip

# Commands that must never see the portal's own data: they get servers of their own, whatever is given.
ON_SCRATCH = frozenset({"bench"})


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    command = argv[1] if len(argv) > 1 else "help"
    try:
        if command == "up":
            from diaspora_portal.launch.supervisor import up

            return up(argv[2:])
        if command == "test":
            from diaspora_portal.launch.suites import test

            return test(argv[2:])
        if command == "mutate":
            from diaspora_portal.launch.suites import mutate

            return mutate(argv[2:])
        return run_django(argv, command)
    except LaunchFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run_django(argv: Sequence[str], command: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaspora_portal.settings")
    needs_database = _needs_database(argv, command)
    on_scratch = needs_database and command in ON_SCRATCH
    with _scratch_surroundings() if on_scratch else _surroundings(needs_database):
        from django.core.management import execute_from_command_line

        execute_from_command_line(list(argv))
    return 0


def _needs_database(argv: Sequence[str], command: str) -> bool:
    if command == "check" and "--database" in argv:
        return True
    return command not in WITHOUT_DATABASE and not {"-h", "--help", "--version"} & set(argv)


@contextmanager
def _surroundings(needs_database: bool) -> Iterator[None]:
    """Set the environment of the private portal, with its servers up when the command needs them.

    A given DATABASE_URL means that this is no private portal: then nothing is set and nothing started.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    home = usual_home()
    with PrivateServers(home, servers_not_given() if needs_database else []) as addresses:
        for name, value in private_environment(home, addresses).items():
            os.environ.setdefault(name, value)
        yield


@contextmanager
def _scratch_surroundings() -> Iterator[None]:
    """Servers that are made for this command and go with it."""
    from diaspora_portal.launch.postgres import SCRATCH_VARIABLE, settings_for_measuring
    from diaspora_portal.launch.suites import scratch_environment

    os.environ.setdefault(SCRATCH_VARIABLE, json.dumps(settings_for_measuring()))
    with scratch_environment(("postgres", "broker")) as variables:
        os.environ.update(variables)
        yield
