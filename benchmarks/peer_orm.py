"""The loop that everybody writes first: each expert as an object, their rows fetched one expert at a time.

The score is the plain-Python definition (`matching.engine.oracle`), so the answer is exact. It is linear in
the number of experts: it is measured on few and projected, and the report says so.
"""

from functools import cache
from typing import Any

import numpy as np
from django.apps.registry import Apps
from django.db import models
from numpy.typing import NDArray

from matching.engine import oracle
from matching.engine.columns import Commitments, Experts, Languages, Need, Skills, Windows
from matching.engine.epoch import TERM_BITS
from matching.engine.score import Weights
from matching.engine.spec import FINE_BITS, Standing
from matching.engine.text import WEIGHT_BITS, TextIndex

RAGGED = {
    "availability": ("starts", "ends", "hours", "modes"),
    "commitment": ("starts", "ends", "hours"),
    "language": ("code", "level"),
    "skill": ("skill", "level"),
    "term": ("work", "term", "weight"),
}
SCALARS = ("country", "zone", "seniority", "capacity", "n_completed", "n_ended_early")
BITS = ("themes", "categories", "provinces")
FLAGS = ("listed", "is_active", "verified")


@cache
def tables() -> dict[str, type[models.Model]]:
    """The peers' tables as models of a registry of their own: the portal does not know them."""
    registry = Apps()

    def model(name: str, columns: dict[str, Any]) -> type[models.Model]:
        meta = type("Meta", (), {
            "apps": registry, "app_label": "benchmarks", "managed": False, "db_table": f'bench"."{name}',
        })  # fmt: skip
        return type(name.title(), (models.Model,), {"__module__": __name__, "Meta": meta, **columns})

    whole, flag = models.BigIntegerField, models.BooleanField
    found = {
        "expert": model(
            "expert",
            {"id": models.IntegerField(primary_key=True), "tie": whole(), "n_works": whole()}
            | {name: whole() for name in (*SCALARS, *BITS)}
            | {name: flag() for name in FLAGS},
        )
    }
    for name, columns in RAGGED.items():
        # These tables have no key of their own; nothing is ever written through the models.
        owner = models.IntegerField(primary_key=True, db_column="expert")
        found[name] = model(name, {"owner": owner} | {column: whole() for column in columns})
    return found


def best(need: Need, weights: Weights, k: int, n_looked_at: int) -> list[tuple[int, int]]:
    """The k best of the first experts, each read row by row: one query for all, five more for everyone."""
    scored = []
    for person in tables()["expert"].objects.filter(id__lt=n_looked_at).order_by("id"):
        rows = {
            name: list(tables()[name].objects.filter(owner=person.id).values_list(*columns))
            for name, columns in RAGGED.items()
        }
        one = _columns(person, rows)
        if person.listed and not oracle.failed_constraints(one, need, 0):
            fine = oracle.fine_points(oracle.components(one, need, 0), weights)
            scored.append((-fine, person.tie, person.id))
    return [(expert, -negative >> FINE_BITS) for negative, _, expert in sorted(scored)[:k]]


def _columns(person: Any, rows: dict[str, list[tuple[int, ...]]]) -> Experts:
    def part(name: str, *dtypes: type) -> list[NDArray]:
        values = np.array(sorted(rows[name]), np.int64).reshape(-1, len(RAGGED[name]))
        return [np.array([0, len(values)]), *(values[:, at].astype(kind) for at, kind in enumerate(dtypes))]

    held = part("skill", np.int32, np.int8)
    nothing = np.full(len(held[1]), -1)
    values: dict[str, Any] = {name: np.array([getattr(person, name)]) for name in (*SCALARS, "verified")}
    values |= {name: np.array([getattr(person, name)]).view(np.uint64) for name in BITS}
    return Experts(
        **values,
        tie_key=np.array([person.tie]),
        listed=np.array([person.listed]),
        standing=np.array([Standing.ACTIVE if person.is_active else Standing.PAUSED]),
        windows=Windows(*part("availability", np.int32, np.int32, np.int16, np.uint8)),
        commitments=Commitments(*part("commitment", np.int32, np.int32, np.int16)),
        languages=Languages(*part("language", np.int16, np.int8)),
        skills=Skills(*held, nothing.astype(np.int8), nothing.astype(np.int16)),
        texts=_texts(*part("term", np.int64, np.int64, np.int64)),
    )


def _texts(ptr: NDArray, work: NDArray, term: NDArray, weight: NDArray) -> TextIndex:
    first = np.concatenate([[True], work[1:] != work[:-1]]) if len(work) else np.zeros(0, bool)
    packed = (
        first.astype(np.int64) << (TERM_BITS + WEIGHT_BITS)
        | term << WEIGHT_BITS
        | np.sqrt(weight).astype(np.int64)
    )
    return TextIndex(ptr, packed.astype(np.uint32))
