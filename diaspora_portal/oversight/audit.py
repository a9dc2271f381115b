"""The steps that an auditor reads, leafed through by place, and whether the chain of one subject holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, LPad

from accounts.models import AccountEvent, Post, User
from common.events import broken_links
from common.keyset import Leaf
from common.models import Event
from common.pages import PER_PAGE
from common.policies import decide
from common.workflow import Part
from diaspora_portal.oversight.kinds import (
    ACCOUNTS,
    PARTS,
    Kind,
    audited,
    kinds,
    name_of,
    of_own_units,
    oversees_all,
    state_of,
    step_of,
)

# In these parts somebody acts for the ministry and answers for it by name; experts and hosts do not.
OFFICE = (Part.STAFF, Part.REVIEWER, Part.DECIDER, Part.ADMINISTRATOR)
_HOLDS_OR_HELD_A_POST = Q(Exists(Post.objects.filter(user=OuterRef("by"))))
# One row of the union, in the order of its columns.
_COLUMNS = (
    "kind", "place", "moment", "code", "number", "step", "came_from", "led_to", "played", "who", "name",
    "edition",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One event as an auditor reads it: codes and words, no note, no name of an expert or a host."""

    kind: str
    slug: str
    code: str
    place: str
    at: datetime
    seq: int
    what: str
    source: str
    target: str
    part: str
    who: str
    version: int

    @property
    def has_chain(self) -> bool:
        return self.slug != ACCOUNTS


@dataclass(frozen=True, slots=True)
class Chain:
    """All steps of one subject; `broken` names the numbers at which the chain does not hold."""

    name: str
    code: str
    steps: list[Step]
    broken: list[int]
    is_cut: bool

    @property
    def holds(self) -> bool:
        return not self.broken and not self.is_cut


def leaf_of_steps(user: User, chosen: Mapping[str, Any], *, after: str, before: str) -> Leaf:
    """One leaf of what `user` may audit, the newest first; one query for its rows, one for its place."""
    back = bool(before)
    place = _place(before or after)
    back = back and place is not None
    found = _rows(user, chosen, place, back, PER_PAGE + 1)
    if back and not found:
        back, place = False, None
        found = _rows(user, chosen, None, False, PER_PAGE + 1)
    goes_on, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if back:
        found.reverse()
    has_before, has_after = (goes_on, True) if back else (place is not None, goes_on)
    steps = [_step(row) for row in found]
    return Leaf(
        rows=steps,
        n=len(steps),
        before=steps[0].place if steps and has_before else "",
        after=steps[-1].place if steps and has_after else "",
    )


def chain_of(user: User, slug: str, code: str) -> tuple[Chain, Any] | None:
    """The whole life of one subject with it, or None when there is none for this person."""
    kind = kinds().get(slug)
    subject = audited(kind, user).filter(public_id=code).first() if kind else None
    if kind is None or subject is None:
        return None
    rows = _of_kind(kind, user).filter(subject=subject).order_by("-seq").values_list(*_COLUMNS)
    events = list(kind.event.objects.filter(subject=subject).order_by("seq"))
    broken, is_cut = faults_of(subject, events)
    return Chain(name_of(slug), code, [_step(row) for row in rows], broken, is_cut), subject


def faults_of(subject: Any, events: list[Event]) -> tuple[list[int], bool]:
    """Where the chain is broken, and whether its end is missing: a chain alone does not show that."""
    last = events[-1] if events else None
    is_cut = last is None or last.target != subject.state or last.version > subject.version
    return broken_links(events), is_cut


def _rows(
    user: User, chosen: Mapping[str, Any], place: tuple | None, back: bool, limit: int
) -> list[tuple[Any, ...]]:
    order = ("moment", "place") if back else ("-moment", "-place")
    parts = [
        _beyond(_chosen(rows, chosen), place, back).values_list(*_COLUMNS).order_by(*order)[:limit]
        for rows in _tables(user, chosen.get("kind") or "")
    ]
    if not parts:
        return []
    first, *others = parts
    return list(first.union(*others, all=True).order_by(*order)[:limit] if others else first)


