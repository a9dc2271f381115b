"""Every look at a person by somebody else is written down, and the person can read it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.utils import timezone

from accounts.models import User
from experts.models import AccessEvent, Expert

_LIST_LOOKS = """INSERT INTO experts_accessevent
    (expert_id, viewer_id, viewer_is, why, route, at, "on", is_list)
SELECT expert_id, %s, %s, %s, %s, %s, %s, true FROM unnest(%s::bigint[]) AS expert_id
ON CONFLICT DO NOTHING"""


def record_look(
    *, expert: Expert, viewer: User, why: str, route: str, at: datetime, viewer_is: str = ""
) -> None:
    """One row for one opening of a person; looking at oneself is not recorded."""
    if expert.user_id == viewer.pk:
        return
    AccessEvent.objects.create(
        expert=expert,
        viewer=viewer,
        viewer_is=viewer_is or _unit_of(viewer),
        why=why,
        route=route,
        at=at,
        on=timezone.localdate(at),
    )


def record_list(
    *, expert_ids: Iterable[int], viewer: User, why: str, route: str, at: datetime, viewer_is: str = ""
) -> None:
    """One aggregate row per person, viewer, list and day, written in bulk."""
    shown = list(expert_ids)
    if not shown:
        return
    words, on = viewer_is or _unit_of(viewer), timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(_LIST_LOOKS, [viewer.pk, words, why, route, at, on, shown])


def _unit_of(viewer: User) -> str:
    return str(viewer.posts_today[0].unit) if viewer.is_ministry_staff else ""
