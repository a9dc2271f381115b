import django.db.models.deletion
from django.db import migrations, models

# Answers are words of the plan: once it was submitted nobody changes them, unless it is returned.
_SETTLED = """
CREATE FUNCTION exchanges_answers_are_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('portal.forgets', true) IS DISTINCT FROM 'on' AND EXISTS (
        SELECT FROM exchanges_placement
        WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.placement_id ELSE OLD.placement_id END
        AND state NOT IN ('draft', 'changes_requested')
    ) THEN RAISE EXCEPTION 'exchanges_plan_is_settled' USING ERRCODE = 'restrict_violation'; END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER answers_are_settled BEFORE INSERT OR UPDATE OR DELETE ON exchanges_placementanswer
FOR EACH ROW EXECUTE FUNCTION exchanges_answers_are_settled();
"""
_UNSETTLED = """
DROP TRIGGER answers_are_settled ON exchanges_placementanswer;
DROP FUNCTION exchanges_answers_are_settled();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchanges", "0016_reports_every_so_many_weeks"),
        ("programmes", "0005_questions_know_since_when"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlacementAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.JSONField()),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="exchanges.placement",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.question",
                    ),
                ),
            ],
            options={"ordering": ("question__position", "question_id")},
        ),
        migrations.AddConstraint(
            model_name="placementanswer",
            constraint=models.UniqueConstraint(
                fields=("placement", "question"), name="exchanges_placementanswer_once"
            ),
        ),
        migrations.RunSQL(_SETTLED, _UNSETTLED),
    ]
