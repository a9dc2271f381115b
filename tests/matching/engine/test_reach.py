"""One expert against many needs says what each need says of the expert."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.columns import Need
from matching.engine.constraints import failures
from matching.engine.csr import pointers
from matching.engine.reach import Asking, obstacles
from matching.engine.spec import Constraint
from tests.matching.engine.people import Person, a_need, a_person, experts_from

_BARRED = 1 << Constraint.EXCLUDED | 1 << Constraint.CONFLICT | 1 << Constraint.COUNTRY


def asking(needs: list[Need], barred: list[bool]) -> Asking:
    def column(name: str) -> np.ndarray:
        return np.array([getattr(need, name) for need in needs], dtype=np.int64)

    def flat(parts: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(parts).astype(np.int64)

    return Asking(
        must_ptr=pointers(len(need.must) for need in needs),
        must=flat([need.must.skill for need in needs]),
        language_ptr=pointers(len(need.language_codes) for need in needs),
        language=flat([need.language_codes for need in needs]),
        level=flat([need.language_levels for need in needs]),
        first=column("start_day"),
        last=column("end_day"),
        least_days=column("min_overlap_days"),
        hours=column("hours_per_week"),
        modes=column("modes"),
        requires_verified=np.array([need.requires_verified for need in needs]),
        is_barred=np.array(barred),
    )


@settings(max_examples=200, deadline=None)
@given(a_person, st.lists(a_need(1), min_size=1, max_size=5))
def test_one_expert_against_many_needs_equals_each_need_against_them(person: Person, needs: list[Need]):
    needs = [
        replace(
            need,
            **{
                name: getattr(need, name)[getattr(need, name) < 1]
                for name in ("excluded_rows", "conflict_rows")
            },
        )
        for need in needs
    ]
    one = experts_from(person)
    each = [int(failures(one, need)[0]) for need in needs]

    found = obstacles(one, asking(needs, [bool(bits & _BARRED) for bits in each]))

    excluded = [bits & ~_BARRED | (1 << Constraint.EXCLUDED if bits & _BARRED else 0) for bits in each]
    assert found.tolist() == excluded
