"""`manage.py mutate PACKAGE …`: which small defects do the tests find? A plugin of pytest.

Every test runs once, and the functions that it calls are kept. Then each mutant lives in a fork of this warm
process, and meets the tests that call its function until one fails: those first that found most in this
module before, then the others as they were named.
"""

import ast
import json
import os
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections

from benchmarks.mutants import Mutant, mutants_of
from benchmarks.reloading import put_in, renewed
from diaspora_portal.launch.evidence import FOLDER, git, machine

SEED = 20261201
SECONDS_EACH = 40  # for the tests of one mutant; one that hangs is ended after twice as long


class _Session:
    """Between two tests everything is put away but what belongs to the whole session."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutate", action="append", default=[], help="a package to put defects into")
    parser.addoption("--mutants-of", default="1/1", help="2/3: the second third of them")
    parser.addoption("--mutants-most", type=float, default=3600, help="seconds for all mutants together")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit would meddle with those after them."""
    rollback = [one for one in items if not _commits(one)]
    items[:] = rollback


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "live_server" in getattr(item, "fixturenames", ())


def pytest_runtestloop(session: pytest.Session) -> bool:
    packages = session.config.getoption("--mutate")
    files = {
        module.__file__: name
        for name, module in list(sys.modules.items())
        if name.startswith(tuple(packages)) and module.__file__
    }
    reached, seconds = _warm(session, frozenset(files))
    connections.close_all()
    trees = {path: ast.parse(Path(path).read_text("utf-8")) for path in sorted(files)}
    lives = [(path, one) for path in trees for one in mutants_of(trees[path], sys.modules[files[path]])]
    # Where the time is too short for all, those that are run are a fair sample.
    Random(SEED).shuffle(lives)  # noqa: S311  no secret
    part, parts = map(int, session.config.getoption("--mutants-of").split("/"))
    lives = lives[part - 1 :: parts]
    print(f"\n{len(seconds)} tests in {sum(seconds.values()):.0f} seconds; {len(lives)} mutants", flush=True)
    _without_defect(session, packages, files, trees, seconds)
    rows: list[dict[str, Any]] = []
    found: dict[str, Counter[str]] = defaultdict(Counter)
    ends = time.monotonic() + session.config.getoption("--mutants-most")
    for path, mutant in lives:
        code = mutant.compiled(trees[path], path)
        tests = _tests_for(mutant, path, trees[path], session, reached, seconds)
        tests.sort(key=lambda item, killers=found[path]: -killers[item.nodeid])
        is_time = time.monotonic() < ends
        result = _live(session, files[path], code, packages, tests) if is_time else "not run"
        rows.append({"module": files[path], "line": mutant.line, "defect": mutant.what, "result": result})
        found[path][result.removeprefix("killed by ")] += 1
        if len(rows) % 100 == 0:
            print(f"{len(rows)} mutants lived", flush=True)
        if result.startswith("survived"):
            print(f"{files[path]}:{mutant.line}  {mutant.what}: {result}", flush=True)
    rows.sort(key=lambda row: (row["module"], row["line"]))
    _report(packages, rows)
    return True


def _without_defect(session: Any, packages: list[str], files: Any, trees: Any, seconds: Any) -> None:
    """Loading the packages again, unchanged, must fail no test: else every mutant would seem to be found."""
    path = next(iter(trees))
    result = _live(session, files[path], compile(trees[path], path, "exec"), packages, _quickest(seconds))
    if not result.startswith("survived"):
        pytest.exit(f"the packages cannot be loaded again: {result}", returncode=1)


def _warm(session: pytest.Session, files: frozenset[str]) -> tuple[dict[Any, set[Any]], dict[Any, float]]:
    """Every test once: which functions it calls, how long it takes. One that fails here says nothing."""
    reached: dict[Any, set[Any]] = defaultdict(set)
    seconds: dict[Any, float] = {}
    current: list[pytest.Item] = []

    def call(frame: Any, event: str, argument: Any) -> None:
        if frame.f_code.co_filename in files:
            reached[frame.f_code.co_filename, frame.f_code.co_firstlineno].add(current[-1])

    for item in session.items:
        current.append(item)
        sys.settrace(call)
        started = time.monotonic()
        passed = _passes(item, session)
        sys.settrace(None)
        if passed:
            seconds[item] = time.monotonic() - started
        else:
            print(f"\nfails without any defect: {item.nodeid}", flush=True)
    return reached, seconds


