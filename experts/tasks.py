"""What happens to profiles as time passes."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from accounts.enums import Fact, Purpose
from common.jobs import handler, on, periodic, submit
from experts.enums import Fact as OwnFact
from experts.models import Credential, Expert, Merge
from experts.selectors.typed_skills import experts_to_link
from experts.services import duplicates
from experts.services.consents import end_what_rested_on
from experts.services.credentials import expire_credential, warn_of_end
from experts.services.dormancy import follow_silence
from experts.services.editing import say_changed
from experts.services.employer_codes import forget_old_codes
from experts.services.import_reading import end_what_waits_too_long, read_waiting
from experts.services.imports import READ_CV
from experts.services.managed import end_run_out_links
from experts.services.merging import UNDO_WITHIN, clear_merged
from experts.services.typed_skills import link_typed_skills
from experts.services.verification import resume_after_pause
from taxonomy.enums import Fact as VocabularyFact

LINK_SKILLS = "experts.link_skills"
RECHECK_PROFILES = "experts.recheck_profiles"
PROFILES_PER_SHARD = 100
WARN_BEFORE = timedelta(days=30)


@periodic("experts.resume_paused", every=timedelta(hours=1))
def resume_paused(**_future: object) -> None:
    """End the pauses whose day has come."""
    now = timezone.now()
    for expert_id in Expert.objects.with_pause_over(timezone.localdate(now)).values_list("pk", flat=True):
        resume_after_pause(expert_id=expert_id, at=now)


@periodic("experts.follow_silence", every=timedelta(days=1), compute=True)
def ask_the_silent(**_future: object) -> None:
    """Whoever has not signed in for eleven months is asked twice, then left in peace."""
    follow_silence(at=timezone.now())


@on(Fact.CONSENT_WITHDRAWN)
def follow_withdrawn_consent(*, user_id: int, purpose: str, **_future: object) -> None:
    """A consent taken back in the settings ends what it allowed."""
    end_what_rested_on(user_id=user_id, purpose=Purpose(purpose), at=timezone.now())


@on(Fact.NAME_CHANGED)
def follow_name(*, user_id: int, **_future: object) -> None:
    """Whoever finds people by name must find this one by the new one."""
    expert = Expert.objects.filter(user_id=user_id).first()
    if expert is not None:
        say_changed(expert.pk)


@on(VocabularyFact.VOCABULARY_CHANGED)
def follow_vocabulary(**_future: object) -> None:
    """Words that people typed may be known by now: each of their profiles is one piece of work."""
    waiting = experts_to_link()
    if waiting:
        submit(LINK_SKILLS, shards=[(LINK_SKILLS, {"expert_id": expert_id}) for expert_id in waiting])


@handler(LINK_SKILLS)
def link_skills(*, expert_id: int, **_future: object) -> None:
    link_typed_skills(expert_id=expert_id, at=timezone.now())


@on(OwnFact.PROFILE_CHANGED)
def find_duplicates(*, expert_id: int, **_future: object) -> None:
    """A changed profile may have met another one of the same person."""
    duplicates.find_duplicates(expert_id=expert_id, at=timezone.now())


@periodic("experts.recheck_all", every=timedelta(days=7))
def recheck_all(**_future: object) -> None:
    """Names change in the account, and profiles may be older than the index: look at all of them."""
    ids = list(Expert.objects.order_by("pk").values_list("pk", flat=True))
    blocks = [ids[i : i + PROFILES_PER_SHARD] for i in range(0, len(ids), PROFILES_PER_SHARD)]
    if blocks:
        submit(RECHECK_PROFILES, shards=[(RECHECK_PROFILES, {"expert_ids": block}) for block in blocks])


@handler(RECHECK_PROFILES)
def recheck_profiles(*, expert_ids: list[int], **_future: object) -> None:
    for expert in duplicates.out_of_date(expert_ids):
        duplicates.find_duplicates(expert_id=expert, at=timezone.now())


@periodic("experts.end_credentials", every=timedelta(days=1))
def end_credentials(**_future: object) -> None:
    """Confirmations whose last day has passed, and those that end within a month."""
    now = timezone.now()
    today = timezone.localdate(now)
    for credential_id in Credential.objects.ended_by(today).values_list("pk", flat=True):
        expire_credential(credential_id=credential_id, at=now)
    for credential_id in Credential.objects.ending_by(today + WARN_BEFORE).values_list("pk", flat=True):
        warn_of_end(credential_id=credential_id, at=now)


@periodic("experts.forget", every=timedelta(hours=1))
def forget(**_future: object) -> None:
    """Codes and links that nobody used, and what a merge closed once it cannot be undone any more."""
    now = timezone.now()
    forget_old_codes(at=now)
    end_run_out_links(at=now)
    over = Merge.objects.filter(undone_at=None, cleared_at=None, at__lt=now - UNDO_WITHIN)
    for merge_id in over.values_list("pk", flat=True):
        clear_merged(merge_id=merge_id, at=now)


@handler(READ_CV, compute=True)
def read_cv(*, batch_id: int, **_future: object) -> Callable[[], None] | None:
    return read_waiting(batch_id=batch_id)


@periodic("experts.end_what_waits_too_long", every=timedelta(minutes=10))
def end_waiting_imports(**_future: object) -> None:
    """Documents without a worker, previews without a decision."""
    end_what_waits_too_long(at=timezone.now())
