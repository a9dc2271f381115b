"""Tantivy with filters: a full-text engine's approximate answer to the same question.

Open experts are documents: skills, languages, modes and terms as words, dates and hours as numbers. The score
is BM25 over skills and text, not ours; dates and hours are judged on an expert's windows taken together.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import tantivy

from benchmarks.population import K
from matching.engine.columns import FIRST_DAY, LAST_DAY, Experts, Need
from matching.engine.score import offered_modes
from matching.engine.spec import Mode, Standing
from matching.engine.text import WEIGHT_BITS

TERM_MASK = (1 << 21) - 1
HEAP_MB = 256
ANY = "any"
"""The word of those who have not stated a language or a mode."""


def build(experts: Experts) -> "tantivy.Index":
    """An index in memory of everybody who is listed, active and verified."""
    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("expert", stored=True, fast=True)
    for name in ("skill", "language", "mode"):
        schema.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    schema.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    for name in ("since", "until", "hours", "country"):
        schema.add_integer_field(name, indexed=True, fast=True)
    index = tantivy.Index(schema.build())
    writer = index.writer(heap_size=HEAP_MB * 1_000_000, num_threads=2)
    is_open = experts.listed & experts.verified & (experts.standing == Standing.ACTIVE)
    for row in np.flatnonzero(is_open).tolist():
        writer.add_document(_document(experts, row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _document(experts: Experts, row: int) -> "tantivy.Document":
    windows, spoken, skills, texts = experts.windows, experts.languages, experts.skills, experts.texts
    own = slice(*windows.ptr[row : row + 2].tolist())
    says = slice(*spoken.ptr[row : row + 2].tolist())
    holds = slice(*skills.ptr[row : row + 2].tolist())
    reads = texts.packed[slice(*texts.ptr[row : row + 2].tolist())]
    modes = _modes(int(offered_modes(windows, np.array([row]))[0])) or [ANY]
    hours = windows.hours[own]
    return tantivy.Document(
        expert=row,
        skill=" ".join(map(str, skills.skill[holds].tolist())),
        language=" ".join(_spoken(spoken.code[says].tolist(), spoken.level[says].tolist())) or ANY,
        mode=" ".join(map(str, modes)),
        text=" ".join(map(str, (reads >> np.uint32(WEIGHT_BITS) & np.uint32(TERM_MASK)).tolist())),
        since=min(windows.start[own].tolist(), default=FIRST_DAY),
        until=max(windows.end[own].tolist(), default=LAST_DAY),
        hours=int(hours.max(initial=0)) if (hours >= 0).all() else 32_767,
        country=int(experts.country[row]),
    )


def _modes(offered: int) -> list[int]:
    both = Mode.REMOTE | Mode.IN_PERSON
    can = offered | (Mode.HYBRID if offered & both == both else 0)
    return [int(mode) for mode in Mode if can & mode]


def _spoken(codes: list[int], levels: list[int]) -> list[str]:
    """One word per language and level that is reached: `3b2` asks for B2 in language 3."""
    return [
        f"{code}l{least}"
        for code, level in zip(codes, levels, strict=True)
        for least in range(1, (level or 6) + 1)
    ]


def asker(index: "tantivy.Index") -> Callable[[Need], list[int]]:
    """Need -> the k leading experts."""
    searcher, schema = index.searcher(), index.schema

    def ask(need: Need) -> list[int]:
        found = searcher.search(_query(need, schema), limit=K, count=False)
        return [searcher.doc(address)["expert"][0] for _, address in found.hits]

    return ask


def _query(need: Need, schema: Any) -> "tantivy.Query":
    query, occur = tantivy.Query, tantivy.Occur
    terms = need.text.term[need.text.term < TERM_MASK].tolist()
    must = query.boolean_query(
        [(occur.Should, query.term_query(schema, "skill", str(skill))) for skill in need.must.skill.tolist()]
    )
    clauses = [(occur.Must, must)]
    pairs = zip(need.language_codes.tolist(), need.language_levels.tolist(), strict=True)
    words = {
        "language": [f"{code}l{max(level, 1)}" for code, level in pairs],
        "mode": [str(int(mode)) for mode in Mode if need.modes & mode],
    }
    for name, wanted in words.items():
        if wanted:
            fits = query.term_set_query(schema, name, [*wanted, ANY])
            clauses.append((occur.Must, query.const_score_query(fits, 0.0)))
    bounds = {
        "since": (None, need.end_day - need.min_overlap_days + 1),
        "until": (need.start_day + need.min_overlap_days - 1, None),
        "hours": (need.hours_per_week, None),
    }
    for name, (low, high) in bounds.items():
        within = query.range_query(schema, name, tantivy.FieldType.Integer, low, high)
        clauses.append((occur.Must, query.const_score_query(within, 0.0)))
    for name, wished in (("skill", need.should.skill.tolist()), ("text", terms)):
        clauses += [(occur.Should, query.term_query(schema, name, str(word))) for word in wished]
    return query.boolean_query(clauses)