def _passes(item: pytest.Item, session: pytest.Session) -> bool:
    reports = runtestprotocol(item, log=False, nextitem=_Session(session))
    return not any(report.failed for report in reports)


def _tests_for(
    mutant: Mutant, path: str, tree: ast.Module, session: Any, reached: Any, seconds: dict[Any, float]
) -> list[pytest.Item]:
    """Those that call its function; for what is made at import, all of them."""
    inside = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= mutant.line <= (node.end_lineno or 0)
    ]
    found: set[Any] = set()
    for node in inside[-1:]:
        found = reached[path, min([node.lineno, *(one.lineno for one in node.decorator_list)])]
    return [one for one in session.items if one in seconds and (one in found or not found)]


def _quickest(seconds: dict[Any, float]) -> list[pytest.Item]:
    return sorted(seconds, key=seconds.__getitem__)


def _live(session: Any, name: str, code: Any, packages: list[str], tests: list[pytest.Item]) -> str:
    """One mutant in a process of its own: "killed by …" or "survived"."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS_EACH * 2)
        os.write(writer, _first_failure(session, name, code, packages, tests).encode())
        connections.close_all()
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        answer = said.read()
    os.waitpid(child, 0)
    return answer or "killed by its time"


def _first_failure(session: Any, name: str, code: Any, packages: list[str], tests: list[pytest.Item]) -> str:
    ends = time.monotonic() + SECONDS_EACH
    try:
        new = put_in(name, code, packages)
    except Exception as error:
        return f"killed by its import: {type(error).__name__}"
    for item in tests:
        if hasattr(item, "callspec"):  # a test of many rows may hold a function of the old module
            params = item.callspec.params
            params.update({key: renewed(value, new) for key, value in params.items()})
    for n_run, item in enumerate(tests):
        if time.monotonic() > ends:
            return f"survived {n_run} of {len(tests)} tests"
        if not _passes(item, session):
            return f"killed by {item.nodeid}"
    return f"survived all {len(tests)} tests"


def _report(packages: list[str], rows: list[dict[str, Any]]) -> None:
    ran = [row for row in rows if row["result"] != "not run"]
    killed = [row for row in ran if row["result"].startswith("killed")]
    by = Counter(_killer(row["result"]) for row in killed)
    facts = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": git("rev-parse", "HEAD"),
        "uncommitted_changes": bool(git("status", "--porcelain")),
        "machine": machine(),
        "packages": packages,
        "n_mutants": len(rows),
        "n_run": len(ran),
        "n_killed": len(killed),
        "score": round(len(killed) / max(len(ran), 1), 4),
        "killed_by": dict(by.most_common()),
        "survivors": [row for row in ran if row not in killed],
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "mutation.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (FOLDER / "mutation.md").write_text("\n".join(_page(facts)) + "\n", "utf-8")
    print(f"\n{len(killed)} of {len(ran)} mutants killed: {facts['score']:.1%}", flush=True)


def _killer(result: str) -> str:
    return result.removeprefix("killed by ").partition("::")[0]


def _page(facts: dict[str, Any]) -> Iterator[str]:
    changes = " with uncommitted changes" if facts["uncommitted_changes"] else ""
    yield "# Defects put in on purpose"
    yield ""
    yield f"`python3 manage.py mutate {' '.join(facts['packages'])}` on {facts['date']},"
    yield f"commit `{facts['commit']}`{changes}. {facts['n_killed']} of {facts['n_run']} mutants were"
    yield f"found by a test ({facts['score']:.1%}); {facts['n_mutants'] - facts['n_run']} were not run."
    yield ""
    yield "| found by | mutants |"
    yield "| --- | --- |"
    for name, number in facts["killed_by"].items():
        yield f"| {name} | {number} |"
    yield ""
    yield "| not found | line | defect | what was tried |"
    yield "| --- | --- | --- | --- |"
    for row in facts["survivors"]:
        defect = row["defect"].replace("|", "\\|").replace("\n", " ")
        yield f"| {row['module']} | {row['line']} | `{defect}` | {row['result']} |"
