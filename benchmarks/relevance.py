"""Measure text relevance against people's judgements: production, simpler variants, published scores.

    python -m benchmarks.relevance --data FOLDER        # or PORTAL_RELEVANCE_DATA

The data is not part of the portal; without a folder nothing is measured, and that is said. Losses are lower,
accuracies and MAP higher for better; [low high] are 95 % intervals. Published scores are judged anew on the
same data. Beside its quality stands what a variant costs: processor time to score an expert for a need, and
bytes of an expert's texts.
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.relevance_data import Bags, Document, JudgedSet, load_sets
from benchmarks.relevance_measures import Scores, Tally, difference, estimate
from matching.engine import text
from matching.engine.check import WrongResult
from matching.engine.csr import pack
from matching.engine.epoch import UNIT, Epoch, Vector, fit_epoch

VARIABLE = "PORTAL_RELEVANCE_DATA"
PRODUCTION = "per work, neighbourhood"
ABSENT = f"absent: no folder of judged sets is named (--data or {VARIABLE})"

Variant = Callable[[Sequence[Vector], Epoch], list[Vector]]
"""Vectors of an expert's works -> the vectors that are stored and compared with a need."""


def _mean(vectors: Sequence[Vector]) -> Vector:
    """One vector of length `UNIT` in the direction of the mean."""
    total: dict[int, int] = {}
    for vector in vectors:
        for term, weight in vector.items():
            total[term] = total.get(term, 0) + weight
    length = sum(weight * weight for weight in total.values()) ** 0.5
    return {term: round(weight * UNIT / length) for term, weight in total.items()}


VARIANTS: dict[str, Variant] = {
    PRODUCTION: lambda vectors, epoch: [*vectors, epoch.neighbourhood(vectors)],
    "per work": lambda vectors, _: list(vectors),
    "mean vector, neighbourhood": lambda vectors, epoch: [_mean(vectors), epoch.neighbourhood(vectors)],
    "mean vector": lambda vectors, _: [_mean(vectors)],
}


def _works(bag: Sequence[Document]) -> list[text.Work]:
    return [text.Work(each["title"], each["text"]) for each in bag]


def _indexed(bags: Sequence[Sequence[Vector]], epoch: Epoch, variant: Variant) -> text.TextIndex:
    rows = []
    for vectors in bags:
        stored = variant(vectors, epoch) if vectors else []
        rows.append([value for vector in stored for value in text.packed_work(vector)])
    return text.TextIndex(*pack(rows, np.uint32))


def _scores(bags: Bags, needs: Mapping[str, Document], matrix: NDArray) -> Scores:
    """(experts, needs) -> by ids; a component that is not known counts as the lowest."""
    return {
        (expert, need): float(score)
        for expert, row in zip(bags, matrix, strict=True)
        for need, score in zip(needs, row.tolist(), strict=True)
    }


def rank_all(
    bags: Bags, needs: Mapping[str, Document]
) -> tuple[dict[str, NDArray[np.int64]], dict[str, dict[str, float]]]:
    """Matrix (experts, needs) and costs of each variant over one population.

    Raises
    ------
    WrongResult
        if what is measured as production is not what `text.rank` gives.
    """
    works = [_works(bag) for bag in bags.values()]
    epoch = fit_epoch(work for own in works for work in own)
    vectors = [[vector for work in own if (vector := epoch.vector(work))][: text.MAX_WORKS] for own in works]
    queries = [text.query(work, epoch) for work in _works(list(needs.values()))]
    matrices, costs = {}, {}
    for name, variant in VARIANTS.items():
        began = time.process_time()
        texts = _indexed(vectors, epoch, variant)
        costs[name] = {
            "store_s": time.process_time() - began,
            "bytes": float(texts.packed.nbytes + texts.ptr.nbytes),
            "experts": float(len(bags)),
            "pairs": float(len(bags) * len(needs)),
        }
        matrices[name], costs[name]["score_s"] = _scored(queries, texts)
    if not np.array_equal(matrices[PRODUCTION], text.rank(bags, needs)[2]):
        raise WrongResult("the variant measured as production is not what rank() gives")
    return matrices, costs


