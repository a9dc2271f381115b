"""Lists keep integers alone: what explains a row is made from them when somebody reads it."""

from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given

from matching.adapter import explanation_of
from matching.adapter.needs import CompiledNeed
from matching.adapter.results import need_result, pair_result
from matching.engine.columns import Need
from matching.engine.rank import Verdict, match_need, score_rows
from matching.engine.score import Weights
from matching.models import MatchList
from tests.matching.engine.people import Person, a_need, experts_from, some_people, some_weights

migration = import_module("matching.migrations.0006_lists_are_explained_when_read")


def listed(people: list[Person], need: Need, weights: Weights) -> tuple[MatchList, list[dict[str, Any]]]:
    """A list of everybody, suited or not, as it is stored, and what the engine says at that moment."""
    skill_ids = tuple(range(100, 100 + len(need.must) + len(need.should)))
    compiled = CompiledNeed(1, need, weights, 7, skill_ids)
    experts = experts_from(*people)
    scored = score_rows(experts, need, weights, np.arange(len(people)))
    of = SimpleNamespace(ids=np.arange(1, len(people) + 1))
    within = need.for_rows(np.arange(len(people)))
    result = need_result(compiled, of, replace(match_need(experts, within, weights), best=scored))
    row = MatchList(**{name: getattr(result, name) for name in type(result).__slots__})
    alone = [scored.take(np.array([at])) for at in range(len(people))]
    return row, [pair_result(compiled, Verdict((), one)).explanation for one in alone]


def explained(row: MatchList) -> list[dict[str, Any]]:
    return [explanation_of(row, at) for at in range(len(row.expert_ids))]


@given(some_people, a_need(), some_weights)
def test_what_is_read_later_is_what_the_engine_said(people, need, weights):
    row, said = listed(people, need, weights)

    assert explained(row) == said


@given(some_people, a_need(), some_weights)
def test_lists_of_before_keep_their_explanations(people, need, weights):
    row, said = listed(people, need, weights)

    row.low_bits, row.unknown, row.asked = migration.bits_behind(said, row.skill_ids[: row.n_must])

    assert explained(row) == said
