"""The COPY queries behind a snapshot: one row per fact, numbers `int4` unless named, ordered by expert.

Nothing here reads a name, a travel document or anything else that must not decide (`spec.NEVER_USED`).
"""

# One of these stands before each query.
EVERYBODY = """WITH RECURSIVE population AS (SELECT e.* FROM experts_expert e
    WHERE e.state NOT IN ('draft', 'erased', 'closed'))
"""
SOME = """WITH RECURSIVE population AS (SELECT e.* FROM experts_expert e
    WHERE e.id = ANY(%(ids)s::bigint[]) AND e.state NOT IN ('erased', 'closed')
    AND (%(drafts)s OR e.state <> 'draft'))
"""

_SCALARS = """e.id::int4,
    e.public_id,
    (e.visibility IN ('after_matching', 'verified_organisations', 'public'))::int4,
    (e.state IN ('verified', 'paused', 'dormant', 'suspended'))::int4,
    (CASE e.state WHEN 'paused' THEN 1 WHEN 'dormant' THEN 2 WHEN 'suspended' THEN 3 WHEN 'draft' THEN 4
        ELSE 0 END)::int4,
    (CASE WHEN e.country ~ '^[A-Z][A-Z]$'
        THEN (ascii(e.country) - 65) * 26 + ascii(substr(e.country, 2)) - 65 ELSE -1 END)::int4,
    COALESCE(z.n - 1, -1)::int4,
    COALESCE(array_position(%(seniorities)s, e.seniority::text), -1)::int4,
    e.capacity::int4"""
_ZONES = """LEFT JOIN unnest(%(zones)s::text[]) WITH ORDINALITY AS z(zone, n) ON z.zone = e.time_zone"""
EXPERT_FIELDS = {"id": "i4", "public_id": "S10"} | dict.fromkeys(
    ("listed", "verified", "standing", "country", "zone", "seniority", "capacity"), "i4"
)
EXPERTS = f"SELECT {_SCALARS} FROM population e {_ZONES} ORDER BY e.id"
ZONES = """SELECT time_zone FROM population WHERE time_zone <> ''
GROUP BY time_zone ORDER BY time_zone COLLATE "C" """

XMIN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# A packed row fits unless it is of another basis, or was read before a change that it may have missed. A
# watermark of the future is one of another server, from which this database was restored.
_FITS = f"""p.basis = %(basis)s AND p.changed_at = e.changed_at AND COALESCE(f.xid < p.watermark, true)
    AND p.watermark <= ({XMIN})"""
_PACKED = """FROM population e LEFT JOIN matching_packedprofile p ON p.expert_id = e.id
LEFT JOIN (SELECT object_id, max(xid) AS xid FROM common_changefeed WHERE kind = 'expert' GROUP BY 1) f
    ON f.object_id = e.id"""
PACKED_FIELDS = EXPERT_FIELDS | {"fits": "i4"}
PACKED = f"""SELECT {_SCALARS}, (({_FITS}) IS TRUE)::int4, COALESCE(p.packed, '')
{_PACKED} {_ZONES}"""
UNPACKED = f"SELECT e.id::int4 {_PACKED} WHERE ({_FITS}) IS NOT TRUE ORDER BY e.id"
_STORED = ("basis", "changed_at", "watermark", "packed")
# Never over one that was read later by this server's count.
STORE_PACKED = f"""INSERT INTO matching_packedprofile AS p (expert_id, {", ".join(_STORED)}) VALUES %s
ON CONFLICT (expert_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _STORED)}
WHERE p.watermark <= excluded.watermark OR p.watermark > ({XMIN})"""
CHANGED_AT = "SELECT e.changed_at FROM population e ORDER BY e.id"
IDS = "SELECT e.id::int4 FROM population e ORDER BY e.id"
# Another database, a restored one, or rows that changed without a word in the feed: not the same experts.
FINGERPRINT = """SELECT json_build_object(
    'database', (SELECT oid FROM pg_database WHERE datname = current_database())::int8,
    'n', count(*) FILTER (WHERE state NOT IN ('draft', 'erased', 'closed')), 'max_id', COALESCE(max(id), 0),
    'changed_at', COALESCE(max(changed_at)::text, '-infinity'))::text FROM experts_expert"""
