"""What a profile holds about a person, and how it is erased."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.events import move
from common.models import EventNote, StoredFile
from common.personal_data import Erase, Held, Part, Person, consequence, eraser, exporter, files, holds
from common.pruning import also_prune
from common.workflow import Part as Acting
from experts.enums import Action, State
from experts.models import AccessEvent
from experts.selectors.portable import profile_document, resume_document
from experts.services.clearing import clear_profile, clear_what_was_merged, forget_words_of_pairs
from experts.services.editing import lock_person, say_erased

LOOKS_DAYS = 730
_UNTIL_ERASED = gettext_lazy("until you change it or erase your account")
_OFFICE = "an act of office: it stands with the record, by a number without a name"

holds(
    Part("profile", gettext_lazy("Your profile"), _UNTIL_ERASED, "experts:profile"),
    Part("resume", gettext_lazy("Your profile as a JSON Resume"), _UNTIL_ERASED),
    Part(
        "facts",
        gettext_lazy("Where each fact came from"),
        gettext_lazy("as long as the fact"),
        "experts:trust",
        "facts",
    ),
    Part(
        "imports",
        gettext_lazy("Files that you brought"),
        gettext_lazy("what was read goes once you decide; that you brought it stays"),
        "experts:import",
    ),
    Part(
        "credentials",
        gettext_lazy("Your credentials and their evidence"),
        _UNTIL_ERASED,
        "experts:credentials",
    ),
    Part("entered", gettext_lazy("That staff entered you, and how you agreed"), _UNTIL_ERASED),
    Part("commitments", gettext_lazy("Hours that you promised"), _UNTIL_ERASED),
    Part(
        "looks",
        gettext_lazy("Who looked at you, why and when"),
        gettext_lazy("two years"),
        "experts:trust",
        "looks",
    ),
    Part(
        "profile_events",
        gettext_lazy("What happened to your profile"),
        gettext_lazy("ten years, without your name or any words"),
    ),
    Held("experts.Expert.user", Erase.EMPTY, part="profile", why="emptied in place by erase_profile"),
    *(
        Held(f"experts.{model}.expert", Erase.DELETE, part="profile")
        for model in ("ExpertLanguage", "ExpertSkill", "Affiliation", "Work", "Availability")
    ),
    Held("experts.Fact.expert", Erase.DELETE, part="facts"),
    Held("experts.ImportBatch.expert", Erase.DELETE, part="imports"),
    Held(
        "experts.ImportUpload.batch__expert",
        Erase.DELETE,
        why="the person's own document, until a worker has read it",
    ),
    Held(
        "experts.Credential.expert",
        Erase.EMPTY,
        part="credentials",
        why="emptied one by one by clear_profile",
    ),
    Held(
        "common.StoredFile.by",
        Erase.KEEP,
        why="goes, with its bytes, when its credential is emptied; beside a need it is the host's",
    ),
    Held("experts.CredentialEvent.subject__expert", Erase.KEEP, why="codes in a chain of hashes"),
    Held("experts.CredentialEvent.by", Erase.KEEP, why=_OFFICE),
    Held("experts.EmployerCode.credential__expert", Erase.DELETE, why="the digest of a code of ten minutes"),
    Held("experts.ManagedProfile.expert", Erase.DELETE, part="entered"),
    Held("experts.ManagedProfile.entered_by", Erase.KEEP, why=_OFFICE),
    Held("experts.ClaimInvitation.expert", Erase.DELETE, part="entered"),
    Held("experts.ClaimInvitation.invited_by", Erase.KEEP, why=_OFFICE),
    Held("experts.DuplicateKey.expert", Erase.DELETE, why="digests by which duplicates are found"),
    *(
        Held(f"experts.{path}", Erase.KEEP, why="two numbers that were compared; the profiles are empty")
        for path in ("DuplicatePair.older", "DuplicatePair.newer", "Merge.kept", "Merge.closed")
    ),
    Held(
        "experts.DuplicatePairEvent.by", Erase.KEEP, why=f"{_OFFICE}; the words beside it go with the profile"
    ),
    Held("experts.Merge.by", Erase.KEEP, why=_OFFICE),
    Held("experts.Commitment.expert", Erase.DELETE, part="commitments", leaves_out=("source_ref",)),
    Held("experts.AccessEvent.expert", Erase.DELETE, part="looks"),
    Held(
        "experts.ExpertEvent.subject",
        Erase.KEEP,
        part="profile_events",
        why="codes in a chain of hashes; the words beside them go",
        leaves_out=("note_key", "note_digest", "previous_hash", "hash", "version"),
    ),
    Held("experts.ExpertEvent.by", Erase.KEEP, why=_OFFICE),
    Held("experts.Fact.by", Erase.KEEP, why=_OFFICE),
    Held("experts.SetAsideWords.by", Erase.KEEP, why=_OFFICE),
    Held("experts.AccessEvent.viewer", Erase.KEEP, why="stands in the record of whoever was looked at"),
)


@exporter("profile")
def profile(person: Person) -> dict[str, Any]:
    return profile_document(person.expert) if person.expert else {}


@exporter("resume")
def resume(person: Person) -> dict[str, Any]:
    return resume_document(person.expert) if person.expert else {}


@exporter("profile_events")
def events_of_profile(person: Person) -> list[dict[str, Any]]:
    """Every step with the words beside it, whoever wrote them: they are about the person."""
    if person.expert is None:
        return []
    events = list(person.expert.events.order_by("seq"))
    words = notes_of(event.note_key for event in events)
    return [
        {
            "action": event.action,
            "from": event.source,
            "to": event.target,
            "by": "you" if event.by_id == person.user.pk else event.part,
            "at": event.at,
            "reasons": event.reasons,
            "note": words.get(event.note_key, ""),
        }
        for event in events
    ]


def notes_of(keys: Iterable[Any]) -> dict[Any, str]:
    """Words beside events by their key, in one query."""
    return dict(EventNote.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "text"))


@files
def evidence(person: Person) -> list[StoredFile]:
    if person.expert is None:
        return []
    standing = person.expert.credentials.standing().exclude(file=None).select_related("file")
    return [credential.file for credential in standing.order_by("pk")]


@consequence
def what_happens_to_the_profile(person: Person) -> list[str]:
    if person.expert is None:
        return []
    sentences = [_("Your profile with every skill, post, work, import and note goes, at once.")]
    if person.expert.merged_in.filter(undone_at=None).exists():
        sentences.append(
            _(
                "What was merged into your profile goes with it; the account it belonged to stays, without a"
                " profile."
            )
        )
    return [
        *sentences,
        _("You leave every list of matches. The files that matching reads are made anew within 24 hours."),
    ]


@eraser
def erase_profile(person: Person, *, at: datetime) -> None:
    """Empty the profile in place; its events stay as codes, and higher apps are told."""
    if person.expert is None:
        return
    profiles = {expert.pk: expert for expert in lock_person(person.expert.pk)}
    expert = profiles.pop(person.expert.pk)
    if expert.state == State.ERASED:
        return
    clear_profile(expert, at=at)
    for closed in profiles.values():
        clear_what_was_merged(closed, at=at)
    forget_words_of_pairs(expert)
    move(expert, action=Action.ERASE, part=Acting.EXPERT, by=person.user, at=at)
    say_erased(expert.pk)


@also_prune
def old_looks(at: datetime) -> QuerySet:
    """Looks that are older than the page says."""
    return AccessEvent.objects.filter(at__lt=at - timedelta(days=LOOKS_DAYS))
