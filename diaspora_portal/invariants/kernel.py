"""Promises of lives, of the ledger, of lists and of mail."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from common.dead_work import dead_shards, failed_mails
from common.enums import OutboxState, RunState, ShardState
from common.models import Outbox, Run, Shard, StatefulModel
from diaspora_portal.invariants.rows import ids
from diaspora_portal.oversight.kinds import kinds
from matching.models import MatchList, MatchRun

OLDEST_MAIL = timedelta(minutes=15)


_OVERBOOKED = """
SELECT DISTINCT e.public_id FROM experts_commitment c JOIN experts_expert e ON e.id = c.expert_id
WHERE (SELECT count(*) FROM experts_commitment o WHERE o.expert_id = c.expert_id
       AND o.starts_on <= c.starts_on AND o.ends_on >= c.starts_on) > e.capacity
"""


def lives(check: Callable[[StatefulModel, list[Any]], bool]) -> list[str]:
    """Public ids of all nouns with a life cycle whose events fail a check."""
    found = []
    for kind in kinds().values():
        subjects = kind.subject._default_manager.prefetch_related("events")
        for subject in subjects.iterator(chunk_size=500):
            if check(subject, list(subject.events.all())):
                found.append(f"{kind.subject.__name__} {subject.public_id}")
    return found


def state_is_not_the_fold(subject: StatefulModel, events: list[Any]) -> bool:
    """The first event begins the life, each starts where the last ended by a row of the table."""
    rows = {(row.source, row.action, row.target, row.part.value) for row in subject.workflow.rows}
    state = ""
    for event in events:
        legal = event.source == state
        if event.source not in ("", event.target):
            legal &= (event.source, event.action, event.target, event.part) in rows
        if not legal:
            return True
        state = event.target
    return state != subject.state


def overbooked() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_OVERBOOKED)
        return [row[0] for row in cursor.fetchall()]


def open_shards_of_ended_runs() -> list[str]:
    ended = Shard.objects.exclude(run__state=RunState.RUNNING)
    return ids(ended.filter(state__in=[ShardState.PENDING, ShardState.CLAIMED]).values_list("pk", flat=True))


def runs_done_with_dead_shards() -> list[str]:
    return ids(
        Run.objects.filter(state=RunState.DONE, shards__state=ShardState.DEAD).values_list("pk", flat=True)
    )


def crooked_lists() -> Iterator[str]:
    for one in MatchList.objects.only("pk", "expert_ids", "points", "skill_bits", "components").iterator():
        k = len(one.expert_ids)
        falling = all(a >= b for a, b in zip(one.points, one.points[1:], strict=False))
        if not (k == len(one.points) == len(one.skill_bits) == len(set(one.expert_ids))) or not falling:
            yield str(one.pk)


def dead_work_unseen() -> list[str]:
    """Parts and mails given up for good, and runs that failed where their page does not say so."""
    silent = MatchRun.objects.unfinished().filter(run__state=RunState.DONE_ERRORS)
    return [
        *(f"part {pk}" for pk in dead_shards().values_list("pk", flat=True)),
        *(f"mail {pk}" for pk in failed_mails().values_list("pk", flat=True)),
        *(f"run {code}" for code in silent.values_list("public_id", flat=True)),
    ]


def late_mail() -> list[str]:
    late = Outbox.objects.filter(state=OutboxState.WAITING, next_at__lt=timezone.now() - OLDEST_MAIL)
    return ids(late.values_list("pk", flat=True))
