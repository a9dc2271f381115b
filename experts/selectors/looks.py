"""Who saw whom, for auditors: lines of the record, and how much each viewer saw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Post, User
from common.charts import Bar, bars
from experts.labels import LOOK_PURPOSES
from experts.labels.looks import page_of_look
from experts.models import AccessEvent

MOST_VIEWERS = 12
# A hint to look closer, no verdict: some work needs many looks.
UNUSUAL_TIMES, UNUSUAL_LEAST = 3, 10


@dataclass(frozen=True, slots=True)
class LookLine:
    """Somebody of the ministry stands here by name; people of hosts by their organisation and code."""

    at: datetime
    who: str
    of: str
    expert: str
    why: str
    page: str
    is_list: bool


def looks_for(user: User, chosen: Mapping[str, Any]) -> QuerySet[AccessEvent]:
    """What an auditor reads, narrowed by viewer, expert, page and days."""
    found = AccessEvent.objects.audited_by(user)
    if by := chosen.get("viewer"):
        staff = Q(viewer__in=Post.objects.values("user_id"))
        found = found.filter(Q(viewer__public_id=by) | (Q(viewer__email__iexact=by) & staff))
    if code := chosen.get("expert"):
        found = found.filter(expert__public_id=code)
    if route := chosen.get("route"):
        found = found.filter(route__in=routes_by_page()[page_of_look(route)])
    if since := chosen.get("since"):
        found = found.filter(on__gte=since)
    if until := chosen.get("until"):
        found = found.filter(on__lte=until)
    return found


def with_viewers(events: QuerySet[AccessEvent]) -> QuerySet[AccessEvent]:
    is_staff = Exists(Post.objects.filter(user=OuterRef("viewer")))
    return events.select_related("viewer", "expert").annotate(is_by_staff=is_staff)


def look_lines(events: Iterable[AccessEvent]) -> list[LookLine]:
    reasons = {reason.value: str(label) for reason, label in LOOK_PURPOSES.items()}
    return [
        LookLine(
            at=event.at,
            who=_name_of(event.viewer, event.is_by_staff),
            of=event.viewer_is,
            expert=event.expert.public_id,
            why=reasons.get(event.why, event.why),
            page=page_of_look(event.route),
            is_list=event.is_list,
        )
        for event in events
    ]


def viewer_bars(events: QuerySet[AccessEvent]) -> list[Bar]:
    """How many different people each viewer opened; who saw far more than most is marked. Three queries."""
    opened = events.filter(is_list=False, viewer__isnull=False).order_by()
    seen = opened.values("viewer").annotate(n=Count("expert", distinct=True)).order_by("-n", "viewer")
    counts = list(seen.values_list("viewer", "n"))
    usual = median(n for _viewer, n in counts) if counts else 0
    shown = counts[:MOST_VIEWERS]
    viewers = User.objects.in_bulk([pk for pk, _n in shown])
    staff = set(Post.objects.filter(user__in=viewers).values_list("user_id", flat=True))
    return bars(
        (_marked(_name_of(viewers[pk], pk in staff), n, usual), n) for pk, n in shown if pk in viewers
    )


def _marked(name: str, n: int, usual: float) -> str:
    if n >= UNUSUAL_LEAST and n > UNUSUAL_TIMES * usual:
        return _("%(name)s – far more than most") % {"name": name}
    return name


def _name_of(viewer: User | None, is_staff: bool) -> str:
    if viewer is None:
        return "–"
    return str(viewer.get_full_name()) if is_staff else viewer.public_id


def routes_by_page() -> dict[str, list[str]]:
    """The pages on which somebody was ever seen, by their words; several routes may be one page."""
    pages: dict[str, list[str]] = {}
    for route in AccessEvent.objects.order_by("route").values_list("route", flat=True).distinct():
        pages.setdefault(page_of_look(route), []).append(route)
    return pages
