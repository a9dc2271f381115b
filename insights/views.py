"""Numbers: for everyone, and for the members of one organisation."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.charts import bars
from common.policies import require
from incubators.models import Organisation
from insights.selectors.numbers import numbers_page
from insights.selectors.standing import standing_page
from taxonomy.labels import country_name


@login_not_required
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    page = numbers_page()
    countries = bars((country_name(code), n) for code, n in page.experts_by_country)
    return render(request, "insights/numbers.html", {"page": page, "countries": countries})


@require_safe
def standing(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=public_id)
    require(request.user, "insights.read_standing", found)
    return render(request, "insights/standing.html", {"page": standing_page(found, at=timezone.now())})
