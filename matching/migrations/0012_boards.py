"""Several reasons of a dismissal, and ties that the portal's own records speak for."""

import django.contrib.postgres.fields
from django.db import migrations, models

_REASONS = [
    ('not_the_field', 'not the field'),
    ('too_junior', 'too junior'),
    ('too_senior', 'too senior'),
    ('known_already', 'known already'),
    ('conflict', 'conflict'),
    ('other', 'other'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0011_ties_follow_merges'),
    ]

    operations = [
        migrations.AddField(
            model_name='match',
            name='reasons',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=_REASONS, max_length=24), blank=True, default=list, size=None),
        ),
        migrations.RunSQL(
            "UPDATE matching_match SET reasons = ARRAY[reason] WHERE reason <> ''",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name='conflict',
            name='found',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
