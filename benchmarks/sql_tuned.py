"""PostgreSQL as somebody would tune it: one wide table of skill postings with the filters inside it.

Open experts only, one row per skill that they hold, clustered by skill; all that filters and ranks but the
text stands in that row. The first stage takes the 500 leading rows, the second gives those the exact score.
The lists can lack somebody whom only the text would have lifted: the share found is reported.
"""

from benchmarks import sql_exact, sql_tables

LEADING = 500

TABLE = (
    """
CREATE UNLOGGED TABLE bench.posting AS
SELECT s.skill, s.expert, s.level, e.tie, e.country, e.zone, e.seniority, e.themes, e.categories, e.provinces,
    CASE WHEN l.expert IS NULL THEN NULL ELSE l.spoken END AS spoken,
    w.modes, w.since, w.until, w.hours
FROM bench.skill s JOIN bench.expert e ON e.id = s.expert
LEFT JOIN (SELECT expert, array_agg(code::int * 8 + CASE level WHEN 0 THEN 7 ELSE level END) AS spoken
    FROM bench.language GROUP BY expert) l ON l.expert = e.id
LEFT JOIN (SELECT expert, min(starts) AS since, max(ends) AS until,
        max(CASE WHEN hours < 0 THEN 32767 ELSE hours END)::smallint AS hours,
        bit_or(CASE WHEN modes = 0 THEN 7
            ELSE modes | CASE WHEN modes & 5 = 5 THEN 2 ELSE 0 END END)::smallint AS modes
    FROM bench.availability GROUP BY expert) w ON w.expert = e.id
WHERE e.listed AND e.is_active AND e.verified
ORDER BY s.skill, s.expert""",
    "CREATE UNIQUE INDEX ON bench.posting (skill, expert)",
    "CREATE UNIQUE INDEX ON bench.posting (expert, skill) INCLUDE (level)",
    "ANALYZE bench.posting",
)

# Each filter is one that the exact score applies as well, at most a little wider.
SOURCE = f"""
SELECT expert, must FROM (
    SELECT f.expert, f.must,
        (%(weights)s::int[])[1] * f.must + (%(weights)s::int[])[2] * coalesce((
            SELECT sum(d.weight * least(greatest(s.level, 1) * 10000 / d.least, 10000))::bigint
                / greatest(%(should_total)s, 1)
            FROM unnest(%(should)s::int[], %(should_least)s::int[], %(should_weight)s::bigint[])
                d (skill, least, weight)
            JOIN bench.posting s ON s.expert = f.expert AND s.skill = d.skill), 0)
        + (%(weights)s::int[])[4] * least(
            bit_count((f.themes & %(themes)s)::bit(64)) * 10000 / %(themes_full)s, 10000)
        + (%(weights)s::int[])[5] * (10000 - greatest(%(seniority)s - f.seniority, 0) * 3500)
        + (%(weights)s::int[])[6] * least(
            coalesce((%(overlap)s::int[])[f.zone + 1], 0) * 10000 / 150, 10000) AS base,
        f.tie
    FROM (
        SELECT p.expert, min(p.tie) AS tie, min(p.themes) AS themes, min(p.seniority) AS seniority,
            min(p.zone) AS zone, sum(m.weight
                * least(greatest(p.level, 1) * 10000 / m.least, 10000))::bigint / %(must_total)s AS must
        FROM unnest(%(must)s::int[], %(must_least)s::int[], %(must_weight)s::bigint[])
            m (skill, least, weight)
        JOIN bench.posting p USING (skill)
        WHERE p.country <> ALL (%(barred)s::int[]) AND (p.spoken IS NULL OR cardinality(%(spoken)s::int[]) = 0
            OR p.spoken && %(spoken)s::int[])
        AND (p.modes IS NULL OR %(modes)s = 0 OR p.modes & %(modes)s > 0)
        AND (p.since IS NULL OR (p.since <= %(end)s - %(min_days)s + 1
            AND p.until >= %(start)s + %(min_days)s - 1 AND p.hours >= %(hours)s))
        GROUP BY p.expert
    ) f
) r ORDER BY base DESC, tie LIMIT {LEADING}
"""

STATEMENT = sql_exact.statement(SOURCE)


def load() -> None:
    """The posting table, made from the tables of the exact peer."""
    sql_tables.run("DROP TABLE IF EXISTS bench.posting", *TABLE)


def spoken(codes: list[int], levels: list[int]) -> list[int]:
    """Every language at every level that suffices, as the table spells it; 7 is a level not stated.

    >>> spoken([2], [5])
    [21, 22, 23]
    """
    return [code * 8 + level for code, least in zip(codes, levels, strict=True) for level in range(least, 8)]
