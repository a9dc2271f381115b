"""Changes of approved plans: rows of a case, one page for all who take part, and the ministry's queue."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from common.models import EventNote
from common.policies import Decision, decide
from common.templatetags.formats import written_day
from common.workflow import Part
from exchanges.enums import AmendmentAction, AmendmentState, Side
from exchanges.labels import (
    AMENDMENT_STATES,
    AMENDMENT_STEPS,
    AMENDMENT_TONES,
    PLAN_FIELDS,
    RETURN_REASONS,
    STEP_REASONS,
)
from exchanges.models import Amendment, AmendmentEvent, Placement
from exchanges.policies import is_party, told_state
from programmes.labels import TIERS

_A = AmendmentAction
_FIGURES = ("starts_on", "ends_on", "hours_per_week", "days_in_country")
_OF_PARTIES = (AmendmentState.PROPOSED, AmendmentState.RETURNED)
_INSIDE = (Part.REVIEWER, Part.DECIDER)


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    public_id: str
    title: str
    case: str
    changes: str
    state_label: str
    tone: str
    since: datetime


@dataclass(frozen=True, slots=True)
class AmendmentStep:
    """A step that the viewer may take; `label` is the button's."""

    name: str
    label: str
    decision: Decision
    wants_note: bool
    reasons: list[tuple[str, str]]
    is_danger: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    title: str
    who: str
    at: datetime
    note: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmendmentPage:
    amendment: Amendment
    row: AmendmentRow
    is_inside: bool
    tier_words: str
    differences: list[Difference]
    steps: list[AmendmentStep]
    revise: Decision
    history: list[HistoryLine]
    seen_version: int | str  # empty where it would tell that the ministry goes on


def differences_of(amendment: Amendment) -> list[Difference]:
    """What the change asks for; while it is open, beside what stands now."""
    found = []
    for name in _FIGURES:
        after = getattr(amendment, name)
        before = getattr(amendment.placement, name)
        if after is not None and (after != before or not amendment.is_open):
            is_told = amendment.is_open and before is not None
            found.append(Difference(str(PLAN_FIELDS[name]), _word(before) if is_told else "", _word(after)))
    return found


def _word(value: date | int) -> str:
    return written_day(value) if isinstance(value, date) else str(value)


def amendment_rows(amendments: Iterable[Amendment], *, inside: bool) -> list[AmendmentRow]:
    return [_row(one, inside=inside) for one in amendments]


def _row(amendment: Amendment, *, inside: bool) -> AmendmentRow:
    state = told_state(amendment, inside=inside)
    return AmendmentRow(
        public_id=amendment.public_id,
        title=amendment.placement.need.title,
        case=amendment.placement.public_id,
        changes=" · ".join(f"{one.label}: {one.after}" for one in differences_of(amendment)),
        state_label=str(AMENDMENT_STATES[state]),
        tone=AMENDMENT_TONES.get(state, "quiet"),
        since=amendment.state_since if inside else _told_since(amendment),
    )


def _told_since(amendment: Amendment) -> datetime:
    """Not the moment of a recommendation, which outside nobody knows of."""
    if amendment.state != AmendmentState.RECOMMENDED:
        return amendment.state_since
    return next(e.at for e in reversed(amendment.events.all()) if e.action == _A.AGREE)


_LABELS = {
    _A.AGREE: gettext_lazy("Agree to the change"),
    _A.DECLINE: gettext_lazy("Do not agree"),
    _A.RECOMMEND: gettext_lazy("Recommend the change"),
    _A.RETURN: gettext_lazy("Return with reasons"),
    _A.APPROVE: gettext_lazy("Approve the change"),
    _A.REFUSE: gettext_lazy("Refuse the change"),
    _A.WITHDRAW: gettext_lazy("Take the change back"),
}
_DANGER = (_A.DECLINE, _A.REFUSE, _A.WITHDRAW)


def amendment_page(amendment: Amendment, user: User) -> AmendmentPage:
    inside = not is_party(user, amendment.placement)
    return AmendmentPage(
        amendment=amendment,
        row=_row(amendment, inside=inside),
        is_inside=inside,
        tier_words=str(TIERS[amendment.tier]),
        differences=differences_of(amendment),
        steps=_steps(amendment, user),
        revise=decide(user, "exchanges.revise_amendment", amendment),
        history=_history(amendment, user, inside=inside),
        seen_version=amendment.version if inside or amendment.state in _OF_PARTIES else "",
    )


