"""People and needs written by hand or drawn by hypothesis, turned into the engine's columns."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from matching.engine import columns as c
from matching.engine.csr import pack
from matching.engine.score import Weights
from matching.engine.text import Epoch, TextIndex, TextQuery, Work, fit_epoch, index, query

WORDS = ("water", "solar", "pumps", "grid", "vision", "genome")
EPOCH: Epoch = fit_epoch(Work(" ".join(pair)) for pair in zip(WORDS, WORDS[1:] + WORDS[:1], strict=True))


@dataclass(frozen=True)
class Person:
    """One expert who fits everything unless said otherwise."""

    listed: bool = True
    verified: bool = True
    standing: int = 0
    modes: int = 7
    country: int = 0
    zone: int = 0
    seniority: int = 3
    themes: int = 1
    categories: int = 1
    provinces: int = 0
    capacity: int = 3
    n_completed: int = 0
    n_ended_early: int = 0
    windows: tuple[tuple[int, ...], ...] = ((0, 400, 20),)  # with modes of its own as a fourth number
    commitments: tuple[tuple[int, int, int], ...] = ()
    languages: tuple[tuple[int, int], ...] = ((1, 6),)
    skills: tuple[tuple[int, int, int, int], ...] = ((1, 4, 10, 2026),)
    works: tuple[str, ...] = ("solar water pumps",)


_SCALARS = {
    "listed": np.bool_,
    "verified": np.bool_,
    "standing": np.uint8,
    "country": np.int16,
    "zone": np.int16,
    "seniority": np.int8,
    "themes": np.uint64,
    "categories": np.uint64,
    "provinces": np.uint64,
    "capacity": np.int16,
    "n_completed": np.int16,
    "n_ended_early": np.int16,
}


def _ragged(people: list[Person], name: str, *dtypes: type) -> list[np.ndarray]:
    rows = [sorted(getattr(person, name)) for person in people]
    if name == "windows":
        rows = [[(*row, p.modes)[:4] for row in own] for p, own in zip(people, rows, strict=True)]
    ptr, _ = pack([[0] * len(row) for row in rows], np.int8)
    flats = [pack([[item[at] for item in row] for row in rows], dtype)[1] for at, dtype in enumerate(dtypes)]
    return [ptr, *flats]


def experts_from(*people: Person, ties: list[int] | None = None) -> c.Experts:
    """Columns of these people; `ties` are their public ids as numbers, by default the order given."""
    everybody = list(people)
    scalars = {
        name: np.array([getattr(person, name) for person in everybody], dtype=dtype)
        for name, dtype in _SCALARS.items()
    }
    texts: TextIndex = index([[Work(work) for work in person.works] for person in everybody], EPOCH)
    return c.Experts(
        tie_key=np.array(ties or range(len(everybody)), dtype=np.int64),
        windows=c.Windows(*_ragged(everybody, "windows", np.int32, np.int32, np.int16, np.uint8)),
        commitments=c.Commitments(*_ragged(everybody, "commitments", np.int32, np.int32, np.int16)),
        languages=c.Languages(*_ragged(everybody, "languages", np.int16, np.int8)),
        skills=c.Skills(*_ragged(everybody, "skills", np.int32, np.int8, np.int8, np.int16)),
        texts=texts,
        **scalars,
    )


def wanted(*skills: tuple[int, int, int]) -> c.WantedSkills:
    """(skill, least level, weight) triples as arrays."""
    columns = list(zip(*skills, strict=True)) or [(), (), ()]
    dtypes = (np.int32, np.int8, np.int32)
    return c.WantedSkills(*(np.array(col, dtype=dtype) for col, dtype in zip(columns, dtypes, strict=True)))


def need_text(text: str) -> TextQuery:
    return query(Work(text), EPOCH)


def need_for(**changes: object) -> c.Need:
    """A need for solar pumps that a default `Person` fits in every respect."""
    fields = {
        "must": wanted((1, 3, 100)),
        "should": wanted((2, 2, 60)),
        "modes": 1,
        "start_day": 100,
        "end_day": 200,
        "min_overlap_days": 28,
        "hours_per_week": 4,
        "language_codes": np.array([1], dtype=np.int16),
        "language_levels": np.array([4], dtype=np.int8),
        "themes": 1,
        "category": 0,
        "seniority": 3,
        "overlap_tenths": np.array([200, 75, 0], dtype=np.int16),
        "year": 2026,
        "text": need_text("solar pumps"),
    }
    return c.Need(**(fields | changes))


WEIGHTS = Weights("test-1", (40, 12, 18, 8, 4, 5, 4, 5, 4))

_spans = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 12)).map(
    lambda span: (min(span[:2]), max(span[:2]), span[2])
)


_a_window = st.tuples(st.integers(0, 60), st.integers(0, 30), st.integers(-1, 12), st.integers(0, 7)).map(
    lambda window: (window[0], window[0] + window[1], *window[2:])
)


def _unique_by_first(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=4, unique_by=lambda value: value[0]).map(tuple)


a_skill = st.tuples(
    st.integers(0, 6), st.integers(0, 4), st.integers(-1, 30), st.sampled_from((-1, 2015, 2026))
)
a_person = st.builds(
    Person,
    listed=st.integers(0, 5).map(bool),
    verified=st.integers(0, 3).map(bool),
    standing=st.sampled_from((0, 0, 0, 1, 2, 3)),
    modes=st.integers(0, 7),
    country=st.integers(-1, 3),
    zone=st.integers(-1, 2),
    seniority=st.integers(-1, 5),
    themes=st.integers(0, 7),
    categories=st.integers(0, 7),
    provinces=st.integers(0, 3),
    capacity=st.integers(-1, 3),
    n_completed=st.integers(0, 3),
    n_ended_early=st.integers(0, 2),
    windows=st.lists(_a_window, max_size=3).map(tuple),
    commitments=st.lists(_spans, max_size=3).map(tuple),
    languages=_unique_by_first(st.tuples(st.integers(0, 3), st.integers(0, 6))),
    skills=_unique_by_first(a_skill),
    works=st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), max_size=3).map(tuple),
)
some_people = st.lists(a_person, min_size=1, max_size=12)

_skills_wanted = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 4), st.integers(1, 90)), max_size=4, unique_by=lambda s: s[0]
).map(lambda skills: wanted(*skills))


@st.composite
def a_need(draw: st.DrawFn, n_people: int = 12) -> c.Need:
    """Any need; its row lists stay within the first `n_people` rows."""

    def some(low: int, high: int, dtype: type) -> np.ndarray:
        return np.array(sorted(draw(st.sets(st.integers(low, high), max_size=2))), dtype=dtype)

    start, end, hours = draw(_spans)
    codes = some(0, 3, np.int16)
    return c.Need(
        must=draw(_skills_wanted),
        should=draw(_skills_wanted),
        modes=draw(st.integers(0, 7)),
        start_day=start,
        end_day=end,
        min_overlap_days=draw(st.integers(1, 30)),
        hours_per_week=hours,
        language_codes=codes,
        language_levels=np.array([draw(st.integers(1, 6)) for _ in codes], dtype=np.int8),
        themes=draw(st.integers(0, 7)),
        category=draw(st.integers(-1, 2)),
        province=draw(st.integers(-1, 1)),
        seniority=draw(st.integers(0, 5)),
        requires_verified=draw(st.booleans()),
        barred_countries=some(0, 3, np.int16),
        partner_countries=some(0, 3, np.int16),
        excluded_rows=some(0, n_people - 1, np.int32),
        conflict_rows=some(0, n_people - 1, np.int32),
        pinned_rows=np.zeros(0, dtype=np.int32),
        overlap_tenths=draw(st.sampled_from((np.zeros(0, np.int16), np.array([200, 75, 0], np.int16)))),
        year=2026,
        text=need_text(draw(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join))),
    )


_nine = st.lists(st.integers(0, 9), min_size=9, max_size=9)
some_weights = _nine.filter(any).map(lambda values: Weights("drawn", tuple(values)))
