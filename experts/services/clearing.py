"""Emptying a profile: its words, lists, facts, notes and files go; its steps stay as codes."""

from datetime import datetime

from django.db.models import Q

from common.models import EventNote
from common.privacy import DataClass
from experts.models import DuplicatePairEvent, Expert
from experts.services.credentials import clear_credential
from experts.services.editing import say_erased

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


def clear_what_was_merged(closed: Expert, *, at: datetime) -> None:
    """Empty a locked profile that went into one that is erased: nobody will undo it any more.

    It leads to no account from now on, so that its cases name nobody either.
    """
    merge = closed.merged_into.get(undone_at=None)
    if merge.cleared_at is None:
        clear_profile(closed, at=at)
        merge.cleared_at = at
        merge.save(update_fields=["cleared_at"])
        say_erased(closed.pk)
    forget_words_of_pairs(closed)
    closed.user = None
    closed.save(update_fields=["user"])


def forget_words_of_pairs(expert: Expert) -> None:
    """What staff wrote when they compared this profile with others; the steps stay as codes."""
    steps = DuplicatePairEvent.objects.filter(Q(subject__older=expert) | Q(subject__newer=expert))
    EventNote.objects.filter(pk__in=steps.exclude(note_key=None).values("note_key")).delete()
