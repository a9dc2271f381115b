"""What a letter says, in both languages, and what its public check confirms."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from exchanges.enums import FINISHED, STANDING
from exchanges.models import Letter, Placement
from exchanges.selectors.plans import PlanRow, plan_rows


@dataclass(frozen=True, slots=True)
class LetterSide:
    """The letter in one language."""

    language: str
    direction: str
    expert: str
    organisation: str
    unit: str
    programme: str
    rows: list[PlanRow]


@dataclass(frozen=True, slots=True)
class LetterPage:
    code: str
    issued_at: datetime
    placement_code: str
    verify_url: str
    is_in_force: bool
    sides: list[LetterSide]


@dataclass(frozen=True, slots=True)
class LetterStatus:
    """All that the public learns."""

    is_known: bool
    issued_at: datetime | None = None
    is_in_force: bool = False


_ROWS = ("deliverable", "counterpart", "mode", "place", "starts_on", "ends_on", "hours_per_week")


def letter_page(letter: Letter) -> LetterPage:
    """The letter with the plan as it was approved, English and Urdu side by side."""
    placement = letter.placement
    plan = placement.plan_versions.get(digest=letter.plan_digest, number=placement.plan_versions.count()).plan
    sides = []
    for language, direction in (("en", "ltr"), ("ur", "rtl")):
        with translation.override(language):
            user = placement.expert.user
            urdu_name = user.name_ur if user and language == "ur" else ""
            sides.append(
                LetterSide(
                    language=language,
                    direction=direction,
                    expert=urdu_name or (str(user.get_full_name()) if user else placement.expert.public_id),
                    organisation=(language == "ur" and placement.organisation.name_ur)
                    or placement.organisation.name,
                    unit=str(placement.review_unit),
                    programme=str(placement.need.programme),
                    rows=[row for row in plan_rows(plan) if row.name in _ROWS and row.value],
                )
            )
    return LetterPage(
        code=letter.code,
        issued_at=letter.issued_at,
        placement_code=placement.public_id,
        verify_url=f"{settings.SITE_URL}{reverse('exchanges:verify')}?code={letter.code}",
        is_in_force=is_in_force(placement),
        sides=sides,
    )


def is_in_force(placement: Placement) -> bool:
    """An approval stands while the placement does, and afterwards tells of what took place."""
    return placement.state in (*STANDING, *FINISHED)


def letter_status(code: str) -> LetterStatus:
    """Whether a letter of this code was issued, when, and whether it is in force."""
    letter = Letter.objects.select_related("placement").filter(code=code[:10]).first()
    if letter is None or len(code) > 10:
        return LetterStatus(is_known=False)
    return LetterStatus(True, letter.issued_at, is_in_force(letter.placement))
