"""The one door for letters: issued, withdrawn, issued anew; each is an event on the chain of its case."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.events import record
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import (
    DECISIONS,
    LETTERS_ENDED_IN,
    LETTERS_OF,
    MAY_BE_ISSUED_IN,
    LetterAction,
    LetterKind,
    LetterReason,
)
from exchanges.models import Letter, LetterDraft, Placement
from exchanges.policies import parts_played
from exchanges.selectors.letter_content import letter_content
from exchanges.selectors.letter_texts import LANGUAGES, draft_letter
from programmes.enums import Mode

MOST_CHARACTERS = 4_000


def issue_letter(
    *,
    placement: Placement,
    kind: LetterKind,
    by: User | None,
    at: datetime,
    wording: Mapping[str, str] | None = None,
    part: Part = Part.CLOCK,
    because: LetterReason = LetterReason.BROUGHT_UP_TO_DATE,
) -> Letter:
    """Issue a letter of a case whose row the caller has locked; one in force is replaced, for `because`.

    A decision says what was kept for it, or what its reasons suggest. Raises Refused("letter_not_now").
    """
    if placement.state not in MAY_BE_ISSUED_IN[kind]:
        raise Refused("letter_not_now")
    content = letter_content(placement, kind)
    if kind in DECISIONS and wording is None:
        wording = draft_letter(placement, kind, content.get("reasons", ()))
        placement.letter_drafts.filter(kind=kind).delete()
    earlier = placement.letters.in_force().filter(kind=kind).first()
    if earlier is not None:
        _end(earlier, because, by=by, at=at)
    letter = Letter.objects.create(
        placement=placement,
        kind=kind,
        content=content,
        wording=dict(wording or {}),
        plan_digest=content["plan_digest"],
        issued_at=at,
        issued_by=by,
        replaces=earlier,
    )
    action = LetterAction.REISSUE if earlier else LetterAction.ISSUE
    if kind == LetterKind.DOSSIER:
        action = LetterAction.COMPILE_FILE
    _record(letter, action, part, by=by, at=at, reasons=[kind, because] if earlier else [kind])
    return letter


def letters_follow(placement: Placement, *, by: User | None, at: datetime) -> None:
    """What the state reached brings and ends; asked after every step, it does nothing twice."""
    because, ended = LETTERS_ENDED_IN.get(placement.state, (None, ()))
    for letter in placement.letters.in_force().filter(kind__in=ended) if because else ():
        _end(letter, because, by=by, at=at)
        _record(
            letter,
            LetterAction.WITHDRAW,
            Part.CLOCK,
            by=None,
            at=at,
            reasons=[letter.kind, because],
        )
    for kind in LETTERS_OF.get(placement.state, ()):
        if kind == LetterKind.INVITATION and placement.mode == Mode.REMOTE:
            continue  # nobody travels
        if not _is_told(placement, kind):
            issue_letter(placement=placement, kind=kind, by=by, at=at, because=LetterReason.DECISION_CHANGED)


def withdraw_letter(*, letter_id: int, because: LetterReason, by: User, at: datetime) -> Letter:
    """Take a letter out of force, for a reason that its readers see. Raises Denied, Refused."""
    with transaction.atomic():
        letter = _locked(letter_id)
        require(by, "exchanges.withdraw_letter", letter)
        _end(letter, because, by=by, at=at)
        played = parts_played(by, letter.placement)
        part = Part.DECIDER if Part.DECIDER in played else next(iter(played))
        _record(letter, LetterAction.WITHDRAW, part, by=by, at=at, reasons=[letter.kind, because])
        notices.tell_letter_changed(letter, besides=by)
    return letter


def reissue_letter(
    *,
    letter_id: int,
    because: LetterReason,
    by: User,
    at: datetime,
    wording: Mapping[str, str] | None = None,
) -> Letter:
    """Replace a letter by one with the names, the plan and the words of today. Raises Denied, Refused."""
    with transaction.atomic():
        letter = _locked(letter_id)
        require(by, "exchanges.reissue_letter", letter)
        newer = issue_letter(
            placement=letter.placement,
            kind=LetterKind(letter.kind),
            by=by,
            at=at,
            wording=letter.wording if wording is None else _both(wording),
            part=Part.DECIDER,
            because=because,
        )
        notices.tell_letter_changed(newer, besides=by)
    return newer


def word_letter(
    *, placement_id: int, kind: LetterKind, wording: Mapping[str, str], by: User, at: datetime
) -> LetterDraft:
    """Keep the words of a decision until it is released: whoever releases it must have seen the latest.

    The event counts the version of the case up, so that a release of what was shown before is refused.
    Raises Denied, Refused (language as field).
    """
    with transaction.atomic():
        placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
        require(by, "exchanges.word_letter", placement)
        draft, _created = LetterDraft.objects.update_or_create(
            placement=placement,
            kind=kind,
            defaults={"wording": _both(wording), "edited_by": by, "edited_at": at},
        )
        part = Part.REVIEWER if Part.REVIEWER in parts_played(by, placement) else Part.DECIDER
        record(placement, action=LetterAction.WORD, part=part, by=by, at=at, reasons=[str(kind)])
    return draft


def write_reference(*, placement_id: int, text: str, language: str, by: User, at: datetime) -> Letter:
    """The host's words about the expert, who reads them first. Raises Denied, Refused."""
    with transaction.atomic():
        placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
        require(by, "exchanges.write_reference", placement)
        if not text.strip():
            raise Refused("reference_missing", field="text")
        if len(text) > MOST_CHARACTERS:
            raise Refused("wording_too_long", field="text")
        if placement.letters.in_force().filter(kind=LetterKind.REFERENCE).exists():
            raise Refused("reference_written")
        letter = issue_letter(
            placement=placement,
            kind=LetterKind.REFERENCE,
            by=by,
            at=at,
            wording={language: text.strip()},
            part=Part.HOST,
        )
        notices.tell_expert_of_reference(letter)
    return letter


