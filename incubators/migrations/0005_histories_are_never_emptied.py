from typing import ClassVar

from django.db import migrations

from common.operations import never_truncated


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incubators", "0004_states_are_known")]
    operations: ClassVar = [
        never_truncated("incubators_organisationevent"),
        never_truncated("incubators_needevent"),
    ]
