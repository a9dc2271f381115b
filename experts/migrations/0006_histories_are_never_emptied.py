from typing import ClassVar

from django.db import migrations

from common.operations import never_truncated


class Migration(migrations.Migration):
    dependencies: ClassVar = [("experts", "0005_states_are_known")]
    operations: ClassVar = [
        never_truncated("experts_expertevent"),
    ]
