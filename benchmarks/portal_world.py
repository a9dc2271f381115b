"""The portal's own tables, filled with invented experts, one host and its needs: what pages and builds read.

Experts are made inside the database from a fixed seed; everything hangs on the real vocabulary.
"""

import io
from datetime import UTC, date, datetime, timedelta

from django.core.management import call_command
from django.db import connection

from accounts.enums import Purpose
from accounts.models import Consent, User
from common.ids import ALPHABET
from incubators.enums import (
    Category,
    Importance,
    MemberRole,
    NeedState,
    OrganisationKind,
    OrganisationState,
    Sector,
)
from incubators.models import Membership, Need, NeedSkill, Organisation
from programmes.enums import Mode
from programmes.models import Programme
from taxonomy.models import Skill

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
LOAD_SECONDS = 1_800
N_WORDS = 5_000
MUST_SKILLS = 6

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
# Texts are invented for the first experts and repeated by the others.
EXPERTS = """
INSERT INTO experts_expert (state, state_since, version, public_id, headline, bio, language, orcid,
    country, city, time_zone, seniority, years_experience, travel_document, visibility, capacity,
    motivation_kinds, created_at, changed_at)
SELECT CASE WHEN random() < 0.72 THEN 'verified' WHEN random() < 0.7 THEN 'submitted' ELSE 'paused' END,
    %(now)s, 1, pg_temp.code(1, i), coalesce(o.headline, pg_temp.words(5, i)),
    coalesce(o.bio, pg_temp.words(60, i)), 'en', '',
    (ARRAY['DE','GB','US','CA','AE','SA','AU','NL','SE','MY'])[1 + (random() * 9)::int], '',
    (ARRAY['Europe/Berlin','Europe/London','America/New_York','Asia/Dubai','Australia/Sydney'])
        [1 + (random() * 4)::int],
    (ARRAY['junior','mid','senior','lead','expert'])[1 + (random() * 4)::int], (random() * 30)::int, '',
    CASE WHEN random() < 0.9 THEN 'after_matching' ELSE 'hidden' END, 1 + (random() * 3)::int,
    ARRAY['mentorship'], %(now)s, %(now)s
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
TABLES = ("expert", "expertskill", "expertlanguage", "availability", "commitment", "work", "expert_themes")


def make_experts(n_experts: int) -> None:
    """Add invented experts; the first time their texts are invented as well, later these are repeated."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{LOAD_SECONDS}s'")
        cursor.execute("SELECT setseed(0.2026)")
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM experts_expert")
        n_before, after = cursor.fetchone()
        numbers = {"first": n_before + 1, "last": n_before + n_experts, "after": after, "now": NOW}
        for function in FUNCTIONS:
            cursor.execute(function)
        for statement in (EXPERTS, *ROWS):
            cursor.execute(statement, numbers)
        for table in TABLES:
            cursor.execute(f"ANALYZE experts_{table}")


def make_host(n_needs: int) -> tuple[User, list[Need]]:
    """One verified host with its owner and so many open needs."""
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    call_command("load_programmes", verbosity=0, stdout=io.StringIO())
    return _host(n_needs)


def _host(n_needs: int) -> tuple[User, list[Need]]:
    owner = User.objects.create(email="bench@demo.example", full_name="Bench Owner", is_demo=True)
    owner.emailaddress_set.create(email=owner.email, verified=True, primary=True)
    Consent.objects.create(user=owner, purpose=Purpose.NOTICE, notice_version="2026-11", given_at=NOW)
    host = Organisation.objects.create(
        name="Bench Host",
        kind=OrganisationKind.INCUBATOR,
        sector=Sector.PUBLIC,
        state=OrganisationState.VERIFIED,
        state_since=NOW,
    )
    Membership.objects.create(user=owner, organisation=host, role=MemberRole.OWNER, since=NOW)
    programme = Programme.objects.order_by("pk").first()
    needs = Need.objects.bulk_create([_need(host, programme, at) for at in range(n_needs)])
    # The more widely held half of the vocabulary, as the experts' skills are drawn.
    skills = list(Skill.objects.order_by("slug"))[: Skill.objects.count() // 2]
    NeedSkill.objects.bulk_create([
        NeedSkill(
            need=need,
            skill=skills[(at * 7 + rank * 53) % len(skills)],
            importance=Importance.MUST,
            rank=rank + 1,
        )
        for at, need in enumerate(needs)
        for rank in range(MUST_SKILLS)
    ])  # fmt: skip
    return owner, needs


def _need(host: Organisation, programme: Programme, at: int) -> Need:
    starts = date(2026, 12, 15) + timedelta(days=at % 40)
    return Need(
        organisation=host,
        programme=programme,
        category=Category.MENTORSHIP,
        title=f"Need {at}",
        purpose="Review the design and the measurements, and train the team.",
        mode=Mode.REMOTE,
        starts_on=starts,
        ends_on=starts + timedelta(days=100),
        hours_per_week=2,
        weeks=8,
        seats=1,
        working_languages=["en"],
        state=NeedState.OPEN,
        state_since=NOW,
        opened_at=NOW,
    )
