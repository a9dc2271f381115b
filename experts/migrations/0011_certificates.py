"""A certificate is a credential of its own kind: files that people bring are full of them."""

from django.db import migrations, models

KINDS = ["degree", "employment", "licence", "certificate", "award", "acquaintance"]


class Migration(migrations.Migration):
    dependencies = [("experts", "0010_public_parts")]

    operations = [
        migrations.AlterField(
            "credential",
            "kind",
            models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=12),
        )
    ]
