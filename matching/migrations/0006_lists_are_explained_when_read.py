"""Explanations leave the lists: what they were made from takes their place, also in lists of before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import django.contrib.postgres.fields
from django.db import migrations, models

LISTS_AT_A_TIME = 500
COMPONENTS = (
    "must_skills", "should_skills", "text", "theme", "seniority", "overlap", "place_mode", "motivation",
    "track_record",
)  # fmt: skip
UNKNOWN = {
    "languages": 1, "modes": 2, "windows": 4, "must_level": 8, "must_recency": 16, "capacity": 32,
}  # fmt: skip


NOTHING = {"gaps": [], "question": None, "not_known": []}  # of lists made before 0002


def skills_below(explanation: Mapping[str, Any]) -> Iterator[int]:
    """Skills that an explanation names as held below the level asked; where it names none, none matter."""
    for code, _points, skill_ids in explanation["gaps"]:
        if code == "must_low":
            yield from skill_ids
    if explanation["question"] and explanation["question"][0] == "must_low":
        yield from explanation["question"][1]


def bits_behind(
    explanations: Sequence[Mapping[str, Any]], must_ids: Sequence[int]
) -> tuple[list[int], list[int], int]:
    """The fewest `low_bits`, `unknown` and `asked` that give each of these explanations again."""
    bit_of = {pk: 1 << at for at, pk in enumerate(must_ids)}
    questions = [why["question"] or [""] for why in explanations]
    silent = {code for why in explanations for code in why["not_known"]}
    return (
        [sum(bit_of[pk] for pk in set(skills_below(why))) for why in explanations],
        [UNKNOWN.get(code, 0) for code, *_ in questions],
        sum(1 << at for at, code in enumerate(COMPONENTS) if code in silent),
    )


def fill(apps, schema_editor) -> None:
    """What lists of before say of their rows stays as it is."""
    lists = apps.get_model("matching", "MatchList").objects
    changed = []
    for row in lists.exclude(expert_ids=[]).iterator(chunk_size=LISTS_AT_A_TIME):
        explanations = row.explanations or [NOTHING] * len(row.expert_ids)
        row.low_bits, row.unknown, row.asked = bits_behind(explanations, row.skill_ids[: row.n_must])
        changed.append(row)
        if len(changed) == LISTS_AT_A_TIME:
            lists.bulk_update(changed, ["low_bits", "unknown", "asked"])
            changed.clear()
    lists.bulk_update(changed, ["low_bits", "unknown", "asked"])


class Migration(migrations.Migration):
    dependencies = [("matching", "0005_assignment_rounds")]

    operations = [
        migrations.AddField(
            model_name="matchlist",
            name="low_bits",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="matchlist",
            name="unknown",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="matchlist",
            name="asked",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(fill),
        migrations.RemoveField(model_name="matchlist", name="explanations"),
    ]
