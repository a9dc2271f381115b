"""Outcomes as both sides, the ministry and whoever confirms them read them, and the links to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import digest_of
from common.models import EventNote
from common.policies import Decision, decide
from common.today import Blocks, WaitingItem
from exchanges.enums import Counterfactual, OutcomeState, Side
from exchanges.labels import (
    COUNTERFACTUALS,
    OUTCOME_STATES,
    OUTCOME_STEPS,
    OUTCOME_TONES,
)
from exchanges.models import Outcome
from exchanges.selectors.cases import TimelineEntry
from exchanges.selectors.outcome_words import value_of

_SIGNER = Signer(salt="exchanges.outcome", sep=".")
_KINDS = {OutcomeState.CONFIRMED: "now", OutcomeState.DISPUTED: "bad", OutcomeState.WITHDRAWN: "bad"}


def outcome_token(public_id: str) -> str:
    """The link's secret: signed, so that it can be written into a mail without being stored."""
    return _SIGNER.sign(public_id)


def outcome_of_token(token: str, at: datetime) -> Outcome | None:
    """The outcome behind a link that may still be answered; None for every other link, whatever the cause."""
    try:
        public_id = _SIGNER.unsign(token)
    except BadSignature:
        return None
    rows = Outcome.objects.asked().filter(link_until__gt=at, token_digest=digest_of(token))
    return rows.with_case().filter(public_id=public_id).first()


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    public_id: str
    what: str
    description: str
    claimant: str
    state_label: str
    tone: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """`confirmer` is empty for everybody but the side that named them."""

    outcome: Outcome
    row: OutcomeRow
    confirmer: str
    counterfactual: str
    withdraw: Decision
    uphold: Decision
    dismiss: Decision
    timeline: list[TimelineEntry]


def claimant_name(outcome: Outcome) -> str:
    """The organisation, or the expert as they are called."""
    placement = outcome.placement
    if outcome.claimed_side == Side.HOST:
        return str(placement.organisation.name)
    return str(placement.expert.user.get_full_name()) if placement.expert.user else _("The expert")


def outcome_rows(outcomes: Iterable[Outcome]) -> list[OutcomeRow]:
    return [_row(one) for one in outcomes]


def _row(outcome: Outcome) -> OutcomeRow:
    state = OutcomeState(outcome.state)
    return OutcomeRow(
        public_id=outcome.public_id,
        what=value_of(outcome),
        description=outcome.description,
        claimant=claimant_name(outcome),
        state_label=str(OUTCOME_STATES[state]),
        tone=OUTCOME_TONES[state],
        since=outcome.state_since,
    )


def outcome_page(outcome: Outcome, user: User) -> OutcomePage:
    withdraw = decide(user, "exchanges.withdraw_outcome", outcome)
    events = list(outcome.events.all())
    keys = [event.note_key for event in events if event.note_key]
    notes = dict(EventNote.objects.filter(pk__in=keys).values_list("pk", "text"))
    answer = outcome.counterfactual
    is_claimants = Outcome.objects.filter(pk=outcome.pk).claimed_for(user).exists()
    return OutcomePage(
        outcome=outcome,
        row=_row(outcome),
        confirmer=outcome.confirmer_name if is_claimants else "",
        counterfactual=str(COUNTERFACTUALS[Counterfactual(answer)]) if answer else "",
        withdraw=withdraw,
        uphold=decide(user, "exchanges.uphold_outcome", outcome),
        dismiss=decide(user, "exchanges.dismiss_outcome", outcome),
        timeline=[
            TimelineEntry(
                title=str(OUTCOME_STEPS[event.action]),
                who="",
                at=event.at,
                kind=_KINDS.get(event.target, "past") if event.source != event.target else "past",
                note=notes.get(event.note_key, ""),
            )
            for event in events
        ],
    )


def disputes_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Disputed outcomes that this person may settle."""
    units = [post.unit_id for post in user.posts_today if post.role == Role.REVIEWER]
    if not units:
        return []
    rows = Outcome.objects.disputed().of_units(user).filter(placement__review_unit_id__in=units)
    return [
        WaitingItem(
            what=_("Settle the disputed outcome"),
            about=f"{one.placement.public_id} · {one.placement.need.title}",
            url=reverse("exchanges:outcome", args=[one.public_id]),
            since=one.state_since,
            blocks=Blocks.QUEUE,
            list_url=reverse("exchanges:report_queue"),
        )
        for one in rows.with_case().order_by("state_since", "pk")[:limit]
    ]
