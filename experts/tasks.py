"""What happens to profiles as time passes."""

from datetime import timedelta

from django.utils import timezone

from accounts.enums import Fact, Purpose
from common.jobs import on, periodic
from experts.models import Expert
from experts.services.consents import end_what_rested_on
from experts.services.verification import resume_after_pause


@periodic("experts.resume_paused", every=timedelta(hours=1))
def resume_paused(**_future: object) -> None:
    """End the pauses whose day has come."""
    now = timezone.now()
    for expert_id in Expert.objects.with_pause_over(timezone.localdate(now)).values_list("pk", flat=True):
        resume_after_pause(expert_id=expert_id, at=now)


@on(Fact.CONSENT_WITHDRAWN)
def follow_withdrawn_consent(*, user_id: int, purpose: str, **_future: object) -> None:
    """A consent taken back in the settings ends what it allowed."""
    end_what_rested_on(user_id=user_id, purpose=Purpose(purpose), at=timezone.now())