def _scored(queries: Sequence[text.TextQuery], texts: text.TextIndex) -> tuple[NDArray[np.int64], float]:
    """Matrix (experts, needs), and processor seconds to score; a need's weight table is made before."""
    columns, spent = [], 0.0
    for query in queries:
        table = text.weight_table(query)
        began = time.process_time()
        columns.append(text.score(query, texts, table))
        spent += time.process_time() - began
    return np.stack(columns, axis=1).astype(np.int64), spent


def _measured(judged: JudgedSet, costs: dict[str, dict[str, float]]) -> dict[str, Any]:
    scored: dict[str, list[Scores]] = {name: [] for name in VARIANTS}
    for bags in judged.populations:
        matrices, spent = rank_all(bags, judged.needs)
        for name, matrix in matrices.items():
            scored[name].append(_scores(bags, judged.needs, matrix))
            for what, amount in spent[name].items():
                costs[name][what] = costs[name].get(what, 0.0) + amount
    published = {f"published {name}": scores for name, scores in judged.published.items()}
    tallies = {name: judged.judge(scores) for name, scores in (scored | published).items()}
    return {
        "experts": len(judged.populations[0]),
        "needs": len(judged.needs),
        "populations": len(judged.populations),
        "scorers": {name: _estimates(tally, tallies[PRODUCTION]) for name, tally in tallies.items()},
    }


def _estimates(tally: Tally, production: Tally) -> dict[str, Any]:
    """Measures of one scorer; what never occurs in a set is left out."""
    return {
        measure: estimate(own) | {"production_minus_this": difference(production[measure], own)}
        for measure, own in tally.items()
        if own[:, 1].any()
    }


def _per_unit(spent: Mapping[str, float]) -> dict[str, float]:
    return {
        "ns_per_need_and_expert": round(1e9 * spent["score_s"] / spent["pairs"], 1),
        "ms_to_store_an_expert": round(1e3 * spent["store_s"] / spent["experts"], 3),
        "bytes_per_expert": round(spent["bytes"] / spent["experts"], 1),
    }


def run(folder: Path | None) -> dict[str, Any]:
    """Quality and costs on every set below the folder, or what is absent."""
    sets = load_sets(folder) if folder and folder.is_dir() else []
    if not sets:
        return {"absent": f"absent: no judged set below {folder}" if folder else ABSENT}
    costs: dict[str, dict[str, float]] = {name: {} for name in VARIANTS}
    measured = {judged.name: _measured(judged, costs) for judged in sets}
    return {"sets": measured, "costs": {name: _per_unit(spent) for name, spent in costs.items()}}


def _cell(estimated: Mapping[str, float]) -> str:
    return f"{estimated['value']:.4f} [{estimated['low']:.3f} {estimated['high']:.3f}]"


def _set_table(name: str, found: Mapping[str, Any]) -> list[str]:
    scorers = found["scorers"]
    measures = list(scorers[PRODUCTION])
    head = f"{name}: {found['experts']} experts, {found['needs']} needs, works drawn {found['populations']}x"
    lines = [head, f"  {'':30s}" + "".join(f"{measure:>24s}" for measure in measures)]
    lines[-1] += f"   production minus this, {measures[0]}"
    for scorer, own in scorers.items():
        apart = own[measures[0]]["production_minus_this"]
        against = (
            ""
            if scorer == PRODUCTION
            else f"{apart['value']:+.4f} [{apart['low']:+.3f} {apart['high']:+.3f}]"
        )
        lines.append(
            f"  {scorer:30s}" + "".join(f"{_cell(own[each]):>24s}" for each in measures) + "   " + against
        )
    return [line.rstrip() for line in lines]


def table(found: dict[str, Any]) -> str:
    """What was found, for reading."""
    if "absent" in found:
        return found["absent"]
    lines = [line for name, own in found["sets"].items() for line in [*_set_table(name, own), ""]]
    lines.append("Costs, all sets together")
    for name, costs in found["costs"].items():
        each = ", ".join(f"{amount:,} {what.replace('_', ' ')}" for what, amount in costs.items())
        lines.append(f"  {name:30s}{each}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help=f"folder of judged sets (default: {VARIABLE})")
    parser.add_argument("--json", type=Path, help="file to save the result in")
    chosen = parser.parse_args(arguments)
    named = os.environ.get(VARIABLE)
    found = run(chosen.data or (Path(named) if named else None))
    print(table(found))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
