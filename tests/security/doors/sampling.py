"""The doors of the control after the fact."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.security.rows import Row, World, of, with_

UNIT = "omar rabia dawood asma"
NOT_OFFICERS = "rabia dawood asma"


def _due(_world: World) -> dict[str, Any]:
    return {"due_on": (timezone.localdate() + timedelta(days=30)).isoformat()}


SAMPLING = [
    Row("exchanges:sample_list", ok=UNIT),
    Row("exchanges:sample_new", ok="omar", deny=NOT_OFFICERS),
    Row(
        "exchanges:sample_new",
        "POST",
        ok="omar",
        deny=NOT_OFFICERS,
        body=lambda _w: {"programme": "to-be-drawn", "fiscal_year": str(timezone.localdate().year - 1)},
    ),
    Row("exchanges:sample", ok=UNIT, arguments=of("campaign")),
    Row("exchanges:sample", ok=UNIT, arguments=of("campaign_draft"), label="not drawn"),
    Row("exchanges:sample_sheet", ok=UNIT, arguments=with_("campaign", kind="csv")),
    Row("exchanges:sample_draw", ok=UNIT, arguments=of("campaign_draft")),
    Row(
        "exchanges:sample_draw",
        "POST",
        ok="omar",
        deny=NOT_OFFICERS,
        arguments=of("campaign_draft"),
        body=_due,
    ),
    Row("exchanges:sample_messages", ok="omar", deny=NOT_OFFICERS, arguments=of("campaign")),
    Row("exchanges:sample_messages", "POST", ok="omar", deny=NOT_OFFICERS, arguments=of("campaign")),
    Row("exchanges:sample_close", "POST", ok="omar", deny=NOT_OFFICERS, arguments=of("campaign")),
    Row("exchanges:sampled_case", ok=UNIT, arguments=of("sampled_answered")),
    Row(
        "exchanges:sampled_case",
        "POST",
        ok="omar",
        deny=NOT_OFFICERS,
        arguments=of("sampled_answered"),
        body=lambda world: {
            "finding": "as_planned",
            "note": "Both say so.",
            "version": str(world.sampled_answered.version),
        },
    ),
    *(
        Row(
            "exchanges:give_evidence",
            method,
            ok="bilal sana",
            deny=UNIT,
            arguments=lambda world: {"public_id": world.sampled_waiting.placement.public_id},
            body=lambda _w: {"took_place": "no"},
        )
        for method in ("GET", "POST")
    ),
]