def answer_reference(*, letter_id: int, agrees: bool, by: User, at: datetime) -> Letter:
    """The expert lets others read a reference, or takes it out of force unread. Raises Denied."""
    with transaction.atomic():
        letter = _locked(letter_id)
        require(by, "exchanges.answer_reference", letter)
        if agrees:
            letter.agreed_at = at
            letter.save(update_fields=["agreed_at"])
            record(letter.placement, action=LetterAction.AGREE, part=Part.EXPERT, by=by, at=at)
        else:
            _end(letter, LetterReason.NOT_AGREED, by=by, at=at)
            _record(
                letter,
                LetterAction.WITHDRAW,
                Part.EXPERT,
                by=by,
                at=at,
                reasons=[letter.kind, LetterReason.NOT_AGREED],
            )
    return letter


def compile_file(*, placement_id: int, by: User, at: datetime) -> Letter:
    """The whole case as it stands, for the ministry; an earlier file is replaced. Raises Denied."""
    with transaction.atomic():
        placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
        require(by, "exchanges.compile_file", placement)
        part = next(iter(parts_played(by, placement)), Part.STAFF)
        return issue_letter(placement=placement, kind=LetterKind.DOSSIER, by=by, at=at, part=part)


def _locked(letter_id: int) -> Letter:
    """The case is locked first, as by every step; two who withdraw the same letter do it once."""
    placement_id = Letter.objects.values_list("placement_id", flat=True).get(pk=letter_id)
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
    letter = Letter.objects.get(pk=letter_id)
    letter.placement = placement
    return letter


def _is_told(placement: Placement, kind: LetterKind) -> bool:
    """Whether a letter, in force or withdrawn since, told of this very decision about this very plan."""
    now = letter_content(placement, kind)
    same = {f"content__{name}": now[name] for name in ("plan_digest", "decided_at")}
    return placement.letters.filter(kind=kind, **same).exists()


def _end(letter: Letter, because: LetterReason, *, by: User | None, at: datetime) -> None:
    letter.withdrawn_at, letter.withdrawn_by, letter.withdrawn_for = at, by, because
    letter.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_for"])


def _record(
    letter: Letter,
    action: LetterAction,
    part: Part,
    *,
    by: User | None,
    at: datetime,
    reasons: list[str],
) -> None:
    """What the portal does by its own rules it does in nobody's name."""
    record(
        letter.placement,
        action=action,
        part=part,
        by=None if part == Part.CLOCK else by,
        at=at,
        reasons=[str(code) for code in reasons],
    )


def _both(wording: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for language, _direction in LANGUAGES:
        found[language] = wording.get(language, "").strip()
        if not found[language]:
            raise Refused("wording_missing", field=language)
        if len(found[language]) > MOST_CHARACTERS:
            raise Refused("wording_too_long", field=language)
    return found