CHANGED = """SELECT DISTINCT id::int4 FROM (
    SELECT object_id FROM common_changefeed WHERE kind = 'expert' AND xid >= %(watermark)s
    UNION ALL SELECT id FROM experts_expert WHERE changed_at > %(changed_at)s::timestamptz OR id > %(max_id)s
    UNION ALL SELECT unnest(%(left_out)s::bigint[])) AS changed(id) ORDER BY 1"""

WINDOWS = """SELECT a.expert_id::int4, (a.starts_on - DATE '1970-01-01')::int4,
    (a.ends_on - DATE '1970-01-01')::int4, a.hours_per_week::int4,
    (CASE WHEN 'remote' = ANY(a.modes) THEN 1 ELSE 0 END + CASE WHEN 'hybrid' = ANY(a.modes) THEN 2 ELSE 0 END
        + CASE WHEN 'in_person' = ANY(a.modes) THEN 4 ELSE 0 END)::int4
FROM experts_availability a JOIN population e ON e.id = a.expert_id ORDER BY 1, 2, a.id"""
COMMITMENTS = """SELECT c.expert_id::int4, (c.starts_on - DATE '1970-01-01')::int4,
    (c.ends_on - DATE '1970-01-01')::int4, c.hours_per_week::int4
FROM experts_commitment c JOIN population e ON e.id = c.expert_id ORDER BY 1, 2, c.id"""
# A language is its primary code's first six letters as a number to the base of 27 (`codes.language_number`).
LANGUAGES = """SELECT l.expert_id, lower(split_part(l.code, '-', 1)),
    max(COALESCE(array_position(%(levels)s, l.level::text), 0))
FROM experts_expertlanguage l JOIN population e ON e.id = l.expert_id GROUP BY 1, 2 ORDER BY 1, 2"""
# Who holds a narrower skill holds the broader ones too, at the level shown.
_HELD = """, held AS (
    SELECT s.expert_id, s.skill_id, s.level, s.years, s.last_used_year
    FROM experts_expertskill s JOIN population e ON e.id = s.expert_id WHERE s.skill_id IS NOT NULL
    UNION
    SELECT h.expert_id, t.broader_id, h.level, h.years, h.last_used_year
    FROM held h JOIN taxonomy_skill t ON t.id = h.skill_id WHERE t.broader_id IS NOT NULL)
"""
SKILLS = f"""{_HELD}SELECT expert_id::int4, skill_id::int4, max(level)::int4, COALESCE(max(years), -1)::int4,
    COALESCE(max(last_used_year), -1)::int4
FROM held GROUP BY 1, 2 ORDER BY 1, 2"""
HOLDERS = f"""{_HELD}SELECT skill_id::int4, count(DISTINCT expert_id)::int4 FROM held GROUP BY 1 ORDER BY 1"""
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
# Everybody has one text about themselves, number 0, and one for each work.
_TEXT_KEYS = """SELECT e.id AS expert_id, 0 AS work_id FROM population e
UNION ALL SELECT w.expert_id, w.id FROM experts_work w JOIN population e ON e.id = w.expert_id"""
N_TEXTS = f"SELECT count(*)::int4 FROM ({_TEXT_KEYS}) AS t"
_TEXTS = """SELECT k.expert_id, k.work_id,
    CASE k.work_id WHEN 0 THEN e.headline ELSE w.title END,
    CASE k.work_id WHEN 0 THEN concat_ws(' . ', e.bio,
        (SELECT string_agg(a.role, ' . ' ORDER BY a.id) FROM experts_affiliation a WHERE a.expert_id = e.id),
        (SELECT string_agg(s.typed, ' . ' ORDER BY s.id) FROM experts_expertskill s
            WHERE s.expert_id = e.id AND s.skill_id IS NULL)) ELSE w.text END
FROM {keys} AS k JOIN population e ON e.id = k.expert_id LEFT JOIN experts_work w ON w.id = k.work_id
ORDER BY 1, 2"""
TEXTS = _TEXTS.format(keys=f"({_TEXT_KEYS})")
SAMPLED_TEXTS = _TEXTS.format(
    keys=f"""(SELECT * FROM (SELECT t.*, row_number() OVER (ORDER BY expert_id, work_id) - 1 AS at
    FROM ({_TEXT_KEYS}) AS t) AS numbered WHERE at %% %(step)s = 0)"""
)
