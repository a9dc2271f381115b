"""What ends when a person takes a consent back outside the profile's own pages."""

from datetime import datetime

from django.db import transaction

from accounts.enums import Purpose
from common.events import move, record
from common.workflow import Part
from experts.enums import Action, Section, State, Visibility
from experts.models import Expert
from experts.services.editing import say_changed, set_fields

# Levels of visibility that put a name into a list which others browse.
LISTED = (Visibility.VERIFIED_ORGANISATIONS, Visibility.PUBLIC)


def end_what_rested_on(*, user_id: int, purpose: Purpose, at: datetime) -> None:
    """Pause the matching or leave the directory; nothing happens if the person agreed anew meanwhile."""
    with transaction.atomic():
        expert = Expert.objects.select_for_update(of=("self",)).filter(user_id=user_id).first()
        if expert is None or expert.user.consents.filter(purpose=purpose, withdrawn_at__isnull=True).exists():
            return
        if purpose == Purpose.MATCHING and expert.state == State.VERIFIED:
            move(expert, action=Action.PAUSE, part=Part.EXPERT, by=expert.user, at=at)
            say_changed(expert.pk)
        if purpose == Purpose.DIRECTORY and expert.visibility in LISTED:
            set_fields(expert, {"visibility": Visibility.AFTER_MATCHING}, by=expert.user, at=at)
            record(expert, action=f"edit_{Section.VISIBILITY}", part=Part.EXPERT, by=expert.user, at=at)
            say_changed(expert.pk)
