from typing import ClassVar

from django.db import migrations, models


STATES = ["draft", "submitted", "changes_requested", "verified", "paused", "suspended", "dormant", "erased"]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("experts", "0007_imports_wait_and_come_again")]
    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="expert", name="experts_expert_state_is_known"),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="experts_expert_state_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="accessevent", index=models.Index(fields=["at"], name="experts_access_at")
        ),
    ]
