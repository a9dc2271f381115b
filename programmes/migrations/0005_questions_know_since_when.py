from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_policies_as_versions")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
