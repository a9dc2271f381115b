"""Invented experts as rows of the portal's own tables, made inside the database from a fixed seed.

Everything hangs on the real vocabulary. Indexes and keys are taken away while rows are written, and put back
as they were, which checks every key.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from common.ids import ALPHABET
from matching.models import PackedProfile

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
LOAD_SECONDS = 1_800
N_WORDS = 5_000
FIRST_USER = 1_000_000_000

# A code is the row's number and kind in sixteen of the digits of public ids: no two are alike.
FUNCTIONS = (
    f"""
CREATE OR REPLACE FUNCTION pg_temp.code(kind bigint, number bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT translate(lpad(to_hex(number * 16 + kind), 10, '0'), '0123456789abcdef', '{ALPHABET[:16]}') $$
""",
    f"""
CREATE OR REPLACE FUNCTION pg_temp.words(n int, number bigint) RETURNS text LANGUAGE sql VOLATILE AS $$
SELECT string_agg(
    'k' || translate((power(random(), 3) * {N_WORDS})::int::text, '0123456789', 'abdeilmnor'), ' ')
FROM generate_series(1, n + 0 * number::int) $$
""",
)
# Names of people: a few given and family names in every combination, as registers have them.
USERS = """
INSERT INTO accounts_user (id, public_id, email, password, full_name, preferred_name, name_ur, language,
    time_zone, arrival, is_active, is_demo, joined_at)
SELECT %(users)s + i, pg_temp.code(7, i), 'bench-' || i || '@demo.example', '',
    (ARRAY['Ali','Fatima','Muhammad','Ayesha','Usman','Zainab','Hamza','Maryam'])[1 + i %% 8] || ' '
        || (ARRAY['Khan','Malik','Baig','Qureshi','Shah','Butt','Chaudhry','Mirza','Raja'])[1 + (i / 8) %% 9],
    '', '', 'en', 'Asia/Karachi', 'expert', true, true, %(now)s
FROM generate_series(%(first)s, %(last)s) i
"""
# Texts are invented for the first experts and repeated by the others.
EXPERTS = """
INSERT INTO experts_expert (state, state_since, version, public_id, headline, bio, language, orcid,
    country, city, time_zone, seniority, years_experience, travel_document, visibility, capacity,
    motivation_kinds, created_at, changed_at, public_parts, user_id)
SELECT CASE WHEN random() < 0.72 THEN 'verified' WHEN random() < 0.7 THEN 'submitted' ELSE 'paused' END,
    %(now)s, 1, pg_temp.code(1, i), coalesce(o.headline, pg_temp.words(5, i)),
    coalesce(o.bio, pg_temp.words(60, i)), 'en', '',
    (ARRAY['DE','GB','US','CA','AE','SA','AU','NL','SE','MY'])[1 + (random() * 9)::int], '',
    (ARRAY['Europe/Berlin','Europe/London','America/New_York','Asia/Dubai','Australia/Sydney'])
        [1 + (random() * 4)::int],
    (ARRAY['junior','mid','senior','lead','expert'])[1 + (random() * 4)::int], (random() * 30)::int, '',
    CASE WHEN random() < 0.9
        THEN (ARRAY['public','verified_organisations','after_matching'])[1 + i %% 3] ELSE 'hidden' END,
    1 + (random() * 3)::int, ARRAY['mentorship'], %(now)s, %(now)s,
    CASE WHEN i %% 4 = 0 THEN ARRAY['headline','country','skills'] ELSE ARRAY['headline','skills','languages',
        'country','works','availability','motivation'] END, %(users)s + i
FROM generate_series(%(first)s, %(last)s) i
LEFT JOIN (SELECT row_number() OVER (ORDER BY id) AS at, headline, bio FROM experts_expert) o
    ON o.at = 1 + i %% nullif(%(first)s - 1, 0)
"""
SKILLS = """
INSERT INTO experts_expertskill (typed, level, years, last_used_year, expert_id, skill_id, public_id)
SELECT s.name, 1 + (random() * 3)::int, (random() * 20)::int, 2015 + (random() * 11)::int, d.expert, s.id,
    pg_temp.code(2, d.expert * 1000 + s.at)
FROM (SELECT DISTINCT e.id AS expert,
        1 + (power(random(), 3) * (SELECT count(*) - 1 FROM taxonomy_skill))::int AS at
    FROM experts_expert e, generate_series(1, 8) WHERE e.id > %(after)s) d
JOIN (SELECT id, name, row_number() OVER (ORDER BY slug) AS at FROM taxonomy_skill) s USING (at)
"""
ROWS = (
    SKILLS,
    """
INSERT INTO experts_expertlanguage (code, level, expert_id, public_id)
SELECT 'en', (ARRAY['B1','B2','C1','C2'])[1 + (random() * 3)::int], id, pg_temp.code(3, id)
FROM experts_expert WHERE id > %(after)s
""",
    """
INSERT INTO experts_expertlanguage (code, level, expert_id, public_id)
SELECT 'ur', 'C2', id, pg_temp.code(4, id) FROM experts_expert WHERE id > %(after)s AND id %% 2 = 0
""",
    """
INSERT INTO experts_availability (starts_on, ends_on, hours_per_week, modes, expert_id, public_id)
SELECT starts, starts + 60 + (random() * 300)::int, 2 + (random() * 14)::int,
    CASE WHEN random() < 0.7 THEN ARRAY['remote'] ELSE ARRAY['remote', 'in_person'] END, id,
    pg_temp.code(5, id)
FROM (SELECT id, DATE '2026-10-01' + (random() * 120)::int AS starts
    FROM experts_expert WHERE id > %(after)s) e
""",
    """
INSERT INTO experts_commitment (kind, source_ref, hours_per_week, starts_on, ends_on, expert_id)
SELECT 'promised', 'bench-' || id, 1 + (random() * 4)::int, DATE '2026-12-01', DATE '2027-02-01', id
FROM experts_expert WHERE id > %(after)s AND random() < 0.3
""",
    """
INSERT INTO experts_work (kind, title, text, venue, year, doi, url, expert_id, public_id)
SELECT 'article', headline, bio, '', 2020, '', '', id, pg_temp.code(6, id)
FROM experts_expert WHERE id > %(after)s
""",
    """
INSERT INTO experts_expert_themes (expert_id, theme_id)
SELECT DISTINCT e.id, t.id FROM experts_expert e JOIN taxonomy_theme t
    ON t.position %% 8 = (e.id * 7919) %% 8 AND t.position < 64 WHERE e.id > %(after)s
""",
)
# Whoever chose a level with a directory agreed to stand in it.
CONSENTS = """
INSERT INTO accounts_consent (purpose, notice_version, given_at, user_id)
SELECT 'directory', '2026-11-23', %(now)s, user_id FROM experts_expert
WHERE id > %(after)s AND visibility IN ('public', 'verified_organisations')
"""
_PACKED = ", ".join(
    column.column
    for column in PackedProfile._meta.concrete_fields
    if column.name not in ("expert", "changed_at")
)
CLONE = f"""
INSERT INTO matching_packedprofile (expert_id, changed_at, {_PACKED})
SELECT e.id, e.changed_at, {_PACKED}
FROM (SELECT id, changed_at, row_number() OVER (ORDER BY id) AS at FROM experts_expert) e
JOIN (SELECT {_PACKED}, row_number() OVER (ORDER BY expert_id) - 1 AS at FROM matching_packedprofile) p
    ON p.at = e.at %% (SELECT count(*) FROM matching_packedprofile)
WHERE NOT EXISTS (SELECT FROM matching_packedprofile known WHERE known.expert_id = e.id)
"""
TABLES = (
    *("experts_expert", "experts_expertskill", "experts_expertlanguage", "experts_availability"),
    *("experts_commitment", "experts_work", "experts_expert_themes"),
    *("accounts_user", "accounts_consent"),
)
_KEYS = """SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
    'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' '
        || pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype IN ('f', 'u') AND conrelid::regclass::text = ANY(%s) ORDER BY contype"""
_INDEXES = """SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
FROM pg_index i WHERE indrelid::regclass::text = ANY(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)"""


def make_experts(n_experts: int) -> None:
    """Add invented experts; the first time their texts are invented as well, later these are repeated."""
    with _filling(TABLES) as cursor:
        cursor.execute("SELECT setseed(0.2026)")
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM experts_expert")
        n_before, after = cursor.fetchone()
        numbers = {"first": n_before + 1, "last": n_before + n_experts, "after": after}
        numbers |= {"now": NOW, "users": FIRST_USER}
        for statement in (*FUNCTIONS, USERS, EXPERTS, *ROWS, CONSENTS):
            cursor.execute(statement, numbers)


def clone_packed() -> None:
    """Give everybody a packed row like those that are there already."""
    with _filling(["matching_packedprofile"]) as cursor:
        cursor.execute(CLONE, {})


@contextmanager
def _filling(tables: Sequence[str]) -> Iterator[CursorWrapper]:
    """A cursor that writes into tables without indexes and keys, but for primary ones; all is put back."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{LOAD_SECONDS}s'")
        taken = []
        for query in (_KEYS, _INDEXES):
            cursor.execute(query, [list(tables)])
            taken += cursor.fetchall()
        for drop, _ in taken:
            cursor.execute(drop)
        yield cursor
        for _, make in reversed(taken):
            cursor.execute(make)
        for table in tables:
            cursor.execute(f"ANALYZE {table}")
