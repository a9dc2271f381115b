"""Pages of long lists: whatever number is asked for, a page is answered."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 25


def page_of(request: HttpRequest, rows: QuerySet, *, per_page: int = PER_PAGE) -> Page:
    """The page named by `?page=`; nonsense becomes the first, too far the last."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
