"""The page of matches as it is written on the first afternoon: filter, count, offset, queries per card.

Mounted beside the portal's own addresses, so that it runs through the same middleware and the same sign-in.
It ranks nothing and explains nothing: it only lists who holds a skill, speaks the language and has the hours.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import include, path

from benchmarks.naive_directory import naive_directory
from experts.models import Expert
from incubators.models import Need

PER_PAGE = 10
TEMPLATE = """<!doctype html><title>{{ need.title }}</title><h1>{{ need.title }}</h1>
<p>{{ page.paginator.count }} experts, page {{ page.number }} of {{ page.paginator.num_pages }}</p>
{% for expert in page %}<article><h2>{{ expert.headline }}</h2><p>{{ expert.country }}: {{ expert.bio }}</p>
<ul>{% for held in expert.skills.all %}<li>{{ held.skill.name }}, {{ held.level }}</li>{% endfor %}</ul>
<p>{% for spoken in expert.languages.all %}{{ spoken.code }} {{ spoken.level }} {% endfor %}</p>
<p>{% for theme in expert.themes.all %}{{ theme.name }} {% endfor %}</p>
<p>{% for free in expert.availabilities.all %}{{ free.starts_on }} {{ free.hours_per_week }} {% endfor %}</p>
<p>{% for work in expert.works.all %}{{ work.title }} {% endfor %}</p></article>{% endfor %}"""


def naive_matches(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody who could fit, ten at a time."""
    need = get_object_or_404(Need, public_id=public_id)
    fitting = Expert.objects.filter(
        state="verified",
        skills__skill__in=[wanted.skill for wanted in need.skills.all()],
        languages__code__in=need.working_languages,
        availabilities__hours_per_week__gte=need.hours_per_week,
        availabilities__starts_on__lte=need.ends_on,
        availabilities__ends_on__gte=need.starts_on,
    ).distinct()
    page = Paginator(fitting.order_by("-years_experience", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    template = engines["django"].from_string(TEMPLATE)
    return HttpResponse(template.render({"need": need, "page": page}, request))


urlpatterns = [
    path("naive-directory/", naive_directory, name="naive_directory"),
    path("naive/<str:public_id>/", naive_matches, name="naive_matches"),
    path("", include("diaspora_portal.urls")),
]
