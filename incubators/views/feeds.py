"""Open needs for programs that follow them: an Atom feed that everybody may read."""

import re
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page, require_safe

from incubators.filters import NeedFilter
from incubators.models import Need
from incubators.selectors.needs import need_row
from incubators.selectors.words import name_of
from incubators.views.addresses import address_of

MOST_ENTRIES = 50
_LETTERS_OF_PURPOSE = 600
# Characters that XML 1.0 cannot hold.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class NeedFeed(Feed):
    """The newest open needs under the filters of the list; no person is named in it."""

    feed_type = Atom1Feed
    title = _("Open needs")
    subtitle = _("What verified organisations in Pakistan ask for, in their own words.")

    def get_object(self, request: HttpRequest) -> NeedFilter:
        visible = Need.objects.visible_to(request.user).open()
        return NeedFilter(request.GET, queryset=visible.with_terms().order_by("-opened_at", "-pk"))

    def link(self, narrowed: NeedFilter) -> str:
        return address_of("need_list") + narrowed.query

    def feed_url(self, narrowed: NeedFilter) -> str:
        return address_of("need_feed") + narrowed.query

    def items(self, narrowed: NeedFilter) -> list[Need]:
        return list(narrowed.qs[:MOST_ENTRIES])

    def item_title(self, need: Need) -> str:
        return _plain(need.title)

    def item_link(self, need: Need) -> str:
        return address_of("need", need.public_id)

    def item_description(self, need: Need) -> str:
        row = need_row(need)
        facts = " · ".join(filter(None, (row.category, row.mode, row.place)))
        purpose = Truncator(need.purpose).chars(_LETTERS_OF_PURPOSE)
        # A summary is read as HTML.
        return linebreaks(_plain(f"{facts}\n\n{purpose}"), autoescape=True)

    def item_author_name(self, need: Need) -> str:
        return _plain(name_of(need.organisation))

    def item_categories(self, need: Need) -> list[str]:
        return [str(theme) for theme in need.themes.all()]

    def item_pubdate(self, need: Need) -> datetime | None:
        return need.opened_at

    def item_updateddate(self, need: Need) -> datetime | None:
        return need.opened_at


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


@login_not_required
@require_safe
@conditional_page
def need_feed(request: HttpRequest) -> HttpResponse:
    return NeedFeed()(request)
