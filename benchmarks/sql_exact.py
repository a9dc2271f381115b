"""The score as one SQL statement: the same constraints, the same integers, on a normal schema.

The statement has one gap, `source`: who is looked at and their must-skill coverage. The exact peer reads the
postings of all skills; the tuned one (`sql_tuned`) takes the leading rows of its own table.
"""

from typing import Any

from django.db import connection

from matching.engine.columns import Need
from matching.engine.score import Weights
from matching.engine.spec import (
    COMBINED_MODE,
    FINE_BITS,
    OVERLAP_FULL_TENTHS,
    POINTS_MAX,
    SENIORITY_STEP,
    THEMES_FULL,
)
from matching.engine.text import SQUARE_BITS

Listed = list[tuple[int, int]]
"""Expert and points, best first."""

HOLDERS = """
SELECT s.expert,
    sum(m.weight * least(greatest(s.level, 1) * 10000 / m.least, 10000))::bigint / %(must_total)s AS must
FROM unnest(%(must)s::int[], %(must_least)s::int[], %(must_weight)s::bigint[]) m (skill, least, weight)
JOIN bench.skill s USING (skill) GROUP BY s.expert
"""

# Where nothing was stated nothing excludes. Days that windows share are counted once: each window, in
# order of beginnings, adds what lies behind the ends of those before it.
EXACT = """
WITH holder AS (
{source}
), eligible AS MATERIALIZED (
    SELECT e.*, h.must
    FROM holder h JOIN bench.expert e ON e.id = h.expert
    WHERE e.listed AND e.is_active AND (e.verified OR NOT %(requires_verified)s)
    AND e.id <> ALL (%(excluded)s::int[])
    AND (e.country < 0 OR e.country <> ALL (%(barred)s::int[]))
    AND (cardinality(%(codes)s::int[]) = 0
        OR EXISTS (SELECT FROM bench.language l
            JOIN unnest(%(codes)s::int[], %(code_levels)s::int[]) a (code, least) ON a.code = l.code
            WHERE l.expert = e.id AND (l.level = 0 OR l.level >= a.least))
        OR NOT EXISTS (SELECT FROM bench.language l WHERE l.expert = e.id))
    AND (e.capacity < 0 OR e.capacity > (SELECT count(*) FROM bench.commitment c
        WHERE c.expert = e.id AND c.starts <= %(end)s AND c.ends >= %(start)s))
    AND (%(min_days)s <= (
        SELECT sum(greatest(stop - greatest(begin, before), 0)) FROM (
            SELECT begin, stop, max(stop) OVER (ORDER BY begin, stop
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
            FROM (SELECT greatest(w.starts, %(start)s) AS begin, least(w.ends, %(end)s) + 1 AS stop
                FROM bench.availability w WHERE w.expert = e.id
                AND w.starts <= %(end)s AND w.ends >= %(start)s
                AND (w.modes = 0 OR %(modes)s = 0
                    OR (w.modes | CASE WHEN w.modes & 5 = 5 THEN 2 ELSE 0 END) & %(modes)s > 0)
                AND (w.hours < 0 OR w.hours - (
                    SELECT coalesce(max((SELECT sum(o.hours) FROM bench.commitment o WHERE o.expert = e.id
                        AND o.starts <= greatest(c.starts, %(start)s)
                        AND o.ends >= greatest(c.starts, %(start)s))), 0)
                    FROM bench.commitment c WHERE c.expert = e.id
                    AND c.starts <= %(end)s AND c.ends >= %(start)s) >= %(hours)s)
            ) shared) cut)
        OR NOT EXISTS (SELECT FROM bench.availability w WHERE w.expert = e.id))
), work AS (
    SELECT e.id, sum(t.weight * q.weight)::bigint >> {square_bits} AS cosine
    FROM eligible e JOIN bench.term t ON t.expert = e.id
    JOIN unnest(%(terms)s::int[], %(term_weights)s::bigint[]) q (term, weight) ON q.term = t.term
    GROUP BY e.id, t.work
), closeness AS (
    SELECT id, sum(cosine * cosine)::bigint AS squares FROM work GROUP BY id
), known AS (
    SELECT e.id, e.tie, e.must,
        CASE WHEN %(should_total)s > 0 THEN (SELECT coalesce(sum(d.weight
                * least(greatest(s.level, 1) * 10000 / d.least, 10000)), 0)::bigint / %(should_total)s
            FROM unnest(%(should)s::int[], %(should_least)s::int[], %(should_weight)s::bigint[])
                d (skill, least, weight)
            JOIN bench.skill s ON s.skill = d.skill AND s.expert = e.id) ELSE -1 END AS should,
        CASE WHEN cardinality(%(terms)s::int[]) > 0 AND e.n_works > 0 THEN least(
            floor(sqrt((coalesce(c.squares, 0) / e.n_works)::float8))::bigint * 10000 / %(full)s, 10000)
            ELSE -1 END AS text,
        CASE WHEN e.themes <> 0 AND %(themes)s <> 0 THEN least(
            bit_count((e.themes & %(themes)s)::bit(64)) * 10000 / %(themes_full)s, 10000)
            ELSE -1 END AS theme,
        CASE WHEN e.seniority > 0 AND %(seniority)s > 0 THEN greatest(
            10000 - greatest(%(seniority)s - e.seniority, 0) * {seniority_step}, 0) ELSE -1 END AS seniority,
        CASE WHEN e.zone >= 0 AND (%(overlap)s::int[])[e.zone + 1] >= 0 THEN least(
            (%(overlap)s::int[])[e.zone + 1] * 10000 / {overlap_full}, 10000) ELSE -1 END AS overlap,
        CASE WHEN %(modes)s = 0 OR coalesce(o.modes, 0) = 0 THEN -1 WHEN o.modes & %(modes)s > 0 THEN 10000
            WHEN o.modes & 5 = 5 AND %(modes)s & 2 > 0 THEN {combined_mode} ELSE 0 END AS by_mode,
        CASE WHEN e.country < 0 OR cardinality(%(partners)s::int[]) = 0 THEN -1
            WHEN e.country = ANY (%(partners)s::int[]) THEN 10000 ELSE 0 END AS by_place,
        CASE WHEN e.categories = 0 OR %(category)s < 0 THEN -1
            ELSE (e.categories >> %(category_bit)s & 1) * 10000 END AS by_category,
        CASE WHEN e.provinces = 0 OR %(province)s < 0 THEN -1
            ELSE (e.provinces >> %(province_bit)s & 1) * 10000 END AS by_province,
        CASE WHEN e.n_completed + e.n_ended_early > 0
            THEN 10000 * (e.n_completed + 1) / (e.n_completed + e.n_ended_early + 1) ELSE -1 END AS track
    FROM eligible e LEFT JOIN closeness c USING (id)
    LEFT JOIN LATERAL (
        SELECT bit_or(w.modes) AS modes FROM bench.availability w WHERE w.expert = e.id) o ON true
), part AS (
    SELECT id, tie, ARRAY[must, should, text, theme, seniority, overlap,
        CASE WHEN by_mode < 0 THEN by_place WHEN by_place < 0 THEN by_mode ELSE (by_mode + by_place) / 2 END,
        CASE WHEN by_category < 0 THEN by_province WHEN by_province < 0 THEN by_category
            ELSE (by_category + by_province) / 2 END, track] AS parts
    FROM known
)
SELECT id, fine >> {fine_bits} AS points
FROM part, LATERAL (SELECT coalesce(div((sum(p * w) FILTER (WHERE p >= 0)) * (1 << {fine_bits}),
    nullif(sum(w) FILTER (WHERE p >= 0), 0)), 0)::int AS fine
    FROM unnest(parts, %(weights)s::bigint[]) u (p, w)) score
ORDER BY fine DESC, tie LIMIT %(k)s
"""


