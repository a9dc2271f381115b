"""How fast the two sides answer each other, how often nobody does, and how many seats are filled."""

from collections import Counter

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from exchanges.enums import ENDED, Direction, InvitationAction, InvitationState
from exchanges.models import Invitation, InvitationEvent, Placement
from incubators.models import Need
from insights.enums import Figure
from insights.selectors.figures.counting import (
    Scope,
    Series,
    duration_series,
    histograms,
    share_series,
    shares,
    step_of,
    tenths_of_days,
)

_REPLIES = (InvitationAction.ACCEPT, InvitationAction.DECLINE, InvitationAction.POSTPONE)
_SETTLED = (InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.EXPIRED)
_REPLY_OF = {Direction.TO_EXPERT: Figure.EXPERT_REPLY, Direction.FROM_EXPERT: Figure.HOST_REPLY}


def replies(scope: Scope) -> dict[Figure, Series]:
    """From the question to the first reply; one that expired counts with all the days that it stood open."""
    earlier = InvitationEvent.objects.filter(
        subject=OuterRef("subject"), seq__lt=OuterRef("seq"), action=InvitationAction.POSTPONE
    )
    first = InvitationEvent.objects.filter(
        scope.during("subject__sent_at"),
        scope.within("subject__need__programme"),
        ~Exists(earlier),
        action__in=(*_REPLIES, InvitationAction.EXPIRE),
    ).annotate(
        length=tenths_of_days("subject__sent_at", "at"),
        direction=F("subject__direction"),
        step=step_of("subject__sent_at", scope.window),
    )
    found: dict[str, dict[int, Counter[float]]] = {direction: {} for direction in Direction}
    for (direction, step), tenths in histograms(first, "direction", "step").items():
        found[direction][step] = Counter({length / 10: n for length, n in tenths.items()})
    return {figure: duration_series(found[way], scope.window) for way, figure in _REPLY_OF.items()}


def expiry(scope: Scope) -> dict[Figure, Series]:
    """Of what was answered or expired; what was withdrawn or superseded asks nothing of anybody."""
    settled = Invitation.objects.filter(scope.within("need__programme"), state__in=_SETTLED)
    return {Figure.EXPIRED: shares(settled, "sent_at", Q(state=InvitationState.EXPIRED), scope)}


def filling(scope: Scope) -> dict[Figure, Series]:
    """Seats with a placement of which something may come or came, of all seats of needs that opened."""
    opened = Need.objects.filter(scope.during("opened_at"), scope.within("programme"))
    steps = opened.annotate(step=step_of("opened_at", scope.window)).values("step")
    seats = dict(steps.annotate(n=Sum("seats")).order_by().values_list("step", "n"))
    taken = (
        Placement.objects.filter(scope.during("need__opened_at"), scope.within("need__programme"))
        .exclude(state__in=ENDED)
        .annotate(step=step_of("need__opened_at", scope.window))
        .values("step")
        .annotate(n=Count("pk"))
        .order_by()
    )
    n_taken = dict(taken.values_list("step", "n"))
    parts = {step: (n_taken.get(step, 0), n) for step, n in seats.items()}
    return {Figure.FILLED: share_series(parts, scope.window)}
