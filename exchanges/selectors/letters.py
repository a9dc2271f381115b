"""The page of a letter, the letters of a case, and what the public check of a code confirms."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from common.fonts import has_fonts
from common.paper import Paper, Side
from common.policies import Decision, decide
from exchanges.enums import LetterStatus
from exchanges.labels import (
    LETTER_KINDS,
    LETTER_REASONS,
    LETTER_STATUSES,
    LETTER_TAGS,
    LETTER_TONES,
)
from exchanges.models import Letter, Placement
from exchanges.selectors.letter_texts import letter_sides

LENGTH_OF_CODE = 10


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in a list of them."""

    code: str
    kind: str
    label: str
    issued_at: datetime
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    letter: Letter
    line: LetterLine
    why: str
    replaced_by: str
    verify_url: str
    sides: tuple[Side, ...]
    waits: bool
    may_withdraw: Decision
    may_reissue: Decision
    may_answer: Decision
    can_be_printed: bool


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """All that the public learns; a code that nothing has looks the same."""

    code: str
    status: LetterStatus
    title: str
    tone: str
    issued_at: datetime | None


def letter_page(letter: Letter, user: User) -> LetterPage:
    """The letter in both languages, and what this reader may do with it."""
    newer = _newer(letter)
    return LetterPage(
        letter=letter,
        line=_line(letter),
        why=str(LETTER_REASONS[letter.withdrawn_for]) if letter.withdrawn_for else "",
        replaced_by=newer.code if newer else "",
        verify_url=_verify_url(letter),
        sides=letter_sides(letter),
        waits=letter.waits_for_agreement and letter.withdrawn_at is None,
        may_withdraw=decide(user, "exchanges.withdraw_letter", letter),
        may_reissue=decide(user, "exchanges.reissue_letter", letter),
        may_answer=decide(user, "exchanges.answer_reference", letter),
        can_be_printed=has_fonts(),
    )


def letter_paper(letter: Letter) -> Paper:
    """The letter as it is printed: as of its day, so that the same letter is always the same file."""
    return Paper(
        title=f"{letter.kind.capitalize()} {letter.code}",
        made_at=letter.issued_at,
        sides=letter_sides(letter),
        check=_verify_url(letter),
        code=letter.code,
    )


def letters_of(placement: Placement, user: User) -> list[LetterLine]:
    """The letters of a case that this viewer may read, those in force first."""
    mine = Letter.objects.visible_to(user).filter(placement=placement).select_related("replaced_by")
    rows = sorted(mine, key=lambda letter: (letter.withdrawn_at is not None, -letter.issued_at.timestamp()))
    return [_line(letter) for letter in rows]


def check_letter(code: str) -> LetterCheck:
    """Whether a letter of this code is in force, was withdrawn or replaced; one look-up for any code."""
    found = Letter.objects.select_related("replaced_by").filter(code=code[:LENGTH_OF_CODE]).first()
    if found is not None and (len(code) != LENGTH_OF_CODE or found.waits_for_agreement):
        found = None
    status = status_of(found) if found else LetterStatus.UNKNOWN
    return LetterCheck(
        code=code,
        status=status,
        title=str(LETTER_STATUSES[status]),
        tone="good" if status == LetterStatus.IN_FORCE else "bad",
        issued_at=found.issued_at if found else None,
    )


def status_of(letter: Letter) -> LetterStatus:
    if letter.withdrawn_at is None:
        return LetterStatus.IN_FORCE
    return LetterStatus.REPLACED if _newer(letter) else LetterStatus.WITHDRAWN


def _newer(letter: Letter) -> Letter | None:
    return getattr(letter, "replaced_by", None)


def _line(letter: Letter) -> LetterLine:
    status = status_of(letter)
    return LetterLine(
        code=letter.code,
        kind=letter.kind,
        label=str(LETTER_KINDS[letter.kind]),
        issued_at=letter.issued_at,
        status=str(LETTER_TAGS[status]),
        tone=LETTER_TONES.get(status, "bad"),
    )


def _verify_url(letter: Letter) -> str:
    return f"{settings.SITE_URL}{reverse('exchanges:verify')}?code={letter.code}"
