"""/healthz says alive; /readyz says whether work gets done."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from common.dead_work import dead_work
from common.models import Heartbeat, Outbox, Run, Shard

OLDEST_WORK_SECONDS = 300
OLDEST_SWEEP_SECONDS = 60


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker, age of the oldest waiting work, last sweep; 503 when one is not well."""
    report = _database_report() | {"broker": _broker_answers()}
    ready = all(
        (
            report["database"],
            report["broker"],
            (report.get("queue_age_seconds") or 0) < OLDEST_WORK_SECONDS,
            report.get("last_sweep_seconds") is not None
            and report["last_sweep_seconds"] < OLDEST_SWEEP_SECONDS,
        )
    )
    return JsonResponse({"ready": ready} | report, status=200 if ready else 503)


def _broker_answers() -> bool:
    try:
        cache.set("readyz", 1, 10)
    except RedisError:
        return False
    return True


def _database_report() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            now: datetime = cursor.fetchone()[0]
        oldest = Shard.objects.filter(state__in=["pending", "claimed"]).order_by("id").first()
        dead = dead_work()
        swept = Heartbeat.objects.filter(name="sweep").first()
        return {
            "database": True,
            "open_runs": Run.objects.filter(state="running").count(),
            "queue_age_seconds": round((now - oldest.created_at).total_seconds()) if oldest else None,
            "dead_parts": dead.n_parts,
            "failed_mails": dead.n_mails,
            "waiting_mails": Outbox.objects.filter(state="waiting").count(),
            "last_sweep_seconds": round((now - swept.at).total_seconds()) if swept else None,
        }
    except DatabaseError:
        return {"database": False}
