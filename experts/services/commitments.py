"""Hours that an expert has promised or keeps free, handed down by exchanges."""

from datetime import date

from common.jobs import announce, note_change
from experts.enums import CommitmentKind, Fact
from experts.models import Commitment, Expert


def lock_expert(expert_id: int) -> Expert:
    """The expert's row, locked: capacity is counted under this lock."""
    return Expert.objects.select_for_update(of=("self",)).get(pk=expert_id)


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
    _say_changed(expert_id)
    return commitment


def drop_commitment(*, expert_id: int, source_ref: str) -> None:
    """Give the time back; dropping what is not there changes nothing."""
    n_dropped, _by_model = Commitment.objects.filter(source_ref=source_ref).delete()
    if n_dropped:
        _say_changed(expert_id)


def n_engagements(expert: Expert, *, starts_on: date, ends_on: date) -> int:
    """How many commitments of any kind touch the window."""
    return expert.commitments.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).count()


def _say_changed(expert_id: int) -> None:
    note_change("expert", [expert_id])
    announce(Fact.PROFILE_CHANGED, key=str(expert_id), expert_id=expert_id)
