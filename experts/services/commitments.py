"""Hours that an expert has promised or keeps free, handed down by exchanges."""

from datetime import date

from experts.enums import CommitmentKind
from experts.models import Commitment, Expert
from experts.services.editing import lock_expert as lock_expert  # exchanges counts capacity under it
from experts.services.editing import lock_person as lock_person
from experts.services.editing import say_changed


def set_commitment(
    *,
    expert_id: int,
    source_ref: str,
    kind: CommitmentKind,
    hours_per_week: int,
    starts_on: date,
    ends_on: date,
) -> Commitment:
    """Write what one invitation or placement takes of an expert's time; the same reference replaces."""
    commitment, _created = Commitment.objects.update_or_create(
        source_ref=source_ref,
        defaults={
            "expert_id": expert_id,
            "kind": kind,
            "hours_per_week": hours_per_week,
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
    )
    say_changed(expert_id)
    return commitment


def drop_commitment(*, expert_id: int, source_ref: str) -> None:
    """Give the time back; dropping what is not there changes nothing."""
    n_dropped, _by_model = Commitment.objects.filter(source_ref=source_ref).delete()
    if n_dropped:
        say_changed(expert_id)


def shorten_commitment(*, expert_id: int, source_ref: str, ends_on: date) -> None:
    """Give back the time after a day; a commitment that would begin later goes altogether."""
    commitment = Commitment.objects.filter(source_ref=source_ref).first()
    if commitment is None or commitment.ends_on <= ends_on:
        return
    if commitment.starts_on > ends_on:
        drop_commitment(expert_id=expert_id, source_ref=source_ref)
        return
    commitment.ends_on = ends_on
    commitment.save(update_fields=["ends_on"])
    say_changed(expert_id)


def n_engagements(expert: Expert, *, starts_on: date, ends_on: date, besides: str = "") -> int:
    """How many commitments of any kind touch the window, without the one of a reference."""
    touching = expert.commitments.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    return touching.exclude(source_ref=besides).count()


def most_at_once(expert: Expert) -> int:
    """The greatest number of commitments on one day."""
    windows = list(expert.commitments.values_list("starts_on", "ends_on"))
    return max((sum(first <= day <= last for first, last in windows) for day, _last in windows), default=0)
