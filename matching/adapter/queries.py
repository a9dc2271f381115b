"""The COPY queries behind a snapshot: one row per fact, all numbers `int4`, ordered by expert.

Nothing here reads a name, a travel document or anything else that must not decide (`spec.NEVER_USED`).
"""

# Stands before each query: everybody who has handed in a profile, or the ids asked for.
POPULATION = """WITH RECURSIVE population AS (SELECT e.* FROM experts_expert e
    WHERE CASE WHEN %(ids)s::bigint[] IS NULL THEN e.state <> 'draft' ELSE e.id = ANY(%(ids)s) END)
"""
EXPERTS = """, zones AS (SELECT time_zone, row_number() OVER (ORDER BY time_zone COLLATE "C") - 1 AS n
    FROM population WHERE time_zone <> '' GROUP BY time_zone)
SELECT e.id::int4,
    e.public_id,
    (e.visibility IN ('after_matching', 'verified_organisations', 'public'))::int4,
    (e.state IN ('verified', 'paused', 'suspended'))::int4,
    (CASE e.state WHEN 'paused' THEN 1 WHEN 'suspended' THEN 3 WHEN 'draft' THEN 4 ELSE 0 END)::int4,
    (CASE WHEN e.country ~ '^[A-Z][A-Z]$'
        THEN (ascii(e.country) - 65) * 26 + ascii(substr(e.country, 2)) - 65 ELSE -1 END)::int4,
    COALESCE(z.n, -1)::int4,
    COALESCE(array_position(%(seniorities)s, e.seniority::text), -1)::int4,
    e.capacity::int4
FROM population e LEFT JOIN zones z USING (time_zone) ORDER BY e.id"""
EXPERT_FIELDS = {"id": "i4", "public_id": "S10"} | dict.fromkeys(
    ("listed", "verified", "standing", "country", "zone", "seniority", "capacity"), "i4"
)
ZONES = """SELECT time_zone FROM population WHERE time_zone <> ''
GROUP BY time_zone ORDER BY time_zone COLLATE "C" """

WINDOWS = """SELECT a.expert_id::int4, (a.starts_on - DATE '1970-01-01')::int4,
    (a.ends_on - DATE '1970-01-01')::int4, a.hours_per_week::int4,
    (CASE WHEN 'remote' = ANY(a.modes) THEN 1 ELSE 0 END + CASE WHEN 'hybrid' = ANY(a.modes) THEN 2 ELSE 0 END
        + CASE WHEN 'in_person' = ANY(a.modes) THEN 4 ELSE 0 END)::int4
FROM experts_availability a JOIN population e ON e.id = a.expert_id ORDER BY 1, 2, a.id"""
COMMITMENTS = """SELECT c.expert_id::int4, (c.starts_on - DATE '1970-01-01')::int4,
    (c.ends_on - DATE '1970-01-01')::int4, c.hours_per_week::int4
FROM experts_commitment c JOIN population e ON e.id = c.expert_id ORDER BY 1, 2, c.id"""
LANGUAGES = """SELECT l.expert_id::int4, lower(split_part(l.code, '-', 1)),
    max(COALESCE(array_position(%(levels)s, l.level::text), 0))
FROM experts_expertlanguage l JOIN population e ON e.id = l.expert_id GROUP BY 1, 2 ORDER BY 1, 2"""
# Who holds a narrower skill holds the broader ones too, at the level shown.
SKILLS = """, held AS (
    SELECT s.expert_id, s.skill_id, s.level, s.years, s.last_used_year
    FROM experts_expertskill s JOIN population e ON e.id = s.expert_id WHERE s.skill_id IS NOT NULL
    UNION
    SELECT h.expert_id, t.broader_id, h.level, h.years, h.last_used_year
    FROM held h JOIN taxonomy_skill t ON t.id = h.skill_id WHERE t.broader_id IS NOT NULL)
SELECT expert_id::int4, skill_id::int4, max(level)::int4, COALESCE(max(years), -1)::int4,
    COALESCE(max(last_used_year), -1)::int4
FROM held GROUP BY 1, 2 ORDER BY 1, 2"""
THEMES = """SELECT t.expert_id::int4, x.position::int4 FROM experts_expert_themes t
JOIN taxonomy_theme x ON x.id = t.theme_id JOIN population e ON e.id = t.expert_id WHERE x.position < 64"""
CATEGORIES = """SELECT e.id::int4, (array_position(%(categories)s, kind::text) - 1)::int4
FROM population e, unnest(e.motivation_kinds) kind WHERE kind::text = ANY(%(categories)s)"""
PROVINCES = """, up AS (
    SELECT m.expert_id, p.id, p.parent_id, p.position FROM experts_expert_motivation_places m
    JOIN taxonomy_place p ON p.id = m.place_id JOIN population e ON e.id = m.expert_id
    UNION
    SELECT up.expert_id, p.id, p.parent_id, p.position FROM up JOIN taxonomy_place p ON p.id = up.parent_id)
SELECT expert_id::int4, position::int4 FROM up WHERE parent_id IS NULL AND position < 64"""
TEXTS = """SELECT e.id, 0, e.headline, concat_ws(' . ', e.bio,
    (SELECT string_agg(a.role, ' . ' ORDER BY a.id) FROM experts_affiliation a WHERE a.expert_id = e.id),
    (SELECT string_agg(s.typed, ' . ' ORDER BY s.id) FROM experts_expertskill s
        WHERE s.expert_id = e.id AND s.skill_id IS NULL))
FROM population e
UNION ALL
SELECT w.expert_id, w.id, w.title, w.text FROM experts_work w JOIN population e ON e.id = w.expert_id
ORDER BY 1, 2"""
