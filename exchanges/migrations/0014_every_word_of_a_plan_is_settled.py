from django.db import migrations, models

# The columns that a plan has: the trigger of 0009, and those that came with the case file.
_BEFORE = (
    "purpose deliverable counterpart mode place_id starts_on ends_on hours_per_week days_in_country"
    " allowance_amount allowance_currency allowance_payer restricted_post"
)
_NOW = _BEFORE + " counterpart_role counterpart_email allowance_purpose allowance_per allowance_rate_on"


def _function(columns: str) -> str:
    new, old = (", ".join(f"{row}.{name}" for name in columns.split()) for row in ("NEW", "OLD"))
    return f"""
CREATE OR REPLACE FUNCTION exchanges_plan_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW({new}) IS NOT DISTINCT FROM ROW({old}) OR current_setting('portal.forgets', true) = 'on'
    THEN RETURN NEW; END IF;
    IF OLD.state IN ('draft', 'changes_requested') THEN
        NEW.expert_agreed_at := NULL;
        RETURN NEW;
    END IF;
    IF NEW.n_amendments > OLD.n_amendments AND OLD.decided_at IS NOT NULL THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'exchanges_plan_is_settled' USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0013_reports_and_outcomes")]

    operations = [
        migrations.RunSQL(_function(_NOW), _function(_BEFORE)),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=["open", "done", "not_needed"]),
                name="exchanges_checklistitem_state_is_known",
            ),
        ),
    ]
