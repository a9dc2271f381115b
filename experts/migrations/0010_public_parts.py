"""What a public page shows besides the name is ticked by the person.

Whoever had chosen the public level before was told that it meant their headline, skills and country.
"""

import django.contrib.postgres.fields
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PARTS = [
    "headline",
    "seniority",
    "skills",
    "languages",
    "country",
    "affiliations",
    "works",
    "availability",
    "motivation",
]


def keep_what_was_said(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    public = apps.get_model("experts", "Expert").objects.filter(visibility="public")
    public.update(public_parts=["headline", "skills", "country"])


class Migration(migrations.Migration):
    dependencies = [("experts", "0009_credentials_claims_and_pairs")]

    operations = [
        migrations.AddField(
            model_name="expert",
            name="public_parts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=[(part, part) for part in PARTS], max_length=12),
                blank=True,
                default=list,
                size=None,
                verbose_name="parts of the public page",
            ),
        ),
        migrations.RunPython(keep_what_was_said, migrations.RunPython.noop),
    ]
