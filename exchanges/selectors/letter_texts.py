"""A letter in words: what it kept of its day, said in English and in Urdu."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.paper import Block, Side, isolated
from common.templatetags.formats import written, written_day
from exchanges.enums import DECISIONS, LetterKind, OutcomeType, PlacementAction, PlacementState
from exchanges.labels import (
    APPROVAL_WORDING,
    COUNTERFACTUALS,
    LETTER_CLOSINGS,
    LETTER_KINDS,
    LETTER_OPENINGS,
    LETTER_ROWS,
    LETTER_TITLES,
    MAY_APPEAL,
    NO_MORE_APPEAL,
    OUTCOME_STATES,
    PARTS,
    PLACEMENT_STATES,
    PLACEMENT_STEPS,
    REASON_WORDS,
    REJECTION_WORDINGS,
    REPORT_SIDES,
    REPORT_STATES,
    name_of_report,
)
from exchanges.models import Letter, Placement
from exchanges.selectors.facts import PAKISTAN
from exchanges.selectors.outcome_words import value_in_words
from exchanges.selectors.plans import plan_rows
from programmes.labels import TIERS

LANGUAGES = (("en", "ltr"), ("ur", "rtl"))


def draft_letter(placement: Placement, decision: LetterKind, reasons: Iterable[str]) -> dict[str, str]:
    """Suggested words of a decision, by language: one paragraph for each coded reason.

    What a reviewer or decider has kept for this case already comes before any suggestion.
    """
    kept = placement.letter_drafts.filter(kind=decision).first()
    return dict(kept.wording) if kept else suggested_wording(decision, reasons)


def suggested_wording(decision: LetterKind, reasons: Iterable[str]) -> dict[str, str]:
    texts = [APPROVAL_WORDING]
    if decision == LetterKind.REJECTION:
        texts = [REJECTION_WORDINGS[code] for code in dict.fromkeys(reasons)]
    found = {}
    for language, _direction in LANGUAGES:
        with translation.override(language):
            found[language] = "\n\n".join(str(text) for text in texts)
    return found


def letter_sides(letter: Letter) -> tuple[Side, ...]:
    """The letter in each language."""
    sides = []
    for language, direction in LANGUAGES:
        # A letter has one day, wherever it is read.
        with translation.override(language), timezone.override(PAKISTAN):
            sides.append(
                Side(
                    language=language,
                    direction=direction,
                    title=str(LETTER_TITLES[letter.kind]),
                    head=(_("Diaspora Portal"), names_of(letter, language)["unit"]),
                    blocks=tuple(_blocks(letter, language)),
                )
            )
    return tuple(sides)


def names_of(letter: Letter, language: str) -> dict[str, str]:
    """Names as they were; where the person has erased the account, what stands for it."""
    found = {}
    for role in ("expert", "organisation", "unit", "programme"):
        pair = letter.content[role]
        found[role] = (language == "ur" and pair.get("name_ur")) or pair.get("name", "")
    if not found["expert"]:
        user = letter.placement.expert.user
        found["expert"] = str(user.get_full_name()) if user else letter.placement.expert.public_id
    return found


def _blocks(letter: Letter, language: str) -> Iterable[Block]:
    names = {role: isolated(name) for role, name in names_of(letter, language).items()}
    codes = f"{isolated(letter.placement.public_id)} · {isolated(letter.code)}"
    yield Block(f"{written_day(letter.issued_at)}\n{_('Reference')}: {codes}")
    yield Block(str(LETTER_OPENINGS[letter.kind]) % names)
    if letter.kind in DECISIONS:
        yield from (Block(text) for text in _paragraphs(letter.wording.get(language, "")))
    else:
        for text in letter.wording.values():
            yield from (Block(paragraph, kind="quote") for paragraph in _paragraphs(text))
    yield Block(rows=tuple(_plan_lines(letter)), kind="rows")
    if letter.kind == LetterKind.DOSSIER:
        yield from _course(letter)
    if letter.kind == LetterKind.REJECTION:
        until = letter.content.get("appeal_until")
        day = {"day": written_day(date.fromisoformat(until))} if until else {}
        yield Block(str(MAY_APPEAL) % day if until else str(NO_MORE_APPEAL))
    yield from (Block(str(text)) for text in LETTER_CLOSINGS[letter.kind])


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _plan_lines(letter: Letter) -> Iterable[tuple[str, str]]:
    version = next(
        one for one in letter.placement.plan_versions.all() if one.number == letter.content["plan"]
    )
    wanted = LETTER_ROWS.get(letter.kind, "").split()
    for row in plan_rows(version.plan):
        if row.value and (row.name in wanted or not wanted):
            yield row.label, row.value
    content = letter.content
    if letter.kind == LetterKind.CERTIFICATE:
        yield _hours(content)
        for name, label in (("began_on", _("Begun")), ("completed_on", _("Completed"))):
            if content.get(name):
                yield label, written_day(date.fromisoformat(content[name]))
    if letter.kind == LetterKind.DOSSIER:
        yield _("Review tier"), str(TIERS[content["tier"]])
        yield _("State"), str(PLACEMENT_STATES[content["state"]])
    yield _("Digest of the plan"), content["plan_digest"][:16]


def _hours(content: dict) -> tuple[str, str]:
    """Letters from before the log was read say what they said then."""
    if "hours_logged" not in content:
        return _("Hours in all"), str(content["hours_in_all"])
    if content["hours_logged"]:
        return _("Hours held, as logged"), content["hours_logged"]
    return _("Hours planned"), str(content["hours_in_all"])


def _course(letter: Letter) -> Iterable[Block]:
    """Every step with its part and reasons; then reports, outcomes and letters, as far as there are any."""
    yield Block(_("Timeline"), kind="heading")
    content = letter.content
    yield Block(rows=tuple(_step(event) for event in content["events"]), kind="rows")
    if reports := content.get("reports"):
        yield Block(_("Reports"), kind="heading")
        yield Block(rows=tuple(_report(one) for one in reports), kind="rows")
    if outcomes := content.get("outcomes"):
        yield Block(_("Outcomes"), kind="heading")
        yield Block(rows=tuple(_outcome(one) for one in outcomes), kind="rows")
    if content["letters"]:
        yield Block(_("Letters"), kind="heading")
        rows = [
            (
                written_day(datetime.fromisoformat(one["issued_at"])),
                f"{LETTER_KINDS[one['kind']]}: {one['code']}",
            )
            for one in content["letters"]
        ]
        yield Block(rows=tuple(rows), kind="rows")


def _report(report: dict) -> tuple[str, str]:
    what = f"{name_of_report(report['kind'], report.get('after_weeks', 0))} {REPORT_SIDES[report['side']]}"
    return written_day(date.fromisoformat(report["due_on"])), f"{what}: {REPORT_STATES[report['state']]}"


def _outcome(outcome: dict) -> tuple[str, str]:
    amount = Decimal(outcome["amount"]) if outcome["amount"] else None
    said = [str(OUTCOME_STATES[outcome["state"]])]
    if outcome["counterfactual"]:
        said.append(f"{_('Without the placement')}: {COUNTERFACTUALS[outcome['counterfactual']]}")
    kind = OutcomeType(outcome["type"])
    return value_in_words(kind, outcome["number"], amount, outcome["currency"]), "\n".join(said)


def _step(event: dict) -> tuple[str, str]:
    words = str(PLACEMENT_STEPS[event["action"]])
    if event["action"] == "release":
        words = f"{words}: {PLACEMENT_STATES[PlacementState(event['target'])]}"
    # What a declaration of ties says of somebody in the ministry is not of the case.
    codes = () if event["action"] == PlacementAction.DECLARE else event["reasons"]
    lines = [f"{words} ({PARTS[event['part']]})", *_reasons(codes)]
    return written(datetime.fromisoformat(event["at"])), "\n".join(lines)


def _reasons(codes: Sequence[str]) -> list[str]:
    return [f"– {REASON_WORDS[code]}" for code in codes]
