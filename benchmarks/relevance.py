"""Measure text relevance against people's judgements: production, simpler variants, published scores.

    PORTAL_RELEVANCE_DATA=FOLDER python3 manage.py bench --suite relevance

The data is not part of the portal; without a folder nothing is measured, and that is said. A sentence model
is measured beside the engine where PORTAL_SENTENCE_MODEL names its folder. Losses are lower,
accuracies and MAP higher for better; [low high] are 95 % intervals. Published scores are judged anew on the
same data. Beside its quality stands what a variant costs: processor time to score an expert for a need, and
bytes of an expert's texts.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from benchmarks import sentence_model
from benchmarks.ground import Ground
from benchmarks.relevance_data import Bags, Document, JudgedSet, load_sets
from benchmarks.relevance_measures import Scores, Tally, difference, estimate
from benchmarks.relevance_variants import PRODUCTION, rank_all
from benchmarks.sentence_model import Encode

VARIABLE = "PORTAL_RELEVANCE_DATA"
ABSENT = f"absent: no folder of judged sets is named in {VARIABLE}"


def _scores(bags: Bags, needs: Mapping[str, Document], matrix: NDArray) -> Scores:
    """(experts, needs) -> by ids; a component that is not known counts as the lowest."""
    return {
        (expert, need): float(score)
        for expert, row in zip(bags, matrix, strict=True)
        for need, score in zip(needs, row.tolist(), strict=True)
    }


def _measured(judged: JudgedSet, costs: dict[str, dict[str, float]], encode: Encode | None) -> dict[str, Any]:
    scored: dict[str, list[Scores]] = {}
    for bags in judged.populations:
        matrices, spent = rank_all(bags, judged.needs, encode)
        for name, matrix in matrices.items():
            scored.setdefault(name, []).append(_scores(bags, judged.needs, matrix))
            own = costs.setdefault(name, {})
            for what, amount in spent[name].items():
                own[what] = own.get(what, 0.0) + amount
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
    named = os.environ.get(sentence_model.VARIABLE)
    model = Path(named) if named else None
    lacking = sentence_model.why_absent(model)
    encode = sentence_model.load_model(model) if model and not lacking else None
    costs: dict[str, dict[str, float]] = {}
    measured = {judged.name: _measured(judged, costs, encode) for judged in sets}
    return {
        "sentence_model": lacking or sentence_model.digest(model),
        "sets": measured,
        "costs": {name: _per_unit(spent) for name, spent in costs.items()},
    }


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
    lines += [f"Sentence model: {found['sentence_model']}", "", "Costs, all sets together"]
    for name, costs in found["costs"].items():
        each = ", ".join(f"{amount:,} {what.replace('_', ' ')}" for what, amount in costs.items())
        lines.append(f"  {name:30s}{each}")
    return "\n".join(lines)


def suite(_ground: Ground) -> dict[str, Any]:
    """The same as a suite: quality does not depend on how many experts are drawn elsewhere."""
    named = os.environ.get(VARIABLE)
    found = run(Path(named) if named else None)
    return {"notes": [table(found)]} | found
