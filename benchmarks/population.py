"""A seeded population and its needs: the same on every machine."""

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import Commitments, Experts, Languages, Need, Skills, WantedSkills, Windows
from matching.engine.csr import owners, pointers
from matching.engine.epoch import UNIT
from matching.engine.score import Weights, rank_weight
from matching.engine.text import WEIGHT_BITS, TextIndex, TextQuery

SEED = 20261123
N_SKILLS, N_TERMS, N_ZONES = 600, 20_000, 40
TERMS_PER_EXPERT = 40
WEIGHTS = Weights("benchmark", (35, 12, 18, 10, 5, 6, 5, 5, 4))
K = 50


def ragged(random: np.random.Generator, n: int, most: int) -> tuple[NDArray[np.int64], int]:
    """Pointers of n rows with 1..most values each, and how many values there are."""
    ptr = np.concatenate([[0], np.cumsum(random.integers(1, most + 1, n))])
    return ptr, int(ptr[-1])


def popular(random: np.random.Generator, size: int, n_values: int) -> NDArray[np.int32]:
    """Values of which few are common and most are rare."""
    return (n_values * random.random(size) ** 3).astype(np.int32)


def sorted_rows(ptr: NDArray[np.int64], values: NDArray) -> NDArray:
    """Values ascending within each row."""
    return values[np.lexsort((values, owners(ptr)))]


def distinct_rows(ptr: NDArray[np.int64], values: NDArray) -> tuple[NDArray[np.int64], NDArray]:
    """Values ascending and distinct within each row, and the pointers that then hold."""
    row, values = owners(ptr), sorted_rows(ptr, values)
    kept = np.ones(len(values), dtype=bool)
    kept[1:] = (values[1:] != values[:-1]) | (row[1:] != row[:-1])
    return pointers(np.bincount(row[kept], minlength=len(ptr) - 1)), values[kept]


def packed_terms(ptr: NDArray[np.int64], term: NDArray, random: np.random.Generator) -> NDArray[np.uint32]:
    """Terms and weights of one work per row, packed as the engine reads them."""
    root = (random.random(len(term)) * (1 << WEIGHT_BITS) / 2).astype(np.uint32)
    packed = term.astype(np.uint32) << np.uint32(WEIGHT_BITS) | root
    packed[ptr[:-1]] |= np.uint32(1 << 31)
    return packed


def draw_experts(n: int, random: np.random.Generator) -> Experts:
    """A population with the spread of a real one: eight skills each, most verified, some busy."""
    window_ptr, n_windows = ragged(random, n, 3)
    commitment_ptr, n_commitments = ragged(random, n, 2)
    language_ptr, n_languages = ragged(random, n, 3)
    language_ptr, language = distinct_rows(language_ptr, popular(random, n_languages, 30).astype(np.int16))
    skill_ptr, n_skills = ragged(random, n, 15)
    skill_ptr, skill = distinct_rows(skill_ptr, popular(random, n_skills, N_SKILLS))
    text_ptr = np.arange(n + 1, dtype=np.int64) * TERMS_PER_EXPERT
    text_ptr, term = distinct_rows(text_ptr, popular(random, n * TERMS_PER_EXPERT, N_TERMS))
    start = sorted_rows(window_ptr, random.integers(20_600, 21_000, n_windows).astype(np.int32))
    promised = random.integers(20_600, 21_300, n_commitments).astype(np.int32)
    return Experts(
        tie_key=random.permutation(n).astype(np.int64),
        listed=random.random(n) < 0.9,
        verified=random.random(n) < 0.72,
        standing=(random.random(n) < 0.08).astype(np.uint8),
        country=random.integers(0, 60, n).astype(np.int16),
        zone=random.integers(-1, N_ZONES, n).astype(np.int16),
        seniority=random.integers(-1, 6, n).astype(np.int8),
        themes=random.integers(0, 2**16, n).astype(np.uint64),
        categories=random.integers(0, 2**10, n).astype(np.uint64),
        provinces=random.integers(0, 2**7, n).astype(np.uint64),
        capacity=random.integers(1, 5, n).astype(np.int16),
        n_completed=random.integers(0, 3, n).astype(np.int16),
        n_ended_early=(random.random(n) < 0.05).astype(np.int16),
        windows=Windows(
            window_ptr,
            start,
            start + random.integers(30, 400, n_windows).astype(np.int32),
            random.integers(1, 20, n_windows).astype(np.int16),
            random.integers(1, 8, n_windows).astype(np.uint8),
        ),
        commitments=Commitments(
            commitment_ptr, promised, promised + 60, random.integers(1, 6, n_commitments).astype(np.int16)
        ),
        languages=Languages(
            language_ptr,
            language,
            random.integers(0, 7, len(language)).astype(np.int8),
        ),
        skills=Skills(
            skill_ptr,
            skill,
            random.integers(1, 5, len(skill)).astype(np.int8),
            random.integers(0, 30, len(skill)).astype(np.int8),
            random.integers(2010, 2027, len(skill)).astype(np.int16),
        ),
        texts=TextIndex(text_ptr, packed_terms(text_ptr, term, random)),
    )


def draw_need(random: np.random.Generator) -> Need:
    """A need with three must-skills, three should-skills and some 45 words."""
    skills = random.choice(N_SKILLS // 2, 6, replace=False).astype(np.int32)
    start = int(random.integers(20_700, 20_800))
    terms = np.unique(popular(random, 45, N_TERMS))
    return Need(
        must=WantedSkills(
            skills[:3], np.array([2, 2, 3], np.int8), random.integers(100, 600, 3).astype(np.int32)
        ),
        should=WantedSkills(
            skills[3:],
            np.array([2, 2, 2], np.int8),
            np.array([rank_weight(rank) for rank in (1, 2, 3)], np.int32),
        ),
        modes=int(random.choice([1, 1, 2, 4])),
        start_day=start,
        end_day=start + 120,
        min_overlap_days=14,
        hours_per_week=int(random.integers(1, 8)),
        language_codes=np.array([0, 1], np.int16),
        language_levels=np.array([4, 4], np.int8),
        themes=int(random.integers(1, 2**16)),
        category=int(random.integers(0, 10)),
        province=int(random.integers(0, 7)),
        seniority=3,
        overlap_tenths=random.integers(0, 400, N_ZONES).astype(np.int16),
        year=2026,
        text=TextQuery(terms, np.full(len(terms), UNIT // 7, np.int32), UNIT // 5),
    )
