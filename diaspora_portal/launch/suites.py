"""`manage.py test`: every suite in a process of its own, on scratch servers, with the time each took."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from diaspora_portal.launch.broker import SERVERS, STAND_IN
from diaspora_portal.launch.environment import private_environment, production_environment
from diaspora_portal.launch.evidence import write_evidence
from diaspora_portal.launch.home import ROOT, Home
from diaspora_portal.launch.keeper import PrivateServers, servers_not_given
from diaspora_portal.launch.processes import die_with_parent

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MANAGE = (sys.executable, str(ROOT / "manage.py"))
PYTEST = (sys.executable, "-m", "pytest", "-q")


@dataclass(frozen=True, slots=True)
class Suite:
    """One process of the test run; with `skip_reason` it is reported instead of run."""

    name: str
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    skip_reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    result: str
    seconds: float

    @property
    def is_failure(self) -> bool:
        return self.result == "FAILED"


def test(arguments: Sequence[str]) -> int:
    """Run all suites, or pytest alone with the arguments given; return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    is_full = "--full" in arguments
    pytest_arguments = [word for word in arguments if word != "--full"]
    with scratch_environment(servers_not_given()) as env:
        if pytest_arguments:
            return _run((*PYTEST, *pytest_arguments), env)
        outcomes = [_run_suite(suite, env) for suite in _suites(is_full)]
    print(_table(outcomes), flush=True)
    if is_full:
        write_evidence([(one.name, one.result, one.seconds) for one in outcomes])
    return 1 if any(outcome.is_failure for outcome in outcomes) else 0


def mutate(arguments: Sequence[str]) -> int:
    """Put small defects into the packages named; count those that the tests named, or of the app, find."""
    options = [word for word in arguments if word.startswith("-")]
    tests = [word for word in arguments if word.startswith("tests/")]
    packages = [word for word in arguments if word not in (*options, *tests)]
    tests = tests or sorted({f"tests/{package.partition('.')[0]}" for package in packages})
    marks = (
        "-m",
        "not journey and not faults and not full",
        "-p",
        "no:randomly",
        "-p",
        "benchmarks.mutation",
    )
    chosen = [f"--mutate={package}" for package in packages]
    return test([*marks, *chosen, *options, "tests/architecture/test_docs.py", *tests])


def _suites(is_full: bool) -> Iterator[Suite]:
    programs = Path(sys.executable).parent
    yield Suite("lint", (sys.executable, "-m", "ruff", "check", "."))
    yield Suite("import contracts", (str(programs / "lint-imports"), "--no-logo"))
    yield Suite(
        "deployment check",
        (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
        env=production_environment(),
    )
    yield Suite("migrations are complete", (*MANAGE, "makemigrations", "--check", "--dry-run"))
    yield Suite("tests", (*PYTEST, "-m", "not journey and not faults and not full"))
    yield Suite("browser journeys", (*PYTEST, "-m", "journey and not full"), **_browser())
    yield Suite("faults", (*PYTEST, "-m", "faults and not full"))
    yield _faults_on_stand_in("full or faults" if is_full else "faults and not full")
    if is_full:
        yield Suite("full", (*PYTEST, "-m", "full"))


def _faults_on_stand_in(marks: str) -> Suite:
    """Background work once more on the other broker, with servers of its own."""
    name = "faults on the stand-in broker"
    if not os.environ.get("REDIS_URL") and not any(map(shutil.which, SERVERS)):
        return Suite(name, (), skip_reason="there is no Redis here, so the suite before ran on it")
    env = {"PORTAL_BROKER": STAND_IN, "DATABASE_URL": "", "REDIS_URL": ""}
    return Suite(name, (*MANAGE, "test", "-m", marks, "tests/faults"), env=env)


def _browser() -> dict[str, object]:
    """Tell the journeys which browser to use, or why they are skipped."""
    candidates = [os.environ.get("PORTAL_CHROMIUM", ""), *BROWSERS]
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    if found:
        return {"env": {"PORTAL_CHROMIUM": found}}
    if os.environ.get("PORTAL_REQUIRE_BROWSER") == "1":
        return {"env": {"PORTAL_CHROMIUM": ""}}
    return {"skip_reason": "no Chromium on PATH; install chromium or set PORTAL_CHROMIUM"}


@contextmanager
def scratch_environment(wanted: Sequence[str]) -> Iterator[dict[str, str]]:
    """An environment with scratch servers (of `postgres`, `broker`) that forget everything."""
    base = Path(tempfile.mkdtemp(prefix="portal-test-"))
    # PostgreSQL's own account must be able to enter; what is private lies in closed folders below.
    base.chmod(0o755)
    home = Home(base, scratch=True)
    try:
        with PrivateServers(home, wanted) as addresses:
            if addresses is not None:
                print(f"Scratch servers: {addresses.postgres} {addresses.broker}".rstrip(), flush=True)
            yield {**os.environ, **private_environment(home, addresses)}
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _run_suite(suite: Suite, env: dict[str, str]) -> Outcome:
    print(f"\n=== {suite.name}", flush=True)
    if suite.skip_reason:
        print(f"skipped: {suite.skip_reason}", flush=True)
        return Outcome(suite.name, f"skipped: {suite.skip_reason}", 0.0)
    started = time.monotonic()
    status = _run(suite.command, {**env, **suite.env})
    return Outcome(suite.name, "FAILED" if status else "passed", time.monotonic() - started)


def _run(command: Sequence[str], env: dict[str, str]) -> int:
    with subprocess.Popen(command, env=env, cwd=ROOT, preexec_fn=die_with_parent(signal.SIGTERM)) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


def _table(outcomes: Sequence[Outcome]) -> str:
    width = max(len(name) for name in ("together", *(outcome.name for outcome in outcomes)))
    rows = [f"{one.name:<{width}}  {one.seconds:7.1f} s  {one.result}" for one in outcomes]
    total = sum(outcome.seconds for outcome in outcomes)
    return "\n".join(["", *rows, f"{'together':<{width}}  {total:7.1f} s"])
