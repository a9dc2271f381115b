"""What a full test run proved, for docs/evidence: date, commit, machine and the time of each suite."""

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime

from diaspora_portal.launch.home import ROOT

FOLDER = ROOT / "docs" / "evidence"


def write_evidence(rows: Sequence[tuple[str, str, float]]) -> None:
    """Write docs/evidence/tests.json and the same as a page, replacing those of the last run."""
    facts = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": git("rev-parse", "HEAD"),
        "uncommitted_changes": bool(git("status", "--porcelain")),
        "machine": machine(),
        "suites": [
            {"suite": name, "result": result, "seconds": round(seconds, 1)} for name, result, seconds in rows
        ],
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "tests.json").write_text(json.dumps(facts, indent=1) + "\n")
    (FOLDER / "tests.md").write_text(_page(facts))


def machine() -> dict[str, object]:
    """The facts about this computer that a time depends on; no names of hosts or people."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "n_cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9, 1),
        "load_average": [round(load, 1) for load in os.getloadavg()],
    }


def git(*arguments: str) -> str:
    """What git answers about this checkout; nothing where there is no git."""
    if not shutil.which("git"):
        return ""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()


def _page(facts: dict[str, object]) -> str:
    rows = [f"| {row['suite']} | {row['result']} | {row['seconds']} |" for row in facts["suites"]]
    computer = ", ".join(f"{name} {value}" for name, value in facts["machine"].items())
    note = " with uncommitted changes" if facts["uncommitted_changes"] else ""
    return "\n".join(
        [
            "# The last full test run",
            "",
            f"`python3 manage.py test --full` on {facts['date']}, commit `{facts['commit']}`{note}.",
            f"Machine: {computer}.",
            "",
            "| suite | result | seconds |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
