from typing import ClassVar

from django.db import migrations

from common.operations import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_initial")]
    operations: ClassVar = [
        append_only("accounts_accountevent"),
    ]
