"""`manage.py up`: the whole portal on one machine, with demo data, behind one printed address."""

import argparse
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from diaspora_portal.launch.crew import Crew
from diaspora_portal.launch.environment import USUAL_PORT, private_environment
from diaspora_portal.launch.home import ROOT, Home, LaunchFailed, read_json, usual_home, write_json
from diaspora_portal.launch.keeper import Addresses, PrivateServers, servers_not_given
from diaspora_portal.launch.processes import die_with_parent, free_port, try_lock

READY_SECONDS = 120.0
LOOK_SECONDS = 0.3


def up(arguments: Sequence[str]) -> int:
    """Start everything and stay until Ctrl-C, or with --once until the demo needs are matched."""
    options = _options(arguments)
    home = usual_home()
    home.prepare()
    with (home.run / "up.lock").open("a") as lock:
        if not try_lock(lock):
            print(_where_it_runs(home))
            return 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        try:
            return Portal(home, options).run()
        finally:
            _address_file(home).unlink(missing_ok=True)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py up", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop when the demo needs are matched")
    parser.add_argument("--fresh", action="store_true", help="drop the demo data first")
    parser.add_argument("--port", type=int, help=f"instead of the first free one from {USUAL_PORT}")
    return parser.parse_args(arguments)


def _address_file(home: Home) -> Path:
    return home.run / "up.json"


def _where_it_runs(home: Home) -> str:
    address = read_json(_address_file(home)).get("address")
    return f"The portal is already running at {address}" if address else "The portal is already starting."


class Portal:
    """One run of `up`."""

    def __init__(self, home: Home, options: argparse.Namespace) -> None:
        self.home = home
        self.options = options
        self.started = time.monotonic()
        self.port = _choose_port(options.port)
        self.servers = PrivateServers(home, servers_not_given())

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def run(self) -> int:
        with self.servers as addresses:
            if self.options.fresh:
                self._forget_demo(addresses)
            env = self._environment(addresses)
            _tell("Preparing the tables.")
            self._steps(env, "migrate", "load_reference", "load_programmes")
            crew = Crew(self.home, env, self.port)
            try:
                _tell("Starting web, worker and beat.")
                crew.start()
                answers = self._steps(env, "seed_demo", "settle", "cast", crew=crew)
                self._wait_until_ready(crew)
                if self.options.once:
                    return self._report(answers["status"])
                write_json(_address_file(self.home), {"address": self.address, "pid": os.getpid()})
                print(self._welcome(addresses, answers["cast"]), flush=True)
                self._stay(crew)
            finally:
                self._stop(crew)
        _tell("Stopped.")
        return 0

    def _environment(self, addresses: Addresses | None) -> dict[str, str]:
        env = {**private_environment(self.home, addresses, self.port), **os.environ}
        return {**env, "PORTAL_SITE_URL": os.environ.get("PORTAL_SITE_URL", self.address)}

    def _forget_demo(self, addresses: Addresses | None) -> None:
        if addresses is None or not addresses.database_url:
            raise LaunchFailed("--fresh drops only the private database, and DATABASE_URL names another one.")
        from diaspora_portal.launch.postgres import recreate_database

        recreate_database(self.home, Path(addresses.socket))
        for folder in ("mail", "files"):
            shutil.rmtree(self.home.base / folder, ignore_errors=True)

    def _steps(self, env: dict[str, str], *steps: str, crew: Crew | None = None) -> dict[str, Any]:
        """Run steps that need Django in one process, keeping an eye on the crew meanwhile."""
        command = [sys.executable, "-m", "diaspora_portal.launch.steps", *steps]
        process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=subprocess.PIPE, preexec_fn=die_with_parent(signal.SIGKILL)
        )
        try:
            while True:
                try:
                    answer, _ = process.communicate(timeout=LOOK_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    self._look(crew)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode != 0:
            raise LaunchFailed(
                f"Preparing the portal failed in: {', '.join(steps)}. The reason stands above."
            )
        answers: dict[str, Any] = json.loads(answer)
        return answers

    def _look(self, crew: Crew | None) -> None:
        if crew is not None:
            crew.look()
            crew.must_be_well()

    def _wait_until_ready(self, crew: Crew) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not _is_ready(self.port):
            self._look(crew)
            if time.monotonic() > deadline:
                raise LaunchFailed(f"The portal did not become ready; see {self.home.log}.")
            time.sleep(LOOK_SECONDS)

    def _stay(self, crew: Crew) -> None:
        try:
            while True:
                crew.look()
                if self.servers.revive():
                    _tell("The private servers were started again.")
                time.sleep(LOOK_SECONDS)
        except KeyboardInterrupt:
            _tell("\nStopping; once more to stop at once.")

    def _stop(self, crew: Crew) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: crew.kill())
        crew.stop()

    def _report(self, status: dict[str, Any]) -> int:
        """Print the one line of `--once`; fail when the worker left needs unmatched."""
        facts = {name: status[name] for name in ("experts", "needs", "matches", "placements")}
        print(json.dumps({**facts, "seconds": round(time.monotonic() - self.started, 1)}), flush=True)
        if status["queued"]:
            _tell(f"{status['queued']} shards were not finished in time.")
        return 1 if status["queued"] else 0

    def _welcome(self, addresses: Addresses | None, cast: str) -> str:
        seconds = time.monotonic() - self.started
        database = (addresses and addresses.postgres) or "the one of DATABASE_URL"
        broker = (addresses and addresses.broker) or "the one of REDIS_URL"
        return "\n".join(
            [
                f"READY  {self.address}  (after {seconds:.0f} s)",
                "",
                cast.rstrip(),
                "",
                f"Mails that the portal sends: {self.home.base / 'mail'}. Logs: {self.home.log}.",
                f"Database: {database}. Broker: {broker}.",
                "Ctrl-C stops everything.",
            ]
        )


def _choose_port(wanted: int | None) -> int:
    port = free_port(wanted or USUAL_PORT)
    if wanted and port != wanted:
        raise LaunchFailed(f"Port {wanted} is in use.")
    return port


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
