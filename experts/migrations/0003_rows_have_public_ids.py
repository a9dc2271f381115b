from typing import Any, ClassVar

from django.db import migrations, models

import common.models
from common.ids import new_public_id

ROWS = ("affiliation", "availability", "expertlanguage", "expertskill", "work")


def give_each_row_its_own(apps: Any, _schema: Any) -> None:
    for name in ROWS:
        model = apps.get_model("experts", name)
        for row in model.objects.filter(public_id=None).iterator():
            row.public_id = new_public_id()
            row.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("experts", "0002_events_are_append_only")]
    operations: ClassVar = [
        # Nullable first: one default for all existing rows could not be unique.
        *(
            migrations.AddField(name, "public_id", models.CharField(max_length=10, null=True, editable=False))
            for name in ROWS
        ),
        migrations.RunPython(give_each_row_its_own, migrations.RunPython.noop),
        *(migrations.AlterField(name, "public_id", common.models.PublicIdField()) for name in ROWS),
    ]
