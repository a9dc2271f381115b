"""Pages of long lists: whatever number is asked for, a page is answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest

PER_PAGE = 25
_LARGEST_KEY = 2**63 - 1


def page_of(request: HttpRequest, rows: QuerySet, *, per_page: int = PER_PAGE) -> Page:
    """The page named by `?page=`; nonsense becomes the first, too far the last."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows of a long list, and where the next begin; it costs the same however far on it is."""

    rows: list[Any]
    after: str | None  # None: these are the last
    is_first: bool


def stretch_of(request: HttpRequest, rows: QuerySet, *, by: str, per_page: int = PER_PAGE) -> Stretch:
    """The rows after `?after=`, the newest by this column first; nonsense begins at the top."""
    begin = _key_of(request.GET.get("after", ""))
    if begin is not None:
        at, pk = begin
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": pk}))
    found = list(rows.order_by(f"-{by}", "-pk")[: per_page + 1])
    shown, more = found[:per_page], found[per_page:]
    after = f"{getattr(shown[-1], by).isoformat()}_{shown[-1].pk}" if more else None
    return Stretch(shown, after, begin is None)


def _key_of(text: str) -> tuple[datetime, int] | None:
    moment, _mark, key = text.rpartition("_")
    if not (key.isascii() and key.isdigit()) or int(key[:20]) > _LARGEST_KEY:
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(key)) if at.tzinfo else None
