"""Public sets in which people said who knows what, read from a folder that is not part of the portal.

A set is a folder of JSON lines: `experts.jsonl` (id, docs with title and abstract), `needs.jsonl` (id, title,
text), and what people said: `judgments.csv` with `profiles.json` (ratings of 1 to 5, several draws of each
person's works), `pairs.jsonl` (which of two was judged higher) or `qrels.tsv` (who is suitable).
"""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.relevance_measures import (
    Judge,
    Misplaced,
    Scores,
    Tally,
    accuracy_of,
    average_precision,
    loss_of,
    ordered,
    rated,
    stack,
)

Document = dict[str, Any]
Bags = dict[str, list[Document]]


@dataclass(frozen=True)
class JudgedSet:
    """Texts to be scored, and the judge of the scores; whoever scores sees the texts alone.

    `populations` are draws of the experts' works, each scored by itself against all of `needs`;
    `published` holds others' scores under each of these draws, where their authors gave them away.
    """

    name: str
    populations: list[Bags]
    needs: dict[str, Document]
    judge: Judge
    published: dict[str, list[Scores]] = field(default_factory=dict)


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _document(given: Mapping[str, Any]) -> Document:
    text = given.get("abstract", given.get("text"))
    return {"title": given.get("title") or "", "text": text or "", "year": given.get("year")}


def _needs(folder: Path) -> dict[str, Document]:
    return {need["id"]: _document(need) for need in _lines(folder / "needs.jsonl")}


def _bags(folder: Path) -> Bags:
    return {
        expert["id"]: [_document(each) for each in expert["docs"]]
        for expert in _lines(folder / "experts.jsonl")
    }


def _rated_set(folder: Path) -> JudgedSet:
    """People's own ratings; the mean over all draws of their works."""
    ratings: dict[str, dict[str, float]] = defaultdict(dict)
    with (folder / "judgments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ratings[row["expert"]][row["need"]] = float(row["expertise"])
    documents = {
        (expert["id"], each["id"]): _document(each)
        for expert in _lines(folder / "experts.jsonl")
        for each in expert["docs"]
    }
    draws = json.loads((folder / "profiles.json").read_text(encoding="utf-8"))
    populations = [
        {expert: [documents[expert, each] for each in draws[name][expert]] for expert in sorted(ratings)}
        for name in sorted(draws, key=int)
    ]

    def judge(scored: Sequence[Scores]) -> Tally:
        tallies = [
            stack(
                [
                    rated(ratings[expert], {need: scores[expert, need] for need in ratings[expert]})
                    for expert in sorted(ratings)
                ]
            )
            for scores in scored
        ]
        return {measure: sum(each[measure] for each in tallies) for measure in tallies[0]}

    return JudgedSet(folder.name, populations, _needs(folder), judge, _published(folder))


def _published(folder: Path) -> dict[str, list[Scores]]:
    file = folder / "published_predictions.json"
    if not file.exists():
        return {}
    return {
        name: [_flat(by_draw[draw]) for draw in sorted(by_draw, key=int)]
        for name, by_draw in json.loads(file.read_text(encoding="utf-8")).items()
    }


def _flat(nested: Mapping[str, Mapping[str, float]]) -> Scores:
    return {(expert, need): score for expert, own in nested.items() for need, score in own.items()}


def _paired_set(folder: Path) -> JudgedSet:
    """Two experts of one need, or two needs of one expert, of which one was judged higher."""
    pairs = _lines(folder / "pairs.jsonl")

    def sides(pair: Mapping[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
        if pair["kind"] == "pc":
            return (pair["better"], pair["anchor"]), (pair["worse"], pair["anchor"])
        return (pair["anchor"], pair["better"]), (pair["anchor"], pair["worse"])

    def judge(scored: Sequence[Scores]) -> Tally:
        (scores,) = scored
        by_anchor = defaultdict(lambda: {"pc": [], "rc": []})
        for pair in pairs:
            better, worse = sides(pair)
            apart = pair["better_score"] - pair["worse_score"]
            by_anchor[pair["anchor"]][pair["kind"]].append(ordered(scores[better], scores[worse], apart))
        return stack([_of_anchor(**by_anchor[anchor]) for anchor in sorted(by_anchor)])

    theirs = {}
    for pair in pairs:
        better, worse = sides(pair)
        theirs |= {better: pair["rate_better"], worse: pair["rate_worse"]}
    return JudgedSet(folder.name, [_bags(folder)], _needs(folder), judge, {"rate_8b": [theirs]})


def _of_anchor(pc: list[Misplaced], rc: list[Misplaced]) -> dict[str, tuple[float, float]]:
    return {
        "loss": loss_of(pc + rc),
        "accuracy": accuracy_of(pc + rc),
        "loss between experts": loss_of(pc),
        "loss between needs": loss_of(rc),
    }


def _relevant_set(folder: Path) -> JudgedSet:
    """For each need, the experts who were called suitable; ties by id."""
    suitable: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        need, _, expert, _ = line.split()
        suitable[need].add(expert)
    bags = _bags(folder)

    def judge(scored: Sequence[Scores]) -> Tally:
        (scores,) = scored
        groups = []
        for need in sorted(suitable):
            ranked = sorted(bags, key=lambda expert, need=need: (-scores[expert, need], expert))
            groups.append({"MAP": (average_precision(ranked, suitable[need]), 1.0)})
        return stack(groups)

    return JudgedSet(folder.name, [bags], _needs(folder), judge)


_KINDS = {"judgments.csv": _rated_set, "pairs.jsonl": _paired_set, "qrels.tsv": _relevant_set}


def load_sets(folder: Path) -> list[JudgedSet]:
    """Every set below a folder, by name."""
    return [
        load(below)
        for below in sorted(folder.iterdir())
        for judgements, load in _KINDS.items()
        if (below / judgements).exists()
    ]