def _tables(user: User, slug: str) -> list[QuerySet]:
    chosen = [kind for kind in kinds().values() if slug in ("", kind.slug)]
    tables = [_of_kind(kind, user) for kind in chosen]
    if slug in ("", ACCOUNTS) and decide(user, "accounts.read_events"):
        tables.append(_of_accounts())
    return tables


def _of_kind(kind: Kind, user: User) -> QuerySet:
    events = kind.event.objects.order_by().filter(subject__in=audited(kind, user).values("pk"))
    in_office = Q(part__in=[part.value for part in OFFICE]) & _HOLDS_OR_HELD_A_POST
    if oversees_all(user):
        in_office &= Q(subject__in=of_own_units(kind, user).values("pk"))
    return events.annotate(
        kind=Value(kind.slug),
        place=_place_of(kind.slug),
        moment=F("at"),
        code=F("subject__public_id"),
        number=F("seq"),
        step=F("action"),
        came_from=F("source"),
        led_to=F("target"),
        played=F("part"),
        who=F("by__public_id"),
        name=_name_if(in_office),
        edition=F("version"),
    )


def _of_accounts() -> QuerySet:
    return AccountEvent.objects.order_by().annotate(
        kind=Value(ACCOUNTS),
        place=_place_of(ACCOUNTS),
        moment=F("at"),
        code=Coalesce("user__public_id", "unit__public_id", "detail"),
        number=Value(0),
        step=F("action"),
        came_from=Value(""),
        led_to=Value(""),
        played=Value(""),
        who=F("by__public_id"),
        name=_name_if(_HOLDS_OR_HELD_A_POST),
        edition=Value(0),
    )


def _place_of(slug: str) -> Concat:
    """A row's place in the order of all tables; padded, so that it sorts as the numbers do."""
    number = LPad(Cast("pk", CharField()), 12, Value("0"))
    return Concat(Value(f"{slug}-"), number, output_field=CharField())


def _name_if(condition: Q) -> Case:
    stands = condition & Q(by__erased_at__isnull=True)
    return Case(When(stands, then=F("by__full_name")), default=Value(""), output_field=CharField())


def _chosen(rows: QuerySet, chosen: Mapping[str, Any]) -> QuerySet:
    """Narrowed by reference, person, step and days; colleagues are found by their address, too."""
    if code := chosen.get("code"):
        rows = rows.filter(code=code)
    if step := chosen.get("step"):
        rows = rows.filter(action=step)
    if by := chosen.get("by"):
        rows = rows.filter(Q(by__public_id=by) | (Q(by__email__iexact=by) & ~Q(name="")))
    if since := chosen.get("since"):
        rows = rows.filter(at__date__gte=since)
    if until := chosen.get("until"):
        rows = rows.filter(at__date__lte=until)
    return rows


def _place(text: str) -> tuple[datetime, str] | None:
    """The moment of the row that stands at a place; nonsense is no place."""
    slug, _dash, number = text.partition("-")
    table = AccountEvent if slug == ACCOUNTS else kinds()[slug].event if slug in kinds() else None
    if table is None or not (number.isascii() and number.isdigit() and len(number) == 12):
        return None
    at = table.objects.filter(pk=int(number)).values_list("at", flat=True).first()
    return (at, text) if at else None


def _beyond(rows: QuerySet, place: tuple[datetime, str] | None, back: bool) -> QuerySet:
    if place is None:
        return rows
    way, (at, text) = "gt" if back else "lt", place
    return rows.filter(Q(**{f"at__{way}": at}) | Q(**{"at": at, f"place__{way}": text}))


def _step(row: tuple[Any, ...]) -> Step:
    slug, place, at, code, seq, action, source, target, part, who, name, version = row
    return Step(
        kind=name_of(slug),
        slug=slug,
        code=code,
        place=place,
        at=at,
        seq=seq,
        what=step_of(slug, action),
        source=state_of(slug, source) if source else "",
        target=state_of(slug, target) if target else "",
        part=str(PARTS[Part(part)]) if part in PARTS else part,
        who=name or who or "",
        version=version,
    )
