"""All suites by name, and one run over them: proof first, then times, then the gates."""

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import (
    bandwidth,
    board_suite,
    circumstances,
    directory_suite,
    engine_suites,
    gates,
    peers,
    portal_suites,
    relevance,
    report,
    round_suites,
)
from benchmarks.ground import Ground
from matching.engine.check import WrongResult

RESULTS = Path(__file__).parent / "results"
SIZES = (gates.THOUSANDS_10, gates.THOUSANDS_100, gates.MILLION)

Suite = Callable[[Ground], dict[str, Any]]
Say = Callable[[str], object]

SUITES: dict[str, Suite] = {
    "bandwidth": lambda _: {"notes": [bandwidth.table(found := bandwidth.run())]} | found,
    "need": engine_suites.one_need,
    "growth": engine_suites.growth,
    "precision": engine_suites.precision,
    "kernels": round_suites.kernels,
    "delta": round_suites.delta,
    "assignment": round_suites.assign,
    "peers": peers.run,
    "build": portal_suites.build,
    "store": portal_suites.store,
    "page": portal_suites.page,
    "board": board_suite.board,
    "directory": directory_suite.directory,
    "relevance": relevance.suite,
}


def bench(
    *, n: int, names: Sequence[str], gate: bool, json_file: Path | None, folder: Path | None, say: Say
) -> int:
    """Prove, measure, judge, save. The status is 1 for a wrong answer, or with `gate` for a failed gate."""
    began, before = time.monotonic(), circumstances.load()
    ground = Ground(n)
    try:
        found = measure(ground, names, say)
    except WrongResult as error:
        say(f"WRONG: {error}. No time is given.")
        return 1
    facts = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "n": n,
        **circumstances.circumstances(),
        "load_average": {"before": before, "after": circumstances.load()},
        "seconds": round(time.monotonic() - began, 1),
        "suites": found,
    }
    judged = gates.judge(found, n)
    say("\n" + report.text_table(report.gate_rows(judged)))
    save(facts, judged, json_file or RESULTS / f"bench-{n}.json", folder, say)
    has_failed = any(each.verdict == gates.Verdict.FAIL for each in judged)
    return 1 if gate and has_failed else 0


def measure(ground: Ground, names: Sequence[str], say: Say) -> dict[str, Any]:
    """What each suite found. Raises WrongResult before the first time, or wherever answers differ."""
    found = {"proof": _timed("proof", engine_suites.prove, ground, say)}
    for name in names:
        found[name] = _timed(name, SUITES[name], ground, say)
    return found


def _timed(name: str, suite: Suite, ground: Ground, say: Say) -> dict[str, Any]:
    say(f"\n{name}, {ground.n:,} experts, from {datetime.now(UTC):%H:%M:%S} on")
    began = time.monotonic()
    found = suite(ground)
    seconds = round(time.monotonic() - began, 1)
    parts = [f"{name}: {seconds} s", *([report.text_table(found["rows"])] if found.get("rows") else [])]
    say("\n".join([*parts, *found.get("notes", [])]))
    return found | {"seconds": seconds}


def save(
    facts: dict[str, Any], judged: Sequence[gates.Judged], json_file: Path, folder: Path | None, say: Say
) -> None:
    """Everything as JSON, and with a folder as a page with a plot and the JSON beside it."""
    verdicts = [
        {"gate": each.gate.code, "what": each.gate.text, "limit": each.limit, "value": each.value}
        | {"verdict": str(each.verdict)}
        for each in judged
    ]
    content = json.dumps(facts | {"gates": verdicts}, indent=1, ensure_ascii=False) + "\n"
    files = {json_file: content}
    if folder:
        name = f"bench-{facts['n']}"
        files[folder / f"{name}.json"] = content
        files[folder / f"{name}.svg"] = report.picture(facts["suites"])
        files[folder / f"{name}.md"] = report.page(facts, judged, f"{name}.svg")
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        say(f"Saved {file}")