def _steps(amendment: Amendment, user: User) -> list[AmendmentStep]:
    found = []
    for action, label in _LABELS.items():
        rows = amendment.workflow.candidates(state=amendment.state, action=action)
        decision = decide(user, f"exchanges.{action}_amendment", amendment)
        if rows and decision:
            reasons = [(code.value, str(words)) for code, words in RETURN_REASONS.items()]
            found.append(
                AmendmentStep(
                    name=action,
                    label=str(label),
                    decision=decision,
                    wants_note=rows[0].note_required,
                    reasons=reasons if rows[0].reasons_required else [],
                    is_danger=action in _DANGER,
                )
            )
    return found


def _history(amendment: Amendment, user: User, *, inside: bool) -> list[HistoryLine]:
    """The second of two reviewers does not read the first one's words before their own are in."""
    events = [one for one in amendment.events.select_related("by") if inside or one.action != _A.RECOMMEND]
    waits = amendment.state == AmendmentState.AGREED
    keys = [
        one.note_key
        for one in events
        if one.note_key and not (waits and one.action == _A.RECOMMEND and one.by_id != user.pk)
    ]
    notes = dict(EventNote.objects.filter(pk__in=keys).values_list("pk", "text")) if keys else {}
    return [
        HistoryLine(
            title=str(AMENDMENT_STEPS[one.action]),
            who=_who(one, amendment, inside=inside),
            at=one.at,
            note=notes.get(one.note_key, ""),
            reasons=tuple(str(STEP_REASONS[code]) for code in one.reasons),
        )
        for one in events
    ]


def _who(event: AmendmentEvent, amendment: Amendment, *, inside: bool) -> str:
    if event.by is None:
        return _("the portal")
    if event.part in _INSIDE and not inside:
        return _("the ministry")
    if event.part == Part.EXPERT and amendment.placement.expert.user_id is None:
        return _("the expert")
    return str(event.by)


def amendments_waiting(user: User) -> QuerySet[Amendment]:
    """Changes that wait for this person as a reviewer or decider of the unit; nobody's own."""
    of_reviewer, of_decider = (
        [post.unit_id for post in user.posts_today if post.role == role]
        for role in (Role.REVIEWER, Role.DECIDER)
    )
    waits = Q(state=AmendmentState.AGREED, placement__review_unit_id__in=of_reviewer)
    recommended = AmendmentEvent.objects.filter(subject=OuterRef("pk"), by=user, action=_A.RECOMMEND)
    waits |= Q(state=AmendmentState.RECOMMENDED, placement__review_unit_id__in=of_decider) & ~Exists(
        recommended
    )
    return (
        Amendment.objects.visible_to(user)
        .filter(waits)
        .exclude(recommended_by=user)
        .exclude(second_recommended_by=user)
        .exclude(placement__expert__user=user)
        .exclude(placement__organisation_id__in=user.memberships.values("organisation_id"))
        .select_related("placement__need", "placement__organisation")
        .order_by("state_since", "pk")
    )


def waiting_rows(user: User, most: int) -> list[AmendmentRow]:
    """Of a case that is not open to this person yet, neither what would change nor how far the change is."""
    found = list(amendments_waiting(user)[:most])
    cases = Placement.objects.filter(pk__in=[one.placement_id for one in found])
    opened = set(cases.open_to(user).values_list("pk", flat=True))
    return [_row(one, inside=True) if one.placement_id in opened else _closed_row(one) for one in found]


def _closed_row(amendment: Amendment) -> AmendmentRow:
    return replace(
        _row(amendment, inside=True),
        changes="",
        state_label=str(AMENDMENT_STATES[AmendmentState.AGREED]),
        tone=AMENDMENT_TONES.get(AmendmentState.AGREED, "quiet"),
    )


def amendments_of_party(user: User, writes: QuerySet) -> QuerySet[Amendment]:
    """Changes that wait for this person as a party: to answer, or to propose again."""
    asked = Q(state=AmendmentState.PROPOSED), Q(state=AmendmentState.RETURNED)
    mine = Q(placement__expert__user=user), Q(placement__organisation_id__in=writes)
    waits = mine[0] & (asked[0] & Q(side=Side.HOST) | asked[1] & Q(side=Side.EXPERT))
    waits |= mine[1] & (asked[0] & Q(side=Side.EXPERT) | asked[1] & Q(side=Side.HOST))
    rows = Amendment.objects.filter(waits).select_related("placement__need", "placement__organisation")
    return rows.order_by("state_since", "pk")
