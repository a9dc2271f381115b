"""The directory as it is written on the first afternoon: filter by joins, count, group by, offset.

It answers the same questions for the same reader, everybody, and keeps to the same ticks of public pages.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import engines

from experts.models import Expert
from taxonomy.models import Skill

PER_PAGE = 25
# Facet -> what is grouped, and the part of a public page that has to be ticked.
FACETS = {
    "country": ("country", "country"),
    "language": ("languages__code", "languages"),
    "theme": ("themes__slug", "motivation"),
    "seniority": ("seniority", "seniority"),
    "territory": ("motivation_places__code", "motivation"),
}
TEMPLATE = """<!doctype html><title>Directory</title><h1>Directory</h1>
<p>{{ page.paginator.count }} experts, page {{ page.number }}</p>
{% for name, values in facets.items %}<h2>{{ name }}</h2><ul>{% for value in values %}<li>{{ value }}</li>
{% endfor %}</ul>{% endfor %}
{% for expert in page %}<article><h2>{{ expert.user.full_name }}</h2><p>{{ expert.headline }}</p>
<p>{{ expert.country }}</p>
<ul>{% for held in expert.skills.all %}<li>{{ held.skill.name }}</li>{% endfor %}</ul>
<p>{% for spoken in expert.languages.all %}{{ spoken.code }} {% endfor %}</p>
<p>{% for theme in expert.themes.all %}{{ theme.name }} {% endfor %}</p></article>{% endfor %}"""


def narrowed(asked: QueryDict | dict[str, str]) -> QuerySet[Expert]:
    """Everybody whom the whole world may find, by what is asked."""
    found = Expert.objects.filter(
        visibility="public",
        state="verified",
        user__consents__purpose="directory",
        user__consents__withdrawn_at__isnull=True,
    )
    if country := asked.get("country"):
        found = found.filter(country=country, public_parts__contains=["country"])
    if language := asked.get("language"):
        found = found.filter(languages__code=language, public_parts__contains=["languages"])
    if theme := asked.get("theme"):
        found = found.filter(themes__slug=theme, public_parts__contains=["motivation"])
    if skill := asked.get("skill"):
        # Who holds a narrower skill holds the broader one, here as there.
        up = (f"{'broader__' * steps}name" for steps in range(4))
        asked_for = Skill.objects.filter(reduce(or_, (Q(**{name: skill}) for name in up)))
        ids = list(asked_for.values_list("pk", flat=True))
        found = found.filter(skills__skill__in=ids, public_parts__contains=["skills"])
    if hours := asked.get("hours"):
        found = found.filter(
            availabilities__ends_on__gte=asked["free_from"],
            availabilities__hours_per_week__gte=hours,
            public_parts__contains=["availability"],
        )
    return found.distinct()


def facets(found: QuerySet[Expert], names: Iterable[str] = FACETS) -> dict[str, list[tuple[str, int]]]:
    """How many have each value of facets."""
    return {
        name: list(
            found.filter(public_parts__contains=[part], **{f"{column}__isnull": False})
            .order_by()
            .values_list(column)
            .annotate(n=Count("pk", distinct=True))
        )
        for name, (column, part) in FACETS.items()
        if name in names
    }


@login_not_required
def naive_directory(request: HttpRequest) -> HttpResponse:
    """25 at a time, by public id."""
    found = narrowed(request.GET)
    page = Paginator(found.order_by("public_id"), PER_PAGE).get_page(request.GET.get("page"))
    template = engines["django"].from_string(TEMPLATE)
    return HttpResponse(template.render({"facets": facets(found), "page": page}, request))
