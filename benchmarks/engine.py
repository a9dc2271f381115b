"""Measure the engine, one suite after the other.

    python -m benchmarks.engine                                # 10,000 and 100,000 experts
    python -m benchmarks.engine --suite match --n 1000000

Correctness comes before speed: a wrong answer ends the program with status 1 and gives no time. Populations
are drawn from a fixed seed; times are ratios within one run. What is found is printed and saved under
benchmarks/results/.
"""

import argparse
import json
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import bandwidth, match
from matching.engine import ENGINE_VERSION
from matching.engine.check import WrongResult
from matching.engine.spec import spec_hash

RESULTS = Path(__file__).parent / "results"
SIZES = (10_000, 100_000)

Suite = tuple[Callable[[argparse.Namespace], dict[str, Any]], Callable[[dict[str, Any]], str]]
SUITES: dict[str, Suite] = {
    "bandwidth": (lambda _: bandwidth.run(), bandwidth.table),
    "match": (lambda chosen: match.run(chosen.n, chosen.needs), match.table),
}


def circumstances() -> dict[str, str]:
    """When, where and with what a figure was found."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}",
        "engine": ENGINE_VERSION,
        "spec": spec_hash(),
    }


def save(name: str, found: dict[str, Any]) -> Path:
    """Keep a result beside the others."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{name}.json"
    file.write_text(json.dumps(circumstances() | found, indent=1) + "\n")
    return file


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--suite", choices=SUITES, action="append", help="default: all of them")
    parser.add_argument("--n", type=int, nargs="+", default=SIZES, help="experts (default 10000 100000)")
    parser.add_argument("--needs", type=int, default=25, help="needs timed (default 25)")
    chosen = parser.parse_args(arguments)
    for name in chosen.suite or SUITES:
        measure, table = SUITES[name]
        try:
            found = measure(chosen)
        except WrongResult as error:
            sys.exit(f"WRONG: {error}")
        print(f"{name}\n{table(found)}\nSaved to {save(name, found)}\n")


if __name__ == "__main__":
    main()
