"""Migration operations that Django does not have."""

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only(table: str) -> migrations.RunSQL:
    """Refuse UPDATE and DELETE on an event table, from whatever program."""
    return migrations.RunSQL(
        sql=_FUNCTION + f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION portal_append_only();",
        reverse_sql=f"DROP TRIGGER append_only ON {table};",
    )


def never_truncated(table: str) -> migrations.RunSQL:
    """Refuse TRUNCATE too, which fires no trigger of rows."""
    return migrations.RunSQL(
        sql=f"CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only();",
        reverse_sql=f"DROP TRIGGER never_truncated ON {table};",
    )