def statement(source: str) -> str:
    """The whole statement over those whom `source` yields."""
    return EXACT.format(
        source=source,
        square_bits=SQUARE_BITS,
        seniority_step=SENIORITY_STEP,
        overlap_full=OVERLAP_FULL_TENTHS,
        combined_mode=COMBINED_MODE,
        fine_bits=FINE_BITS,
    )


def parameters(need: Need, weights: Weights, k: int) -> dict[str, Any]:
    """The need as the statement's parameters. Raises ValueError for one that it does not cover."""
    if not len(need.must) or need.min_overlap_days < 1 or len(need.pinned_rows):
        raise ValueError("the SQL peer wants a must-skill, a shared day and no pinned experts")
    return {
        "must": need.must.skill.tolist(),
        "must_least": [max(level, 1) for level in need.must.min_level.tolist()],
        "must_weight": need.must.weight.tolist(),
        "must_total": int(need.must.weight.sum()),
        "should": need.should.skill.tolist(),
        "should_least": [max(level, 1) for level in need.should.min_level.tolist()],
        "should_weight": need.should.weight.tolist(),
        "should_total": int(need.should.weight.sum()),
        "requires_verified": need.requires_verified,
        "excluded": [*need.excluded_rows.tolist(), *need.conflict_rows.tolist()],
        "barred": need.barred_countries.tolist(),
        "partners": need.partner_countries.tolist(),
        "codes": need.language_codes.tolist(),
        "code_levels": need.language_levels.tolist(),
        "start": need.start_day,
        "end": need.end_day,
        "min_days": need.min_overlap_days,
        "modes": need.modes,
        "hours": need.hours_per_week,
        "terms": need.text.term.tolist(),
        "term_weights": need.text.weight.tolist(),
        "full": need.text.full,
        "themes": need.themes,
        "themes_full": max(min(need.themes.bit_count(), THEMES_FULL), 1),
        "seniority": need.seniority,
        "overlap": need.overlap_tenths.tolist(),
        "category": need.category,
        "category_bit": max(need.category, 0),
        "province": need.province,
        "province_bit": max(need.province, 0),
        "weights": list(weights.values),
        "k": k,
    }


def listed(query: str, need: Need, weights: Weights, k: int, **more: Any) -> Listed:
    """What a statement answers for one need."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters(need, weights, k) | more)
        return cursor.fetchall()


if POINTS_MAX != 10_000:
    raise AssertionError(f"the statement spells a full score as 10000, the engine as {POINTS_MAX}")
