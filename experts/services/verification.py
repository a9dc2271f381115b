"""The life of a profile: sent in, verified or returned, paused, suspended. Only `move` changes its state."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.events import move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from experts.enums import Action, ChangeReason, State
from experts.models import Expert
from experts.notices import tell_expert_changes_requested, tell_expert_suspended, tell_expert_verified
from experts.selectors.profile import profile_facts
from experts.services.editing import lock_expert, part_of, say_changed

# Whom a step concerns hears of it.
LONGEST_PAUSE = timedelta(days=2 * 366)
_TOLD = {
    Action.VERIFY: tell_expert_verified,
    Action.REQUEST_CHANGES: tell_expert_changes_requested,
    Action.SUSPEND: tell_expert_suspended,
}


def submit_profile(*, expert_id: int, by: User, at: datetime) -> Expert:
    """Send a complete profile to the ministry; a managed one is sent by whoever keeps it.

    Raises Refused `consent_missing` or `profile_incomplete`.
    """
    return _step(expert_id, Action.SUBMIT, None, by=by, at=at)


def verify_profile(*, expert_id: int, by: User, at: datetime, version: int, note: str = "") -> Expert:
    """Confirm that the person is who they say; from now on they are matched.

    Raises Refused `stale_version` when the profile changed since it was read.
    """
    return _step(expert_id, Action.VERIFY, Part.STAFF, by=by, at=at, note=note, version=version)


def request_changes(
    *, expert_id: int, reasons: Sequence[str], note: str, by: User, at: datetime, version: int
) -> Expert:
    """Return a profile with coded reasons and a note.

    Raises Refused `reasons_required`, `note_required`, `unknown_choice` or `stale_version`.
    """
    if not set(reasons) <= set(ChangeReason):
        raise Refused("unknown_choice", field="reasons")
    return _step(
        expert_id,
        Action.REQUEST_CHANGES,
        Part.STAFF,
        by=by,
        at=at,
        note=note,
        reasons=reasons,
        version=version,
    )


def pause_profile(*, expert_id: int, until: date | None, by: User, at: datetime) -> Expert:
    """Take no new suggestions until a day, or until resumed.

    Raises Refused `pause_in_past` or `pause_too_long`.
    """
    today = timezone.localdate(at)
    if until is not None and until <= today:
        raise Refused("pause_in_past", field="until")
    if until is not None and until > today + LONGEST_PAUSE:
        raise Refused("pause_too_long", field="until")
    return _step(expert_id, Action.PAUSE, Part.EXPERT, by=by, at=at, until=until)


def resume_profile(*, expert_id: int, by: User, at: datetime) -> Expert:
    """Be matched again. Raises Refused `consent_missing` when the consent was withdrawn meanwhile."""
    return _step(expert_id, Action.RESUME, Part.EXPERT, by=by, at=at)


def resume_after_pause(*, expert_id: int, at: datetime) -> None:
    """The day that the person named has come: the portal resumes the profile for them."""
    with transaction.atomic():
        expert = lock_expert(expert_id)
        is_due = expert.paused_until is not None and expert.paused_until <= timezone.localdate(at)
        if expert.state == State.PAUSED and is_due and profile_facts(expert).has_consented:
            expert.paused_until = None
            move(expert, action=Action.RESUME, part=Part.EXPERT, by=None, at=at)
            say_changed(expert.pk)


def suspend_profile(*, expert_id: int, note: str, by: User, at: datetime, version: int) -> Expert:
    """Take a profile out of everything. Raises Refused `note_required`."""
    return _step(expert_id, Action.SUSPEND, Part.STAFF, by=by, at=at, note=note, version=version)


def reinstate_profile(*, expert_id: int, note: str, by: User, at: datetime, version: int) -> Expert:
    """End a suspension. Raises Refused `note_required`."""
    return _step(expert_id, Action.REINSTATE, Part.STAFF, by=by, at=at, note=note, version=version)


def _step(
    expert_id: int,
    action: Action,
    part: Part | None,
    *,
    by: User,
    at: datetime,
    note: str = "",
    reasons: Sequence[str] = (),
    version: int | None = None,
    until: date | None = None,
) -> Expert:
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, f"experts.{action}_profile", expert)
        facts = profile_facts(expert)
        if action is Action.RESUME and not facts.has_consented:
            raise Refused("consent_missing")
        expert.paused_until = until
        event = move(
            expert,
            action=action,
            part=part or part_of(expert, by),
            by=by,
            at=at,
            facts=facts,
            note=note,
            reasons=reasons,
            version=version,
        )
        if expert.state == State.VERIFIED and not facts.has_consented:
            # The consent was taken back while the profile waited or was suspended: nobody is matched without.
            move(expert, action=Action.PAUSE, part=Part.EXPERT, by=expert.user, at=at)
        say_changed(expert.pk)
        if tell := _TOLD.get(action):
            tell(expert, event)
    return expert
