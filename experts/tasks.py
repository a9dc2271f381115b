"""What happens to profiles as time passes."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from accounts.enums import Fact, Purpose
from common.jobs import handler, on, periodic, submit
from experts.models import Expert
from experts.selectors.typed_skills import experts_to_link
from experts.services.consents import end_what_rested_on
from experts.services.import_reading import end_what_waits_too_long, read_waiting
from experts.services.imports import READ_CV
from experts.services.typed_skills import link_typed_skills
from experts.services.verification import resume_after_pause
from taxonomy.enums import Fact as VocabularyFact

LINK_SKILLS = "experts.link_skills"


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


@on(VocabularyFact.VOCABULARY_CHANGED)
def follow_vocabulary(**_future: object) -> None:
    """Words that people typed may be known by now: each of their profiles is one piece of work."""
    waiting = experts_to_link()
    if waiting:
        submit(LINK_SKILLS, shards=[(LINK_SKILLS, {"expert_id": expert_id}) for expert_id in waiting])


@handler(LINK_SKILLS)
def link_skills(*, expert_id: int, **_future: object) -> None:
    link_typed_skills(expert_id=expert_id, at=timezone.now())


@handler(READ_CV, compute=True)
def read_cv(*, batch_id: int, **_future: object) -> Callable[[], None] | None:
    return read_waiting(batch_id=batch_id)


@periodic("experts.end_what_waits_too_long", every=timedelta(minutes=10))
def end_waiting_imports(**_future: object) -> None:
    """Documents without a worker, previews without a decision."""
    end_what_waits_too_long(at=timezone.now())
