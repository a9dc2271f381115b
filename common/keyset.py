"""Long lists leafed through by place and not by number: what comes or goes meanwhile moves nothing.

A place is named by the public id of the row that stands there, so that an address says nothing that the page
does not, and holds for as long as the row exists, whether or not it is still in the list.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from common.pages import PER_PAGE


@dataclass(frozen=True, slots=True)
class Leaf:
    """Some rows of a list of `n`; `before` and `after` name its edges, empty where the list ends."""

    rows: list[Any]
    n: int
    before: str
    after: str


def leaf_of(
    request: HttpRequest,
    rows: QuerySet,
    *,
    newest_by: str,
    per_page: int = PER_PAGE,
    named_by: str = "public_id",
) -> Leaf:
    """The rows behind `?after=` or ahead of `?before=`, the newest first; nonsense is no place.

    Rows of a record that only auditors read have no public id and are `named_by` their number.
    """
    back = "before" in request.GET
    place = _place_of(rows, request.GET.get("before" if back else "after", ""), newest_by, named_by)
    back = back and place is not None
    order = (newest_by, "pk") if back else (f"-{newest_by}", "-pk")
    found = list(_beyond(rows, newest_by, place, back).order_by(*order)[: per_page + 1])
    if back and not found:
        back, place = False, None
        found = list(rows.order_by(f"-{newest_by}", "-pk")[: per_page + 1])
    goes_on, found = len(found) > per_page, found[:per_page]
    if back:
        found.reverse()
    has_before, has_after = (goes_on, True) if back else (place is not None, goes_on)
    return Leaf(
        rows=found,
        n=rows.order_by().count(),
        before=str(getattr(found[0], named_by)) if found and has_before else "",
        after=str(getattr(found[-1], named_by)) if found and has_after else "",
    )


def _place_of(rows: QuerySet, name: str, newest_by: str, named_by: str) -> tuple[Any, int] | None:
    if not name.isalnum() or (named_by == "pk" and not (name.isascii() and name.isdigit())):
        return None
    everything = rows.model._default_manager.filter(**{named_by: name, f"{newest_by}__isnull": False})
    return everything.values_list(newest_by, "pk").first()


def _beyond(rows: QuerySet, newest_by: str, place: tuple[Any, int] | None, back: bool) -> QuerySet:
    if place is None:
        return rows
    value, pk = place
    way = "gt" if back else "lt"
    return rows.filter(Q(**{f"{newest_by}__{way}": value}) | Q(**{newest_by: value, f"pk__{way}": pk}))
