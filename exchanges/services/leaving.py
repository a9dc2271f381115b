"""An expert leaves for good: what is open ends, cases stay without the person's name and words."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import User
from common.events import move
from common.models import EventNote
from common.workflow import Part
from exchanges import notices
from exchanges.enums import STANDING, InvitationAction, LetterKind, PlacementAction, PlacementState, Side
from exchanges.models import (
    Amendment,
    AmendmentEvent,
    Invitation,
    InvitationEvent,
    Letter,
    LetterDraft,
    Placement,
    PlacementEvent,
    PlanVersion,
    Review,
    SessionLog,
    SessionLogEvent,
)
from exchanges.selectors.facts import placement_facts
from exchanges.services.case_documents import drop_case_document
from exchanges.services.placements import follow, step
from experts.models import Expert
from experts.selectors.duplicates import profiles_of
from experts.services.commitments import lock_person
from incubators.services.needs import lock_need

# What a host and the ministry read beside the last step; nobody's own words.
GONE = "The expert has left the portal."
STANDS_FOR_NAMES = "[…]"
_WORDS = (
    "purpose",
    "deliverable",
    "counterpart",
    "counterpart_role",
    "counterpart_email",
    "allowance_payer",
    "allowance_purpose",
)


def leave_exchanges(*, expert: Expert, by: User, at: datetime) -> None:
    """End open invitations, withdraw what is not decided, and empty what is left of the person's words.

    That holds for the profiles that were merged into this one as well. All needs are locked before the
    person, as everywhere. The caller holds the transaction.
    """
    before = Invitation.objects.filter(expert__in=profiles_of(expert.pk))
    for need_id in sorted(set(before.values_list("need_id", flat=True))):
        lock_need(need_id)
    mine = Q(expert__in=lock_person(expert.pk))
    people = accounts_of(expert)
    names = names_of(people)
    for invitation in Invitation.objects.filter(mine).select_for_update(of=("self",)).order_by("pk"):
        _leave_invitation(invitation, at=at)
    for placement in Placement.objects.filter(mine).select_for_update(of=("self",)).order_by("pk"):
        has_written = placement.events.filter(action="edit", by__in=people).exists()
        _leave_placement(placement, by=by, at=at)
        with _words_may_go():
            _forget_words(placement, names, has_written=has_written)
        _forget_papers(placement, names, has_written=has_written, at=at)
    _forget_life(mine_of=Placement.objects.filter(mine), names=names)
    for model in (InvitationEvent, PlacementEvent, SessionLogEvent, AmendmentEvent):
        own = model.objects.filter(by__in=people, part=Part.EXPERT).exclude(note_key=None)
        EventNote.objects.filter(pk__in=own.values("note_key")).delete()


def accounts_of(expert: Expert) -> list[User]:
    """The person's account, and those whose profiles were merged into theirs."""
    return list(User.objects.filter(expert__in=profiles_of(expert.pk)))


def names_of(people: Sequence[User]) -> list[str]:
    """What may stand for the person in words of others, the longest first."""
    given = {name for one in people for name in (one.full_name, one.preferred_name, one.name_ur, one.email)}
    given |= set(EmailAddress.objects.filter(user__in=people).values_list("email", flat=True))
    return sorted((name for name in given if len(name) > 1), key=len, reverse=True)


