"""What a run found, for people: a table of gates, a table per suite, a page and a plot."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.gates import Judged
from benchmarks.plot import Line, plot

Row = Mapping[str, Any]


def text_table(rows: Sequence[Row]) -> str:
    """Rows under the names of all their columns, numbers to the right; missing cells stay empty.

    >>> print(text_table([{"peer": "a", "ms": 1234.5}, {"peer": "bcd"}]))
    peer       ms
    a     1,234.5
    bcd
    """
    names = columns_of(rows)
    cells = [names, *([spelt(row.get(name, "")) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(names))]
    is_number = [any(isinstance(row.get(name), int | float) for row in rows) for name in names]
    lines = (
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, is_number, strict=True)
        )
        for line in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def markdown_table(rows: Sequence[Row]) -> str:
    """The same for a page."""
    names = columns_of(rows)
    lines = [names, ["---"] * len(names), *([spelt(row.get(name, "")) for name in names] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def columns_of(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def spelt(value: Any) -> str:
    """A number with thousands apart and no more digits than it deserves.

    >>> spelt(1234567), spelt(0.123456), spelt(86.312), spelt(None)
    ('1,234,567', '0.1235', '86.3', '')
    """
    if value is None:
        return ""
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 4
    return f"{value:,.{digits}f}"


def gate_rows(judged: Sequence[Judged]) -> list[Row]:
    """The gates as rows: failures are as visible as the rest."""
    return [
        {
            "gate": each.gate.code,
            "what": each.gate.text,
            "must be": f"{each.gate.sign} {spelt(each.limit)}" if each.limit is not None else "",
            "measured": spelt(each.value),
            "verdict": str(each.verdict),
        }
        for each in judged
    ]


def page(facts: Mapping[str, Any], judged: Sequence[Judged], picture: str) -> str:
    """The page for docs/evidence: when, where, the gates, the plot with its table, and every suite."""
    load = facts["load_average"]
    changes = " with uncommitted changes" if facts["uncommitted_changes"] else ""
    parts = [
        f"# Benchmarks with {facts['n']:,} experts",
        f"`python3 manage.py bench --n {facts['n']}` on {facts['date']},"
        f" commit `{facts['commit']}`{changes}, {facts['seconds']:.0f} seconds."
        " Ratios are within this run, all peers taking turns on the same needs.",
        f"Machine: {facts['processor']}, {facts['n_cores']} cores, {facts['memory_gb']} GB."
        f" Load average before {load['before']}, after {load['after']}: where it is above the"
        " number of cores, others were at work as well.",
        "Versions: " + ", ".join(f"{name} {version}" for name, version in facts["versions"].items()) + ".",
        "## Gates",
        markdown_table(gate_rows(judged)),
        "## Cost against the number of experts",
        f"![Milliseconds per need against experts, both axes logarithmic]({picture})",
        markdown_table(plot_rows(facts["suites"])),
    ]
    for name, found in facts["suites"].items():
        parts += [f"## {name}", *([markdown_table(found["rows"])] if found.get("rows") else [])]
        parts += found.get("notes", [])
    return "\n\n".join(parts) + "\n"


def lines(suites: Mapping[str, Any]) -> list[Line]:
    """Mean milliseconds per need on the clock, by number of experts: the engine, and every peer measured."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in suites.get("growth", {}).get("rows", ()):
        found.setdefault("engine", []).append((row["experts"], row["wall_mean"]))
    for row in suites.get("peers", {}).get("rows", ()):
        if "wall_mean" in row and row["peer"] != "engine":
            found.setdefault(row["peer"], []).append((row["experts"], row["wall_mean"]))
    return [Line(name, sorted(points)) for name, points in found.items()]


def plot_rows(suites: Mapping[str, Any]) -> list[Row]:
    """The table behind the plot."""
    return [
        {"who": line.name} | {f"{int(n):,} experts, ms": value for n, value in line.points}
        for line in lines(suites)
    ]


def picture(suites: Mapping[str, Any]) -> str:
    """The plot as SVG."""
    return plot(lines(suites), x="experts", y="milliseconds per need, mean on the clock")
