"""Points as small integers, rows of lists left uncompressed, and no index that the constraint holds already."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def small_integers(name: str) -> migrations.AlterField:
    return migrations.AlterField(
        model_name="matchlist",
        name=name,
        field=django.contrib.postgres.fields.ArrayField(
            base_field=models.SmallIntegerField(), default=list, size=None
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_lists_are_explained_when_read")]

    operations = [
        small_integers("components"),
        small_integers("near_points"),
        small_integers("points"),
        migrations.AlterField(
            model_name="matchlist",
            name="run",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lists",
                to="matching.matchrun",
            ),
        ),
        # Compressing a row of 2 kB takes longer than storing it, and saves a third.
        migrations.RunSQL(
            "ALTER TABLE matching_matchlist SET (toast_tuple_target = 8160)",
            "ALTER TABLE matching_matchlist RESET (toast_tuple_target)",
        ),
    ]