def _leave_invitation(invitation: Invitation, *, at: datetime) -> None:
    if invitation.is_open:
        move(invitation, action=InvitationAction.SUPERSEDE, part=Part.CLOCK, by=None, at=at)
        notices.tell_host_ended(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(
        message="", explanation={}, later_on=None, colleague_told_at=None
    )


def _leave_placement(placement: Placement, *, by: User, at: datetime) -> None:
    if placement.workflow.candidates(
        state=placement.state, action=PlacementAction.WITHDRAW, part=Part.EXPERT
    ):
        event = step(
            placement,
            PlacementAction.WITHDRAW,
            Part.EXPERT,
            by=by,
            at=at,
            note=GONE,
            facts=placement_facts(placement),
        )
        follow(placement, event, by)
    elif placement.state in STANDING:
        is_begun = placement.state in (PlacementState.ACTIVE, PlacementState.SUSPENDED)
        action = PlacementAction.END_EARLY if is_begun else PlacementAction.CANCEL
        facts = placement_facts(placement, at=at)
        step(placement, action, Part.CLOCK, by=None, at=at, facts=facts, note=GONE)
        notices.tell_host_left(placement)


@contextmanager
def _words_may_go() -> Iterator[None]:
    """Plans that are decided stay as they are, by a trigger; erasure alone may empty them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.forgets', 'on', true)")
        yield
        cursor.execute("SELECT set_config('portal.forgets', 'off', true)")


def _forget_words(placement: Placement, names: Sequence[str], *, has_written: bool) -> None:
    """A plan that the person wrote on says again what the need says; elsewhere their names are struck."""
    need = placement.need

    def left_of(value: str, terms: str) -> str:
        return terms if has_written else struck(value, names)

    words = {name: left_of(getattr(placement, name), getattr(need, name, "")) for name in _WORDS}
    Placement.objects.filter(pk=placement.pk).update(**words)
    for item in placement.work_items.all():
        item.title = left_of(item.title, f"{item.position}.")
        item.save(update_fields=["title"])
    for answer in placement.answers.all():
        answer.value = _left_of_answer(answer.value, names, has_written=has_written)
        answer.save(update_fields=["value"])
    for version in placement.plan_versions.all():
        _forget_version(version, words, names, has_written=has_written)
    _forget_letters(placement, names)
    for review in Review.objects.filter(assignment__placement=placement):
        Review.objects.filter(pk=review.pk).update(note=struck(review.note, names))
    keys = placement.events.exclude(note_key=None).values("note_key")
    for note in EventNote.objects.filter(pk__in=keys):
        EventNote.objects.filter(pk=note.pk).update(text=struck(note.text, names))


def _forget_life(*, mine_of: QuerySet[Placement], names: Sequence[str]) -> None:
    """Own words about sessions and changes go, the person's names in those of others; hours and days stay."""
    for model, column, events in (
        (SessionLog, "what", SessionLogEvent),
        (Amendment, "reason", AmendmentEvent),
    ):
        rows = model.objects.filter(placement__in=mine_of)
        rows.filter(side=Side.EXPERT).update(**{column: ""})
        for row in rows.exclude(**{column: ""}):
            model.objects.filter(pk=row.pk).update(**{column: struck(getattr(row, column), names)})
        keys = events.objects.filter(subject__in=rows).exclude(note_key=None).values("note_key")
        for note in EventNote.objects.filter(pk__in=keys):
            EventNote.objects.filter(pk=note.pk).update(text=struck(note.text, names))


def _forget_papers(placement: Placement, names: Sequence[str], *, has_written: bool, at: datetime) -> None:
    """Documents go with their bytes and names, whoever handed them in: they are about the person."""
    for document in placement.documents.select_for_update(of=("self",)):
        drop_case_document(document, at=at)
    placement.documents.update(name="")
    placement.checklist.exclude(reason="").update(reason=STANDS_FOR_NAMES)
    for one in placement.participations.exclude(name=""):
        one.name = STANDS_FOR_NAMES if has_written else struck(one.name, names)
        one.save(update_fields=["name"])


def _forget_version(
    version: PlanVersion, words: dict[str, Any], names: Sequence[str], *, has_written: bool
) -> None:
    """The digest stays: it still tells which text was decided on."""
    items = [
        [f"{n}." if has_written else struck(title, names), due]
        for n, (title, due) in enumerate(version.plan["work_items"], start=1)
    ]
    left = words if has_written else {name: struck(version.plan.get(name, ""), names) for name in _WORDS}
    others = [
        [role, STANDS_FOR_NAMES if has_written else struck(who, names), *money]
        for role, who, *money in version.plan.get("participations", ())
    ]
    ticked = [
        [kind, state, reason and STANDS_FOR_NAMES]
        for kind, state, reason in version.plan.get("checklist", ())
    ]
    answers = [
        [code, _left_of_answer(value, names, has_written=has_written)]
        for code, value in version.plan.get("answers", ())
    ]
    left |= {"work_items": items, "participations": others, "checklist": ticked, "answers": answers}
    PlanVersion.objects.filter(pk=version.pk).update(plan=version.plan | left)


def _left_of_answer(value: Any, names: Sequence[str], *, has_written: bool) -> Any:
    """Numbers, and yes or no, name nobody."""
    if not isinstance(value, str):
        return value
    return STANDS_FOR_NAMES if has_written else struck(value, names)


def _forget_letters(placement: Placement, names: Sequence[str]) -> None:
    """Letters stand without the name; a reference, which is about nobody any more, without its words."""
    for letter in placement.letters.all():
        kept = {} if letter.kind == LetterKind.REFERENCE else letter.wording
        words = {language: struck(text, names) for language, text in kept.items()}
        Letter.objects.filter(pk=letter.pk).update(content=letter.content | {"expert": {}}, wording=words)
    for draft in placement.letter_drafts.all():
        words = {language: struck(text, names) for language, text in draft.wording.items()}
        LetterDraft.objects.filter(pk=draft.pk).update(wording=words)


def struck(text: str, names: Sequence[str]) -> str:
    """A text without these names, where they stand as words of their own.

    >>> struck("Ali and Alina agree", ["Ali"])
    '[…] and Alina agree'
    """
    if not names:
        return text
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", STANDS_FOR_NAMES, text)
