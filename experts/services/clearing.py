"""Emptying a profile: its words, lists, facts, notes and files go; its steps stay as codes."""

from datetime import datetime

from common.models import EventNote
from common.privacy import DataClass
from experts.models import Expert
from experts.services.credentials import clear_credential

_LISTS = (
    "languages",
    "skills",
    "affiliations",
    "works",
    "availabilities",
    "facts",
    "batches",
    "access_events",
    "claim_invitations",
)


def clear_profile(expert: Expert, *, at: datetime) -> None:
    """Empty a locked profile; whose account it is, and its state, the caller decides."""
    for column in Expert._meta.concrete_fields:
        if Expert.privacy.get(column.name) == DataClass.PERSONAL and column.name != "user":
            setattr(expert, column.name, column.get_default())
    expert.save()
    expert.themes.clear()
    expert.motivation_places.clear()
    for name in _LISTS:
        getattr(expert, name).all().delete()
    for credential in expert.credentials.standing().select_for_update(of=("self",)).select_related("file"):
        clear_credential(credential, by=None, at=at)
    EventNote.objects.filter(pk__in=expert.events.exclude(note_key=None).values("note_key")).delete()
    if hasattr(expert, "managed"):
        expert.managed.delete()
