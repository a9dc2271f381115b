"""Every look at a person by somebody else is written down, and the person can read it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from experts.models import AccessEvent, Expert


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
    words, on = viewer_is or _unit_of(viewer), timezone.localdate(at)
    AccessEvent.objects.bulk_create(
        [
            AccessEvent(
                expert_id=expert_id,
                viewer=viewer,
                viewer_is=words,
                why=why,
                route=route,
                at=at,
                on=on,
                is_list=True,
            )
            for expert_id in expert_ids
        ],
        ignore_conflicts=True,
    )


def _unit_of(viewer: User) -> str:
    return str(viewer.posts_today[0].unit) if viewer.is_ministry_staff else ""
