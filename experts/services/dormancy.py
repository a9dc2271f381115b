"""Somebody who has not signed in for a year is asked twice, then left in peace until they come back."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from common.events import move, record
from common.workflow import Part
from experts.enums import ASKED, Action, State
from experts.models import Expert
from experts.notices import tell_asked_if_there, tell_dormant
from experts.selectors.profile import has_consented
from experts.services.editing import lock_expert, say_changed

DORMANT_AFTER = timedelta(days=365)
FIRST_ASKED_AFTER = timedelta(days=335)
TIME_TO_ANSWER = timedelta(days=14)
TIMES_ASKED = 2


def follow_silence(*, at: datetime) -> int:
    """Ask whoever has been silent for eleven months, twice; then the profile rests. Returns the steps."""
    n_steps = 0
    for expert_id in Expert.objects.silent_since(at - FIRST_ASKED_AFTER).values_list("pk", flat=True):
        with transaction.atomic():
            n_steps += _next_step(lock_expert(expert_id), at)
    return n_steps


def _next_step(expert: Expert, at: datetime) -> bool:
    if expert.state != State.VERIFIED or expert.user is None:
        return False
    seen_at = expert.user.last_login or expert.user.joined_at
    asked = list(expert.events.filter(action=ASKED, at__gt=seen_at).order_by("seq"))
    if seen_at > at - FIRST_ASKED_AFTER or (asked and asked[-1].at > at - TIME_TO_ANSWER):
        return False
    if len(asked) < TIMES_ASKED:
        tell_asked_if_there(expert, record(expert, action=ASKED, part=Part.CLOCK, by=None, at=at))
        return True
    if seen_at > at - DORMANT_AFTER:
        return False
    event = move(expert, action=Action.FALL_SILENT, part=Part.CLOCK, by=None, at=at)
    say_changed(expert.pk)
    tell_dormant(expert, event)
    return True


def wake(*, user: User, at: datetime) -> None:
    """Signing in wakes a profile that fell silent; without the consent it pauses instead of being matched."""
    expert_id = Expert.objects.filter(user=user, state=State.DORMANT).values_list("pk", flat=True).first()
    if expert_id is None:
        return
    with transaction.atomic():
        expert = lock_expert(expert_id)
        if expert.state != State.DORMANT:
            return
        move(expert, action=Action.WAKE, part=Part.EXPERT, by=user, at=at)
        if not has_consented(expert):
            move(expert, action=Action.PAUSE, part=Part.EXPERT, by=user, at=at)
        say_changed(expert.pk)


@receiver(user_logged_in, dispatch_uid="experts.wake")
def wake_at_sign_in(*, user: Any, **_more: Any) -> None:
    wake(user=user, at=timezone.now())
